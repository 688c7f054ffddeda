import type { EditorCatalogue } from './types';

/** Written by the build, out of `cliq/catalogue`. */
export declare const catalogue: EditorCatalogue;
