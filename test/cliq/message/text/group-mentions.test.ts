import fc from 'fast-check';

import { operations } from '../../../../cliq/catalogue';
import { compose } from '../../../../cliq/message/compose';
import { withoutGroupMentions } from '../../../../cliq/message/text/group-mentions';
import { buildRequest } from '../../../../cliq/http/request';
import type { Values } from '../../../../cliq/parameters/values';

const JOINER = '\u2060';

test.each([
	['{@all} and {@Available}, {@participants}', `{${JOINER}@all} and {${JOINER}@Available}, {${JOINER}@participants}`],
	['a team or a user: {@4310021}', `a team or a user: {${JOINER}@4310021}`],
	['{@sam@example.com}', '{@sam@example.com}'],
	['{@all@}', `{${JOINER}@all@}`],
	['{{@all}', `{{${JOINER}@all}`],
	['{#O1847392056173920481}', '{#O1847392056173920481}'],
	[
		{ headers: ['{@all}'], rows: [{ '{@all}': 1 }] },
		{ headers: [`{${JOINER}@all}`], rows: [{ [`{${JOINER}@all}`]: 1 }] },
	],
	[null, null],
])('%j becomes %j', (value, expected) => expect(withoutGroupMentions(value)).toEqual(expected));

const CALLS = ['{@all}', '{@available}', '{@participants}', '{@4310021}'];

/** What a value holds that would call more than one person, wherever in it that stands. */
const callsIn = (value: unknown) => JSON.stringify(value).match(/\{@(?:all|available|participants|\d+)\}/gi) ?? [];

/** Every operation that carries text, with all the values that can hold some. */
const withTexts = operations.filter(({ parameters }) =>
	parameters.some(({ name }) => name === 'text' || name === 'comments'),
);

/**
 * A value of each kind that has text in it, with the given one wherever it can stand; as a model gives it: JSON, or
 * written out.
 */
const filled: Record<string, (text: string) => unknown> = {
	card: (text) => ({ title: text, theme: 'modern-inline', thumbnail: 'https://example.com/a.png' }),
	slides: (text) => [
		{ type: 'text', title: text, data: text },
		{ type: 'list', title: text, data: [text] },
		{ type: 'label', title: text, data: [{ [text]: text }] },
		{ type: 'table', title: text, data: { headers: [text, 'b'], rows: [{ [text]: text, b: text }] } },
	],
	buttons: (text) => [
		{ label: text.slice(0, 20), hint: text, action: { type: 'open.url', data: { web: 'https://example.com' } } },
	],
	identity: (text) => ({ name: text, image: 'https://example.com/a.png' }),
	comments: (text) => text,
	text: (text) => text,
	threadTitle: (text) => text.slice(0, 40),
	botName: (text) => text,
	mentions: () => 'all, available, 4310021, sam@example.com',
	json: (text) => ({ text, card: { title: text, theme: 'modern-inline' } }),
};

const places: Values = {
	chatId: 'CT_1_2',
	channel: 'incidents',
	bot: 'deploybot',
	user: 'sam@example.com',
	messageId: '1_2',
	sendAt: '2099-01-01T09:00',
	timeZone: 'Europe/Berlin',
	synchronous: true,
};

/** Disguises that some reader on the way could take off. */
const disguised = (call: string) =>
	fc.constantFrom(
		call,
		call.toUpperCase(),
		`**${call}**`,
		`\`${call}\``,
		`{<!-- x -->${call.slice(1)}`,
		call.replace('@', '&#64;'),
		call.replace('{', '&#123;'),
		`[x](${call})`,
		`| a |\n| - |\n| ${call} |`,
		`{${call}`,
		call.replace('@', '\\@'),
	);

const written = fc
	.array(fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom(...CALLS).chain(disguised)), {
		minLength: 1,
		maxLength: 4,
	})
	.map((parts) => parts.join(' ') + ' {@all}');

test.each(withTexts.map((one) => [one.id, one] as const))(
	'%s calls no group, whatever a model writes in whichever field and format',
	(_id, operation) => {
		const named = operation.parameters.filter(({ name }) => Object.hasOwn(filled, name)).map(({ name }) => name);
		fc.assert(
			fc.property(
				written,
				fc.constantFrom('cliq', 'markdown', 'plain'),
				fc.boolean(),
				fc.subarray(named, { minLength: 1 }),
				(text, textFormat, isJson, names) => {
					const asGiven = (name: string) => {
						const value = filled[name]!(text);
						// A backslash in JSON hides a mention until it is read.
						return isJson && typeof value === 'object'
							? JSON.stringify(value).replaceAll('@', '\\u0040')
							: value;
					};
					const own = Object.fromEntries(
						Object.entries(places).filter(([name]) =>
							operation.parameters.some((parameter) => parameter.name === name),
						),
					);
					const files = operation.parameters.some(({ type }) => type === 'files')
						? {
								files: [
									{
										name: 'a.txt',
										type: 'text/plain',
										size: 1,
										open: async () => (async function* () {})(),
									},
								],
							}
						: {};
					const values: Values = {
						...own,
						...files,
						...(operation.parameters.some(({ name }) => name === 'text') && { text: 'Hi' }),
						textFormat,
						...Object.fromEntries(names.map((name) => [name, asGiven(name)])),
					};
					const sources = Object.fromEntries(names.map((name) => [name, `{{ $fromAI("${name}") }}`]));
					const steps = compose(operation, values, [], sources, new Set(names));
					for (const step of steps) {
						const { body, form } = buildRequest(step.operation, step.values, 'https://cliq.example.com');
						expect(callsIn([body, form?.map((part) => ('value' in part ? part.value : ''))])).toEqual([]);
					}
				},
			),
			{ numRuns: 150 },
		);
	},
);
