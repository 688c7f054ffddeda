import { type Operation, parameterOf } from '../catalogue';
import { count } from '../util/quote';
import { checkSize } from '../parameters/files';
import type { FileToSend, Values } from '../parameters/values';
import { toWire } from '../parameters/to-wire';
import { isEmpty } from '../parameters/json-values';
import type { Making } from './types';
import { formattedTexts, setting } from './text/message-text';

/**
 * Files with their comments as the values of each call that they take. What data has too much of is left out, and said.
 *
 * @param values as a person filled them in.
 * @param hasText whether a message goes before the files. If no files are left, it is sent alone.
 * @throws CliqError `invalidInput` if nothing is left to send.
 */
export function filePartsOf(operation: Operation, values: Values, making: Making, hasText: boolean): Values[] {
	const { remarks } = making;
	const parameter = parameterOf(operation, 'files');
	const composed = operation.parameters.filter((each) => each.in === 'compose').map(({ name }) => name);
	const others = Object.fromEntries(Object.entries(values).filter(([name]) => !composed.includes(name)));
	const given = values.files;
	if (!Array.isArray(given) || (given.length === 0 && !hasText)) return [others];
	if (given.length === 0) {
		remarks.add(`"${parameter.label}" is empty, so the text is sent alone`);
		return [];
	}
	const comments = commentsOf(operation, values, making);
	const all = (given as FileToSend[]).map((file, index) => ({
		file: named(file, index + 1, making),
		comment: comments?.[index],
		tooLarge: checkSize(file, index + 1, parameter),
	}));
	const fitting = all.filter(({ tooLarge }) => tooLarge === undefined);
	// Without anything else to send, the check of the call refuses it.
	if (fitting.length === 0 && !hasText) return [others];
	for (const { tooLarge } of all) if (tooLarge) remarks.add(`${tooLarge.message}, so it is left out`);
	const beyond = (comments ?? []).slice(given.length).filter((comment) => comment !== '');
	if (beyond.length > 0)
		remarks.add(
			`"${parameterOf(operation, 'comments').label}" are more than the files. Left out: ${beyond.map((comment) => `"${comment}"`).join(', ')}`,
		);
	const most = parameter.maximum ?? Infinity;
	const parts = Array.from({ length: Math.ceil(fitting.length / most) }, (_, index) =>
		fitting.slice(index * most, (index + 1) * most),
	);
	if (parts.length > 1)
		remarks.add(`"${parameter.label}" are sent in ${count(parts.length)} parts, since Cliq takes ${most} at once`);
	return parts.map((part) => ({
		...others,
		files: part.map(({ file }) => file),
		...(comments !== undefined && { comments: part.map(({ comment }) => comment ?? '') }),
	}));
}

/** @returns the comments of files, in the text format of the message; `undefined` without comments. */
function commentsOf(operation: Operation, values: Values, { byModel }: Making): string[] | undefined {
	if (isEmpty(values.comments)) return undefined;
	const comments = toWire({ ...parameterOf(operation, 'comments'), maximum: Infinity }, values.comments) as
		string[] | undefined;
	const isAsWritten = (setting(operation, values, 'textFormat') ?? 'cliq') === 'cliq';
	return isAsWritten || comments === undefined
		? comments
		: formattedTexts(operation, values, comments, byModel.has('comments'));
}

/** Attachments of e-mails have names that run over several lines. */
function named(file: FileToSend, number: number, { remarks }: Making): FileToSend {
	const given: unknown = Object(file).name;
	const name =
		typeof given === 'string'
			? given.replace(/[\p{Cc}\s]+/gu, (run) => (/\p{Cc}/u.test(run) ? ' ' : run)).trim()
			: '';
	if (name === '' || name === given || !/\p{Cc}/u.test(String(given))) return file;
	remarks.add(`File ${number} is named "${name}", without the control characters in its name`);
	return { ...file, name };
}
