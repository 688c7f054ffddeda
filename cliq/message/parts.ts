import type { Operation, Parameter } from '../catalogue';
import { count, invalid } from '../invalid';
import { parameterOf, type Values } from '../request';
import { toWire } from '../values';
import { sizeOf } from './cells';
import { escape } from './escape';
import { forms } from './fields';
import { fromForm, isForm, SLIDES_TOGETHER } from './form';
import { fromJson, isRecord } from './json';
import type { MarkdownTable } from './markdown';
import { tableOf } from './rows';
import { cut, split } from './split';
import { setting, textOf } from './text';
import type { Row, Slide } from './types';

/** Nobody reads more messages than this: a text that long is likelier a mistake than a wish, or a file. */
const MOST_PARTS = 50;

/** By Cliq's names: what only the first or the last message of a split text has. */
const FIRST = ['reply_to', 'thread_title'];
const LAST = ['card', 'slides', 'buttons'];

/**
 * What a person filled in as the values of each message that it takes to say it all: one, unless the text is split.
 *
 * @param rows the data that came into the node.
 * @throws CliqError `invalidInput`
 */
export function partsOf(operation: Operation, values: Values, rows: Row[]): Values[] {
	const raw = rawOf(operation, values);
	const { text, tables } = textOf(operation, values, raw);
	const { slides, rest } = slidesOf(operation, values, raw, tables, rows);
	const texts = textsOf(operation, values, [text, ...rest.map(tableAsText)].filter((paragraph) => paragraph !== '').join('\n\n'));
	const sent = operation.parameters.filter((parameter) => parameter.in !== 'compose' && parameter.wire !== '*');
	const given = sent.map((parameter) => [parameter, parameter.type === 'slides' ? slides : fromFormOrJson(parameter, values[parameter.name], rows)] as const);
	const { text: _, ...keys } = slides !== undefined && Object.hasOwn(raw, 'slides') ? { ...raw, slides } : raw;
	return texts.map((part, index) => {
		const isHere = (wire: string) => !(FIRST.includes(wire) && index > 0) && !(LAST.includes(wire) && index < texts.length - 1);
		const here = (wire: string, value: unknown) => (wire === 'references' ? referencesIn(parameterOf(operation, 'references'), value, texts, index) : value);
		const named = given.filter(([{ wire }]) => isHere(wire)).map(([{ name, wire }, value]) => [name, here(wire, value)] as const);
		const json = Object.entries(keys).filter(([wire]) => isHere(wire)).map(([wire, value]) => [wire, here(wire, value)] as const);
		return {
			...Object.fromEntries(named.filter(([, value]) => value !== undefined)),
			...(json.length > 0 && { json: Object.fromEntries(json) }),
			text: part,
		};
	});
}

/** The message as Cliq's own JSON, as far as a person gave it. */
function rawOf(operation: Operation, values: Values): Row {
	const json = operation.parameters.find(({ wire }) => wire === '*');
	return ((json && toWire(json, values[json.name])) ?? {}) as Row;
}

function fromFormOrJson(parameter: Parameter, value: unknown, rows: Row[], room?: number): unknown {
	return isForm(value) && forms[parameter.type] ? fromForm(parameter, value, rows, room) : value;
}

/**
 * The slides of the message and after them the tables of its text.
 *
 * @returns the slides, not yet checked, and the tables that are none: the operation has no slides, there are too many, or
 * they have no rows.
 */
function slidesOf(operation: Operation, values: Values, raw: Row, tables: MarkdownTable[], rows: Row[]): { slides?: unknown; rest: MarkdownTable[] } {
	const parameter = operation.parameters.find(({ type }) => type === 'slides');
	if (!parameter) return { rest: tables };
	const given = Object.hasOwn(raw, 'slides') ? raw.slides : values[parameter.name];
	const fitting = tables.filter((table) => table.rows.some((row) => row.some((cell) => cell.trim() !== '')));
	// Both have their share: data could fill all slides.
	const size = sizeOf(tableSlides(fitting, Infinity, parameter));
	const own = fromFormOrJson(parameter, given, rows, SLIDES_TOGETHER - Math.min(size, SLIDES_TOGETHER / 2));
	if (fitting.length === 0) return { slides: own, rest: tables };
	const first = (toWire(parameter, own, values, Object.hasOwn(raw, 'slides')) ?? []) as Slide[];
	const shown = fitting.slice(0, Math.max(0, forms.slides!.most - first.length));
	return { slides: [...first, ...tableSlides(shown, SLIDES_TOGETHER - sizeOf(first), parameterOf(operation, 'text'))], rest: tables.filter((table) => !shown.includes(table)) };
}

/** @param room in characters, for all of them. */
function tableSlides(tables: MarkdownTable[], room: number, parameter: Parameter): Slide[] {
	let left = room;
	return tables.map(({ headers, rows }, index) => {
		const share = Math.floor(left / (tables.length - index)) - sizeOf({ type: 'table', data: '' });
		const slide: Slide = { type: 'table', data: tableOf(headers, (row) => rows[row], { count: rows.length, room: share }, { parameter, place: `Table ${index + 1} of the text` }) };
		left -= sizeOf(slide);
		return slide;
	});
}

function tableAsText({ headers, rows }: MarkdownTable): string {
	const line = (cells: string[]) => cells.map((cell) => escape(cell.replace(/\s+/g, ' '))).join(' | ');
	return [`*${line(headers)}*`, ...rows.map(line)].join('\n');
}

/** The text as it is sent: whole, in parts, or its beginning. One that is refused is left to the check of the call. */
function textsOf(operation: Operation, values: Values, text: string): string[] {
	const parameter = parameterOf(operation, 'text');
	const { maxLength = Infinity } = parameter;
	const way = setting(operation, values, 'longText') ?? 'refuse';
	if (text.length <= maxLength || way === 'refuse') return [text];
	if (way === 'cut') return [cut(text, maxLength)];
	const parts = split(text, maxLength);
	if (parts.length <= MOST_PARTS) return parts;
	throw invalid(parameter, `comes to ${count(parts.length)} messages, and no more than ${MOST_PARTS} are sent at once`, 'Cut it (If Too Long), or send it as a file.');
}

/** An instant button goes where the text has it, and where no text has it with the last one. */
function referencesIn(parameter: Parameter, value: unknown, texts: string[], index: number): unknown {
	const references = fromJson(value, parameter);
	if (texts.length === 1 || !isRecord(references)) return value;
	const isUsed = (key: string, text: string) => text.includes(`]($${key})`);
	const here = Object.entries(references).filter(([key]) => isUsed(key, texts[index]) || (index === texts.length - 1 && !texts.some((text) => isUsed(key, text))));
	return here.length === 0 ? undefined : Object.fromEntries(here);
}
