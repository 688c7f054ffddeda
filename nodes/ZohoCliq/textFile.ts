import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { CliqError, type FileToSend, type Parameter, nameByType, toText } from '../../cliq';

/**
 * An agent hands a tool JSON, never binary data. @returns the fields of a file as a tool has them, in place of the
 * binary field.
 */
export function textFileFields(): INodeProperties[] {
	const ofTool = { show: { '@tool': [true] } };
	return [
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. report.csv',
			displayOptions: ofTool,
		},
		{
			displayName: 'File Type',
			name: 'fileType',
			type: 'string',
			default: 'text/plain',
			placeholder: 'e.g. text/csv',
			displayOptions: ofTool,
		},
		{
			displayName: 'File Content',
			name: 'fileContent',
			type: 'string',
			required: true,
			typeOptions: { rows: 4 },
			default: '',
			displayOptions: ofTool,
			description: 'The text of the file',
		},
	];
}

/**
 * @returns the file that an agent wrote.
 * @throws CliqError `invalidInput` if it has no content.
 */
export function textFile(context: IExecuteFunctions, item: number, parameter: Parameter): FileToSend {
	const given = (name: string) => context.getNodeParameter(name, item, '') as unknown;
	const content = given('fileContent');
	if (content === '' || content === undefined || content === null)
		throw new CliqError('invalidInput', 'The file has no content', {
			parameter: 'fileContent',
			hint: 'Give the text of the file as "File Content".',
		});
	const text = typeof content === 'object' ? JSON.stringify(content, null, 2) : toText(content, parameter);
	const type = toText(given('fileType'), parameter).trim() || 'text/plain';
	const name = toText(given('fileName'), parameter).trim();
	const bytes = Buffer.from(text, 'utf8');
	return {
		name: name === '' ? nameByType('file', type) : name,
		type,
		size: bytes.length,
		open: async () => inOne(bytes),
	};
}

async function* inOne(bytes: Uint8Array): AsyncIterable<Uint8Array> {
	yield bytes;
}
