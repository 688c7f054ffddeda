import type { BuildOptions } from 'esbuild';

export function lazily(entry: string): Pick<BuildOptions, 'format' | 'banner' | 'footer'>;
