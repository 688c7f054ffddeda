import type { IBinaryData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { CliqError, type FileAnswer, type FileToSend, nameByType, namesIn } from '../../cliq';

/**
 * @param names of the binary fields, separated by commas or as a list; `*` for all of them.
 * @param hasText whether there is a text to send without files.
 * @returns the files of an item, none of them opened yet; none at all only if the item has none, and there is a text.
 * @throws CliqError `invalidInput` if the item has no such field.
 */
export async function filesToSend(
	context: IExecuteFunctions,
	item: number,
	names: unknown,
	hasText = false,
): Promise<FileToSend[]> {
	const binary = new Map(Object.entries(context.getInputData()[item]?.binary ?? {}));
	const present = [...binary.keys()];
	if (present.length === 0 && hasText) return [];
	const named = namesIn(names);
	const wanted = named.includes('*') ? present : named;
	const found = wanted.map((name) => {
		const file = binary.get(name);
		if (!file) throw noSuchFile(name, present);
		return { name, file };
	});
	if (present.length === 0) throw noSuchFile(undefined, present);
	return await Promise.all(found.map(({ name, file }) => fileOf(context, item, name, file)));
}

function noSuchFile(name: string | undefined, present: string[]): CliqError {
	const message = name === undefined ? 'The item has no files' : `The item has no file in a binary field "${name}"`;
	const hint =
		present.length > 0
			? `It has ${present.map((other) => `"${other}"`).join(', ')}. Change "Input Data Fields".`
			: 'It has no binary data at all. Put a node before this one that gives a file, such as HTTP Request or Read/Write Files from Disk.';
	return new CliqError('invalidInput', message, { parameter: 'files', hint });
}

async function fileOf(
	context: IExecuteFunctions,
	item: number,
	field: string,
	{ id, data, mimeType, fileName, fileExtension }: IBinaryData,
): Promise<FileToSend> {
	const { helpers } = context;
	return {
		name: fileName?.trim() ? fileName : fileExtension ? `${field}.${fileExtension}` : nameByType(field, mimeType),
		type: mimeType,
		// What is stored elsewhere has an ID; anything else is in memory already.
		size: id === undefined ? Buffer.byteLength(data, 'base64') : (await helpers.getBinaryMetadata(id)).fileSize,
		open: async () =>
			id === undefined
				? inOne(await helpers.getBinaryDataBuffer(item, field))
				: await helpers.getBinaryStream(id),
	};
}

async function* inOne(bytes: Uint8Array): AsyncIterable<Uint8Array> {
	yield bytes;
}

/** @returns an item with the file in a binary field. */
export async function fileItem(
	context: IExecuteFunctions,
	{ content, ...answer }: FileAnswer,
	field: string,
): Promise<INodeExecutionData> {
	const binary = await context.helpers.prepareBinaryData(content as Buffer, answer.fileName, answer.mimeType);
	const size = binary.bytes === undefined ? {} : { fileSize: binary.bytes };
	return { json: { ...(answer as IDataObject), ...size }, binary: { [field]: binary } };
}
