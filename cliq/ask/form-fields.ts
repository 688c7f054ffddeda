import type { Field, FormShape } from '../message/form/form-fields';
import type { Row } from '../message/types';
import type { AskField, AnswerChoice } from './types';

/** Labels of buttons for which none was filled in. */
export const USUAL_LABELS: Readonly<Record<AnswerChoice, string>> = {
	approve: 'Approve',
	decline: 'Decline',
	respond: 'Respond',
};

const ofKinds = (...is: Array<AskField['kind']>): Field['when'] => ({ field: 'kind', is });

const fields: Field[] = [
	{
		name: 'label',
		label: 'Label',
		kind: 'text',
		required: true,
		placeholder: 'e.g. Reason',
		description: 'What people read beside it, and its name in the output',
	},
	{
		name: 'kind',
		label: 'Kind',
		kind: 'choice',
		choices: [
			{ value: 'text', label: 'Text' },
			{ value: 'multiline', label: 'Long Text' },
			{ value: 'number', label: 'Number' },
			{ value: 'email', label: 'Email' },
			{ value: 'date', label: 'Date' },
			{ value: 'choice', label: 'Dropdown' },
			{ value: 'choices', label: 'Multiple Choice' },
			{ value: 'boolean', label: 'Checkbox' },
		],
	},
	{
		name: 'choices',
		label: 'Choices',
		kind: 'lines',
		required: true,
		when: ofKinds('choice', 'choices'),
		placeholder: 'e.g. Staging',
		description: 'What there is to choose from, one a line',
	},
	{ name: 'required', label: 'Required', kind: 'boolean', description: 'Whether the field is required' },
	{
		name: 'placeholder',
		label: 'Placeholder',
		kind: 'text',
		when: ofKinds('text', 'multiline', 'number', 'email'),
		description: 'Shown in the field while it is empty',
	},
	{ name: 'description', label: 'Explanation', kind: 'text', description: 'Shown beside the field' },
];

/** How the fields of a question's form are filled in, in both runners. */
export const fieldsShape: FormShape = { entry: 'Field', most: Infinity, fields };

/** @returns the field that was filled in; `checkQuestion` says what is wrong with it. */
export function askFieldOf({ label, kind, required, choices, placeholder, description }: Row): AskField {
	const chosen = (written(kind) || 'text') as AskField['kind'];
	return {
		label: written(label),
		kind: chosen,
		...(String(required) === 'true' && { required: true }),
		...((chosen === 'choice' || chosen === 'choices') && { choices: entriesIn(choices, /\r?\n/) }),
		...(written(placeholder) !== '' && { placeholder: written(placeholder) }),
		...(written(description) !== '' && { description: written(description) }),
	};
}

/** @returns email addresses and IDs, of a list or of a text with commas in between. */
export function approversIn(value: unknown): string[] {
	return entriesIn(value, /[,;\n]/).map((name) => name.replace(/^mailto:/i, ''));
}

function entriesIn(value: unknown, between: RegExp): string[] {
	const entries = Array.isArray(value) ? value.map(written) : written(value).split(between);
	return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}

/** What a person wrote, or an expression gave; empty where there is nothing. */
export function written(value: unknown): string {
	return value === undefined || value === null ? '' : String(value).trim();
}
