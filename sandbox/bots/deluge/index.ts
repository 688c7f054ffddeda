/** Deluge, the language of handlers and functions, as far as the sources and live scripts show it. */
export { ENCRYPTION } from './encryption';
export type { Invocation, Invoke } from './invoke-url';
export { freeNames } from './parse';
export { respaced } from './respaced';
export { runScript, type RunOptions } from './run';
export { DelugeError, DelugeFile, OtherValue, Tasks } from './values';
