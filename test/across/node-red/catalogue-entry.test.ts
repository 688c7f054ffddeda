import type { Red } from '../../../node-red/lib/shared/node-red';

/** What an entry of the catalogue looks like for an endpoint that nobody has heard of here. */
const pin = {
	resource: 'message',
	name: 'pin',
	label: 'Pin',
	action: 'Pin a message',
	description: 'Pin a message to the top of a chat',
	method: 'POST',
	path: '/chats/{CHAT_ID}/stickymessage',
	scopes: ['ZohoCliq.Messages.UPDATE'],
	threshold: 20,
	lockMinutes: 10,
	parameters: [
		{
			name: 'chatId',
			label: 'Chat',
			type: 'chat',
			in: 'path',
			wire: 'CHAT_ID',
			required: true,
			description: 'The chat',
		},
		{
			name: 'messageId',
			label: 'Message ID',
			type: 'message',
			in: 'body',
			wire: 'id',
			required: true,
			description: 'The message',
		},
		{
			name: 'notify',
			label: 'Notify',
			type: 'boolean',
			in: 'body',
			wire: 'notify',
			description: 'Whether people are told',
		},
	],
	returns: { shape: 'nothing' },
};

jest.mock('../../../cliq/catalogue/messages', () => {
	const { messages } = jest.requireActual('../../../cliq/catalogue/messages');
	return { messages: [...messages, pin] };
});

const { editorCatalogue, operationsOf } = jest.requireActual<
	typeof import('../../../node-red/lib/operation/offered-operations')
>('../../../node-red/lib/operation/offered-operations');
const { evaluate } = jest.requireActual<typeof import('../../../node-red/lib/operation/node-parameters')>(
	'../../../node-red/lib/operation/node-parameters',
);
const { buildRequest } = jest.requireActual<typeof import('../../../cliq/http/request')>('../../../cliq/http/request');

test('a new entry of the catalogue is in the dialog', () => {
	const entry = editorCatalogue().nodes['zoho-cliq-message']!.at(-1)!;
	expect(entry).toMatchObject({ id: 'message.pin', label: 'Pin', needsOAuth: true });
	expect(entry.parameters.map(({ name, isRequired, initial }) => [name, isRequired, initial.value])).toEqual([
		['chatId', true, 'cliq.chatId'],
		['messageId', true, 'cliq.messageId'],
		['notify', false, 'true'],
	]);
});

test('and it runs', async () => {
	const operation = operationsOf('zoho-cliq-message').find(({ id }) => id === 'message.pin')!;
	const util = {
		evaluateNodeProperty: (
			value: string,
			type: string,
			_node: unknown,
			message: any,
			done: (error: null, value: unknown) => void,
		) => done(null, type === 'msg' ? value.split('.').reduce((level, name) => level?.[name], message) : value),
	};
	const message = { cliq: { chatId: 'CT_1', messageId: '17 29' } };
	const values = await evaluate(
		{ util } as unknown as Red,
		{} as never,
		operation,
		{ notify: { type: 'bool', value: 'true' } },
		message,
	);
	expect(buildRequest(operation, values, 'https://cliq.zoho.com')).toEqual({
		method: 'POST',
		url: 'https://cliq.zoho.com/api/v2/chats/CT_1/stickymessage',
		query: {},
		body: { id: '17 29', notify: true },
	});
});

test('no endpoint is written by hand', () => {
	const { readdirSync, readFileSync } = jest.requireActual<typeof import('node:fs')>('node:fs');
	const folder = `${__dirname}/../../../node-red`;
	const sources = ['lib', 'editor', 'nodes'].flatMap((name) =>
		readdirSync(`${folder}/${name}`, { withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => `${folder}/${name}/${entry.name}`),
	);
	for (const source of sources)
		expect(readFileSync(source, 'utf8')).not.toMatch(
			/stickymessage|\/channelsbyname|\/buddies|message\.(edit|delete|get)|reaction\.\w|emoji_code/,
		);
});

test('whatever is written to people can be written in each format: messages, edits, schedules, files, replies and questions', () => {
	const { nodes } = editorCatalogue();
	const withText = Object.entries(nodes).flatMap(([type, operations]) =>
		operations
			.filter(({ parameters }) => parameters.some(({ name }) => name === 'text' || name === 'comments'))
			.map(
				({ id, parameters }) =>
					[
						type,
						id,
						parameters.find(({ name }) => name === 'textFormat')?.choices?.map(({ value }) => value),
					] as const,
			),
	);
	expect([...new Set(withText.map(([type]) => type))].sort()).toEqual([
		'zoho-cliq-ask',
		'zoho-cliq-file',
		'zoho-cliq-message',
		'zoho-cliq-reply',
		'zoho-cliq-send',
	]);
	for (const [, , formats] of withText) expect(formats).toEqual(['cliq', 'markdown', 'plain']);
});
