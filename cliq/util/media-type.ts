/** @returns the type alone of a `Content-Type` header, in lower case and without parameters; empty if there is none. */
export function mediaType(header: unknown): string {
	const [type = ''] = typeof header === 'string' ? header.split(';', 1) : [];
	return type.trim().toLowerCase();
}
