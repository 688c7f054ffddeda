import type { Parameter } from '../../catalogue';
import { lowerFirst as lowered } from '../../invalid';
import { buttonOf } from './button-form';
import { isRow, shown } from './cells';
import { forms, type Field } from './fields';
import { refused, within, type Where } from '../place';
import { slidesOf } from './slide-form';
import { SLIDES_TOGETHER } from '../check/slides';
import type { Form, Row } from '../types';

export function isForm(value: unknown): value is Form {
	return isRow(value) && typeof value.form === 'object' && value.form !== null;
}

/**
 * Cliq's JSON for what a person filled in, by the fields of `fields.ts`. Lengths are checked later, where JSON that
 * somebody wrote is checked too.
 *
 * @param rows the data that came into the node, for slides without any of their own.
 * @param room how many characters slides may have together.
 * @returns `undefined` if nothing was filled in.
 * @throws CliqError `invalidInput`, naming the place: `Button 2 has no label`.
 */
export function fromForm(parameter: Parameter, { form }: Form, rows: Row[], room = SLIDES_TOGETHER): unknown {
	const shape = forms[parameter.type];
	const given = Array.isArray(form) ? form : [form];
	if (!shape || given.length === 0 || (shape.most === 1 && given.every(isBlank))) return undefined;
	const places = given.map((_, index): Where => ({ parameter, place: shape.most === 1 ? shape.entry : `${shape.entry} ${index + 1}` }));
	const entries = given.map((entry, index) => filled(entry, shape.fields, places[index]));
	switch (parameter.type) {
		case 'slides':
			return slidesOf(entries, rows, room, places);
		case 'buttons':
			return entries.map(buttonOf);
		case 'references':
			return Object.fromEntries(entries.map((entry, index) => [String(index + 1), { type: 'button', object: buttonOf(entry) }]));
		default:
			return shape.most === 1 ? entries[0] : entries;
	}
}

function isBlank(row: unknown): boolean {
	return !isRow(row) || Object.values(row).every((value) => (Array.isArray(value) ? value.length === 0 : shown(value).trim() === ''));
}

/** What counts of a row: fields that are shown and filled in. */
function filled(row: unknown, fields: Field[], where: Where): Row {
	const given = isRow(row) ? row : {};
	const values: Row = {};
	for (const field of fields) {
		if (field.when && !field.when.is.includes(String(values[field.when.field]))) continue;
		const value = readers[field.kind](given[field.name], field, where) ?? (isDecisive(field, fields) ? field.choices?.[0].value : undefined);
		if (value !== undefined) values[field.name] = value;
		else if (field.required) throw refused(where, `has no ${wordFor(field)}`, `Fill in "${field.label}"${field.placeholder ? `, ${field.placeholder}` : ''}, or remove the ${lowered(lastOf(where.place))}.`);
	}
	return values;
}

/** A choice on which other fields depend is made by itself: a form shows its first one. */
function isDecisive(field: Field, siblings: Field[]): boolean {
	return field.kind === 'choice' && (field.required === true || siblings.some(({ when }) => when?.field === field.name));
}

type Reader = (value: unknown, field: Field, where: Where) => unknown;

/** @returns `undefined` for what is empty. */
const readers: Record<Field['kind'], Reader> = {
	boolean: (value, field, where) => {
		const text = shown(value).trim().toLowerCase();
		if (text === '' || text === 'true' || text === 'false') return text === '' ? undefined : text === 'true';
		throw refused(where, `has "${field.label}" neither true nor false`, 'Give true or false.');
	},
	choice: (value, { label, choices = [] }, where) => {
		const text = shown(value).trim();
		if (text === '' || choices.some((choice) => choice.value === text)) return text || undefined;
		throw refused(where, `has "${label}" set to something unknown`, `Give one of ${choices.map((choice) => choice.value).join(', ')}.`);
	},
	data: (value) => (value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value),
	lines: (value) => {
		const lines = (Array.isArray(value) ? value.map(shown) : shown(value).split(/\r?\n/)).map((line) => line.trim()).filter((line) => line !== '');
		return lines.length > 0 ? lines : undefined;
	},
	multiline: textIn,
	number: (value, { label }, where) => {
		const text = shown(value).trim();
		if (text === '') return undefined;
		if (/^\d{1,9}$/.test(text) && Number(text) > 0) return Number(text);
		throw refused(where, `has "${label}" that is not a whole number of 1 or more`, 'Give a whole number, or leave it empty.');
	},
	rows: (value, { entry = '', fields = [] }, where) => {
		const rows: unknown[] = Array.isArray(value) ? value : isRow(value) ? [value] : [];
		if (rows.length === 0) return undefined;
		return rows.map((row, index) => filled(row, fields, within(where, `${lowered(entry)} ${index + 1}`)));
	},
	text: textIn,
	url: (value) => shown(value).trim() || undefined,
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
