/**
 * @returns the media type of a `Content-Type` header, in lower case and without parameters; an empty string if it is
 * missing.
 */
export function mediaType(header: unknown): string {
	const [type = ''] = typeof header === 'string' ? header.split(';', 1) : [];
	return type.trim().toLowerCase();
}
