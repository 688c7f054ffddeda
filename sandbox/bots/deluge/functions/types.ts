/** What can be done with a value of a type, given further values. */
export type FunctionsOf<T> = Record<string, (value: T, ...given: unknown[]) => unknown>;
