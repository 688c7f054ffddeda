import { type Operation, type Parameter, parameterOf } from '../catalogue';
import { invalid } from '../parameters/invalid-input';
import { count } from '../util/quote';
import type { Values } from '../parameters/values';
import { gaveNothing, isNothing, isOfData, refusedNothing, sourceOf } from '../parameters/expression-sources';
import { toWire } from '../parameters/to-wire';
import { sizeOf } from './form/table-cells';
import { checkInstantButtons, fittingPart } from './check/check-message';
import { escape } from './text/escape';
import { forms } from './form/form-fields';
import { fromForm } from './form/message-form';
import { isForm } from '../parameters/filled-form';
import { fromJson, isEmpty, isRecord } from '../parameters/json-values';
import type { MarkdownTable } from './text/markdown';
import { standIn, withoutPrompt, withoutVote } from './overflow/stand-ins';
import { withoutLongAddresses, withoutTooMany } from './overflow/long-links';
import { slideGroups } from './overflow/slide-groups';
import type { Where } from './location-in-message';
import type { Remarks } from '../parameters/warnings';
import { SLIDES_TOGETHER } from './check/slides';
import { cut, split } from './text/split';
import { addressed, messageText, setting } from './text/message-text';
import type { Making, Row, Slide } from './types';

/** Nobody reads more messages than this: a text that long is likelier a mistake than a wish, or a file. */
const MOST_PARTS = 50;

/** By Cliq's names: what only the first or the last message of a split text has. */
const FIRST = ['reply_to', 'thread_title'];
const LAST = ['card', 'slides', 'buttons'];

/**
 * What a person filled in as the values of each message that it takes to say it all: one, unless the text is split, or
 * data has more slides than one message takes.
 *
 * @throws CliqError `invalidInput`
 */
export function partsOf(operation: Operation, values: Values, making: Making): Values[] {
	const { sources, remarks } = making;
	const raw = rawOf(operation, values);
	const rawSource = sourceOf(sources, operation.parameters.find(({ wire }) => wire === '*')?.name ?? '');
	const { front, text, tables } = messageText(operation, values, raw, making);
	const { slides: own, rest } = slidesOf(operation, values, raw, tables, making);
	const moved: string[] = [];
	const fit = (parameter: Parameter, value: unknown, source: unknown) =>
		fitting(parameter, value, source, remarks, moved);
	const sent = operation.parameters.filter(
		(parameter) => parameter.in !== 'compose' && parameter.wire !== '*' && parameter.type !== 'slides',
	);
	const filled = sent.map(
		(parameter) =>
			[
				parameter,
				fit(parameter, fromFormOrJson(parameter, values[parameter.name], making), sources[parameter.name]),
			] as const,
	);
	const keys = Object.fromEntries(
		Object.entries(raw).map(([wire, value]) => {
			const parameter = operation.parameters.find(
				(candidate) => candidate.wire === wire && candidate.in === 'body',
			);
			return [wire, parameter && parameter.type !== 'slides' ? fit(parameter, value, rawSource) : value] as const;
		}),
	);
	const valueOf = (wire: string) =>
		Object.hasOwn(keys, wire) ? keys[wire] : filled.find(([parameter]) => parameter.wire === wire)?.[1];
	const given = filled.map(
		([parameter, value]) =>
			[
				parameter,
				parameter.type === 'card' && (isOfData(sources.buttons) || typeof sources[parameter.name] === 'string')
					? withoutPrompt(value, valueOf('buttons'), { parameter, place: 'Card', remarks })
					: value,
			] as const,
	);
	const isRaw = Object.hasOwn(raw, 'slides');
	const slidesParameter = operation.parameters.find(({ type }) => type === 'slides');
	const slidesSource = isRaw ? rawSource : slidesParameter && sources[slidesParameter.name];
	const groups: [unknown, ...Slide[][]] =
		slidesParameter && isOfData(slidesSource)
			? slideGroups(fit(slidesParameter, own, slidesSource), {
					parameter: slidesParameter,
					place: 'Slides',
					remarks,
				})
			: [own];
	const [slides, ...more] = groups;
	const references = valueOf('references');
	const paragraphs = [withoutMissing(text, references), ...rest.map(tableAsText), moved.join('\n')].filter(
		(paragraph) => paragraph.trim() !== '',
	);
	// An answer of tables alone is sent with the names of their columns.
	const [table] = tables;
	const whole = paragraphs.length === 0 && table ? escape(table.headers.join(', ')) : paragraphs.join('\n\n');
	const shown =
		whole.trim() === ''
			? instead(
					parameterOf(operation, 'text'),
					Object.hasOwn(raw, 'text') ? [raw.text, rawSource] : [values.text, sourceOf(sources, 'text')],
					remarks,
					{ card: valueOf('card'), slides, buttons: valueOf('buttons') },
				)
			: whole;
	const texts = textsOf(operation, values, addressed(front, shown), remarks);
	const instant = isEmpty(references) ? [] : instantButtons(parameterOf(operation, 'references'), references, texts);
	const parts = texts.map((part, index): Values => {
		const isHere = (wire: string) =>
			!(FIRST.includes(wire) && index > 0) && !(LAST.includes(wire) && index < texts.length - 1);
		const here = (wire: string, value: unknown) =>
			wire === 'references' && instant.length > 0 ? instant[index] : value;
		const named = given
			.filter(([{ wire }]) => isHere(wire))
			.map(([{ name, wire }, value]) => [name, here(wire, value)] as const);
		const json = Object.entries(isRaw ? { ...keys, slides } : keys)
			.filter(([wire]) => wire !== 'text' && isHere(wire))
			.map(([wire, value]) => [wire, here(wire, value)] as const);
		return {
			...Object.fromEntries(named.filter(([, value]) => value !== undefined)),
			...(slidesParameter &&
				!isRaw &&
				slides !== undefined &&
				isHere('slides') && { [slidesParameter.name]: slides }),
			...(json.length > 0 && { json: Object.fromEntries(json) }),
			text: part,
		};
	});
	return [
		...parts,
		...more.map((group, index) =>
			withSlides(parts.at(-1) ?? {}, group, slidesParameter!, `Slides, part ${index + 2} of ${groups.length}`),
		),
	];
}

/**
 * The text of a message whose data has none, with what else there is in it.
 *
 * @throws CliqError `invalidInput` if its expression gives nothing, and there is nothing else.
 */
function instead(
	parameter: Parameter,
	[given, source]: [unknown, string | undefined],
	remarks: Remarks,
	others: Parameters<typeof standIn>[0],
): string {
	if (source === undefined) return '';
	const text = standIn(others);
	if (text !== undefined)
		remarks.add(`"${parameter.label}" shows "${text}": ${gaveNothing(parameter.label, source)}`);
	else if (isNothing(given)) throw refusedNothing(parameter, source);
	return text ?? '';
}

/** The slides that had no place in the message before. */
function withSlides({ json, ...values }: Values, slides: Slide[], { name }: Parameter, text: string): Values {
	const without = ['card', 'buttons', 'references', 'replyTo', 'threadTitle'];
	const keys = Object.entries((json ?? {}) as Row).filter(
		([wire]) => ![...LAST, ...FIRST, 'references'].includes(wire),
	);
	return {
		...Object.fromEntries(Object.entries(values).filter(([key]) => !without.includes(key))),
		...(keys.length > 0 && { json: Object.fromEntries(keys) }),
		[name]: slides,
		text,
	};
}

/** A part that comes from data, so that Cliq takes it: cut, or without what cannot be sent. */
function fitting(parameter: Parameter, value: unknown, source: unknown, remarks: Remarks, moved: string[]): unknown {
	if (value === undefined || !isOfData(source) || forms[parameter.type] === undefined) return value;
	if (isNothing(value)) return undefined;
	const json =
		parameter.type === 'card'
			? withoutVote(fromJson(value, parameter), { parameter, place: 'Card', remarks })
			: fromJson(value, parameter);
	const isData = (index: number) =>
		typeof source === 'string' || isOfData(Array.isArray(source) ? source[index] : source);
	if (parameter.type !== 'buttons') return fittingPart(json, parameter, isData, remarks);
	const where: Where = { parameter, place: 'Buttons', remarks };
	return withoutTooMany(
		fittingPart(withoutLongAddresses(json, isData, where, moved), parameter, isData, remarks),
		where,
		moved,
	);
}

/** An instant button that its data lacks leaves its label in the text. */
function withoutMissing(text: string, references: unknown): string {
	if (!isRecord(references)) return text;
	const isMissing = (key: string) => Object.hasOwn(references, key) && references[key] === undefined;
	return text.replace(/\[([^[\]\n]*)\]\(\$([\w-]+)\)/g, (button, label: string, key: string) =>
		isMissing(key) ? label : button,
	);
}

/** The message as Cliq's own JSON, as far as a person gave it. */
function rawOf(operation: Operation, values: Values): Row {
	const json = operation.parameters.find(({ wire }) => wire === '*');
	return ((json && toWire(json, values[json.name])) ?? {}) as Row;
}

function fromFormOrJson(
	parameter: Parameter,
	value: unknown,
	{ rows, sources, remarks }: Making,
	room?: number,
): unknown {
	return isForm(value) && forms[parameter.type]
		? fromForm(parameter, value, rows, room, { source: sources[parameter.name], remarks })
		: value;
}

/**
 * The slides of the message and after them the tables of its text.
 *
 * @returns the slides, not yet checked; and the tables that are not slides, since they do not fit whole, have no rows,
 *   or the operation has no slides.
 */
function slidesOf(
	operation: Operation,
	values: Values,
	raw: Row,
	tables: MarkdownTable[],
	making: Making,
): { slides?: unknown; rest: MarkdownTable[] } {
	const parameter = operation.parameters.find(({ type }) => type === 'slides');
	if (!parameter) return { rest: tables };
	const isRaw = Object.hasOwn(raw, 'slides');
	// Both have their share: data could fill all slides.
	const reserved = sizeOf(withTables([], tables, SLIDES_TOGETHER / 2).slides);
	const own = fromFormOrJson(
		parameter,
		isRaw ? raw.slides : values[parameter.name],
		making,
		SLIDES_TOGETHER - reserved,
	);
	if (tables.length === 0) return { slides: own, rest: [] };
	const first = (toWire(parameter, own, values, isRaw) ?? []) as Slide[];
	return withTables(first, tables, SLIDES_TOGETHER);
}

/** The slides and, after them, the tables that fit; and the tables that do not. */
function withTables(first: Slide[], tables: MarkdownTable[], room: number): { slides: Slide[]; rest: MarkdownTable[] } {
	const slides = [...first];
	let left = room - sizeOf(first);
	const rest = tables.filter((table) => {
		const slide = tableSlide(table);
		const fits = slide !== undefined && slides.length < forms.slides!.most && sizeOf(slide) <= left;
		if (!fits) return true;
		slides.push(slide);
		left -= sizeOf(slide);
		return false;
	});
	return { slides, rest };
}

/** @returns `undefined` if there is nothing in its rows. */
function tableSlide({ headers, rows }: MarkdownTable): Slide | undefined {
	if (!rows.some((row) => row.some((cell) => cell.trim() !== ''))) return undefined;
	return {
		type: 'table',
		data: {
			headers,
			rows: rows.map((row) => Object.fromEntries(headers.map((header, index) => [header, row[index] ?? '']))),
		},
	};
}

function tableAsText({ headers, rows }: MarkdownTable): string {
	const line = (cells: string[]) => cells.map((cell) => escape(cell.replace(/\s+/g, ' '))).join(' | ');
	return [`*${line(headers)}*`, ...rows.map(line)].join('\n');
}

/** The text as it is sent: whole, in parts, or its beginning. One that is refused is left to the check of the call. */
function textsOf(operation: Operation, values: Values, text: string, remarks: Remarks): string[] {
	const parameter = parameterOf(operation, 'text');
	const { maxLength = Infinity } = parameter;
	const way = setting(operation, values, 'longText') ?? 'refuse';
	if (text.length <= maxLength || way === 'refuse') return [text];
	if (way === 'cut') {
		remarks.add(
			`"${parameter.label}" is cut: it has ${count(text.length)} characters, and Cliq takes ${count(maxLength)}`,
		);
		return [cut(text, maxLength)];
	}
	const parts = split(text, maxLength);
	if (parts.length <= MOST_PARTS) return parts;
	throw invalid(
		parameter,
		`comes to ${count(parts.length)} messages, and no more than ${MOST_PARTS} are sent at once`,
		'Cut it (If Too Long), or send it as a file.',
	);
}

/**
 * An instant button goes where the text has it, and where no text has it with the last one.
 *
 * @returns the instant buttons for each message of a text.
 */
function instantButtons(parameter: Parameter, value: unknown, texts: string[]): unknown[] {
	const references = fromJson(value, parameter);
	if (texts.length === 1 || !isRecord(references) || isEmpty(references)) return texts.map(() => value);
	/** By its key, the messages that it goes with. */
	const wanted = new Map<string, Set<number>>();
	for (const [index, text] of texts.entries()) {
		checkInstantButtons(text, references);
		for (const key of buttonsIn(text)) wanted.set(key, (wanted.get(key) ?? new Set()).add(index));
	}
	const shares = texts.map((): Array<[string, unknown]> => []);
	for (const entry of Object.entries(references)) {
		for (const index of wanted.get(entry[0]) ?? [texts.length - 1]) shares[index]?.push(entry);
	}
	return shares.map((share) => (share.length === 0 ? undefined : Object.fromEntries(share)));
}

/** @returns the keys of the instant buttons in a text. */
function buttonsIn(text: string): string[] {
	return [...text.matchAll(/\]\(\$([\w-]+)\)/g)].map(([, key = '']) => key);
}
