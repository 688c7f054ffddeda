import { parseTime } from '../time-formats';
import { DelugeError, DelugeTime, fromJson, isMap, textOf } from '../values';
import type { FunctionsOf } from './types';

/** Source: the pages "Text functions" of Deluge's help. Places are counted from 0, ends are not included. */
export const textFunctions = {
	contains: (text, part) => text.includes(textOf(part)),
	notContains: (text, part) => !text.includes(textOf(part)),
	containsIgnoreCase: (text, part) => text.toLowerCase().includes(textOf(part).toLowerCase()),
	startsWith: (text, part) => text.startsWith(textOf(part)),
	startsWithIgnoreCase: (text, part) => text.toLowerCase().startsWith(textOf(part).toLowerCase()),
	endsWith: (text, part) => text.endsWith(textOf(part)),
	endsWithIgnoreCase: (text, part) => text.toLowerCase().endsWith(textOf(part).toLowerCase()),
	equals: (text, other) => text === textOf(other),
	equalsIgnoreCase: (text, other) => text.toLowerCase() === textOf(other).toLowerCase(),
	matches: (text, pattern) => expressionOf(pattern, '', true).test(text),
	length: (text) => text.length,
	toLowerCase: (text) => text.toLowerCase(),
	toUpperCase: (text) => text.toUpperCase(),
	proper: (text) => text.toLowerCase().replace(/(^|\s)\S/g, (letter) => letter.toUpperCase()),
	trim: (text) => text.trim(),
	ltrim: (text) => text.trimStart(),
	rtrim: (text) => text.trimEnd(),
	reverse: (text) => [...text].reverse().join(''),
	concat: (text, other) => text + textOf(other),
	subString: piece,
	subText: piece,
	left: (text, length) => text.slice(0, Number(length)),
	right: (text, length) => text.slice(-Number(length)),
	mid: piece,
	leftPad: (text, length) => text.padStart(Number(length)),
	rightPad: (text, length) => text.padEnd(Number(length)),
	indexOf: (text, part, from = 0) => text.indexOf(textOf(part), Number(from)),
	lastIndexOf: (text, part) => text.lastIndexOf(textOf(part)),
	getOccurenceCount: (text, part) => text.split(textOf(part)).length - 1,
	getPrefix: (text, part) => (text.includes(textOf(part)) ? text.slice(0, text.indexOf(textOf(part))) : null),
	getSuffix: (text, part) =>
		text.includes(textOf(part)) ? text.slice(text.indexOf(textOf(part)) + textOf(part).length) : null,
	getAlpha: (text) => text.replace(/[^A-Za-z]/g, ''),
	getAlphaNumeric: (text) => text.replace(/[^A-Za-z0-9]/g, ''),
	remove: (text, part) => text.replaceAll(textOf(part), ''),
	removeFirstOccurence: (text, part) => text.replace(textOf(part), ''),
	removeAllAlpha: (text) => text.replace(/[A-Za-z]/g, ''),
	removeAllAlphaNumeric: (text) => text.replace(/[A-Za-z0-9]/g, ''),
	/** By a regular expression, unless a third value says that it is a plain text. */
	replaceAll: (text, part, by, isPlain) =>
		isPlain === true
			? text.replaceAll(textOf(part), () => textOf(by))
			: text.replace(expressionOf(part, 'g'), textOf(by)),
	replaceFirst: (text, part, by, isPlain) =>
		isPlain === true ? text.replace(textOf(part), () => textOf(by)) : text.replace(expressionOf(part), textOf(by)),
	isNumber: (text) => text.trim() !== '' && Number.isFinite(Number(text)),
	isText: () => true,
	toList: (text, between = ',') => text.split(textOf(between)),
	toMap: (text) => {
		const value = fromJson(text);
		if (!isMap(value)) throw new DelugeError(`Error in toMap: ${text.slice(0, 40)} is not a text that holds a map`);
		return value;
	},
	toJSONList: (text) => {
		const value = fromJson(text);
		if (!Array.isArray(value))
			throw new DelugeError(`Error in toJSONList: ${text.slice(0, 40)} is not a text that holds a list`);
		return value;
	},
	/** Null for what is not there, or not JSON. */
	getJSON: (text, key) => {
		const value = fromJson(text);
		return isMap(value) && Object.hasOwn(value, textOf(key)) ? value[textOf(key)] : null;
	},
	toLong: (text) => Math.trunc(numberOf(text)),
	toNumber: numberOf,
	toDecimal: numberOf,
	toTime: timeOf,
	toDate: timeOf,
	encodeUrl: (text) => encodeURIComponent(text),
} satisfies FunctionsOf<string>;

/** As in Java, small and capital letters are the same after `(?i)`. */
function expressionOf(given: unknown, flags = '', isWhole = false): RegExp {
	const [, ignoring, pattern = ''] = /^(\(\?i\))?([^]*)$/.exec(textOf(given))!;
	return new RegExp(isWhole ? `^(?:${pattern})$` : pattern, ignoring ? `${flags}i` : flags);
}

function piece(text: string, from: unknown, to: unknown = text.length): string {
	const [start, end] = [Number(from), Number(to)];
	if (!(start >= 0 && start <= end && end <= text.length))
		throw new DelugeError(`A text of ${text.length} characters has none from ${start} to ${end}`);
	return text.slice(start, end);
}

function numberOf(text: string): number {
	if (!textFunctions.isNumber(text)) throw new DelugeError(`"${text.slice(0, 40)}" is not a number`);
	return Number(text);
}

function timeOf(text: string, format?: unknown): DelugeTime {
	const ms = parseTime(text, format === undefined ? undefined : textOf(format));
	if (ms === undefined) throw new DelugeError(`"${text.slice(0, 40)}" is not a date`);
	return new DelugeTime(ms);
}
