import * as fc from 'fast-check';
import { operations, type Operation } from '../../../cliq/catalogue';
import { replyOf } from '../../../cliq/events/reply';
import { compose } from '../../../cliq/message/compose';
import { JOINER } from '../../../cliq/message/text/escape';
import { buildRequest } from '../../../cliq/http/request';
import type { Values } from '../../../cliq/parameters/values';
import { read } from '../../cliq/support/cliq-text';

/** What else an operation cannot be without. */
const others: Values = {
	channel: 'incidents',
	bot: 'statusbot',
	chatId: 'CT_1',
	user: '55743307',
	messageId: '17_2',
	sendAt: '2099-01-01T00:00:00',
	timeZone: 'Europe/Berlin',
	files: [{ name: 'a.txt', size: 1, open: () => [] }],
};

/** All that goes to people as text: of messages, edits, schedules, files, and their comments. */
const written = operations.flatMap((operation) =>
	operation.parameters
		.filter(({ type, name }) => name === 'text' || type === 'comments')
		.map(({ name }) => [`${operation.id}: ${name}`, operation, name] as const),
);

/** @returns what people would be sent. */
function sent(operation: Operation, name: string, text: string, textFormat: string): string {
	const known = operation.parameters.map((parameter) => parameter.name);
	const values = Object.fromEntries(
		Object.entries({ ...others, textFormat, [name]: name === 'comments' ? [text] : text }).filter(([key]) =>
			known.includes(key),
		),
	);
	const [step] = compose(operation, values, []);
	if (name === 'comments') return (step!.values.comments as string[])[0]!;
	return String(buildRequest(step!.operation, step!.values, 'https://x.invalid').body?.text);
}

/** Of a person or of data, with marks of both languages, on one line as comments are. */
const anyText = fc
	.array(
		fc.oneof(
			fc.constantFrom(
				'*',
				'**',
				'_',
				'~',
				'`',
				'```',
				'{@all}',
				'{#C1}',
				'[a](zohoid:1)',
				'[b]($1)',
				'#',
				'!',
				'---',
				'<b>',
				'&amp;',
				' ',
				'word',
				'字',
				'é',
			),
			fc.string({ maxLength: 5 }),
		),
		{ minLength: 1, maxLength: 12 },
	)
	.map((pieces) => `a${pieces.join('').replace(/[\p{Cc}\p{Zl}\p{Zp}\u2060\ud800-\udfff]/gu, '')}b`);

describe.each(written)('%s', (_, operation, name) => {
	it('is written in one of three formats', () => {
		expect(
			operation.parameters
				.find((parameter) => parameter.name === 'textFormat')
				?.choices?.map(({ value }) => value),
		).toEqual(['cliq', 'markdown', 'plain']);
		expect(sent(operation, name, '**a** _b_', 'markdown')).toBe('*a* _b_');
		expect(sent(operation, name, '*a* {@all}', 'cliq')).toBe('*a* {@all}');
	});

	it('is shown letter for letter as plain text', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				const plain = sent(operation, name, text, 'plain');
				expect(plain.replaceAll(JOINER, '')).toBe(text);
				expect(read(plain).filter(({ kind }) => kind !== 'paragraph' && kind !== 'address')).toEqual([]);
			}),
			{ numRuns: 100 },
		);
	});
});

test('a reply is shown letter for letter as plain text', () => {
	fc.assert(
		fc.property(anyText, (text) => {
			const { text: plain } = replyOf({ text, textFormat: 'plain' }, []).messages[0]!;
			expect(plain.replaceAll(JOINER, '')).toBe(text);
			expect(read(plain).filter(({ kind }) => kind !== 'paragraph' && kind !== 'address')).toEqual([]);
		}),
		{ numRuns: 100 },
	);
});

test('a long text before files is split, as one of a message is', () => {
	const operation = operations.find(({ id }) => id === 'file.send.chat')!;
	const steps = compose(operation, { chatId: 'CT_1', files: others.files, text: 'Word. '.repeat(2000) }, [], {
		text: '{{ $json.log }}',
	});
	expect(steps.map((step) => step.operation.id)).toEqual([
		'message.send.chat',
		'message.send.chat',
		'message.send.chat',
		'file.send.chat',
	]);
});
