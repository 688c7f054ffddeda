import type { Parameter } from '../../catalogue';
import { CliqError } from '../../errors';
import { count, lowerFirst as lowered, shortened } from '../../util/quote';
import { gaveNothing, isOfData, orClear, sourceOf } from '../../parameters/expression-sources';
import { buttonOf } from './button-form';
import { isRow, shown } from './table-cells';
import { forms, type Field } from './form-fields';
import { namesIn } from './field-names';
import { refused, remark, remarkCut, within, type Where } from '../location-in-message';
import { listIn } from '../../parameters/json-values';
import type { Remarks } from '../../parameters/warnings';
import { slidesOf } from './slide-form';
import { SLIDES_TOGETHER } from '../check/slides';
import type { FilledForm } from '../../parameters/filled-form';
import type { Row } from '../types';

/** What is known about a form beside what is in it. */
export interface Origin {
	/** Where its values come from, in the shape of the form; see `Sources`. */
	source?: unknown;
	remarks?: Remarks;
}

/**
 * Cliq's JSON for what a person filled in, by the fields of `fields.ts`. Lengths of what was written down are checked
 * later, where JSON that somebody wrote is checked too. What data lacks is left out, and what it has too much of is
 * cut.
 *
 * @param rows the data that came into the node, for slides without any of their own.
 * @param room how many characters slides may have together.
 * @returns `undefined` if nothing was filled in; of a list with `undefined` in the place of what is left out.
 * @throws CliqError `invalidInput`, naming the place: `Button 2 has no label`.
 */
export function fromForm(
	parameter: Parameter,
	{ form }: FilledForm,
	rows: unknown[],
	room = SLIDES_TOGETHER,
	{ source, remarks }: Origin = {},
): unknown {
	const shape = forms[parameter.type];
	const given = Array.isArray(form) ? form : [form];
	if (!shape || given.length === 0 || (shape.most === 1 && given.every(isBlank) && !isOfData(source)))
		return undefined;
	const sources = Array.isArray(source) ? (source as unknown[]) : [source];
	const whereOf = (index: number): Where => ({
		parameter,
		place: shape.most === 1 ? shape.entry : `${shape.entry} ${index + 1}`,
		remarks,
	});
	const entries = given.map((entry, index) => filled(entry, shape.fields, whereOf(index), sources[index]));
	switch (parameter.type) {
		case 'slides': {
			const kept = entries.flatMap((fields, index) =>
				fields === undefined ? [] : [{ fields, where: whereOf(index), source: sources[index] }],
			);
			return slidesOf(kept, rows, room);
		}
		case 'buttons':
			return entries.map((entry) => entry && buttonOf(entry));
		case 'references':
			return Object.fromEntries(
				entries.map((entry, index) => [
					String(index + 1),
					entry && { type: 'button', object: buttonOf(entry) },
				]),
			);
		default:
			return shape.most === 1 ? entries[0] : entries.filter((entry) => entry !== undefined);
	}
}

function isBlank(row: unknown): boolean {
	return (
		!isRow(row) ||
		Object.values(row).every((value) => (Array.isArray(value) ? value.length === 0 : shown(value).trim() === ''))
	);
}

/**
 * What counts of a row: fields that are shown and filled in.
 *
 * @returns `undefined` for a row that its data lacks what it cannot be without.
 */
function filled(row: unknown, fields: Field[], where: Where, source: unknown): Row | undefined {
	const given = isRow(row) ? row : {};
	const values: Row = {};
	/** What the data lacks, and why. */
	const missing: Array<{ field: Field; why: string }> = [];
	for (const field of fields) {
		if (field.when && !field.when.is.includes(String(values[field.when.field]))) continue;
		const from = sourceOf(source, field.name);
		const value = readers[field.kind](
			given[field.name],
			field,
			where,
			isRow(source) ? source[field.name] : undefined,
		);
		if (value !== undefined) values[field.name] = fitted(value, field, where, from);
		else if (from !== undefined && field.emptyMeans !== undefined)
			throw refusedNothing(field, within(where, kindIn(values, fields)), from);
		else if (from !== undefined && field.required) missing.push({ field, why: gaveNothing(field.label, from) });
		else if (field.required && !isDecisive(field, fields))
			throw refused(
				where,
				`has no ${wordFor(field)}`,
				`Fill in "${field.label}"${field.placeholder ? `, ${field.placeholder}` : ''}, or remove the ${lowered(lastOf(where.place))}.`,
			);
		else {
			if (from !== undefined) remark(where, `leaves out "${field.label}": ${gaveNothing(field.label, from)}`);
			if (isDecisive(field, fields)) values[field.name] = field.choices?.[0]?.value;
		}
	}
	return completed(values, missing, fields, where);
}

/** Puts something in the place of what data lacks, or leaves the row out. */
function completed(
	values: Row,
	missing: Array<{ field: Field; why: string }>,
	fields: Field[],
	where: Where,
): Row | undefined {
	const hasContent = fields.some(({ name, kind }) => kind !== 'choice' && values[name] !== undefined);
	for (const { field, why } of missing) {
		if (field.instead === undefined || !hasContent) {
			remark(where, `is left out: ${why}`);
			return undefined;
		}
		values[field.name] = field.instead;
		remark(where, `shows "${field.instead}": ${why}`);
	}
	return values;
}

/** Cut to what Cliq takes, if it comes from data. */
function fitted(
	value: unknown,
	{ label, maxLength = Infinity }: Field,
	where: Where,
	from: string | undefined,
): unknown {
	if (from === undefined || typeof value !== 'string' || value.length <= maxLength) return value;
	const kept = shortened(value, maxLength);
	remarkCut(
		within(where, lowered(label)),
		`is cut to the ${count(maxLength)} characters that Cliq takes. Left out: "${value.slice(kept.length - 1)}"`,
	);
	return kept;
}

function refusedNothing({ label, emptyMeans = '' }: Field, { parameter, place }: Where, from: string): CliqError {
	return new CliqError('invalidInput', `${place}: ${gaveNothing(label, from)}`, {
		parameter: parameter.name,
		hint: orClear(emptyMeans),
	});
}

/** What was chosen that decides which fields there are, for people: `pie chart`. */
function kindIn(values: Row, fields: Field[]): string {
	const field = fields.find((candidate) => isDecisive(candidate, fields));
	return (field?.choices?.find(({ value }) => value === values[field.name])?.label ?? '').toLowerCase();
}

/** A choice on which other fields depend is made by itself: a form shows its first one. */
function isDecisive(field: Field, siblings: Field[]): boolean {
	return (
		field.kind === 'choice' && (field.required === true || siblings.some(({ when }) => when?.field === field.name))
	);
}

/**
 * What programs and templates write in place of a missing address: `null`, `<no value>`, `*UNKNOWN*`, a scheme without
 * a server.
 */
const NO_ADDRESS =
	/^(?:https?:\/\/|about:blank|#|[-–—]|n\/a|nan|null|none|nil|undefined|[<[]no value[>\]]|\*unknown\*)$/i;

type Reader = (value: unknown, field: Field, where: Where, source: unknown) => unknown;

/** @returns `undefined` for what is empty. */
const readers: Record<Field['kind'], Reader> = {
	boolean: (value, field, where) => {
		const text = shown(value).trim().toLowerCase();
		if (text === '' || text === 'true' || text === 'false') return text === '' ? undefined : text === 'true';
		throw refused(where, `needs true or false for "${field.label}"`, 'Give true or false.');
	},
	choice: (value, { label, choices = [] }, where) => {
		const text = shown(value).trim();
		const meant = choices.find(({ value: one }) => one.toLowerCase() === text.toLowerCase());
		if (text === '' || meant) return meant?.value;
		throw refused(
			where,
			`has an unknown value for "${label}"`,
			`Give one of ${choices.map((choice) => choice.value).join(', ')}.`,
		);
	},
	data: (value, { label }, where, source) => {
		if (value === null && typeof source === 'string') {
			remark(where, `shows no entries: ${gaveNothing(label, source)}`);
			return [];
		}
		return value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value;
	},
	lines: (value) => {
		// Addresses stand between commas too, and hold some.
		const lines = (
			Array.isArray(value)
				? value.map(shown)
				: (listIn(shown(value))?.map(shown) ?? shown(value).split(/\r?\n|,\s*(?=https?:\/\/)/i))
		)
			.map((line) => line.trim())
			.filter((line) => line !== '');
		return lines.length > 0 ? lines : undefined;
	},
	multiline: textIn,
	name: (value) => (Array.isArray(value) ? namesIn(value)[0] : textIn(value)?.trim()),
	names: (value) => {
		const names = namesIn(value);
		return names.length > 0 ? names : undefined;
	},
	number: (value, { label }, where) => {
		const text = shown(value).trim();
		if (text === '') return undefined;
		if (/^\d{1,9}$/.test(text) && Number(text) > 0) return Number(text);
		throw refused(
			where,
			`has "${label}" that is not a whole number of 1 or more`,
			'Give a whole number, or leave it empty.',
		);
	},
	rows: (value, { entry = '', fields = [] }, where, source) => {
		const rows: unknown[] = Array.isArray(value) ? value : isRow(value) ? [value] : [];
		if (rows.length === 0) return undefined;
		const sources: unknown[] = Array.isArray(source) ? source : [source];
		const kept = rows
			.map((row, index) => filled(row, fields, within(where, `${lowered(entry)} ${index + 1}`), sources[index]))
			.filter((row) => row !== undefined);
		return kept.length > 0 ? kept : undefined;
	},
	text: textIn,
	url: (value, _field, _where, source) => {
		const address = shown(value).trim();
		return address === '' || (isOfData(source) && NO_ADDRESS.test(address)) ? undefined : address;
	},
};

function textIn(value: unknown): string | undefined {
	const text = shown(value);
	return text.trim() === '' ? undefined : text;
}

/** `URL` stays as it is. */
function wordFor({ label }: Field): string {
	return /^[A-Z]{2}/.test(label) ? label : lowered(label);
}

/** `Slide 2, entry 3` is an entry. */
function lastOf(place: string): string {
	return place.split(', ').at(-1)!.replace(/ \d+$/, '');
}
