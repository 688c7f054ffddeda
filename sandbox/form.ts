import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { FileStore, Upload } from './files';

/** 50 MB. Source: the older official OpenAPI files. */
export const MOST_BYTES = 50 * 1024 * 1024;
export const MOST_FILES = 10;

/** A `multipart/form-data` body, read to its end and not judged yet. */
export interface MultipartForm {
	/** In the order they came. */
	fields: { name: string; value: string }[];
	files: { name: string; upload: Upload }[];
	/** Files there were beyond those that are kept. */
	more: number;
	/** Names of files that were too large. */
	tooLarge: string[];
	/** Why it could not be read. */
	broken?: string;
}

/** The body of a call as it came. */
export interface RawBody {
	contentType: string | undefined;
	bytes: Buffer;
	/** Instead of bytes, if it was `multipart/form-data`. */
	form?: MultipartForm | undefined;
}

/** Reads the form of a request; a file goes to the store as it comes. Never rejects. */
export async function readForm(request: FastifyRequest, store: FileStore): Promise<MultipartForm> {
	const form: MultipartForm = { fields: [], files: [], more: 0, tooLarge: [] };
	try {
		// Of a file that is too large, the rest is read and dropped.
		for await (const part of request.parts({ limits: { fileSize: MOST_BYTES } })) {
			if (part.type === 'field') readField(form, part);
			else await readFile(form, part, store);
		}
	} catch (error) {
		form.broken = error instanceof Error ? error.message : 'it cannot be read';
		request.raw.resume();
	}
	return form;
}

function readField(form: MultipartForm, { fieldname, value, valueTruncated }: MultipartValue): void {
	if (valueTruncated) form.broken = `the field "${fieldname}" is too long`;
	form.fields.push({ name: fieldname, value: typeof value === 'string' ? value : JSON.stringify(value) });
}

async function readFile(form: MultipartForm, part: MultipartFile, store: FileStore): Promise<void> {
	if (form.files.length === MOST_FILES) {
		form.more++;
		for await (const _chunk of part.file) continue;
		return;
	}
	const upload = await store.receive(part.filename ?? '', part.mimetype, part.file);
	form.files.push({ name: part.fieldname, upload });
	if (part.file.truncated) form.tooLarge.push(upload.name);
}
