import '../../../cliq/message/message-kinds';
import fc from 'fast-check';
import { catalogue, operation, type Operation, type Parameter } from '../../../cliq/catalogue';
import { CliqError } from '../../../cliq/errors';
import { buildRequest } from '../../../cliq/http/request';
import type { Values } from '../../../cliq/parameters/values';
import { toWire } from '../../../cliq/parameters/to-wire';
import { refusal } from '../support/expect';
import { goodValues } from '../support/good-values';

const ROOT = 'https://cliq.zoho.com';
const send = operation('message.send.channel');
const getMany = operation('message.getMany');

describe('a request', () => {
	it('has every value in its place, encoded once', () => {
		const values = {
			channel: 'größe&co',
			text: '50% & "more"\n/😀',
			replyTo: '1709%2029',
			postAsBot: 'a+b',
			markAsRead: true,
		};
		expect(buildRequest(send, values, ROOT)).toEqual({
			method: 'POST',
			url: 'https://cliq.zoho.com/api/v2/channelsbyname/gr%C3%B6%C3%9Fe%26co/message',
			query: { bot_unique_name: 'a+b', mark_as_read: 'true' },
			body: { text: '50% & "more"\n/😀', reply_to: '1709 29', sync_message: true },
		});
	});

	it('encodes an ID once, whether it came encoded or not', () => {
		for (const messageId of ['1709 29', '1709%2029']) {
			expect(buildRequest(operation('message.delete'), { chatId: 'CT_1', messageId }, ROOT).url).toBe(
				`${ROOT}/api/v2/chats/CT_1/messages/1709%2029`,
			);
		}
	});

	it('leaves out what is empty, since Cliq refuses keys it does not expect', () => {
		const { query, body } = buildRequest(
			send,
			{ channel: 'general', text: 'Hi', replyTo: '', postAsBot: null, markAsRead: undefined, synchronous: false },
			ROOT,
		);
		expect({ query, body }).toEqual({ query: {}, body: { text: 'Hi', sync_message: false } });
	});

	it('has no body where Cliq takes none', () => {
		expect(buildRequest(operation('message.delete'), { chatId: 'CT_1', messageId: '1' }, ROOT)).not.toHaveProperty(
			'body',
		);
		expect(
			buildRequest(operation('reaction.remove'), { chatId: 'CT_1', messageId: '1', emoji: 'U+1F44D' }, ROOT),
		).toMatchObject({ method: 'DELETE', body: { emoji_code: '👍' }, query: {} });
	});

	it('goes below the root of a network, and to the version of its operation', () => {
		expect(buildRequest(operation('bot.getMany'), {}, `${ROOT}/network/partners`).url).toBe(
			`${ROOT}/network/partners/api/v3/bots`,
		);
	});

	it('takes frozen values and values without a prototype', () => {
		const values = Object.assign(Object.create(null) as Values, { channel: 'general', text: 'Hi' });
		expect(buildRequest(send, Object.freeze(values), ROOT).body).toEqual({ text: 'Hi', sync_message: true });
	});

	it.each(['$&', '$1', "$'", '$$', '{MESSAGE_ID}', '{CHAT_ID}'])('takes "%s" for the text that it is', (odd) => {
		const { url } = buildRequest(operation('message.get'), { chatId: 'CT_1', messageId: `2${odd}` }, ROOT);
		expect(url).toBe(`${ROOT}/api/v2/chats/CT_1/messages/${encodeURIComponent(`2${odd}`)}/messages`);
	});
});

describe('a form', () => {
	it('has a part for each file, and texts beside them', () => {
		const files = [
			{ name: 'a.txt', size: 1, open: () => [] },
			{ name: 'b.txt', size: 2, open: () => [] },
		];
		const { form, body } = buildRequest(
			operation('file.send.channel'),
			{ channel: 'general', files, comments: 'one\ntwo', markAsRead: true, botName: '' },
			ROOT,
		);
		expect(body).toBeUndefined();
		expect(form).toEqual([
			{ name: 'files', file: files[0] },
			{ name: 'files', file: files[1] },
			{ name: 'comments', text: '["one","two"]' },
			{ name: 'mark_as_read', text: 'true' },
		]);
	});
});

it('a time is put on the clock of the zone beside it', () => {
	const { body } = buildRequest(
		operation('message.schedule'),
		{ chatId: 'CT_1', text: 'Hi', sendAt: '2026-11-23T08:00:00Z', timeZone: 'Europe/Berlin' },
		ROOT,
	);
	expect(body).toEqual({ text: 'Hi', schedule_time: '20261123T090000', schedule_timezone: 'Europe/Berlin' });
});

describe('raw JSON', () => {
	const built = (json: unknown, values: Values = {}) =>
		buildRequest(send, { channel: 'general', text: 'Hi', synchronous: false, ...values, json }, ROOT);
	const refused = (json: unknown, values: Values = {}) => refusal(() => built(json, values));

	it('replaces what the form says, key by key', () => {
		const { body } = built(
			{ text: 'Ho', card: { theme: 'basic', title: 'a' }, styles: null },
			{ replyTo: '1', card: { theme: 'poll' }, styles: { highlight: true } },
		);
		expect(body).toEqual({ text: 'Ho', card: { theme: 'basic', title: 'a' }, reply_to: '1', sync_message: false });
	});

	it('may be text, and bring the text of the message', () =>
		expect(built('{"text":"Ho"}', { text: '' }).body).toEqual({ text: 'Ho', sync_message: false }));

	it('hands on keys that are not known, unless they are empty', () => {
		expect(built({ message_topic: 'a', novelty: { a: [null] }, nothing: '', none: {} }).body).toEqual({
			text: 'Hi',
			sync_message: false,
			message_topic: 'a',
			novelty: { a: [null] },
		});
		expect(JSON.stringify(built('{"__proto__":{"a":1}}').body)).toBe(
			'{"text":"Hi","sync_message":false,"__proto__":{"a":1}}',
		);
	});

	it('puts a key where the operation wants it', () => {
		expect(built({ mark_as_read: 'true' })).toMatchObject({
			query: { mark_as_read: 'true' },
			body: { text: 'Hi', sync_message: false },
		});
	});

	it('may hold types that are newer than this', () =>
		expect(built({ slides: [{ type: 'video', data: 'a' }] }).body).toMatchObject({
			slides: [{ type: 'video', data: 'a' }],
		}));

	it.each<[unknown, RegExp]>([
		[{ text: 'x'.repeat(5001) }, /"Message as JSON: text" is too long: 5,001 characters, 1 more/],
		[{ text: '' }, /"Message as JSON: text" is empty/],
		[{ sync_message: 'soon' }, /"Message as JSON: sync_message" must be true or false/],
		[{ reply_to: 'a/b' }, /"Message as JSON: reply_to" contains a slash/],
		[{ slides: { type: 'text' } }, /"Message as JSON: slides" must be a list/],
		[{ slides: [{ type: 'text', data: 'a', colour: 'red' }] }, /^Slide 1: has a key "colour"/],
		[{ bot: { image: 'a' } }, /^Shown as, image/],
		['{"text"', /"Message as JSON" is not valid JSON/],
	])('is checked as far as it is known: %j', (json, why) => {
		const error = refused(json);
		expect(error.message).toMatch(why);
		expect(error.details.parameter).toBe('json');
	});

	it('is checked as a whole', () => {
		expect(refused({ card: { theme: 'prompt', title: 'a' } }).message).toMatch(/prompt needs/);
		expect(
			built(
				{ card: { theme: 'prompt', title: 'a' } },
				{ buttons: [{ label: 'a', action: { type: 'copy', data: { text: 'a' } } }] },
			).body,
		).toHaveProperty('buttons');
		const references = {
			2: { type: 'button', object: { label: 'No', action: { type: 'copy', data: { text: 'a' } } } },
		};
		expect(refused({ text: '[Yes]($1)', references }).message).toMatch(/instant button \$1/);
	});
});

describe('what is refused', () => {
	it('a name that the operation does not have', () => {
		const error = refusal(() => buildRequest(send, { channel: 'general', text: 'Hi', repylTo: '1' }, ROOT));
		expect(error.message).toContain('"repylTo"');
		expect(error.hint).toContain('replyTo');
	});

	it('a time range that ends before it starts', () => {
		const error = refusal(() =>
			buildRequest(
				getMany,
				{ chatId: 'CT_1', from: '2026-11-22T09:00:00Z', to: Date.UTC(2026, 10, 22, 8) },
				ROOT,
			),
		);
		expect(error.message).toBe('The parameter "From" is later than "To"');
		expect(error.hint).toMatch(/Swap/);
	});

	it.each([
		[{ from: 1795348800000, to: 1795348800000 }],
		[{ from: 1795348800000 }],
		[{ to: 1795348800000 }],
		[{ from: '', to: null }],
	])('but not the range %j', (range) => {
		expect(() => buildRequest(getMany, { chatId: 'CT_1', ...range }, ROOT)).not.toThrow();
	});
});

describe.each(catalogue.map((entry) => [entry.id, entry] as const))('%s', (_id, entry) => {
	const inPath = entry.parameters.filter((parameter) => parameter.in === 'path');

	it.each([false, true])('is built from good values, the optional ones too: %s', (all) => {
		const { url, method } = buildRequest(entry, goodValues(entry, {}, all && !entry.internal), ROOT);
		expect(method).toBe(entry.method);
		expect(url).not.toMatch(/[{}]/);
	});

	for (const parameter of inPath) {
		it(`has the same path whatever comes as ${parameter.name}`, () => {
			fc.assert(
				fc.property(anyValue, (value) => {
					const values = { ...goodValues(entry), [parameter.name]: value };
					let url: string;
					try {
						({ url } = buildRequest(entry, values, ROOT));
					} catch (error) {
						return expect(error).toBeInstanceOf(CliqError);
					}
					return expectSamePath(url, entry, parameter, value);
				}),
				{ numRuns: 300 },
			);
		});
	}
});

const tricky = [
	'.',
	'..',
	'%2e%2e',
	'%2E',
	'.%2e',
	'%252e%252e',
	'#..',
	'@..',
	'#.',
	'@.',
	'##..',
	'..#',
	'?',
	'#',
	'/',
	'\\',
	'%2f',
	'%5c',
	';',
	'..;',
	'$&',
	' ',
	'\t',
	'\n',
	'\0',
	'CT_1',
	'O123456',
	'https://cliq.zoho.com/chats/',
	'/channels/',
	'/bots/',
	'/messages/',
	'/buddies/',
	'@',
	'a',
	'1',
	'１',
	'‥',
	'．．',
	'\ud83d',
	'\u200b',
];

const anyValue = fc.oneof(
	{ weight: 4, arbitrary: fc.array(fc.constantFrom(...tricky), { maxLength: 4 }).map((parts) => parts.join('')) },
	{ weight: 2, arbitrary: fc.string({ unit: 'binary' }) },
	{ weight: 1, arbitrary: fc.webUrl() },
	{ weight: 1, arbitrary: fc.anything({ withBigInt: true, withNullPrototype: true, withDate: true }) },
);

function expectSamePath(url: string, entry: Operation, parameter: Parameter, value: unknown): void {
	const raw = url.slice(ROOT.length);
	expect(new URL(url).pathname).toBe(raw);
	expect(new URL(url).href).toBe(url);
	const template = `/api/${entry.version ?? 'v2'}${entry.path}`.split('/');
	const segments = raw.split('/');
	expect(segments).toHaveLength(template.length);
	template.forEach((part, index) => {
		if (!part.startsWith('{')) expect(segments[index]).toBe(part);
		else if (part === `{${parameter.wire}}`)
			expect(decodeURIComponent(segments[index]!)).toBe(toWire(parameter, value));
	});
}
