import { forms, type Field } from '../../../cliq/message/form/form-fields';
import { messagesOf } from '../../../node-red/editor/messages';
import type { StoredRow, StoredValue } from '../../../node-red/editor/types';

const str = (value: string) => ({ type: 'str', value });
const text = (value: StoredValue = str('Hello')) => ({ channel: str('releases'), text: value });

function draw(stored: Record<string, StoredValue>) {
	return messagesOf('message.send.channel', { ...text(), ...stored });
}

/** Rows in which every text comes from the message: one for each choice that decides about others. */
function rowsFromMessage(fields: Field[]): StoredRow[] {
	const decisive = fields.find(({ name }) => fields.some(({ when }) => when?.field === name));
	const kinds = decisive?.choices?.map(({ value }) => ({ [decisive.name]: value })) ?? [{}];
	return kinds.map((kind) => {
		const shown = fields.filter(
			({ name, when }) => name !== decisive?.name && (!when || when.is.includes(Object.values(kind)[0]!)),
		);
		return { ...kind, ...Object.fromEntries(shown.map((field) => [field.name, fromMessage(field)])) };
	});
}

function fromMessage({ name, kind, fields = [], choices = [] }: Field): StoredRow[string] {
	if (kind === 'rows') return [...rowsFromMessage(fields), ...rowsFromMessage(fields)].slice(0, 2);
	if (kind === 'choice') return choices[0]!.value;
	if (kind === 'boolean' || kind === 'number') return kind === 'boolean' || 3;
	return { type: 'msg', value: `payload.with.a.rather.long.name.${name}` };
}

/** A confirmation may be there once. */
const single = (row: StoredRow): StoredRow => ({
	...row,
	...(Array.isArray(row.confirm) && { confirm: row.confirm.slice(0, 1) }),
});

test.each(['card', 'slides', 'buttons', 'references', 'styles', 'identity'] as const)(
	'%s of which nothing is known yet can be drawn in every kind',
	(type) => {
		const { most, fields } = forms[type]!;
		for (const row of rowsFromMessage(fields).map(single)) {
			const buttons: StoredValue = {
				type: 'form',
				value: [{ label: str('Ok'), action: 'copy', text: str('ok') }],
			};
			const { messages, error } = draw({
				...(row.theme === 'prompt' && { buttons }),
				[type]: { type: 'form', value: most === 1 ? row : [row] },
			});
			expect({ row, error }).toEqual({ row, error: undefined });
			expect(messages).toHaveLength(1);
			expect(JSON.stringify(messages)).not.toContain('preview.invalid');
		}
	},
);

test('what is not known yet shows where it comes from', () => {
	const { messages } = draw({
		...text({ type: 'msg', value: 'payload' }),
		buttons: {
			type: 'form',
			value: [
				{
					label: { type: 'msg', value: 'payload.title' },
					action: 'open.url',
					url: { type: 'env', value: 'DASHBOARD' },
				},
				{ label: str('Chat'), action: 'startchat', user: { type: 'jsonata', value: 'payload.user' } },
			],
		},
	});
	expect(messages).toEqual([
		{
			text: '‹msg.payload›',
			sync_message: true,
			buttons: [
				{ label: '‹msg.payload.title›', action: { type: 'open.url', data: { web: '‹$DASHBOARD›' } } },
				{ label: 'Chat', action: { type: 'system.api', data: { api: 'startchat/‹payload.user›' } } },
			],
		},
	]);
});

test('many sources are told apart', () => {
	const names = Array.from({ length: 12 }, (_, index) => `url${index}`);
	const slides = names.map((value) => ({ type: 'images', urls: { type: 'msg', value } }));
	expect(draw({ slides: { type: 'form', value: slides } }).messages).toMatchObject([
		{ slides: names.map((name) => ({ data: [`‹msg.${name}›`] })) },
	]);
});

test('data that is not here yet is drawn as a sample of the columns', () => {
	const { messages } = draw({
		slides: {
			type: 'form',
			value: [{ type: 'table', columns: str('name, owner.email'), data: { type: 'msg', value: 'rows' } }],
		},
	});
	expect(messages).toMatchObject([
		{
			slides: [
				{
					type: 'table',
					data: {
						headers: ['name', 'owner.email'],
						rows: [{ name: '‹name›', 'owner.email': '‹owner.email›' }, {}, { name: '…' }],
					},
				},
			],
		},
	]);
});

test('data that is written down is drawn as it is', () => {
	const data = { type: 'json', value: '[{"a":1}]' };
	expect(draw({ slides: { type: 'form', value: [{ type: 'table', data }] } }).messages).toMatchObject([
		{ slides: [{ data: { headers: ['a'], rows: [{ a: '1' }] } }] },
	]);
	const entries = [{ label: str('x'), value: str('1') }];
	expect(draw({ slides: { type: 'form', value: [{ type: 'label', entries }] } }).messages).toMatchObject([
		{ slides: [{ data: [{ x: '1' }] }] },
	]);
});

test('Markdown is drawn as what it becomes, and a long text as several messages', () => {
	expect(draw({ text: str('**bold**'), textFormat: str('markdown') }).messages).toMatchObject([{ text: '*bold*' }]);
	expect(draw({ text: str('word '.repeat(2_000)) }).messages).toHaveLength(2);
});

test('what is wrong is said, with its place', () => {
	expect(
		draw({
			buttons: {
				type: 'form',
				value: [
					{ label: str('Ok'), action: 'copy', text: str('ok') },
					{ action: 'copy', text: str('ok') },
				],
			},
		}),
	).toMatchObject({ error: 'Button 2 has no label' });
	expect(draw({ text: str('') }).error).toMatch(/empty/);
});

test('a part that comes as a whole is said to be unknown', () => {
	expect(draw({ card: { type: 'msg', value: 'card' } })).toMatchObject({
		messages: [{ text: 'Hello' }],
		unknown: [{ label: 'Card', source: '‹msg.card›' }],
	});
	expect(draw({ card: { type: 'json', value: '{"theme":"modern-inline","title":"T"}' } })).toMatchObject({
		messages: [{ card: { title: 'T' } }],
		unknown: [],
	});
});

test('only what the message consists of counts', () => {
	const { messages, error } = draw({
		replyTo: { type: 'msg', value: 'x' },
		alsoTo: { type: 'form', value: [{ target: 'chat', id: { type: 'msg', value: 'x' } }] },
		mentions: { type: 'msg', value: 'x' },
	});
	expect([messages?.length, error]).toEqual([1, undefined]);
});
