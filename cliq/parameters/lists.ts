import type { Parameter } from '../catalogue';
import { CliqError } from '../errors';
import { asText, count, digitsKept, excerpt, invalid, kindOf, toText, wellFormed } from './invalid-input';
import { forms } from '../message/form/form-fields';
import { fromJson, isEmpty, listIn } from './json-values';
import { listOf, oneOf, recordOf, refused, textOf, type Check } from '../message/check/shape-checks';
import type { FileToSend } from '../http/ports';

/** Whether it is an email address, as far as one can tell. It takes time in proportion to the length. */
export function isEmail(text: string): boolean {
	return /^[^\s@,]+@[^\s@,]+$/.test(text);
}

/** User IDs, as Cliq wants them: separated by commas. Email addresses among them are looked up before they are sent. */
export function toUserIds(value: unknown, parameter: Parameter): string {
	const ids = entriesOf(value, parameter).map((entry) => entry.replace(/^mailto:/i, ''));
	const wrong = ids.filter((id) => !/^\d+$/.test(id) && !isEmail(id));
	if (wrong.length > 0) {
		throw invalid(parameter, `holds something that is neither an email address nor a user ID: "${excerpt(wrong.join(', '))}"`, 'Give email addresses or numeric user IDs (ZUID), separated by commas.');
	}
	if (ids.length === 0) throw invalid(parameter, 'is a list without anybody', 'Give at least one email address or numeric user ID (ZUID), or leave the parameter out.');
	return [...new Set(ids)].join(',');
}

/** Who is mentioned, each once. */
export function toMentions(value: unknown, parameter: Parameter): string[] | undefined {
	const names = [...new Set(entriesOf(value, parameter).map(wellFormed))];
	return names.length === 0 ? undefined : names;
}

/** What stands between commas, or in a list, without what is empty. */
function entriesOf(value: unknown, parameter: Parameter): string[] {
	const given: unknown[] = Array.isArray(value) ? Array.from(value) : digitsKept(value, parameter).split(',');
	return given.filter((entry) => entry !== null && entry !== undefined).map((entry) => digitsKept(entry, parameter).trim()).filter((entry) => entry !== '');
}

/** Texts in their order; one that is missing is empty, since its place may mean something. */
export function toStrings(value: unknown, parameter: Parameter): string[] | undefined {
	const given: unknown[] = Array.isArray(value) ? Array.from(value) : [value];
	return given.length === 0 ? undefined : given.map((entry) => wellFormed(toText(entry ?? '', parameter)));
}

const MOST_FILES = 10;

/** A comment for each file, in the order of the files: written one a line, or given as a list or as JSON. */
export function toComments(value: unknown, parameter: Parameter): string[] | undefined {
	const lines = linesOf(value, parameter).map((line, index) => comment(line, index + 1, parameter));
	while (lines.at(-1) === '') lines.pop();
	const { maximum: most = MOST_FILES } = parameter;
	if (lines.length <= most) return lines.length === 0 ? undefined : lines;
	throw invalid(parameter, `has ${count(lines.length)} comments, more than the ${most} files that can be sent`, 'Give one line for each file.');
}

function linesOf(value: unknown, parameter: Parameter): unknown[] {
	if (Array.isArray(value)) return Array.from(value);
	const text = toText(value, parameter);
	return listIn(text) ?? text.split(/\r?\n/);
}

function comment(value: unknown, number: number, parameter: Parameter): string {
	const text = asText(value ?? '');
	if (text !== undefined) return wellFormed(text.trim());
	throw new CliqError('invalidInput', `Comment ${number}: must be text, but is ${kindOf(value)}`, { parameter: parameter.name, hint: 'Give a text for each file, empty for none.' });
}

const MEGABYTE = 1024 * 1024;
const LARGEST_FILE = 50 * MEGABYTE;

/** Files as a runner opens them. They are handed on as they are. */
export function toFiles(value: unknown, parameter: Parameter): FileToSend[] | undefined {
	if (!Array.isArray(value)) throw invalid(parameter, `must be a list of files, but is ${kindOf(value)}`, 'Give the files themselves, as the node reads them from the incoming data.');
	if (value.length === 0) return undefined;
	const most = parameter.maximum ?? MOST_FILES;
	if (value.length > most) throw invalid(parameter, `has ${count(value.length)} files, ${count(value.length - most)} more than the ${most} that Cliq takes at once`, 'Send them in several steps.');
	Array.from(value, (file: unknown, index) => checkFile(file, index + 1, parameter));
	return value as FileToSend[];
}

function checkFile(value: unknown, number: number, parameter: Parameter): void {
	const { name, size, open } = (value ?? {}) as Partial<FileToSend>;
	const no = (why: string, hint: string) => new CliqError('invalidInput', `File ${number} ${why}`, { parameter: parameter.name, hint });
	if (typeof name !== 'string' || name.trim() === '') throw no('has no name', 'Give each file a name, with its ending: report.pdf.');
	const called = `"${excerpt(name.replace(/\p{Cc}/gu, '�'))}"`;
	if (/\p{Cc}/u.test(name)) throw no(`${called} has a control character in its name`, 'Remove line breaks, tabs and other invisible characters from the name.');
	if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0 || typeof open !== 'function') throw no(`${called} cannot be read`, 'Give the file itself, as the node reads it from the incoming data.');
	const tooLarge = checkSize({ name, size }, number, parameter);
	if (tooLarge) throw tooLarge;
}

/** @returns why Cliq would not take a file of that size, if it would not. */
export function checkSize(value: unknown, number: number, parameter: Parameter): CliqError | undefined {
	const { name, size } = (value ?? {}) as Partial<FileToSend>;
	if (typeof name !== 'string' || typeof size !== 'number' || size <= LARGEST_FILE) return undefined;
	// Rounded up, so that what is too large never looks as if it were not.
	const why = `File ${number} "${excerpt(name.replace(/\p{Cc}/gu, '�'))}" is ${(Math.ceil((size / MEGABYTE) * 10) / 10).toFixed(1)} MB; Cliq takes ${LARGEST_FILE / MEGABYTE} MB`;
	return new CliqError('invalidInput', why, { parameter: parameter.name, hint: 'Compress or split it, or send a link to it.' });
}

const id: Check = (value, place) => {
	const text = typeof value === 'number' && !Number.isSafeInteger(value) ? undefined : textOf()(value, place);
	if (text !== undefined) return (text as string).trim();
	throw refused(place, `is ${String(value)}, a number that cannot be an ID`, 'Pass the ID as text, in quotes: numbers of more than 15 digits lose the last ones.');
};

const targets = listOf({
	entries: 'targets',
	entry: (number) => `target ${number}`,
	check: recordOf({ target: { check: oneOf(['channel', 'bot', 'chat', 'user']), required: true }, id: { check: id, required: true, name: 'ID' } }),
	most: forms.targets?.most,
});

/** More places that a message goes to: `[{ target: 'channel', id: 'incidents' }]`. */
export function toTargets(value: unknown, parameter: Parameter): object | undefined {
	const given = fromJson(value, parameter);
	return isEmpty(given) ? undefined : (targets(given, { parameter, path: '', isRaw: false }) as object | undefined);
}
