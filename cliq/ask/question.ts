import { CliqError } from '../errors';
import { count, excerpt } from '../util/quote';
import type { Step } from '../message/compose';
import { link } from '../message/text/cliq-text';
import { reveal } from '../message/text/reveal-hidden';
import { choicesOf } from './choices';
import { checkCliqForm } from './in-cliq/cliq-form';
import { isTimeZone } from './time-zone-clock';
import { LONGEST_MESSAGE, LONGEST_TEXT, TAKEN_LABELS } from './decision';
import type { AskField, AnswerChoice, Question } from './types';

/** In characters, of a button. Links keep to it too. Source: the page "Buttons" of the REST API v3. */
const LONGEST_LABEL = 20;

/** In characters: shorter, `cut` cannot say what is left out. */
const SHORTEST_CUT = 40;

/** How what people press reaches whoever waits for the answer. */
export interface Answers {
	/** Of the page (way `link`); or the ticket that the function makes the address of (way `cliq`). */
	address(choice: AnswerChoice): string;
	/** Name of the function that the buttons run; of the way `cliq`. */
	functionName?: string | undefined;
}

/**
 * @throws CliqError `invalidInput` if the question cannot be asked like this, e.g. approvers where nobody says who
 * answers.
 */
export function checkQuestion(question: Question): void {
	checkText(question.text);
	checkLabels(question);
	checkWay(question);
	if (question.kind === 'customForm') checkFields(question.form.fields);
	if (question.kind === 'customForm' && question.way === 'cliq') checkCliqForm(question.form.fields);
	if (!isTimeZone(question.timeZone))
		throw refusal(
			`Unknown time zone "${excerpt(question.timeZone)}"`,
			'Give a name such as Europe/Berlin, America/New_York or UTC.',
		);
}

function checkText(text: string): void {
	if (text.trim() === '') throw refusal('The question has no text', 'Write in the message what people are asked.');
	const excess = text.length - LONGEST_TEXT;
	if (excess <= 0) return;
	throw refusal(
		`The text of the question is too long: ${count(text.length)} characters, ${count(excess)} more than the ${count(LONGEST_TEXT)} that leave room for the decision`,
		'Shorten the message, or send the details in a message before the question.',
	);
}

function checkLabels(question: Question): void {
	const labels = choicesOf(question).map((choice) => labelOf(question, choice));
	for (const label of labels) {
		if (label === '') throw refusal('A button has no label', 'Give each button a label, such as Approve.');
		if (label.length > LONGEST_LABEL) {
			throw refusal(
				`The label of the button "${excerpt(label)}" is too long: ${count(label.length)} characters, and ${LONGEST_LABEL} is the most`,
				'Shorten the label.',
			);
		}
	}
	const [one, other] = labels;
	if (one !== undefined && one.toLowerCase() === other?.toLowerCase()) {
		throw refusal(
			`Both buttons have the label "${excerpt(one)}"`,
			'Give the button that approves and the one that declines different labels.',
		);
	}
}

function checkWay({ way, approvers }: Question): void {
	if (way === 'link' && approvers.length > 0) {
		throw refusal(
			'Approvers are given, but a link does not tell who follows it',
			'Let people answer in Cliq, which tells who answers; or remove the approvers.',
		);
	}
	const wrong = approvers.find((approver) => !/^(?:\d+|[^\s@]+@[^\s@]+)$/.test(approver.trim()));
	if (wrong === undefined) return;
	throw refusal(
		`An approver is neither an email address nor a user ID: "${excerpt(wrong)}"`,
		'Give each approver by email address or by numeric user ID (ZUID).',
	);
}

function checkFields(fields: AskField[]): void {
	if (fields.length === 0) throw refusal('The form has no fields', 'Add at least one field to the form.');
	const known = new Set<string>();
	for (const [index, { label, kind, choices = [] }] of fields.entries()) {
		const name = label.trim();
		if (name === '')
			throw refusal(
				`Field ${index + 1} of the form has no label`,
				'Give it a label, which is also its name in the output.',
			);
		if (known.has(name))
			throw refusal(
				`Two form fields have the label "${excerpt(name)}"`,
				'Give each field its own label, since it is the name in the output.',
			);
		if (TAKEN_LABELS.includes(name))
			throw refusal(
				`A field of the form has the label "${name}", which the output has for itself`,
				'Give the field another label.',
			);
		known.add(name);
		if (kind === 'choice' || kind === 'choices') checkChoices(name, choices);
	}
}

function checkChoices(label: string, choices: string[]): void {
	if (choices.length === 0)
		throw refusal(`The field "${excerpt(label)}" has nothing to choose from`, 'Add choices to it.');
	if (choices.some((choice) => choice.trim() === ''))
		throw refusal(
			`The field "${excerpt(label)}" has an empty choice`,
			'Write something there, or remove the choice.',
		);
	const known = new Set<string>();
	const twice = choices.find((choice) => known.size === known.add(choice).size);
	if (twice !== undefined)
		throw refusal(`The field "${excerpt(label)}" has the choice "${excerpt(twice)}" twice`, 'Remove one of them.');
}

/**
 * Adds what people answer with to the call that posts a question. Links stand in the text, so that they are gone once
 * it is edited: no page says whether buttons are (docs/decisions/0022).
 *
 * @param step with the text of the question alone.
 * @throws CliqError `invalidInput` if the text and the links are longer than a message.
 */
export function withAnswers(step: Step, question: Question, answers: Answers): Step {
	const { values } = step;
	if (question.way === 'cliq') return { ...step, values: { ...values, buttons: buttonsOf(question, answers) } };
	const text = `${String(values.text)}${linksOf(question, answers)}`;
	const excess = text.length - LONGEST_MESSAGE;
	if (excess <= 0) return { ...step, values: { ...values, text } };
	throw refusal(
		`The question and its links are too long: ${count(text.length)} characters, ${count(excess)} more than the ${count(LONGEST_MESSAGE)} that Cliq takes`,
		'Shorten the message, or send the details in a message before the question.',
	);
}

/**
 * @returns how long the text of a question may be, in characters: what it is answered with and its decision must fit
 * below it.
 */
export function longestTextOf(question: Question, answers: Answers): number {
	return question.way === 'cliq'
		? LONGEST_TEXT
		: Math.max(SHORTEST_CUT, Math.min(LONGEST_TEXT, LONGEST_MESSAGE - linksOf(question, answers).length));
}

function linksOf(question: Question, { address }: Answers): string {
	return `\n\n${choicesOf(question)
		.map((choice) => link(labelOf(question, choice), address(choice), false))
		.join(' · ')}`;
}

/** Source: the page "Buttons" of the REST API v3. */
function buttonsOf(question: Question, { address, functionName }: Answers): object[] {
	return choicesOf(question).map((choice) => ({
		label: labelOf(question, choice),
		type: choice === 'decline' ? '-' : '+',
		key: address(choice),
		action: { type: 'invoke.function', data: { name: functionName } },
	}));
}

/** Nothing hides in what people decide by. */
function labelOf({ labels }: Question, choice: AnswerChoice): string {
	return reveal((labels[choice] ?? '').trim());
}

function refusal(message: string, hint: string): CliqError {
	return new CliqError('invalidInput', message, { hint });
}
