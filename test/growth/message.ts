import { operation } from '../../cliq/catalogue';
import { checkInstantButtons } from '../../cliq/message/check/check-message';
import { compose } from '../../cliq/message/compose';
import { columnNames } from '../../cliq/message/form/table-cells';
import { isFigure } from '../../cliq/message/form/numbers-in-data';
import { namesIn, reader } from '../../cliq/message/form/field-names';
import { digest } from '../../cliq/message/text/digest';
import { escape, escapeCode } from '../../cliq/message/text/escape';
import { withoutGroupMentions } from '../../cliq/message/text/group-mentions';
import { fromMarkdown } from '../../cliq/message/text/markdown';
import { cut, split } from '../../cliq/message/text/split';
import { buildRequest } from '../../cliq/http/request';
import type { Row } from '../../cliq/message/types';
import type { Subject } from './measure';
import { fewShapes, shapesOf, textShapes, times } from './shapes';

/** In characters: a text that a workflow builds of other texts. */
const LONG = 128_000;
/** In entries: what a database gives. */
const MANY = 32_000;
/** In keys of one object: past some thousands the engine itself takes longer for each. */
const MANY_KEYS = 4000;

const send = operation('message.send.chat');
const ROOT = 'https://cliq.invalid';

function onTexts(name: string, work: (text: string) => unknown, shapes = textShapes, most = LONG): Subject[] {
	return shapes.map(({ name: shape, make }): Subject<string> => ({ name, shape, make, work, most })) as Subject[];
}

function subject<Input>(
	name: string,
	shape: string,
	make: (size: number) => Input,
	work: (input: Input) => unknown,
	most = MANY,
): Subject {
	return { name, shape, make, work, most } as Subject;
}

/** As the nodes do it: what is composed is built, too. */
function composed(values: Row, rows: Row[] = []): void {
	for (const step of compose(send, { chatId: 'CT_1', text: 'Hi', ...values }, rows))
		buildRequest(step.operation, step.values, ROOT);
}

const slide = (form: Row) => ({ slides: { form: [form] } });
const raw = (json: Row) => ({ json });

export const messageSubjects: Subject[] = [
	...onTexts('Markdown', fromMarkdown),
	...onTexts('escape', escape),
	...onTexts('code', escapeCode, fewShapes),
	...onTexts('text without group mentions', withoutGroupMentions, shapesOf(['{@', '{', '@', 'a', '}', '{@a@'])),
	...onTexts('split', (text) => split(text, 5000)),
	...onTexts('cut', (text) => cut(text, 5000)),
	...onTexts('instant buttons in a text', (text) => checkInstantButtons(text, {}), fewShapes),
	...onTexts('a message, split', (text) => composed({ text, longText: 'split' }), fewShapes),
	...onTexts(
		'a message of Markdown, cut',
		(text) => composed({ text, textFormat: 'markdown', longText: 'cut' }),
		fewShapes,
	),
	...onTexts('mentions', (text) => composed({ mentions: text }), fewShapes),
	...onTexts('a message as JSON', (text) => composed(raw({ text, card: text, slides: text })), fewShapes),
	...onTexts(
		'a chart of one value',
		(text) => composed(slide({ type: 'percentage_chart' }), [{ name: 'a', value: text }]),
		shapesOf(['0', '1,000', '.', '1.', '0e', ' ', '-']),
	),
	...onTexts('number', isFigure, shapesOf(['0', '1,000', ',000', '.', '1.', '0e', ' ', '-', '€', "'"], '1')),
	...onTexts(
		'names of columns',
		(text) => namesIn(text).map((name) => reader(name)({ a: 1 })),
		shapesOf(['a,', '"', '[', "'", '.']),
	),
	...onTexts(
		'a form of buttons',
		(text) => composed({ buttons: { form: [{ label: text, type: 'openUrl', url: text }] } }),
		fewShapes,
	),
	...onTexts(
		'an emoji',
		(text) => buildRequest(operation('reaction.add'), { chatId: 'CT_1', messageId: '1', emoji: text }, ROOT),
		fewShapes,
	),
	...onTexts('a chat by address', (text) => composed({ chatId: `https://cliq.zoho.com/${text}` }), fewShapes),
	subject(
		'Markdown',
		'a table of equal headers',
		(size) => `|${'a|'.repeat(size)}\n|${'-|'.repeat(size)}\n|${'b|'.repeat(size)}`,
		fromMarkdown,
	),
	subject(
		'Markdown',
		'a table of headers that look like copies',
		(size) => `|${times(size, (index) => `a (${index + 2})|a|`).join('')}\n|${'-|'.repeat(size * 2)}\n`,
		fromMarkdown,
	),
	subject(
		'Markdown',
		'many tables',
		(size) => '|a|b|\n|-|-|\n|1|2|\n\n'.repeat(size),
		(text) => composed({ text, textFormat: 'markdown', longText: 'cut' }),
	),
	subject(
		'Markdown',
		'a table of many rows',
		(size) => `|a|b|\n|-|-|\n${'|1|2|\n'.repeat(size)}`,
		(text) => composed({ text, textFormat: 'markdown', longText: 'cut' }),
	),
	subject('columns', 'equal', (size) => times(size, () => 'a'), columnNames),
	subject(
		'columns',
		'each like a copy',
		(size) => times(size, (index) => (index % 2 ? 'a' : `a (${index})`)),
		columnNames,
	),
	subject(
		'digest',
		'all different, all shown',
		(size) => times(size, (index) => `line ${index}`),
		(lines) => digest(lines, undefined, lines.length, 5000),
	),
	subject(
		'digest',
		'a group for each line',
		(size) => times(size, (index) => `line ${index}`),
		(lines) => digest(lines, lines, lines.length, 5000),
	),
	subject(
		'digest',
		'empty lines',
		(size) => times(size, () => ''),
		(lines) => digest(lines, lines, lines.length, 5000),
	),
	subject(
		'digest',
		'groups that escape',
		(size) => times(size, (index) => `*${index}`),
		(lines) => digest(lines, lines, lines.length, 5000),
	),
	subject(
		'digest',
		'through the form',
		(size) => times(size, (index) => `${index}`),
		(lines) => composed({ text: lines, digestFull: 5000, digestGroups: lines }),
	),
	...['table', 'list', 'label', 'percentage_chart', 'graph'].flatMap((type) => [
		subject(
			type,
			'many rows',
			(size) => times(size, (index) => ({ name: `n${index}`, value: index })),
			(rows) => composed(slide({ type }), rows),
		),
		subject(
			type,
			'many fields',
			(size) => [Object.fromEntries(times(size, (index) => [`f${index}`, index]))],
			(rows) => composed(slide({ type }), rows),
			MANY_KEYS,
		),
		subject(
			type,
			'rows that share no field',
			(size) => times(size, (index) => ({ [`f${index}`]: index })),
			(rows) => composed(slide({ type }), rows),
			4000,
		),
		subject(
			type,
			'many fields by name',
			(size) => times(size, (index) => `f${index}`),
			(names) =>
				composed(slide({ type, columns: names.join(','), valueFields: names.join(',') }), [
					Object.fromEntries(names.map((name, index) => [name, index])),
				]),
			MANY_KEYS,
		),
		subject(
			type,
			'fields by name that no two rows share',
			(size) => times(size, (index) => `f${index}`),
			(names) =>
				composed(
					slide({ type, columns: names.join(','), valueFields: names.join(',') }),
					names.map((name, index) => ({ [name]: index })),
				),
			MANY_KEYS,
		),
		subject(
			type,
			'fields without a name',
			(size) =>
				times(size, () =>
					Object.fromEntries([
						['', 1],
						[' ', 2],
					]),
				),
			(rows) => composed(slide({ type }), rows),
		),
		subject(
			type,
			'entries of its own',
			(size) => times(size, (index) => ({ label: `l${index}`, value: String(index) })),
			(entries) => composed(slide({ type, entries })),
		),
		subject(
			type,
			'lists',
			(size) => times(size, (index) => [`n${index}`, index]),
			(rows) => composed(slide({ type, data: rows })),
		),
		subject(
			type,
			'lists, the first one long',
			(size) => [times(size, (index) => `n${index}`), ...times(size, (index) => [index])],
			(rows) => composed(slide({ type, data: rows })),
			MANY_KEYS,
		),
		subject(
			type,
			'JSON a line',
			(size) => '{"a": 1}\n'.repeat(size),
			(data) => composed(slide({ type, data })),
		),
		subject(
			type,
			'JSON',
			(size) => JSON.stringify(times(size, (index) => ({ a: index }))),
			(data) => composed(slide({ type, data })),
		),
	]),
	subject(
		'raw table',
		'many columns',
		(size) => ({
			slides: [
				{
					type: 'table',
					data: {
						headers: times(size, (index) => `c${index}`),
						rows: [Object.fromEntries(times(size, (index) => [`c${index}`, index]))],
					},
				},
			],
		}),
		(json) => composed(raw(json)),
	),
	subject(
		'raw table',
		'equal columns at the end',
		(size) => ({
			slides: [
				{ type: 'table', data: { headers: [...times(size, (index) => `c${index}`), 'z', 'z'], rows: [] } },
			],
		}),
		(json) => composed(raw(json)),
	),
	subject(
		'raw message',
		'many keys',
		(size) => Object.fromEntries(times(size, (index) => [`k${index}`, 1])),
		(json) => composed(raw(json)),
		MANY_KEYS,
	),
	subject(
		'raw message',
		'a button with many arguments',
		(size) => ({
			buttons: [
				{
					label: 'a',
					action: { type: 'invoke.function', data: { name: 'a' } },
					arguments: Object.fromEntries(times(size, (index) => [`k${index}`, 1])),
				},
			],
		}),
		(json) => composed(raw(json)),
		MANY_KEYS,
	),
	subject(
		'raw message',
		'many instant buttons',
		(size) => ({
			text: times(size, (index) => `[a]($${index})`).join(''),
			references: Object.fromEntries(
				times(size, (index) => [
					index,
					{ type: 'button', object: { label: 'a', action: { type: 'copy', data: { text: 'a' } } } },
				]),
			),
		}),
		(json) => composed({ ...raw(json), longText: 'cut' }),
		8000,
	),
	subject(
		'a split message',
		'many instant buttons',
		(size) => ({
			text: times(size, (index) => `[a]($${index})`).join(' '),
			references: Object.fromEntries(
				times(size, (index) => [
					index,
					{ type: 'button', object: { label: 'a', action: { type: 'copy', data: { text: 'a' } } } },
				]),
			),
		}),
		(values) => composed({ ...values, longText: 'split' }),
		16_000,
	),
	subject(
		'raw message',
		'deep',
		(size) => JSON.parse(`${'['.repeat(size)}${']'.repeat(size)}`) as unknown,
		(slides) => composed(raw({ slides })),
		4000,
	),
	...onTexts(
		'data of a table',
		(text) => composed(slide({ type: 'table', data: text })),
		shapesOf(['```', '\n', ' ', '[', '1\n'], '```\n'),
	),
	...onTexts(
		'a file by name',
		(name) =>
			compose(operation('file.send.chat'), { chatId: 'CT_1', files: [{ name, size: 1, open: () => [] }] }, []),
		shapesOf([' ', '\n', 'a', '\r\n ']),
	),
	subject(
		'files',
		'many, with comments',
		(size) => times(size, (index) => ({ name: `f${index}`, size: 1, open: () => [] })),
		(files) =>
			compose(
				operation('file.send.chat'),
				{ chatId: 'CT_1', files, comments: files.map(({ name }) => name) },
				[],
			),
	),
	subject(
		'targets',
		'many',
		(size) => times(size, (index) => ({ target: 'chat', id: `CT_${index}` })),
		(alsoTo) => composed({ alsoTo }),
	),
	subject(
		'mentions',
		'a list',
		(size) => times(size, (index) => `${index}@example.com`),
		(mentions) => composed({ mentions }),
	),
];
