/**
 * The name in a `Content-Disposition` header (RFC 6266), without the folders that it may name.
 *
 * @returns `undefined` if there is none that a file can have.
 */
export function fileName(header: string): string | undefined {
	const extended = /(?:^|[;\s])filename\*\s*=\s*"?([^;"\s]+)/i.exec(header)?.[1];
	const [, quoted, unquoted] = /(?:^|[;\s])filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;"]+))/i.exec(header) ?? [];
	const plain = quoted?.replace(/\\(["\\])/g, '$1') ?? unquoted;
	const candidates = [extended && decoded(extended), plain && utf8(plain.trim())];
	return candidates.map((name) => (name ? bare(name) : undefined)).find((name) => name !== undefined);
}

/** `UTF-8''na%C3%AFve.txt`, as RFC 8187 has it. */
function decoded(value: string): string | undefined {
	const [, charset = '', encoded] = /^([^']*)'[^']*'(.*)$/.exec(value) ?? [];
	if (encoded === undefined) return undefined;
	const bytes = encoded.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
	return charset.toLowerCase() === 'utf-8' ? utf8(bytes) : bytes;
}

/** Headers come as Latin-1, even if the server wrote something else; most write UTF-8. */
function utf8(text: string): string {
	const isLatin1 = [...text].every((character) => character <= '\u00ff');
	if (!isLatin1) return text;
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(
			Uint8Array.from(text, (character) => character.charCodeAt(0)),
		);
	} catch {
		return text;
	}
}

/**
 * Without control characters, and without those that turn the direction of writing: they can make an .exe look like a
 * .pdf.
 */
function bare(path: string): string | undefined {
	const name =
		path
			.replace(/[\p{Cc}\p{Bidi_Control}]/gu, '')
			.split(/[/\\]/)
			.at(-1)
			?.trim() ?? '';
	return ['', '.', '..'].includes(name) ? undefined : name;
}
