import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type FileToSend, type Parameter, invalid, nameByType } from '../../../cliq';
import type { NodeMessage } from '../shared/node-red';

const HINT = 'Give a Buffer, an object with name and content, or a list of such.';

/** A file as a message holds it; the names are those that the nodes of Node-RED use. */
interface Described {
	name?: unknown;
	filename?: unknown;
	type?: unknown;
	contentType?: unknown;
	content?: unknown;
	payload?: unknown;
	path?: unknown;
}

/**
 * Makes files out of what a message holds: Buffers, texts, `{ name, content, type }` with either, and `{ path, name,
 * type }` of files on disk, which are read only while they are sent. One of them, or a list.
 *
 * @param message whose `filename` and `contentType` are those of a single file that says nothing about itself.
 * @param mayRead whether paths are followed: only those that the dialog itself names, since a message may come from
 * anybody, and could name any file of this machine.
 * @throws CliqError `invalidInput` if there is no such file, or it is something else.
 */
export async function filesOf(
	parameter: Parameter,
	value: unknown,
	message: NodeMessage,
	mayRead: boolean,
): Promise<FileToSend[]> {
	const make = (entry: unknown, usual: Usual) => fileOf(parameter, entry, usual, mayRead);
	if (!Array.isArray(value))
		return isMissing(value)
			? []
			: [
					await make(value, {
						name: baseName(message.filename) ?? 'file',
						isNamed: baseName(message.filename) !== undefined,
						type: message.contentType,
					}),
				];
	return await Promise.all(value.map((entry: unknown, index) => make(entry, { name: `file ${index + 1}` })));
}

/** What a file is called, and of which type it is, if it does not say so. */
interface Usual {
	name: string;
	/** Whether that is a name that the message has for it. */
	isNamed?: boolean;
	type?: unknown;
}

async function fileOf(parameter: Parameter, value: unknown, usual: Usual, mayRead: boolean): Promise<FileToSend> {
	const { name, filename, type, contentType, content, payload, path } = described(
		parameter,
		isContent(value) ? { content: value } : value,
	);
	const ownType = typed(type ?? contentType ?? (path === undefined ? usual.type : undefined));
	const about = {
		name: baseName(name ?? filename ?? path) ?? (usual.isNamed ? usual.name : nameByType(usual.name, ownType.type)),
		...ownType,
	};
	if (path !== undefined && !mayRead)
		throw invalid(
			parameter,
			'names a file by its path, and a path that came with a message is not followed: it could name any file',
			'Say in the dialog that you want it, with an expression: {"path": filename}.',
		);
	if (path !== undefined) return { ...about, ...(await onDisk(parameter, path)) };
	return { ...about, ...inMemory(parameter, content ?? payload, about.name) };
}

function described(parameter: Parameter, value: unknown): Described {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
	throw invalid(parameter, `holds something that is not a file: ${kindOf(value)}`, HINT);
}

async function onDisk(parameter: Parameter, path: unknown): Promise<Pick<FileToSend, 'size' | 'open'>> {
	if (typeof path !== 'string' || path.trim() === '')
		throw invalid(
			parameter,
			'holds a path that is empty or no text',
			'Give the path of a file, as the machine on which Node-RED runs has it.',
		);
	const found = await stat(path).catch((error: NodeJS.ErrnoException) => ({ code: error.code ?? '' }));
	if ('code' in found)
		throw invalid(
			parameter,
			`names "${path}", ${reasons[found.code] ?? `which cannot be read (${found.code})`}`,
			'Check the path on the machine on which Node-RED runs.',
		);
	if (!found.isFile())
		throw invalid(
			parameter,
			`names "${path}", which is ${found.isDirectory() ? 'a folder' : 'not a file'}`,
			'Give the path of a file.',
		);
	return { size: found.size, open: () => createReadStream(path) };
}

const reasons: Partial<Record<string, string>> = {
	ENOENT: 'which does not exist',
	ENOTDIR: 'which does not exist',
	EACCES: 'which Node-RED may not read',
	EPERM: 'which Node-RED may not read',
};

function inMemory(parameter: Parameter, content: unknown, name: string): Pick<FileToSend, 'size' | 'open'> {
	if (!isContent(content)) throw invalid(parameter, `holds no content for "${name}", but ${kindOf(content)}`, HINT);
	const bytes =
		typeof content === 'string'
			? Buffer.from(content)
			: Buffer.from(content.buffer, content.byteOffset, content.byteLength);
	return {
		size: bytes.length,
		open: async function* () {
			yield bytes;
		},
	};
}

/** Arrays of bytes from a function node are not of this realm. */
function isContent(value: unknown): value is string | ArrayBufferView {
	return typeof value === 'string' || ArrayBuffer.isView(value);
}

function typed(type: unknown): { type?: string } {
	return typeof type === 'string' && type !== '' ? { type } : {};
}

/** Nodes that read files leave the whole path in `msg.filename`. */
function baseName(path: unknown): string | undefined {
	const last = typeof path === 'string' ? path.split(/[\\/]/).at(-1)?.trim() : undefined;
	return last === '' ? undefined : last;
}

function isMissing(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

function kindOf(value: unknown): string {
	if (value === undefined || value === null) return 'nothing';
	return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
