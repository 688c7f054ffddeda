import { CliqError } from '../../errors';
import { isFields, list, text, type Fields } from '../../util/read-fields';
import { count, excerpt, shortened } from '../../util/quote';
import { reveal } from '../../message/text/reveal-hidden';
import { SEVERAL } from './answer-script';
import { fieldsOf, fill, inputName, type FilledPage } from '../page/page-form';
import { choicesOf } from '../choices';
import type { AskField, AnswerChoice, Question } from '../types';

/**
 * What Cliq's own forms hold, in inputs, options and characters. Source: the page "Forms in Cliq" of the platform's
 * help, and those of its inputs: text, textarea, number, date, select, checkbox, toggle and hidden.
 */
const MOST_FIELDS = 24;
const MOST_OPTIONS = { choice: 100, choices: 5 };
const LONGEST = { label: 50, description: 100, placeholder: 100, option: 100 };
const LONGEST_LINES = 5000;

/**
 * In characters, of all texts of several lines: as they stand in an address, one takes nine bytes at most, and a
 * megabyte is heard.
 */
const LONGEST_LINES_TOGETHER = 100_000;

/** Of the question where the form says nothing itself. Cliq names no limit. */
const LONGEST_HINT = 200;

/** The input, not shown, that tells the function where the answer goes. */
const ANSWER = 'answer';

/** An approval as something that is filled in: what is chosen there counts. */
export function asForm(question: Question): Question {
	if (question.kind !== 'approval') return question;
	const choices = choicesOf(question).map((choice) => (question.labels[choice] ?? '').trim());
	return {
		...question,
		kind: 'customForm',
		form: {
			title: 'Confirm your answer',
			fields: [{ label: 'Your answer', kind: 'choice', required: true, choices }],
		},
	};
}

/**
 * The form of Cliq on which a question is answered, but for the function that it runs: only the script that shows it
 * knows that.
 *
 * @param answer the sealed ticket; it comes back with what was filled in.
 * @param pressed the choice, where it is not known from which message: the form shows what is asked, and an approval is
 *   chosen once more.
 */
export function cliqForm(asked: Question, answer: string, pressed?: AnswerChoice): Fields {
	const question = asForm(asked);
	const { title, description, submit } = question.form;
	const fields = fieldsOf(question);
	const longest = Math.floor(
		LONGEST_LINES_TOGETHER / Math.max(fields.filter(({ kind }) => kind === 'multiline').length, 1),
	);
	const inputs = fields.map((field, index) => input(field, nameOf(field, index), Math.min(longest, LONGEST_LINES)));
	const text = shortened(question.text.replace(/\s+/g, ' ').trim(), LONGEST_HINT);
	return {
		type: 'form',
		version: 1,
		name: 'answer',
		title: reveal(title || 'Your answer'),
		hint: pressed === undefined && description ? reveal(description) : text,
		button_label: reveal(submit || 'Submit'),
		inputs: [...inputs, { type: 'hidden', name: ANSWER, value: answer }],
	};
}

/** Cliq's own default of `mandatory` differs from input to input. */
function input(field: AskField, name: string, longestLines: number): Fields {
	const { label, description, required = false, choices = [] } = field;
	const common = { name, label: reveal(label.trim()), ...(description && { hint: reveal(description) }) };
	const options = choices.map((choice, position) => ({
		label: reveal(choice.replace(/\s+/g, ' ')),
		value: String(position),
	}));
	const typed = { ...common, placeholder: field.placeholder || PLACEHOLDERS[field.kind], mandatory: required };
	switch (field.kind) {
		case 'text':
			return { type: 'text', ...typed };
		case 'multiline':
			return { type: 'textarea', ...typed, max_length: longestLines };
		case 'email':
			return { type: 'text', format: 'email', ...typed };
		case 'number':
		case 'date':
			return { type: field.kind, ...typed };
		case 'choice':
			return { type: 'select', ...typed, options };
		case 'choices':
			return { type: 'checkbox', ...common, mandatory: required, options };
		case 'boolean':
			// It is always on or off, so that none can be mandatory.
			return { type: 'toggle', ...common, value: false };
	}
}

/** The script knows by its name what to do with a value. */
function nameOf({ kind }: AskField, index: number): string {
	return kind === 'choices' ? `${SEVERAL}${index}` : inputName(index);
}

/** Cliq wants one wherever something is written or picked. */
const PLACEHOLDERS: Partial<Record<AskField['kind'], string>> = {
	text: 'Write here',
	multiline: 'Write here',
	email: 'sam@example.com',
	number: '12.5',
	date: '2026-11-22',
	choice: 'Choose one',
};

/** @returns where a form that was submitted belongs, as `cliqForm` was told; empty if it is not one of ours. */
export function answerIn(values: Fields): string {
	return text(bare(values[ANSWER])) ?? '';
}

/** Reads what was filled in. Cliq checks some of it, but whoever holds the secret says what Cliq has said. */
export function readCliqForm(question: Question, values: Fields): Pick<FilledPage, 'values' | 'errors'> {
	return fill(question, (field, index) => given(field.kind, values[nameOf(field, index)]));
}

function given(kind: AskField['kind'], value: unknown): string[] {
	const texts = list(value).map((each) => String(bare(each) ?? ''));
	if (kind === 'boolean') return texts[0] === 'true' ? texts : [];
	// Positions, which have no comma in them.
	return kind === 'choices' ? texts.flatMap((each) => each.split(',')).filter((each) => each.trim() !== '') : texts;
}

/** Cliq also gives the label of what was chosen. */
function bare(value: unknown): unknown {
	return isFields(value) ? value.value : value;
}

/** @throws CliqError `invalidInput` if a form of Cliq cannot hold these fields. */
export function checkCliqForm(fields: AskField[]): void {
	if (fields.length > MOST_FIELDS)
		throw tooMuch(
			`The form has ${count(fields.length)} fields, and a form in Cliq takes ${MOST_FIELDS}`,
			'Remove some',
		);
	for (const field of fields) {
		const name = `The field "${excerpt(field.label.trim())}"`;
		checkLength(`${name} has a label`, field.label.trim(), LONGEST.label);
		checkLength(`${name} has an explanation`, field.description ?? '', LONGEST.description);
		checkLength(`${name} has a placeholder`, field.placeholder ?? '', LONGEST.placeholder);
		if (field.kind === 'choice' || field.kind === 'choices') checkOptions(name, field.kind, field.choices ?? []);
	}
}

function checkOptions(name: string, kind: 'choice' | 'choices', choices: string[]): void {
	const most = MOST_OPTIONS[kind];
	const several = kind === 'choices' ? ' where several can be chosen' : '';
	if (choices.length > most)
		throw tooMuch(
			`${name} has ${count(choices.length)} choices, and a form in Cliq takes ${most}${several}`,
			'Remove some',
		);
	for (const choice of choices) checkLength(`${name} has a choice`, choice, LONGEST.option);
}

function checkLength(what: string, written: string, most: number): void {
	if (written.length > most)
		throw tooMuch(`${what} of ${count(written.length)} characters, and a form in Cliq takes ${most}`, 'Shorten it');
}

function tooMuch(message: string, remedy: string): CliqError {
	return new CliqError('invalidInput', message, {
		hint: `${remedy}; or let people answer through a link, whose page has room for it.`,
	});
}
