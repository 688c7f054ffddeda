/**
 * Cliq writes one message ID in several ways: with a space, an encoded one, or an underscore in the middle. @returns
 * one of them, for comparing.
 */
export function canonical(id: string): string {
	return id.trim().replace(/ |%20/, '_');
}
