/**
 * For lists that a person reads. Their words are plain English, and `localeCompare` alone would take as long to load as
 * half of the node.
 */
export function byName(one: { name: string }, other: { name: string }): number {
	return compared(one.name, other.name);
}

export function byDisplayName(one: { displayName: string }, other: { displayName: string }): number {
	return compared(one.displayName, other.displayName);
}

function compared(one: string, other: string): number {
	const [first, second] = [one.toLowerCase(), other.toLowerCase()];
	return first < second ? -1 : Number(first > second);
}
