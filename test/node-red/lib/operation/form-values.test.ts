import { operation } from '../../../../cliq/catalogue';
import { compose } from '../../../../cliq/message/compose';
import { buildRequest } from '../../../../cliq/http/request';
import { nestedBody, nestedOperation } from '../../../cliq/support/nested-operation';
import type { StoredValue } from '../../../../node-red/editor/types';
import type { NodeMessage, Red } from '../../../../node-red/lib/shared/node-red';
import { evaluate, rowsOf } from '../../../../node-red/lib/operation/node-parameters';

const post = operation('message.send.channel');

/** As Node-RED evaluates: `msg` by its path, an expression by JavaScript, everything else as it is written. */
const util = {
	evaluateNodeProperty: (
		value: string,
		type: string,
		_node: unknown,
		message: any,
		done: (error: Error | null, value?: unknown) => void,
	) => {
		if (type === 'jsonata')
			return value === 'fails'
				? done(new Error('Expected ")"'))
				: done(null, new Function('msg', `return ${value}`)(message));
		done(
			null,
			type === 'msg'
				? value.split('.').reduce((level, name) => level?.[name], message)
				: type === 'json'
					? JSON.parse(value)
					: value,
		);
	},
};

async function values(stored: Record<string, StoredValue>, message: NodeMessage = {}) {
	const others = { channel: str('releases'), text: str('hello') };
	return await evaluate({ util } as unknown as Red, {} as never, post, { ...others, ...stored }, message);
}

const str = (value: string) => ({ type: 'str', value });
const msg = (value: string) => ({ type: 'msg', value });

test('each text of a form comes from where it was said, however deep it is', async () => {
	const { card, buttons } = await values(
		{
			card: {
				type: 'form',
				value: {
					theme: 'modern-inline',
					title: msg('title'),
					sections: [
						{
							title: str('Where'),
							fields: [{ title: str('Service'), value: { type: 'jsonata', value: 'msg.service + "!"' } }],
						},
					],
				},
			},
			buttons: {
				type: 'form',
				value: [
					{
						label: str('Open'),
						action: 'open.url',
						url: msg('url'),
						confirm: [{ title: msg('question'), button_label: str('Yes'), mandatory: true }],
					},
				],
			},
		},
		{ title: 'Down', service: 'checkout', url: 'https://example.com', question: 'Sure?' },
	);
	expect(card).toEqual({
		form: {
			theme: 'modern-inline',
			title: 'Down',
			sections: [{ title: 'Where', fields: [{ title: 'Service', value: 'checkout!' }] }],
		},
	});
	expect(buttons).toEqual({
		form: [
			{
				label: 'Open',
				action: 'open.url',
				url: 'https://example.com',
				confirm: [{ title: 'Sure?', button_label: 'Yes', mandatory: true }],
			},
		],
	});
});

test('bytes of a form are their text, as those of a parameter are', async () => {
	const given = await values(
		{ slides: { type: 'form', value: [{ type: 'table', title: msg('title'), data: msg('rows') }] } },
		{ title: Buffer.from('Jobs'), rows: Buffer.from('[{"id": 1}]') },
	);
	expect(given.slides).toEqual({ form: [{ type: 'table', title: 'Jobs', data: '[{"id": 1}]' }] });
});

test.each<[unknown, unknown[]]>([
	['[{"id": 1}]', [{ id: 1 }]],
	[Buffer.from('[{"id": 1}]'), [{ id: 1 }]],
	['{"id": 1}', [{ id: 1 }]],
	['disk full', ['disk full']],
	[5, [5]],
	[[1], [1]],
	[{ id: 1 }, [{ id: 1 }]],
	[new Map([['id', 1]]), [new Map([['id', 1]])]],
	[undefined, []],
	[null, []],
	[Buffer.from([255, 254]), []],
])('the payload %j is rows for a slide without data of its own', (payload, rows) =>
	expect(rowsOf({ payload })).toEqual(rows),
);

test('a form comes to what Cliq wants', async () => {
	const message = { jobs: [{ name: 'build', status: 'failed' }], payload: [{ id: 7 }] };
	const given = await values(
		{
			slides: {
				type: 'form',
				value: [{ type: 'table', title: str('Jobs'), data: msg('jobs') }, { type: 'table' }],
			},
		},
		message,
	);
	const [step] = compose(post, given, message.payload);
	expect(buildRequest(step!.operation, step!.values, 'https://cliq.zoho.com').body).toMatchObject({
		slides: [
			{
				type: 'table',
				title: 'Jobs',
				data: { headers: ['name', 'status'], rows: [{ name: 'build', status: 'failed' }] },
			},
			{ type: 'table', data: { headers: ['id'], rows: [{ id: '7' }] } },
		],
	});
});

test('a part can come as a whole', async () => {
	const { card, slides } = await values(
		{ card: { type: 'json', value: '{"title":"Hi"}' }, slides: msg('report') },
		{ report: [{ type: 'text', data: 'x' }] },
	);
	expect([card, slides]).toEqual([{ title: 'Hi' }, [{ type: 'text', data: 'x' }]]);
});

test('an error names the place in the form', async () => {
	const form: StoredValue = {
		type: 'form',
		value: [
			{ label: str('a'), action: 'copy', text: str('a') },
			{ label: { type: 'jsonata', value: 'fails' }, action: 'copy' },
		],
	};
	await expect(values({ buttons: form })).rejects.toMatchObject({
		kind: 'invalidInput',
		message: 'Button 2, Label: could not be read from its expression: Expected ")"',
		details: { parameter: 'buttons' },
	});
	const nested: StoredValue = {
		type: 'form',
		value: { sections: [{ fields: [{ title: str('a'), value: { type: 'jsonata', value: 'fails' } }] }] },
	};
	await expect(values({ card: nested })).rejects.toMatchObject({
		message: expect.stringMatching(/^Card, section 1, field 1, Value: /),
	});
});

test('lines of a digest come as they are', async () => {
	const { text } = await values({ text: msg('payload') }, { payload: ['one', 'two'] });
	expect(text).toEqual(['one', 'two']);
});

test('a nested value of any operation reaches the wire, with texts from a message', async () => {
	const bool = { type: 'bool', value: 'true' };
	const stored: Record<string, StoredValue> = {
		title: str('Planning'),
		room: { type: 'form', value: { name: msg('payload.room'), isQuiet: bool } },
		days: {
			type: 'form',
			value: [
				{
					start: msg('payload.first'),
					reminders: [
						{ minutes: str('10'), via: 'email' },
						{ minutes: { type: 'num', value: '5' }, via: 'popup' },
					],
				},
				{ start: str('2026-12-02T09:00:00Z'), reminders: [] },
			],
		},
	};
	const message = { payload: { room: 'Blue', first: '2026-12-01T09:00:00Z' } };
	const given = await evaluate({ util } as unknown as Red, {} as never, nestedOperation, stored, message);
	expect(buildRequest(nestedOperation, given, 'https://cliq.test').body).toEqual(nestedBody);
});
