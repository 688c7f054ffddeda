import type { Parameter, ParameterType } from '../catalogue';
import type { FileToSend } from './values';
import { CliqError } from '../errors';
import { invalid, toText } from './invalid-input';
import { asText, wellFormed } from '../util/read-text';
import { count, excerpt, kindOf } from '../util/quote';
import { listIn } from './json-values';
import type { Kind } from './kinds';

/** Files, and what is said of each. */
export const fileKinds = { comments: toComments, files: toFiles } satisfies Partial<Record<ParameterType, Kind>>;

const MOST_FILES = 10;

/** A comment for each file, in the order of the files: written one a line, or given as a list or as JSON. */
function toComments(value: unknown, parameter: Parameter): string[] | undefined {
	const lines = linesOf(value, parameter).map((line, index) => comment(line, index + 1, parameter));
	while (lines.at(-1) === '') lines.pop();
	const { maximum: most = MOST_FILES } = parameter;
	if (lines.length <= most) return lines.length === 0 ? undefined : lines;
	throw invalid(
		parameter,
		`has ${count(lines.length)} comments, more than the ${most} files that can be sent`,
		'Give one line for each file.',
	);
}

function linesOf(value: unknown, parameter: Parameter): unknown[] {
	if (Array.isArray(value)) return Array.from(value);
	const text = toText(value, parameter);
	return listIn(text) ?? text.split(/\r?\n/);
}

function comment(value: unknown, number: number, parameter: Parameter): string {
	const text = asText(value ?? '');
	if (text !== undefined) return wellFormed(text.trim());
	throw new CliqError('invalidInput', `Comment ${number}: must be text, but is ${kindOf(value)}`, {
		parameter: parameter.name,
		hint: 'Give a text for each file, empty for none.',
	});
}

const MEGABYTE = 1024 * 1024;
const LARGEST_FILE = 50 * MEGABYTE;

/** Files as a runner opens them. They are handed on as they are. */
function toFiles(value: unknown, parameter: Parameter): FileToSend[] | undefined {
	if (!Array.isArray(value))
		throw invalid(
			parameter,
			`must be a list of files, but is ${kindOf(value)}`,
			'Give the files themselves, as the node reads them from the incoming data.',
		);
	if (value.length === 0) return undefined;
	const most = parameter.maximum ?? MOST_FILES;
	if (value.length > most)
		throw invalid(
			parameter,
			`has ${count(value.length)} files, ${count(value.length - most)} more than the ${most} that Cliq takes at once`,
			'Send them in several steps.',
		);
	Array.from(value, (file: unknown, index) => checkFile(file, index + 1, parameter));
	return value as FileToSend[];
}

function checkFile(value: unknown, number: number, parameter: Parameter): void {
	const { name, size, open } = (value ?? {}) as Partial<FileToSend>;
	const no = (why: string, hint: string) =>
		new CliqError('invalidInput', `File ${number} ${why}`, { parameter: parameter.name, hint });
	if (typeof name !== 'string' || name.trim() === '')
		throw no('has no name', 'Give each file a name, with its ending: report.pdf.');
	const called = `"${excerpt(name.replace(/\p{Cc}/gu, '�'))}"`;
	if (/\p{Cc}/u.test(name))
		throw no(
			`${called} has a control character in its name`,
			'Remove line breaks, tabs and other invisible characters from the name.',
		);
	if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0 || typeof open !== 'function')
		throw no(`${called} cannot be read`, 'Give the file itself, as the node reads it from the incoming data.');
	const tooLarge = checkSize({ name, size }, number, parameter);
	if (tooLarge) throw tooLarge;
}

/** @returns why Cliq would not take a file of that size, if it would not. */
export function checkSize(value: unknown, number: number, parameter: Parameter): CliqError | undefined {
	const { name, size } = (value ?? {}) as Partial<FileToSend>;
	if (typeof name !== 'string' || typeof size !== 'number' || size <= LARGEST_FILE) return undefined;
	// Rounded up, so that what is too large never looks as if it were not.
	const why = `File ${number} "${excerpt(name.replace(/\p{Cc}/gu, '�'))}" is ${(Math.ceil((size / MEGABYTE) * 10) / 10).toFixed(1)} MB; Cliq takes ${LARGEST_FILE / MEGABYTE} MB`;
	return new CliqError('invalidInput', why, {
		parameter: parameter.name,
		hint: 'Compress or split it, or send a link to it.',
	});
}
