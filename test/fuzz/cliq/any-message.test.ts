import '../../../cliq/message/message-kinds';
import fc from 'fast-check';
import { operation, parameterOf } from '../../../cliq/catalogue';
import { CliqError } from '../../../cliq/errors';
import { checkMessage } from '../../../cliq/message/check/check-message';
import { slidesLength } from '../../../cliq/message/check/slides';
import { buildRequest } from '../../../cliq/http/request';
import { toWire } from '../../../cliq/parameters/to-wire';
import { refusal } from '../../cliq/support/expect';
import { messageObject } from '../../cliq/support/messages';

const send = operation('message.send.chat');
const parts = ['buttons', 'card', 'references', 'slides', 'styles', 'identity'] as const;
const given = { chatId: 'CT_1', synchronous: false };

describe('messages that Cliq takes', () => {
	it('pass unchanged, part by part', () => {
		fc.assert(
			fc.property(messageObject(), ({ bot: identity, text, ...others }) => {
				const values = Object.fromEntries(
					Object.entries({ ...given, text, identity, ...others }).filter(([, value]) => value !== undefined),
				);
				const { body } = buildRequest(send, values, 'https://cliq.zoho.com');
				expect(body).toEqual({ text, ...(identity && { bot: identity }), ...others, sync_message: false });
			}),
		);
	});

	it('pass unchanged as raw JSON, as an object or as text', () => {
		fc.assert(
			fc.property(messageObject(), fc.boolean(), (message, asText) => {
				const { body } = buildRequest(
					send,
					{ ...given, json: asText ? JSON.stringify(message) : message },
					'https://cliq.zoho.com',
				);
				expect(body).toEqual({ ...message, sync_message: false });
			}),
		);
	});

	it('are of every kind', () => {
		const made = fc.sample(messageObject(), { numRuns: 300, seed: 4 });
		const kinds = new Set(
			made.flatMap(({ card, slides, buttons }) => [
				card?.theme,
				...(slides ?? []).map(({ type }) => type),
				...(buttons ?? []).map(({ action }) => action.type),
			]),
		);
		for (const kind of [
			'modern-inline',
			'poll',
			'prompt',
			'basic',
			'text',
			'table',
			'list',
			'label',
			'images',
			'percentage_chart',
			'graph',
			'open.url',
			'preview.url',
			'copy',
			'system.api',
			'invoke.function',
		])
			expect(kinds).toContain(kind);
		expect(made.some(({ text }) => text.length === 5000)).toBe(true);
		expect(made.some(({ text }) => text.includes(']($1)'))).toBe(true);
		expect(made.some(({ slides }) => slides?.length === 20)).toBe(true);
		expect(made.some(({ slides }) => slidesLength(slides) === 10_000)).toBe(true);
		expect(made.some(({ buttons }) => buttons?.length === 5)).toBe(true);
	});
});

/** Objects that look like parts of a message, with anything in their places. */
const likely = fc.letrec((again) => ({
	value: fc.oneof(
		{ maxDepth: 5 },
		fc.constantFrom<unknown>(
			'a',
			'',
			' ',
			null,
			0,
			1,
			true,
			'https://example.com',
			'x'.repeat(101),
			'modern-inline',
			'poll',
			'prompt',
			'table',
			'graph',
			'list',
			'label',
			'images',
			'text',
			'percentage_chart',
			'copy',
			'open.url',
			'+',
		),
		fc.array(again('value'), { maxLength: 4 }),
		fc.dictionary(
			fc.constantFrom(
				'type',
				'title',
				'data',
				'styles',
				'buttons',
				'label',
				'value',
				'action',
				'confirm',
				'theme',
				'sections',
				'fields',
				'options',
				'text',
				'headers',
				'rows',
				'a',
				'width',
				'sticky',
				'columns',
				'category',
				'values',
				'1',
				'object',
				'key',
				'__proto__',
				'background',
				'name',
				'image',
				'web',
			),
			again('value'),
			{ maxKeys: 6 },
		),
	),
})).value;

describe.each(parts)('whatever comes as %s', (name) => {
	const parameter = parameterOf(send, name);

	it.each([false, true])('is refused readably, or passes without anything empty (raw: %s)', (isRaw) => {
		fc.assert(
			fc.property(
				fc.oneof(
					likely,
					fc.jsonValue(),
					fc.json(),
					fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
				),
				(value) => {
					let wire: unknown;
					try {
						wire = toWire(parameter, value, {}, isRaw);
					} catch (error) {
						if (!(error instanceof CliqError)) throw error;
						return expect(error).toMatchObject({
							kind: 'invalidInput',
							details: { parameter: name, hint: expect.stringMatching(/\w/) },
						});
					}
					if (wire === undefined) return;
					expect(JSON.parse(JSON.stringify(wire))).toEqual(wire);
					if (!isRaw) expect(emptyKeys(wire)).toEqual([]);
					// What passed once passes again, unchanged.
					expect(toWire(parameter, wire, {}, isRaw)).toEqual(wire);
				},
			),
			{ numRuns: 500 },
		);
	});
});

/** Where something empty is, outside of the arguments of a function. */
function emptyKeys(value: unknown, path = ''): string[] {
	if (value === null || value === undefined || (typeof value === 'string' && value.trim() === '')) return [path];
	if (typeof value !== 'object' || path.endsWith('.arguments')) return [];
	const entries = Object.entries(value);
	return entries.length === 0 ? [path] : entries.flatMap(([key, entry]) => emptyKeys(entry, `${path}.${key}`));
}

describe('what no part can see by itself', () => {
	const press = { label: 'Yes', action: { type: 'copy', data: { text: 'a' } } };

	it('a prompt needs a button', () => {
		const card = { theme: 'prompt', title: 'Deploy?' };
		const error = refusal(() => checkMessage({ text: 'a', card }));
		expect(error).toMatchObject({
			message: 'Card: a prompt needs at least one button',
			details: { parameter: 'buttons' },
		});
		expect(() => checkMessage({ text: 'a', card, buttons: [press] })).not.toThrow();
		expect(() => checkMessage({ text: 'a', card: { theme: 'basic', title: 'a' } })).not.toThrow();
		expect(
			refusal(() => buildRequest(send, { ...given, text: 'a', card, buttons: [{}] }, 'https://cliq.zoho.com'))
				.message,
		).toBe(error.message);
	});

	it.each([
		['Up? [Yes]($1) [No]($2)', '$2'],
		['[No]($no-2)', '$no-2'],
	])('%s needs its instant buttons', (text, missing) => {
		const error = refusal(() => checkMessage({ text, references: { 1: { type: 'button', object: press } } }));
		expect(error.message).toBe(`The text has an instant button ${missing}, and no such button is there`);
		expect(error.details.parameter).toBe('references');
	});

	it.each(['Up? [Yes]($1)', 'Costs $5 ($6)', '[a](https://example.com/$7)', '[a] ($8)', 'a'])(
		'%s needs no more',
		(text) => {
			expect(() => checkMessage({ text, references: { 1: { type: 'button', object: press } } })).not.toThrow();
		},
	);

	it('knows no button that JavaScript brings along', () => {
		expect(
			refusal(() =>
				checkMessage({ text: '[a]($toString)', references: { 1: { type: 'button', object: press } } }),
			).message,
		).toContain('$toString');
	});

	it('takes the same for a text where there are no instant buttons at all', () =>
		expect(() => checkMessage({ text: 'Invoice: [due]($49)' })).not.toThrow());
});
