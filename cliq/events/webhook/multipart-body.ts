/** What came as multipart/form-data. */
export interface Parts {
	/** By name, in the order in which they came. */
	fields: Array<[name: string, value: string]>;
	/** The names of the files, whose contents are left alone. */
	files: string[];
}

/** In bytes: the boundary has 70 at most, by RFC 2046. */
const LONGEST_BOUNDARY = 72;

/** In bytes: the boundary and the headers of the first part. */
const BEGINNING = 500;

const END = '\r\n';

/** Whether a body is multipart/form-data, despite its header: a bridge to live bots got it labelled as JSON. */
export function isMultipart(body: Uint8Array): boolean {
	return /^--[^\r\n]+\r\n(?:content-[a-z-]+:[^\r\n]*\r\n)*content-disposition: *form-data\b/i.test(
		latin1(body.subarray(0, BEGINNING)).trimStart(),
	);
}

/**
 * Reads the fields of a body that is multipart/form-data, by the boundary that it begins with.
 *
 * @param most parts.
 * @returns `undefined` if it is cut off, or has more.
 */
export function partsIn(body: Uint8Array, most: number): Parts | undefined {
	const content = latin1(body).trimStart();
	const boundary = content.slice(0, content.indexOf(END));
	if (boundary.length > LONGEST_BOUNDARY || !content.trimEnd().endsWith(`${END}${boundary}--`)) return undefined;
	const [, ...parts] = `${END}${content}`.split(`${END}${boundary}`, most + 3);
	if (parts.length > most + 1) return undefined;
	const found: Parts = { fields: [], files: [] };
	for (const part of parts.slice(0, -1)) {
		const end = part.indexOf(END + END);
		const disposition = /^content-disposition:(.*)$/im.exec(part.slice(0, Math.max(end, 0)))?.[1] ?? '';
		const name = parameter(disposition, 'name');
		const file = parameter(disposition, 'filename');
		if (name === undefined) return undefined;
		if (file === undefined) found.fields.push([name, utf8(part.slice(end + 2 * END.length))]);
		else found.files.push(file);
	}
	return found;
}

function parameter(disposition: string, name: string): string | undefined {
	const value = disposition
		.split(';')
		.map((part) => part.trim())
		.find((part) => part.toLowerCase().startsWith(`${name}=`))
		?.slice(name.length + 1);
	return value === undefined ? undefined : utf8(value.replace(/^"|"$/g, ''));
}

/** One character for each byte, so that nothing is lost or moved. */
function latin1(bytes: Uint8Array): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function utf8(text: string): string {
	return Buffer.from(text, 'latin1').toString('utf8');
}
