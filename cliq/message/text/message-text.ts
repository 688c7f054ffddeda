import { type Operation, type Parameter, parameterOf } from '../../catalogue';
import { invalid } from '../../parameters/invalid-input';
import { count } from '../../util/quote';
import type { Values } from '../../parameters/values';
import { toWire } from '../../parameters/to-wire';
import type { WireValue } from '../../parameters/kinds';
import { shown } from '../form/table-cells';
import { isRecord, jsonCopy } from '../../parameters/json-values';
import { digest } from './digest';
import { escape } from './escape';
import { fromMarkdown, type MarkdownTable } from './markdown';
import type { Making, Row } from '../types';
import { namesOfPeople, withoutGroupMentions } from './group-mentions';
import { mentionsOf } from './mentions';

/** In lines, unless a person says otherwise. */
const SHOWN_IN_FULL = 10;

interface Formatted {
	/** In Cliq's formatting, of any length. */
	text: string;
	/** Those of Markdown, which are no longer in the text. */
	tables: MarkdownTable[];
}

export interface Text extends Formatted {
	/** Mentions that go before the text. */
	front: string;
}

/**
 * The text of a message, from what a person filled in.
 *
 * @param raw what the message has as Cliq's own JSON; its text is taken as it is.
 * @throws CliqError `invalidInput`
 */
export function messageText(
	operation: Operation,
	values: Values,
	raw: Row,
	{ remarks, byModel }: Pick<Making, 'byModel' | 'remarks'>,
): Text {
	const named = (setting(operation, values, 'mentions') ?? []) as string[];
	const mentions = byModel.has('mentions')
		? namesOfPeople(named, parameterOf(operation, 'mentions'), remarks)
		: named;
	const isSilent = setting(operation, values, 'silentMentions') === true;
	const front = mentions.length === 0 ? '' : mentionsOf(mentions, isSilent, parameterOf(operation, 'mentions'));
	const isRaw = Object.hasOwn(raw, 'text');
	const given = isRaw ? raw.text : values.text;
	const format = formatOf(
		operation,
		isRaw ? { ...values, textFormat: 'cliq' } : values,
		byModel.has(isRaw ? 'json' : 'text'),
	);
	if (!isRaw && Array.isArray(given) && operation.parameters.some(({ name }) => name === 'digestFull')) {
		// It has the mentions in it, since it is as long as a message can be.
		return {
			front: '',
			text: digestOf(
				operation,
				values,
				given.map((line, index) => ofOneLine(lineIn(line, index, parameterOf(operation, 'text')), format)),
				front,
			),
			tables: [],
		};
	}
	// Of any length: what is too long is split or cut later.
	const whole = toWire({ ...parameterOf(operation, 'text'), required: undefined, maxLength: undefined }, given) ?? '';
	return { front, ...format(String(whole)) };
}

/** @returns the texts that stand beside the one of the message, such as comments of files, in Cliq's formatting. */
export function formattedTexts(operation: Operation, values: Values, texts: string[], isByModel: boolean): string[] {
	const format = formatOf(operation, values, isByModel);
	return texts.map((text) => ofOneLine(text, format));
}

/** @param isByModel whether an AI model wrote it, which then calls no group. */
function formatOf(operation: Operation, values: Values, isByModel: boolean): (text: string) => Formatted {
	const format = formats[String(setting(operation, values, 'textFormat'))] ?? formats.cliq;
	if (!isByModel) return format;
	return (text) => {
		const { text: formatted, tables } = format(text);
		return {
			text: String(withoutGroupMentions(formatted)),
			tables: withoutGroupMentions(tables) as MarkdownTable[],
		};
	};
}

/** The text after the mentions. Nobody is called for nothing. */
export function addressed(front: string, text: string): string {
	if (text.trim() === '') return '';
	return `${actsAtLineStart(text) ? front.replace(/ $/, '\n') : front}${text}`;
}

/** A heading, a quote, a rule or a block of code is one only where a line begins. */
function actsAtLineStart(text: string): boolean {
	return /^(?:#{1,6} |!|-{3,}|```)/.test(text);
}

/** @returns the value of a parameter that shapes the message; nothing if the operation does not have it. */
export function setting(operation: Operation, values: Values, name: string): WireValue | undefined {
	const parameter = operation.parameters.find((candidate) => candidate.name === name);
	return parameter && toWire(parameter, values[name], values);
}

const formats: Record<string, (text: string) => Formatted> & { cliq: (text: string) => Formatted } = {
	cliq: (text) => ({ text, tables: [] }),
	markdown: fromMarkdown,
	plain: (text) => ({ text: escape(text), tables: [] }),
};

/** @throws CliqError if there is nothing that could be shown of it. */
function lineIn(line: unknown, index: number, parameter: Parameter): string {
	const isShowable =
		line === undefined ||
		jsonCopy(line) !== undefined ||
		(typeof line === 'object' && line !== null && !Array.isArray(line) && !isRecord(line));
	if (isShowable) return shown(line);
	throw invalid(
		parameter,
		`holds what cannot be shown in line ${index + 1}: a function, NaN, or a list or object that holds itself`,
		'Give a text for each line.',
	);
}

/** A table within a line of a digest has no place of its own. Without line breaks it is not a table. */
function ofOneLine(line: string, format: (text: string) => Formatted): string {
	const { text, tables } = format(line);
	return tables.length === 0 ? text : format(line.replace(/\s+/g, ' ')).text;
}

function digestOf(operation: Operation, values: Values, lines: string[], front: string): string {
	const parameter = parameterOf(operation, 'text');
	const groups = groupsOf(operation, values, lines.length);
	const filled = [...lines.entries()].filter(([, line]) => line.trim() !== '');
	if (filled.length === 0)
		throw invalid(
			parameter,
			'is a digest without any items',
			'Send it only when there are items, or give each of them a text.',
		);
	const full = (setting(operation, values, 'digestFull') ?? SHOWN_IN_FULL) as number;
	const limit = parameter.maxLength ?? Infinity;
	if (front.length > limit / 2)
		throw invalid(
			parameterOf(operation, 'mentions'),
			`comes to ${count(front.length)} characters, which leaves no room for the digest`,
			'Mention fewer, or a team, or all.',
		);
	return digest(
		filled.map(([, line]) => line),
		groups && filled.map(([index]) => groups[index] ?? ''),
		full,
		limit,
		front,
	);
}

/** A group for each line; one name stands for all of them. */
function groupsOf(operation: Operation, values: Values, lines: number): string[] | undefined {
	const groups = setting(operation, values, 'digestGroups') as string[] | undefined;
	if (groups === undefined || groups.length === lines || lines === 0) return groups;
	const [first, ...others] = groups;
	if (first !== undefined && others.length === 0) return Array.from({ length: lines }, () => first);
	throw invalid(
		parameterOf(operation, 'digestGroups'),
		`has ${count(groups.length)} names for ${count(lines)} lines`,
		'Give one name for each line, or one for all.',
	);
}
