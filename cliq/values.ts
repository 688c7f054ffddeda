import type { Parameter, ParameterType } from './catalogue';
import { CliqError } from './errors';
import { emojiCode } from './emoji';

/** What Cliq gets for a parameter. */
export type WireValue = string | number | boolean | object;

/** Longer than any id, name or address of Cliq's, and short enough for a URL. */
const LONGEST_IDENTIFIER = 256;

/**
 * Checks a value and turns it into what Cliq wants for the parameter.
 *
 * @param value as a person, an expression or an AI agent gave it.
 * @returns the value to send, not yet encoded; the parameter's default, or `undefined`, if there is none and none is needed.
 * @throws CliqError `invalidInput`, naming the parameter and what to do.
 */
export function toWire(parameter: Parameter, value: unknown): WireValue | undefined {
	const isMissing = value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
	if (!isMissing) return converters[parameter.type](value, parameter);
	if (parameter.required) throw invalid(parameter, 'is empty', `Give it a value: ${lowerFirst(parameter.description)}.`);
	return parameter.default;
}

/** @returns an error that says which parameter was refused, why, and what to do about it. */
export function invalid(parameter: Parameter, why: string, hint: string): CliqError {
	return new CliqError('invalidInput', `The parameter "${parameter.label}" ${why}`, { parameter: parameter.name, hint });
}

type Converter = (value: unknown, parameter: Parameter) => WireValue;

const converters: Record<ParameterType, Converter> = {
	// Written by the helpers of the message object; stand-ins until then.
	buttons: (value) => value as object,
	card: (value) => value as object,
	choice: (value) => String(value),
	comments: (value) => value as object,
	file: (value, parameter) => identifier(value, parameter),
	files: (value) => value as object,
	identity: (value) => value as object,
	localTime: (value) => String(value),
	mentions: (value) => value as object,
	object: (value) => value as object,
	references: (value) => value as object,
	slides: (value) => value as object,
	strings: (value) => value as object,
	styles: (value) => value as object,
	targets: (value) => value as object,
	boolean: toBoolean,
	bot: (value, parameter) => {
		const name = identifier(value, parameter, '@');
		if (/^b-\d+$/.test(name)) throw invalid(parameter, 'is a bot ID', 'Use the unique name of the bot, as Bots & Tools in Cliq shows it.');
		return withoutSpaces(name, parameter, 'Use the unique name of the bot, not the name it shows.');
	},
	channel: (value, parameter) => {
		const name = identifier(value, parameter, '#');
		if (/^CT_/.test(name)) {
			throw invalid(parameter, 'is a chat ID, not the unique name of a channel', 'Choose "Chat" as the target, or give the unique name of the channel.');
		}
		if (isChannelId(name)) {
			throw invalid(parameter, 'is a channel ID, not the unique name of a channel', 'The unique name is shown in the channel\'s settings, under Connectors.');
		}
		return withoutSpaces(name, parameter, 'Use the unique name of the channel, not the name it shows.');
	},
	channelId: (value, parameter) => identifier(value, parameter),
	chat: (value, parameter) => {
		const id = identifier(value, parameter);
		if (isChannelId(id)) {
			throw invalid(parameter, 'is a channel ID, not a chat ID', 'A channel has both. Pick it from the list, or take the chat ID (CT_…) from its address in the browser.');
		}
		// Every chat ID holds digits (CT_…, 1234-T-9); the name of a channel or person rarely does.
		if (!/\d/.test(id) || id.includes('@') || id.startsWith('#') || /\s/.test(id)) {
			throw invalid(parameter, `is not a chat ID: "${shorten(id)}"`, 'Pick the chat from the list, or take its ID (CT_…) from its address in the browser.');
		}
		return id;
	},
	count: toCount,
	emoji: (value, parameter) => {
		const code = typeof value === 'string' ? emojiCode(value.trim()) : undefined;
		if (code !== undefined) return code;
		throw invalid(parameter, 'is not an emoji', 'Give one emoji (👍), its code point (U+1F44D) or a Zomoji (:smile:).');
	},
	message: (value, parameter) => identifier(value, parameter),
	string: (value, parameter) => wellFormed(toText(value, parameter)),
	text: (value, parameter) => {
		const text = wellFormed(toText(value, parameter));
		const excess = text.length - (parameter.maxLength ?? Infinity);
		if (excess <= 0) return text;
		throw invalid(
			parameter,
			`is too long: ${count(text.length)} characters, ${count(excess)} more than the ${count(text.length - excess)} that Cliq takes`,
			'Shorten the text, or send it in several messages.',
		);
	},
	time: toTime,
	user: (value, parameter) => {
		const id = identifier(value, parameter);
		if (/^\d+$/.test(id) || /^[^\s@]+@[^\s@]+$/.test(id)) return id;
		throw invalid(parameter, `is neither an email address nor a user ID: "${shorten(id)}"`, 'Give the email address or the numeric user ID (ZUID).');
	},
	userIds: (value, parameter) => {
		const given: unknown[] = Array.isArray(value) ? value : digitsKept(value, parameter).split(',');
		const ids = given.filter((id) => id !== null && id !== undefined).map((id) => digitsKept(id, parameter).trim()).filter((id) => id !== '');
		const wrong = ids.filter((id) => !/^\d+$/.test(id));
		if (wrong.length > 0) {
			throw invalid(parameter, `holds something that is not a user ID: "${shorten(wrong.join(', '))}"`, 'Give numeric user IDs (ZUID), separated by commas.');
		}
		if (ids.length === 0) throw invalid(parameter, 'is a list without a user ID', 'Give at least one numeric user ID (ZUID), or leave the parameter out.');
		return [...new Set(ids)].join(',');
	},
};

/** The part of a Cliq address that comes before the identifier, by what the identifier is of. */
const segmentsBefore: Partial<Record<ParameterType, string[]>> = {
	bot: ['bots'],
	channel: ['channels', 'channelsbyname'],
	channelId: ['channels'],
	chat: ['chats'],
	message: ['messages'],
	user: ['buddies'],
};

/**
 * An id or name that will stand in a path. Addresses copied from the browser are understood. What could change the
 * path is refused here, so that encoding once is enough.
 *
 * @param mark what people write before such a name; it is no part of it.
 */
function identifier(value: unknown, parameter: Parameter, mark = ''): string {
	if (typeof value === 'boolean') throw invalid(parameter, `must be an ID or a name, but is ${value}`, `Give ${lowerFirst(parameter.description)}.`);
	let id = digitsKept(value, parameter).trim();
	if (/^https?:\/\//i.test(id)) id = identifierInAddress(id, parameter);
	// Cliq hands out message IDs with an encoded space (1709…%202029…) as well as with a plain one.
	if (parameter.type === 'message') id = decoded(id).trim();
	if (mark !== '' && id.startsWith(mark)) id = id.slice(mark.length);
	if (id === '') throw invalid(parameter, 'is empty', `Give it a value: ${lowerFirst(parameter.description)}.`);
	if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(id)) throw invalid(parameter, 'contains a control character', 'Remove line breaks, tabs and other invisible characters.');
	if (/\p{Surrogate}/u.test(id)) throw invalid(parameter, 'contains half a character', 'The value was cut in the middle of an emoji; pass it whole.');
	if (id === '.' || id === '..') throw invalid(parameter, `must not be "${id}"`, `Give ${lowerFirst(parameter.description)}.`);
	if (/[/\\]/.test(id)) throw invalid(parameter, 'contains a slash', 'Give the ID or name alone, or the whole address from the browser.');
	if (id.length > LONGEST_IDENTIFIER) throw invalid(parameter, `is too long: ${count(id.length)} characters`, `No ID or name is longer than ${LONGEST_IDENTIFIER}.`);
	return id;
}

/** A value as text, unless it is a number that has already lost digits of the ID. */
function digitsKept(value: unknown, parameter: Parameter): string {
	if (typeof value !== 'number' || (Number.isSafeInteger(value) && value >= 0)) return toText(value, parameter);
	throw invalid(parameter, `is ${value}, a number that cannot be an ID`, 'Pass the ID as text, in quotes: numbers of more than 15 digits lose the last ones.');
}

function identifierInAddress(address: string, parameter: Parameter): string {
	const before = segmentsBefore[parameter.type] ?? [];
	const segments = URL.canParse(address) ? new URL(address).pathname.split('/') : [];
	const at = segments.findIndex((segment, index) => before.includes(segment) && segments[index + 1]);
	if (at >= 0) return decoded(segments[at + 1]);
	throw invalid(parameter, 'is an address without what is needed', `Copy the address while the ${parameter.type} is open in Cliq, or give its ID or name.`);
}

/** Percent-decoded, or as it is where that is not possible. */
function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** Of the channel itself (O…, P…, T…), which is not the ID of its chat. */
function isChannelId(id: string): boolean {
	return /^[OPT]\d{6,}$/.test(id);
}

function withoutSpaces(name: string, parameter: Parameter, hint: string): string {
	if (/\s/.test(name)) throw invalid(parameter, `contains a space: "${shorten(name)}"`, hint);
	return name;
}

function toText(value: unknown, parameter: Parameter): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
	throw invalid(parameter, `must be text, but is ${Array.isArray(value) ? 'a list' : 'an object'}`, 'Pick one field of it, or turn it into text first.');
}

/** Half an emoji, left over from cutting a text, would make encoders throw. */
function wellFormed(text: string): string {
	return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

function toBoolean(value: unknown, parameter: Parameter): boolean {
	const plain = typeof value === 'string' ? value.trim().toLowerCase() : value;
	if (plain === true || plain === 'true') return true;
	if (plain === false || plain === 'false') return false;
	throw invalid(parameter, 'must be true or false', 'Give true or false.');
}

function toCount(value: unknown, parameter: Parameter): number {
	const number = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
	const most = parameter.maximum ?? Number.MAX_SAFE_INTEGER;
	if (typeof number === 'number' && Number.isInteger(number) && number >= 1 && number <= most) return number;
	const range = parameter.maximum === undefined ? 'of 1 or more' : `from 1 to ${count(most)}`;
	throw invalid(parameter, `must be a whole number ${range}`, `Give a whole number ${range}.`);
}

/** Any instant in milliseconds since 1970; smaller figures are seconds that someone forgot to multiply. */
const EARLIEST_MILLISECONDS = 1e11;

function toTime(value: unknown, parameter: Parameter): number {
	const time = instant(value);
	if (time === undefined || !Number.isSafeInteger(time) || time < 0) {
		throw invalid(parameter, 'is not a point in time', 'Give a date and time (2026-11-22T08:00:00Z) or milliseconds since 1970.');
	}
	if (time > 0 && time < EARLIEST_MILLISECONDS) {
		throw invalid(parameter, `is ${count(time)}, which looks like seconds`, 'Give milliseconds since 1970: multiply by 1,000.');
	}
	return time;
}

/** `2026-11-22…`, and the ways JavaScript itself prints a date. Date.parse alone takes "chat 5" for one. */
const DATE = /^(?:\d{4}-\d{2}-\d{2}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )/;

function instant(value: unknown): number | undefined {
	if (typeof value === 'number') return Math.trunc(value);
	if (typeof value === 'string') {
		const text = value.trim();
		if (/^\d+$/.test(text)) return Number(text);
		return DATE.test(text) ? Date.parse(text) : undefined;
	}
	// Dates, and the DateTime objects of expressions in n8n.
	const primitive: unknown = isConvertible(value) ? value.valueOf() : undefined;
	return typeof primitive === 'number' ? Math.trunc(primitive) : undefined;
}

function isConvertible(value: unknown): value is { valueOf(): unknown } {
	return typeof value === 'object' && value !== null && typeof (value as { valueOf?: unknown }).valueOf === 'function';
}

function count(number: number): string {
	return number.toLocaleString('en-US');
}

function shorten(text: string): string {
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function lowerFirst(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}
