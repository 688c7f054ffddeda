import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { withAnswers } from '../../cliq/ask/question';
import { operation, operations, type Parameter } from '../../cliq/catalogue';
import { CliqError } from '../../cliq/errors';
import { messagePart } from '../../cliq/message/check/check-message';
import { forms, type Field } from '../../cliq/message/form/form-fields';
import { approval } from '../cliq/ask/questions';

const page = readFileSync(join(__dirname, '../../docs/message-keys.md'), 'utf8');

/** The rows of all tables of the page. */
const rows = [...page.matchAll(/^\| `([^`]+)` \|(.*)\| ([^|]+) \|$/gm)].map(([, key, , source]) => ({
	key,
	source: source!.trim(),
}));

/** What the page says that it cites. */
const sources = [...page.matchAll(/^- \*\*(.+?)\*\*:/gm)].map(([, name]) => name);

const messages = operations.filter(
	({ resource, parameters }) =>
		resource === 'message' && parameters.some(({ in: place, wire }) => place === 'body' && wire === 'text'),
);
const structured = ['card', 'slides', 'buttons', 'references', 'styles', 'identity'];
const parts = new Map<string, Parameter>(
	messages.flatMap(({ parameters }) =>
		parameters
			.filter(({ type }) => structured.includes(type))
			.map((parameter) => [parameter.wire, parameter] as const),
	),
);

/** The keys that the checks take in an object: they name them to whoever gives another. */
function keysOf(part: string, wrap: (unknown: object) => unknown): string[] {
	try {
		messagePart(wrap({ 'of nobody': 1 }), parts.get(part)!, false);
	} catch (error) {
		const { message, hint = '' } = error as CliqError;
		if (message.includes('of nobody'))
			return hint
				.replace(/^.*there can be /, '')
				.replace(/\.$/, '')
				.split(', ');
	}
	throw new Error(`The checks do not say what ${part} holds`);
}

const point = { label: 'a', value: 1 };
const open = { type: 'open.url', data: { web: 'https://example.com' } };

/** Where objects stand in a message, each with a message around it. */
const places: Array<[string, string, (unknown: object) => unknown]> = [
	['bot', 'bot', (x) => x],
	['styles', 'styles', (x) => x],
	...['modern-inline', 'poll', 'prompt', 'basic'].map((theme): (typeof places)[number] => [
		'card',
		'card',
		(x) => ({ theme, title: 'a', ...x }),
	]),
	['card.sections[]', 'card', (x) => ({ theme: 'modern-inline', title: 'a', sections: [x] })],
	['card.sections[].fields[]', 'card', (x) => ({ theme: 'modern-inline', title: 'a', sections: [{ fields: [x] }] })],
	['card.options[]', 'card', (x) => ({ theme: 'poll', title: 'a', options: [x, x] })],
	...['text', 'table', 'list', 'label', 'images', 'percentage_chart', 'graph'].map(
		(type): (typeof places)[number] => ['slides[]', 'slides', (x) => [{ type, ...x }]],
	),
	['slides[].data (table)', 'slides', (x) => [{ type: 'table', data: { headers: ['a'], rows: [{ a: '1' }], ...x } }]],
	[
		'slides[].data.styles (table)',
		'slides',
		(x) => [{ type: 'table', data: { headers: ['a'], rows: [{ a: '1' }], styles: x } }],
	],
	[
		'slides[].data.styles.sticky (table)',
		'slides',
		(x) => [{ type: 'table', data: { headers: ['a'], rows: [{ a: '1' }], styles: { sticky: x } } }],
	],
	['slides[].data[] (percentage_chart)', 'slides', (x) => [{ type: 'percentage_chart', data: [x] }]],
	['slides[].data[] (graph)', 'slides', (x) => [{ type: 'graph', data: [x] }]],
	['slides[].data[].values[] (graph)', 'slides', (x) => [{ type: 'graph', data: [{ category: 'a', values: [x] }] }]],
	['slides[].styles (list)', 'slides', (x) => [{ type: 'list', data: ['a'], styles: x }]],
	['slides[].styles (percentage_chart)', 'slides', (x) => [{ type: 'percentage_chart', data: [point], styles: x }]],
	[
		'slides[].styles (graph)',
		'slides',
		(x) => [{ type: 'graph', data: [{ category: 'a', values: [point] }], styles: x }],
	],
	[
		'slides[].styles.x_axis (graph)',
		'slides',
		(x) => [{ type: 'graph', data: [{ category: 'a', values: [point] }], styles: { x_axis: x } }],
	],
	['buttons[]', 'buttons', (x) => [x]],
	['buttons[].action', 'buttons', (x) => [{ label: 'a', action: { ...open, ...x } }]],
	['buttons[].action.confirm', 'buttons', (x) => [{ label: 'a', action: { ...open, confirm: x } }]],
	...['open.url', 'preview.url', 'copy', 'system.api', 'invoke.function'].map((type): (typeof places)[number] => [
		`buttons[].action.data (${type})`,
		'buttons',
		(x) => [{ label: 'a', action: { type, data: x } }],
	]),
	['references.*', 'references', (x) => ({ 1: x })],
	['references.*.object', 'references', (x) => ({ 1: { type: 'button', object: x } })],
];

/** Each key that a message of ours can have. */
function sent(): string[] {
	const top = messages.flatMap(({ parameters }) =>
		parameters.filter(({ in: place, wire }) => place === 'body' && wire !== '*').map(({ wire }) => wire),
	);
	const inner = places.flatMap(([path, part, wrap]) => keysOf(part, wrap).map((key) => `${path}.${key}`));
	return [...new Set([...top, ...inner])].sort();
}

test('each key of a message that can be sent is on the page, and no other', () => {
	expect(rows.map(({ key }) => key).sort()).toEqual(sent());
});

test('each has a source, which the page cites', () => {
	expect(sources.length).toBeGreaterThan(3);
	for (const { key, source } of rows)
		expect([key, source.split('; ').filter((one) => !sources.includes(one.replace(/ \(.*\)$/, '')))]).toEqual([
			key,
			[],
		]);
});

/** Every name that a form gives a message: a key of Cliq's, or what becomes one. */
function fieldNames(fields: Field[]): string[] {
	return fields.flatMap(({ name, fields: inner = [] }) => [name, ...fieldNames(inner)]);
}

test('what has no source comes from no form, and from no question', () => {
	const undocumented = rows
		.filter(({ source }) => source === 'none')
		.map(({ key }) => key!.split('.').at(-1)!.replace('buttons[]', ''));
	expect(undocumented).toEqual(['arguments']);
	const names = new Set(Object.values(forms).flatMap((form) => fieldNames(form!.fields)));
	for (const key of undocumented) expect([...names]).not.toContain(key);
	const address = () => 'a,key';
	const step = { operation: operation('message.send.chat'), values: { text: 'Deploy?' }, place: 0 };
	const { values } = withAnswers(step, approval({ way: 'cliq' }), { address, functionName: 'cliqAnswer1' });
	const keys = (values.buttons as object[]).flatMap((button) => Object.keys(button));
	expect(keys).toContain('key');
	for (const key of undocumented) expect(keys).not.toContain(key);
});
