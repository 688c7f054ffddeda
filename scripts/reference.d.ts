import type { Operation } from '../cliq/catalogue';

/** @returns Markdown: the reference of all operations */
export function render(catalogue: readonly Operation[]): string;
