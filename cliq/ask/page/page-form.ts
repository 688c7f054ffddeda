import { shown } from '../decision';
import { reveal } from '../../message/text/reveal-hidden';
import { html } from './html';
import type { PersonsAnswer, AskField, AskValue, Question } from '../types';

/** Where people may say who they are. */
const NAME = 'name';

/** What a form was posted with. URLSearchParams looks through all of it for each name. */
class Given {
	private readonly values = new Map<string, string[]>();

	constructor(body: string) {
		for (const [name, value] of new URLSearchParams(body)) {
			const known = this.values.get(name);
			if (known) known.push(value);
			else this.values.set(name, [value]);
		}
	}

	getAll(name: string): string[] {
		return this.values.get(name) ?? [];
	}

	get(name: string): string | undefined {
		return this.getAll(name)[0];
	}
}

/** A form that was filled in. */
export interface FilledPage {
	/** By position of the field. */
	values: AskValue[];
	/** What is wrong with a field, by position; empty if everything is valid. */
	errors: Map<number, string>;
	/** As the person wrote it, to be shown again. */
	given: Given;
	/** Who they say they are. */
	name?: string;
}

/** @returns the fields of what a question is answered on. */
export function fieldsOf({ kind, form }: Question): AskField[] {
	if (kind === 'approval') return [];
	return kind === 'freeText' ? [{ label: 'Your answer', kind: 'multiline', required: true }] : form.fields;
}

/**
 * Whether the page asks for a name: not where the one who was asked is known, nor in a form that asks for what it
 * wants.
 */
function asksForName({ kind, asked }: Question): boolean {
	return kind !== 'customForm' && asked === undefined;
}

/**
 * Reads a form that was posted. A browser is not believed: what was not asked for is left out, and what was is checked.
 *
 * @param body as `application/x-www-form-urlencoded` has it.
 */
export function readForm(question: Question, body: string): FilledPage {
	const given = new Given(body);
	const name = asksForName(question) ? shown(given.get(NAME) ?? '') : '';
	return {
		...fill(question, (_field, index) => given.getAll(inputName(index))),
		given,
		...(name !== '' && { name }),
	};
}

/** @param givenTo what a field was given: what was written, the positions of what was chosen, anything for a tick. */
export function fill(
	question: Question,
	givenTo: (field: AskField, index: number) => string[],
): Pick<FilledPage, 'values' | 'errors'> {
	const errors = new Map<number, string>();
	const values = fieldsOf(question).map((field, index) => {
		const read = valueOf(field, givenTo(field, index).map(trimmed));
		if ('error' in read) errors.set(index, read.error);
		return 'error' in read ? null : read.value;
	});
	return { values, errors };
}

/** @returns the part of an answer that was filled in. */
export function writtenIn(
	question: Question,
	{ values }: Pick<FilledPage, 'values'>,
): Pick<PersonsAnswer, 'text' | 'fields'> {
	return {
		...(question.kind === 'freeText' && { text: String(values[0]) }),
		...(question.kind === 'customForm' && {
			fields: Object.fromEntries(
				fieldsOf(question).map(({ label }, index) => [label.trim(), values[index] ?? null]),
			),
		}),
	};
}

type Read = { value: AskValue } | { error: string };

function valueOf(field: AskField, given: string[]): Read {
	const [first = ''] = given;
	switch (field.kind) {
		case 'boolean':
			return field.required === true && first === '' ? { error: 'Tick this box.' } : { value: first !== '' };
		case 'choices': {
			const chosen = given.map((index) => chosenFrom(field, index));
			if (chosen.includes(undefined)) return { error: 'Choose from the list.' };
			return field.required === true && chosen.length === 0
				? { error: 'Choose at least one.' }
				: { value: [...new Set(chosen as string[])] };
		}
		default:
			if (first !== '') return typed(field, first);
			return field.required === true
				? { error: field.kind === 'choice' ? 'Choose one.' : 'Fill in this field.' }
				: { value: null };
	}
}

function typed(field: AskField, given: string): Read {
	switch (field.kind) {
		case 'number': {
			const number = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i.test(given) ? Number(given) : NaN;
			return Number.isFinite(number) ? { value: number } : { error: 'Write a number, such as 12.5.' };
		}
		case 'email':
			return /^[^\s@]+@[^\s@]+$/.test(given)
				? { value: given }
				: { error: 'Write an email address, such as sam@example.com.' };
		case 'date':
			return isDate(given) ? { value: given } : { error: 'Write a date as year-month-day, such as 2026-11-22.' };
		case 'choice': {
			const value = chosenFrom(field, given);
			return value === undefined ? { error: 'Choose one from the list.' } : { value };
		}
		case 'text':
			return { value: given.replace(/\s+/g, (space) => (space.includes('\n') ? ' ' : space)) };
		default:
			return { value: given };
	}
}

function isDate(given: string): boolean {
	const day = /^\d{4}-\d{2}-\d{2}$/.test(given) ? new Date(`${given}T00:00:00Z`) : undefined;
	// 30 February would become March.
	return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(given);
}

/** Choices go by their position, so that nothing but a choice can be chosen. */
function chosenFrom({ choices = [] }: AskField, index: string): string | undefined {
	return /^\d{1,6}$/.test(index) ? choices[Number(index)] : undefined;
}

/** Browsers write the line breaks of a text as CRLF. */
function trimmed(given: string): string {
	return given.replace(/\r\n?/g, '\n').trim();
}

/** What an input is called, on the page and in a form of Cliq. */
export function inputName(index: number): string {
	return `f${index}`;
}

/**
 * The inputs of a question's page.
 *
 * @param filled what was wrong before, if anything was.
 */
export function inputsOf(question: Question, filled: FilledPage | undefined): string {
	const inputs = fieldsOf(question).map((field, index) =>
		input(field, inputName(index), filled?.given.getAll(inputName(index)) ?? [], filled?.errors.get(index)),
	);
	return [...inputs, ...(asksForName(question) ? [nameInput(filled)] : [])].join('\n');
}

function nameInput(filled: FilledPage | undefined): string {
	return `<div class="field"><label for="${NAME}">Your name (optional)</label>
<input id="${NAME}" name="${NAME}" type="text" autocomplete="name" maxlength="80" value="${html(filled?.given.get(NAME) ?? '')}"></div>`;
}

/** What the inputs of a field have in common. */
interface FieldInput {
	field: AskField;
	id: string;
	given: string[];
	/** Ready to stand in a tag: what it is called by, whether it must be filled in, what is said about it. */
	attributes: string;
}

function input(field: AskField, id: string, given: string[], error: string | undefined): string {
	const notes = [
		...(field.description ? [`<p class="note" id="${id}-note">${html(reveal(field.description))}</p>`] : []),
		...(error === undefined ? [] : [`<p class="error" id="${id}-error">${html(error)}</p>`]),
	];
	const described = [
		...(field.description ? [`${id}-note`] : []),
		...(error === undefined ? [] : [`${id}-error`]),
	].join(' ');
	const said = `${described === '' ? '' : ` aria-describedby="${described}"`}${error === undefined ? '' : ' aria-invalid="true"'}`;
	const asked = {
		field,
		id,
		given,
		attributes: `${field.required === true && field.kind !== 'choices' ? ' required' : ''}${said}`,
	};
	const label = `${html(reveal(field.label))}${field.required === true ? '' : ' (optional)'}`;
	if (field.kind === 'choices') {
		return `<fieldset class="field" id="${id}"${said}><legend>${label}</legend>\n${notes.join('\n')}${checkboxes(asked)}</fieldset>`;
	}
	if (field.kind === 'boolean') {
		return `<div class="field"><div class="tick"><input id="${id}" name="${id}" type="checkbox" value="1"${given.length > 0 ? ' checked' : ''}${asked.attributes}><label for="${id}">${html(reveal(field.label))}</label></div>\n${notes.join('\n')}</div>`;
	}
	return `<div class="field"><label for="${id}">${label}</label>\n${notes.join('\n')}${control(asked)}</div>`;
}

function checkboxes({ field, id, given }: FieldInput): string {
	return (field.choices ?? [])
		.map(
			(choice, index) =>
				`<div class="tick"><input id="${id}-${index}" name="${id}" type="checkbox" value="${index}"${given.includes(String(index)) ? ' checked' : ''}><label for="${id}-${index}">${html(reveal(choice))}</label></div>`,
		)
		.join('\n');
}

/** What a browser makes easier to write, by the kind of the field. */
const TYPES: Partial<Record<AskField['kind'], string>> = {
	number: 'type="number" step="any"',
	email: 'type="email"',
	date: 'type="date"',
};

function control({ field, id, given: [value = ''], attributes }: FieldInput): string {
	const placeholder = field.placeholder ? ` placeholder="${html(reveal(field.placeholder))}"` : '';
	switch (field.kind) {
		case 'multiline':
			// The first line break after the tag is not part of the text.
			return `<textarea id="${id}" name="${id}" rows="6"${placeholder}${attributes}>\n${html(value)}</textarea>`;
		case 'choice': {
			const options = (field.choices ?? []).map(
				(choice, index) =>
					`<option value="${index}"${value === String(index) ? ' selected' : ''}>${html(reveal(choice))}</option>`,
			);
			return `<select id="${id}" name="${id}"${attributes}>\n<option value="">${html(reveal(field.placeholder ?? 'Choose …'))}</option>\n${options.join('\n')}\n</select>`;
		}
		default:
			return `<input id="${id}" name="${id}" ${TYPES[field.kind] ?? 'type="text"'} value="${html(value)}"${placeholder}${attributes}>`;
	}
}
