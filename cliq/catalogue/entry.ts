import type { Operation } from './types';

/** How an operation is written down; its `id` follows from it. */
export type Entry = Omit<Operation, 'id'>;

/** @returns the entry with its id: `resource.name`, or `resource.name.target`. */
export function toOperation(entry: Entry): Operation {
	const id = [entry.resource, entry.name, entry.target].filter(Boolean).join('.');
	return { id, ...entry };
}
