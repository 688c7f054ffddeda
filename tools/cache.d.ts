/**
 * Makes a folder of the cache once; later calls return at once. The work happens in a folder with another name, which
 * gets its final name last: what was interrupted is never taken for a whole, and two at the same time do not disturb
 * each other.
 *
 * @param make fills the folder `making`, which will be `folder`.
 * @returns the folder.
 */
export function onceInCache(name: string, make: (making: string, folder: string) => Promise<void>): Promise<string>;

/** @returns a short name for exactly the packages that the `package-lock.json` in a folder describes. */
export function lockHash(folder: string): Promise<string>;
