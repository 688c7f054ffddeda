import type { Part } from './ports';
import type { FileToSend } from '../parameters/values';

/** The body of a form request. It is never whole anywhere: files are read while it leaves. */
export interface Multipart {
	/** For the header `content-type`, boundary included. */
	type: string;
	/** In bytes, exactly. */
	length: number;
	/**
	 * The body from its beginning. Each call opens the files again, and each file only when its turn has come.
	 *
	 * @throws UnreadableFile before more or fewer bytes have left than `length` says.
	 */
	bytes(): AsyncGenerator<Uint8Array, void, undefined>;
}

/** A file that could not be read, or that is not as large as it was said to be. */
export class UnreadableFile extends Error {
	override readonly name = 'UnreadableFile';
}

/** In bytes: the largest piece that leaves at once, so that progress shows, and a slow line is told from a dead one. */
const PIECE = 65_536;

const encoder = new TextEncoder();

/**
 * Writes a form as `multipart/form-data` (RFC 7578), the way browsers do.
 *
 * @param boundary must occur in none of the files: a random one of some twenty letters and digits.
 */
export function multipart(parts: Part[], boundary: string): Multipart {
	const encoded = parts.map((part) => ({
		head: encoder.encode(headOf(part, boundary)),
		content: 'file' in part ? part.file : encoder.encode(part.text),
	}));
	const separator = encoder.encode('\r\n');
	const end = encoder.encode(`--${boundary}--\r\n`);
	const sizes = encoded.map(
		({ head, content }) => head.length + ('open' in content ? content.size : content.length) + separator.length,
	);

	return {
		type: `multipart/form-data; boundary=${boundary}`,
		length: sizes.reduce((sum, size) => sum + size, end.length),
		async *bytes() {
			for (const { head, content } of encoded) {
				yield head;
				if ('open' in content) yield* contentOf(content);
				else if (content.length > 0) yield content;
				yield separator;
			}
			yield end;
		},
	};
}

function headOf(part: Part, boundary: string): string {
	const file = 'file' in part ? `; filename="${quoted(part.file.name)}"\r\nContent-Type: ${typeOf(part.file)}` : '';
	return `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(part.name)}"${file}\r\n\r\n`;
}

/** Nothing else is escaped, so that a server which unescapes nothing shows nearly every name as it is. */
function quoted(name: string): string {
	return name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}

function typeOf({ type = '' }: FileToSend): string {
	return /^[\w!#$&^.+-]+\/[ -~]+$/.test(type) ? type : 'application/octet-stream';
}

async function* contentOf(file: FileToSend): AsyncGenerator<Uint8Array, void, undefined> {
	let read = 0;
	for await (const chunk of chunksOf(file)) {
		read += chunk.length;
		if (read > file.size)
			throw new UnreadableFile(`"${file.name}" holds more than the ${file.size} bytes that it should have`);
		for (let at = 0; at < chunk.length; at += PIECE) yield chunk.subarray(at, at + PIECE);
	}
	if (read < file.size) throw new UnreadableFile(`"${file.name}" ended after ${read} of ${file.size} bytes`);
}

/** Whatever the runner's storage throws becomes one kind of error, so that it is not taken for the network's. */
async function* chunksOf(file: FileToSend): AsyncGenerator<Uint8Array, void, undefined> {
	let failure: unknown;
	try {
		yield* await file.open();
		return;
	} catch (error) {
		failure = error;
	}
	throw new UnreadableFile(
		`"${file.name}" could not be read: ${failure instanceof Error ? failure.message : String(failure)}`,
	);
}
