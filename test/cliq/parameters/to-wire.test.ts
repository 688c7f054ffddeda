import '../../../cliq/message/message-kinds';
import fc from 'fast-check';
import { operations, type Parameter, type ParameterType } from '../../../cliq/catalogue';
import { CliqError } from '../../../cliq/errors';
import { toWire } from '../../../cliq/parameters/to-wire';
import { refusal } from '../support/expect';

function parameter(type: ParameterType, others: Partial<Parameter> = {}): Parameter {
	return { name: 'it', label: 'The Label', type, in: 'path', wire: 'IT', description: 'What it is', ...others };
}

/** @returns message and hint of the refusal, in one text. */
function refused(type: ParameterType, value: unknown, others: Partial<Parameter> = {}): string {
	const error = refusal(() => toWire(parameter(type, { required: true, ...others }), value));
	expect(error).toMatchObject({ kind: 'invalidInput', details: { parameter: 'it' } });
	expect(error.message).toContain('"The Label"');
	return `${error.message} | ${error.hint}`;
}

function accepted(type: ParameterType, value: unknown, others: Partial<Parameter> = {}) {
	return toWire(parameter(type, others), value);
}

const identifiers: ParameterType[] = ['bot', 'channel', 'channelId', 'chat', 'file', 'message', 'user'];
const types: ParameterType[] = [...new Set(operations.flatMap(({ parameters }) => parameters.map(({ type }) => type)))];

describe('a value that is not there', () => {
	it.each(types)('is refused for a required %s', (type) => {
		for (const value of [undefined, null, '', '   ', '\n\t', '\u00a0'])
			expect(refused(type, value)).toMatch(/is empty.*what it is/);
	});

	it.each(types)('is left out for an optional %s', (type) => {
		for (const value of [undefined, null, '', ' \n']) expect(accepted(type, value)).toBeUndefined();
	});

	it('becomes the default', () => {
		for (const value of [undefined, null, '']) expect(accepted('boolean', value, { default: true })).toBe(true);
		expect(accepted('boolean', false, { default: true })).toBe(false);
	});
});

describe.each(identifiers)('an identifier: %s', (type) => {
	it.each([
		['.', /must not be|not a|neither/],
		['..', /must not be|not a|neither/],
		['a/b1', /slash/],
		['a\\b1', /slash/],
		['../CT_1', /slash/],
		['CT_1\u0000', /control character/],
		['CT_1\nCT_2', /control character/],
		['CT\u200b_1', /control character/],
		['CT_1\u2028x', /control character/],
		['CT_1\ud83d', /half a character/],
		[`1${'0'.repeat(256)}`, /too long: 257/],
		[2 ** 53, /number that cannot be an ID/],
		[1.5, /number that cannot be an ID/],
		[-5, /number that cannot be an ID/],
		[NaN, /number that cannot be an ID/],
		[true, /must be an ID or a name, but is true/],
		[['CT_1'], /must be text, but is a list/],
		[{ id: 'CT_1' }, /must be text, but is an object/],
		[Object.create(null), /must be text, but is an object/],
		['https://cliq.zoho.com/somewhere/else', /address without what is needed/],
		['https://', /address without what is needed/],
	])('refuses %j', (value, why) => expect(refused(type, value)).toMatch(why));

	it('gives back what it takes, without the spaces around it', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (value) => {
				let wire: unknown;
				try {
					wire = accepted(type, value);
				} catch (error) {
					return expect(error).toBeInstanceOf(CliqError);
				}
				if (wire === undefined) return expect(value.trim()).toBe('');
				if (type !== 'message')
					expect(value.trim().replace(/^[#@]/, '')).toContain(String(wire).replace(/^[#@]/, ''));
				expect(wire).toMatch(/^[^/\\\p{Cc}]+$/u);
				expect(['.', '..', '']).not.toContain(wire);
			}),
		);
	});
});

test('what is written in capitals stays so in the middle of a sentence', () => {
	const all = operations
		.flatMap((operation) => operation.parameters)
		.filter(({ type }) => identifiers.includes(type));
	for (const own of all) {
		for (const value of ['.', '', true])
			expect(refusal(() => toWire({ ...own, required: true }, value)).hint).not.toMatch(/\b\p{Ll}\p{Lu}/u);
	}
	const { description } = all.find(({ name }) => name === 'messageId')!;
	expect(refusal(() => toWire(parameter('message', { description }), '.')).hint).toBe(
		'Give ID of the message, as Send and Get Many give it.',
	);
});

describe('a channel', () => {
	it('is an ID', () => {
		for (const given of [
			'O4000000040005',
			' P1970000000003 ',
			'https://cliq.zoho.com/company/7/channels/O4000000040005',
		]) {
			expect(accepted('channel', given)).toBe(given.trim().split('/').at(-1));
		}
	});
	it('is a unique name, with or without #', () => {
		expect(accepted('channel', 'general')).toBe('general');
		expect(accepted('channel', ' #general ')).toBe('general');
		expect(accepted('channel', 'https://cliq.zoho.com/company/7/channels/general')).toBe('general');
	});
	it.each([
		['CT_1184653329648523663_62439860', /chat ID, not the unique name.*"Chat"/],
		['CT_12_34-T-56', /chat ID/],
		['Team Talk', /contains a space: "Team Talk"/],
		['#', /is empty/],
		['#.', /must not be "\."/],
		['#..', /must not be "\.\."/],
	])('refuses %j', (value, why) => expect(refused('channel', value)).toMatch(why));
});

describe('a chat', () => {
	it.each(['CT_1184653329648523663_62439860', 'CT_1203304812000146098_55622663-B2', 'CT_12_34-T-56'])(
		'is an ID: %s',
		(id) => {
			expect(accepted('chat', id)).toBe(id);
			expect(accepted('chat', `https://cliq.zoho.com/company/7/chats/${id}?x=1#y`)).toBe(id);
		},
	);
	it('may be a number', () => expect(accepted('chat', 987000000654321)).toBe('987000000654321'));
	it('may be a large integer', () =>
		expect(accepted('chat', 9_870_000_006_543_210_123n)).toBe('9870000006543210123'));
	it.each(['general', '#general', ' #general ', 'https://cliq.zoho.com/company/7/channels/general'])(
		'may be the unique name of a channel: %s',
		(name) => expect(accepted('chat', name)).toBe('#general'),
	);
	it.each(['ann@example.com', '@ann@example.com', 'mailto:ann@example.com'])(
		'may be the email address of a person: %s',
		(address) => expect(accepted('chat', address)).toBe('@ann@example.com'),
	);
	it.each(['team2', '2024planning', 'web2app', 'q3-launch', 'O4000000040005'])(
		'may be a name with digits, or the ID of a channel: %s',
		(name) => expect(accepted('chat', name)).toBe(`#${name}`),
	);
	it.each([
		['ann@', /neither a chat ID nor the unique name of a channel: "ann@".*email address.*CT_/],
		['ann@b@example.com', /neither a chat ID/],
		['Team Talk', /neither a chat ID/],
		['#', /neither a chat ID/],
		['#..', /neither a chat ID/],
	])('refuses %j', (value, why) => expect(refused('chat', value)).toMatch(why));
});

describe('a bot', () => {
	it('is a unique name, with or without @', () => {
		expect(accepted('bot', '@helper')).toBe('helper');
		expect(accepted('bot', 'https://cliq.zoho.com/bots/helper')).toBe('helper');
	});
	it.each([
		['b-123', /bot ID.*unique name/],
		['Help Desk', /space/],
		['@', /is empty/],
		['@.', /must not be/],
		['@..', /must not be/],
	])('refuses %j', (value, why) => expect(refused('bot', value)).toMatch(why));
});

describe('a message', () => {
	it('may come with an encoded space, and goes out with a plain one', () => {
		expect(accepted('message', '1709038327622%2029706114886')).toBe('1709038327622 29706114886');
		expect(accepted('message', '1709038327622 29706114886')).toBe('1709038327622 29706114886');
		expect(accepted('message', '1599387839188_229293271789')).toBe('1599387839188_229293271789');
		expect(accepted('message', 72374289911)).toBe('72374289911');
		expect(accepted('message', '50%')).toBe('50%');
	});
	it.each([
		['%2e%2E', /must not be "\.\."/],
		['%2e', /must not be/],
		['%20', /is empty/],
		['a%2Fb', /slash/],
		['a%5cb', /slash/],
		['a%00', /control/],
	])('refuses what hides in the encoding: %s', (value, why) => expect(refused('message', value)).toMatch(why));
});

describe('a user', () => {
	it.each(['ann@example.com', 'a.b+c@example.co.uk', '55743307', 55743307])('%j', (value) =>
		expect(accepted('user', value)).toBe(String(value)),
	);
	it('without what a link has in front of it', () =>
		expect(accepted('user', 'mailto:ann@example.com')).toBe('ann@example.com'));
	it.each(['Ann', 'ann@', '@example.com', 'a b@example.com', 'a@b@c'])('refuses %j', (value) =>
		expect(refused('user', value)).toMatch(/neither an email address nor a user ID/),
	);
});

describe('user IDs', () => {
	it.each([
		['55743307,55622727', '55743307,55622727'],
		[' 1, 2 ,2, ', '1,2'],
		['mailto:ann@example.com, 1', 'ann@example.com,1'],
		[[1, '2', null], '1,2'],
		[55743307, '55743307'],
	])('%j', (value, wire) => expect(accepted('userIds', value)).toBe(wire));
	it.each([
		['1, ann', /neither an email address nor a user ID: "ann"/],
		['1, a@b@c', /neither an email address nor a user ID: "a@b@c"/],
		[[], /list without anybody/],
		[',', /list without anybody/],
		[[2 ** 60], /number that cannot be an ID/],
		[[Object.create(null)], /must be text/],
		[[[1, 2]], /must be text/],
		[{}, /must be text/],
	])('refuses %j', (value, why) => expect(refused('userIds', value)).toMatch(why));
});

describe('a text', () => {
	it('is sent as it is', () => {
		expect(accepted('text', ' *Hi* \n 👍 ')).toBe(' *Hi* \n 👍 ');
		expect(accepted('text', 0)).toBe('0');
		expect(accepted('text', false)).toBe('false');
	});
	it('says by how much it is too long, in the units in which Cliq counts', () => {
		expect(accepted('text', '👍'.repeat(2500), { maxLength: 5000 })).toHaveLength(5000);
		expect(refused('text', 'x'.repeat(6234), { maxLength: 5000 })).toMatch(
			/6,234 characters, 1,234 more than the 5,000/,
		);
		expect(refused('text', '👍'.repeat(2501), { maxLength: 5000 })).toMatch(/5,002 characters, 2 more/);
	});
	it('is mended where it was cut in the middle of an emoji', () =>
		expect(accepted('text', 'Hi \ud83d')).toBe('Hi \ufffd'));
	it.each([[{ a: 1 }], [[1]], [Symbol('x')], [() => 1]])('refuses %p', (value) =>
		expect(refused('text', value)).toMatch(/must be text/),
	);
});

describe('an emoji', () => {
	it.each([
		['👍', '👍'],
		[' 👍 ', '👍'],
		['U+1F44D', '👍'],
		[':smile:', ':smile:'],
	])('%s', (value, wire) => expect(accepted('emoji', value)).toBe(wire));
	it.each(['abc', '1', '👍👍', 'smile', 128077, {}, ['👍']])('refuses %j', (value) =>
		expect(refused('emoji', value)).toMatch(/not an emoji.*U\+1F44D.*:smile:/),
	);
});

describe('a time', () => {
	const noon = Date.UTC(2026, 10, 22, 12);
	it.each([
		[noon],
		[noon + 0.7],
		[String(noon)],
		[` ${noon} `],
		['2026-11-22T12:00:00Z'],
		['2026-11-22T13:00:00.000+01:00'],
		['2026-11-22 12:00Z'],
		[new Date(noon)],
		[new Date(noon).toString()],
		[new Date(noon).toUTCString()],
		[{ valueOf: () => noon }],
		[Object.freeze(new Date(noon))],
	])('%p', (value) => expect(accepted('time', value)).toBe(noon));
	it('may be the beginning of time', () => expect(accepted('time', 0)).toBe(0));
	it.each([[Math.floor(noon / 1000)], [String(Math.floor(noon / 1000))]])('refuses seconds: %j', (value) => {
		expect(refused('time', value)).toMatch(/is 1,795,348,800, which looks like seconds.*multiply by 1,000/);
	});
	it.each([
		['soon'],
		['chat 5'],
		['1.5'],
		['-5'],
		['2026-13-01'],
		[-1],
		[NaN],
		[Infinity],
		[2 ** 60],
		[[]],
		[[noon]],
		[{}],
		[Object.create(null)],
		[{ valueOf: 5 }],
		[{ valueOf: () => Symbol('x') }],
		[{ valueOf: () => null }],
		[{ valueOf: () => '5' }],
		[new Date(NaN)],
		[true],
		[1n],
		[() => noon],
	])('refuses %p', (value) => expect(refused('time', value)).toMatch(/not a point in time/));
});

describe('a count', () => {
	it.each([
		[1, 1],
		[100, 100],
		['7', 7],
		[' 7 ', 7],
	])('%j', (value, wire) => expect(accepted('count', value, { maximum: 100 })).toBe(wire));
	it.each([0, 101, -1, 1.5, NaN, 'many', '1e1', '0x10', [5], true, {}])('refuses %j', (value) => {
		expect(refused('count', value, { maximum: 100 })).toMatch(/whole number from 1 to 100/);
	});
	it('has no end of its own', () => expect(refused('count', 0)).toMatch(/of 1 or more/));
});

describe('a boolean', () => {
	it.each([
		[true, true],
		[false, false],
		['true', true],
		['False', false],
	])('%j', (value, wire) => expect(accepted('boolean', value)).toBe(wire));
	it.each(['yes', 1, 0, [], {}])('refuses %j', (value) => expect(refused('boolean', value)).toMatch(/true or false/));
});

describe('a short text', () => {
	it('is sent without the space around it', () =>
		expect(accepted('string', ' Europe/Berlin\n')).toBe('Europe/Berlin'));
	it('is as long as it may be', () =>
		expect(accepted('string', 'x'.repeat(100), { maxLength: 100 })).toHaveLength(100));
	it('is no longer', () =>
		expect(refused('string', 'x'.repeat(101), { maxLength: 100 })).toMatch(/101 characters, 1 more than the 100/));
});

describe('a choice', () => {
	const choices = [
		{ value: 'split', label: 'Split' },
		{ value: 'cut', label: 'Cut' },
	];
	it.each([
		['cut', 'cut'],
		[' split\n', 'split'],
	])('%j', (value, wire) => expect(accepted('choice', value, { choices })).toBe(wire));
	it('has a default', () => expect(accepted('choice', '', { choices, default: 'split' })).toBe('split'));
	it.each([
		['Cut', /must be one of split, cut, but is "Cut".*Give one of split, cut/],
		[['cut'], /but is a list/],
		[true, /but is true/],
		[{}, /but is an object/],
	])('refuses %j', (value, why) => {
		expect(refused('choice', value, { choices })).toMatch(why);
	});
});

describe('a local time', () => {
	const at = (value: unknown, timeZone?: unknown) =>
		toWire(parameter('localTime', { zone: 'timeZone' }), value, { timeZone });
	it.each([
		['2026-11-23T09:00:00', '20261123T090000'],
		['2026-11-23 09:00', '20261123T090000'],
		[' 2026-11-23T09:05:07.999 ', '20261123T090507'],
		['2026-11-23', '20261123T000000'],
		['20261123T090000', '20261123T090000'],
		['2028-02-29T23:59:59', '20280229T235959'],
	])('without a zone is on the clock of the zone: %s', (value, wire) => {
		expect(at(value, 'Asia/Kolkata')).toBe(wire);
		expect(at(value)).toBe(wire);
	});

	const noon = Date.UTC(2026, 10, 22, 12);
	it.each([
		[noon],
		[String(noon)],
		[new Date(noon)],
		[{ valueOf: () => noon }],
		['2026-11-22T12:00:00Z'],
		['2026-11-22T21:00:00+09:00'],
		[new Date(noon).toUTCString()],
	])('that is an instant is put on that clock: %p', (value) => {
		expect(at(value, 'UTC')).toBe('20261122T120000');
		expect(at(value, 'Asia/Kolkata')).toBe('20261122T173000');
		expect(at(value, ' America/New_York ')).toBe('20261122T070000');
	});

	it('knows summer and the turn of the year', () => {
		expect(at('2026-07-01T00:00:00Z', 'Europe/Berlin')).toBe('20260701T020000');
		expect(at('2026-12-31T23:30:00Z', 'Europe/Berlin')).toBe('20270101T003000');
		expect(at('2026-11-22T00:00:00Z', 'UTC')).toBe('20261122T000000');
	});

	it.each([
		['2026-02-30T09:00'],
		['2026-02-29'],
		['2026-13-01'],
		['2026-00-10'],
		['2026-11-23T24:00'],
		['2026-11-23T09:60'],
		['2026-02-30T09:00:00Z'],
		['20260230T090000'],
	])('refuses what does not exist: %s', (value) => {
		const error = refusal(() => at(value, 'UTC'));
		expect(error).toMatchObject({ details: { parameter: 'it' } });
		expect(error.message).toContain(`does not exist: "${value}"`);
	});

	it.each([['soon'], ['9 am'], [{}], [[noon]], [Math.floor(noon / 1000)], [8.65e15], [NaN], [new Date(NaN)]])(
		'refuses %p',
		(value) => expect(refusal(() => at(value, 'UTC')).message).toMatch(/not a point in time|looks like seconds/),
	);

	it.each(['Mars/Base', '+05:30', 'Berlin', '5'])('needs a zone that is there, not %s', (zone) => {
		const error = refusal(() => at('2026-11-23T09:00', zone));
		expect(error).toMatchObject({ message: `Unknown time zone "${zone}"`, details: { parameter: 'timeZone' } });
	});

	it('needs a zone to read an instant in', () =>
		expect(refusal(() => at(noon))).toMatchObject({ details: { parameter: 'timeZone' } }));

	it('reads the clock as the engine does, at any instant', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1e11, max: 4e12 }),
				fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Pacific/Apia', 'America/St_Johns'),
				(time, zone) => {
					const shown = new Date(time).toLocaleString('sv-SE', { timeZone: zone });
					expect(at(time, zone)).toBe(`${shown.replace(/[-:]/g, '').replace(' ', 'T')}`);
				},
			),
		);
	});
});

describe('a list of texts', () => {
	it.each([
		['a', ['a']],
		[
			['a', 5, null, ''],
			['a', '5', '', ''],
		],
		[7, ['7']],
		[[], undefined],
	])('%j', (value, wire) => expect(accepted('strings', value)).toEqual(wire));
	it.each([[{}], [[['a']]], [[{}]]])('refuses %j', (value) =>
		expect(refused('strings', value)).toMatch(/must be text/),
	);
});

describe('mentions', () => {
	it.each([
		['ann@example.com, #O123 ,all,', ['ann@example.com', '#O123', 'all']],
		[
			[' all', null, '', 55743307, 'all'],
			['all', '55743307'],
		],
		[55743307, ['55743307']],
		[',', undefined],
		[[], undefined],
	])('%j', (value, wire) => expect(accepted('mentions', value)).toEqual(wire));
	it.each([
		[{}, /must be text/],
		[[{}], /must be text/],
		[[2 ** 60], /number that cannot be an ID/],
	])('refuses %j', (value, why) => expect(refused('mentions', value)).toMatch(why));
});

describe('targets', () => {
	const target = { target: 'channel', id: 'incidents' };
	it.each([
		[[target], [target]],
		[JSON.stringify([target]), [target]],
		[[{ target: 'user', id: 55743307 }, null, {}], [{ target: 'user', id: '55743307' }]],
		[[], undefined],
	])('%j', (value, wire) => expect(accepted('targets', value)).toEqual(wire));
	it.each<[unknown, RegExp]>([
		[
			[target, { target: 'group', id: 'a' }],
			/^Target 2, target: must be one of channel, bot, chat, user, but is "group"/,
		],
		[[{ id: 'a' }], /^Target 1: has no target/],
		[[{ target: 'chat', id: ' ' }], /^Target 1: has no id/],
		[[{ target: 'user', id: 2 ** 60 }], /^Target 1, ID: is 1152921504606847000, a number that cannot be an ID/],
		[[{ ...target, text: 'a' }], /^Target 1: has a key "text"/],
		[Array.from({ length: 51 }, () => target), /has 51 targets/],
		[target, /must be a list/],
	])('refuses %j', (value, why) => {
		const error = refusal(() => accepted('targets', value));
		expect(`${error.message}`).toMatch(why);
		expect(error.details.parameter).toBe('it');
	});
	it('may be fifty', () =>
		expect(
			accepted(
				'targets',
				Array.from({ length: 50 }, () => target),
			),
		).toHaveLength(50));
});

describe('comments', () => {
	it.each([
		['one\n two\r\n\nfour\n\n', ['one', 'two', '', 'four']],
		['["one",null,"three"]', ['one', '', 'three']],
		[
			['one', null, 3, ''],
			['one', '', '3'],
		],
		['[draft] of [it]', ['[draft] of [it]']],
		['[1] and so on]', ['[1] and so on]']],
		[[], undefined],
		[[null, ''], undefined],
		[Array.from({ length: 10 }, () => 'a'), Array.from({ length: 10 }, () => 'a')],
	])('%j', (value, wire) => expect(accepted('comments', value)).toEqual(wire));
	it('are one for each file at most', () =>
		expect(refused('comments', 'a\n'.repeat(11))).toMatch(/has 11 comments, more than the 10 files/));
	it.each([
		[['a', {}], /^Comment 2: must be text, but is an object/],
		[{}, /must be text/],
	])('refuses %j', (value, why) => expect(refusal(() => accepted('comments', value)).message).toMatch(why));
});

describe('files', () => {
	const file = (more: object = {}) => ({ name: 'report.pdf', size: 5, open: () => [], ...more });
	const files = (...given: unknown[]) => accepted('files', given, { maximum: 10 });
	it('are handed on as they are', () => {
		const given = [file(), file({ name: 'a "b"/c.txt', size: 0 }), file({ size: 52_428_800 })];
		expect(accepted('files', given)).toBe(given);
	});
	it('are ten at most', () => {
		expect(files(...Array.from({ length: 10 }, () => file()))).toHaveLength(10);
		expect(refusal(() => files(...Array.from({ length: 11 }, () => file()))).message).toMatch(
			/has 11 files, 1 more than the 10/,
		);
		expect(files()).toBeUndefined();
	});
	it.each<[unknown, string]>([
		[file({ name: 'big.iso', size: 64_172_851 }), 'File 2 "big.iso" is 61.2 MB; Cliq takes 50 MB'],
		[file({ size: 52_428_801 }), 'File 2 "report.pdf" is 50.1 MB; Cliq takes 50 MB'],
		[file({ name: ' ' }), 'File 2 has no name'],
		[null, 'File 2 has no name'],
		['report.pdf', 'File 2 has no name'],
		[file({ name: 'a\r\nb' }), 'File 2 "a��b" has a control character in its name'],
		[file({ open: undefined }), 'File 2 "report.pdf" cannot be read'],
		[file({ size: NaN }), 'File 2 "report.pdf" cannot be read'],
	])('refuses %j', (value, message) => {
		expect(refusal(() => files(file(), value))).toMatchObject({ message, details: { parameter: 'it' } });
	});
	it('are a list', () => expect(refused('files', 'report.pdf')).toMatch(/must be a list of files, but is text/));
});

describe('raw JSON', () => {
	it.each([[{ a: { b: [1, null, ''] } }], [{}]])('is an object: %j', (value) => {
		expect(accepted('object', value)).toEqual(value);
		expect(accepted('object', JSON.stringify(value))).toEqual(value);
	});
	it.each([
		['[1]', /must be an object, but is a list/],
		['{"a":}', /not valid JSON/],
		[5, /but is a number/],
		[new Date(0), /but is a date/],
		[{ a: NaN }, /holds what JSON cannot/],
	])('refuses %p', (value, why) => {
		expect(refused('object', value)).toMatch(why);
	});
});

/** What is more than one value on the wire. */
const structured: ParameterType[] = [
	'buttons',
	'card',
	'comments',
	'emails',
	'files',
	'identity',
	'ids',
	'mentions',
	'nested',
	'object',
	'references',
	'slides',
	'strings',
	'styles',
	'targets',
];

it.each(types)('whatever comes, a %s is taken as what it is on the wire, or refused', (type) => {
	const { nested } = operations.flatMap(({ parameters }) => parameters).find((one) => one.type === type)!;
	fc.assert(
		fc.property(
			fc.anything({
				withBigInt: true,
				withDate: true,
				withNullPrototype: true,
				withMap: true,
				withObjectString: true,
			}),
			(value) => {
				let wire: unknown;
				try {
					wire = accepted(type, value, nested && { nested });
				} catch (error) {
					return expect(error).toBeInstanceOf(CliqError);
				}
				return expect([
					'undefined',
					...(structured.includes(type) ? ['object'] : ['string', 'number', 'boolean']),
				]).toContain(typeof wire);
			},
		),
	);
});

describe('what an error quotes', () => {
	it('is short, and cuts no character in half', () => {
		expect(refused('user', '😀'.repeat(100))).toContain(`"${'😀'.repeat(29)}…"`);
	});

	it('holds no token', () => {
		const token = '1000.0123456789abcdef0123456789abcdef.0123456789abcdef0123456789abcdef';
		expect(refused('user', `zapikey=${token}`)).not.toContain('0123456789abcdef');
		expect(refused('object', `{"zapikey": "${token}" x}`)).not.toContain('0123456789abcdef');
		expect(refused('object', `zapikey=${token.slice(0, 30)}`)).toContain('zapikey=[token]');
	});
});
