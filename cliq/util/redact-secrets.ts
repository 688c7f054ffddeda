/** What must never be shown, should a server or a library ever quote it. */
const SECRETS: ReadonlyArray<[RegExp, string]> = [
	[/\b(Bearer|Zoho-oauthtoken)\s+[^\s"',;]+/gi, '$1 [token]'],
	[
		/\b(zapikey|authtoken|access_token|refresh_token|client_secret)(["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/gi,
		'$1$2[token]',
	],
	// Zoho's access, refresh, grant and webhook tokens, whole or cut.
	[/1\d{3}\.(?:[\w-]+\.[\w.-]+|[\w-]{16,})/g, '[token]'],
	[/\b[0-9a-f]{32,}\b/gi, '[token]'],
];

/** @returns the text without anything that looks like a token. */
export function redact(text: string): string {
	return SECRETS.reduce((rest, [secret, substitute]) => rest.replace(secret, substitute), text);
}
