import { CliqError } from '../errors';
import { count, excerpt } from '../invalid';
import { reveal } from '../message/text/reveal';
import type { Values } from '../request';
import { choicesOf } from './choices';
import { checkCliqForm } from './cliq-form';
import { isTimeZone } from './clock';
import { LONGEST_TEXT, TAKEN_LABELS } from './decision';
import type { AskField, Choice, Question } from './types';

/** In characters. Source: the page "Buttons" of the REST API v3. */
const LONGEST_LABEL = 20;
const LONGEST_ADDRESS = 256;

/** How a question's buttons reach whoever waits for the answer. */
export interface Buttons {
	/** Of the page (way `link`); or the ticket that the function makes the address of (way `cliq`). */
	address(choice: Choice): string;
	/** Name of the function that the buttons run; of the way `cliq`. */
	functionName?: string;
}

/** @throws CliqError `invalidInput` if the question cannot be asked like this, e.g. approvers where nobody tells who answers. */
export function checkQuestion(question: Question): void {
	checkText(question.text);
	checkLabels(question);
	checkWay(question);
	if (question.kind === 'customForm') checkFields(question.form.fields);
	if (question.kind === 'customForm' && question.way === 'cliq') checkCliqForm(question.form.fields);
	if (!isTimeZone(question.timeZone)) throw refusal(`There is no time zone "${excerpt(question.timeZone)}"`, 'Give a name such as Europe/Berlin, America/New_York or UTC.');
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
	const labels = choicesOf(question).map((choice) => reveal((question.labels[choice] ?? '').trim()));
	for (const label of labels) {
		if (label === '') throw refusal('A button has no label', 'Give each button a label, such as Approve.');
		if (label.length > LONGEST_LABEL) {
			throw refusal(`The label of the button "${excerpt(label)}" is too long: ${count(label.length)} characters, and Cliq takes ${LONGEST_LABEL}`, 'Shorten the label.');
		}
	}
	if (labels.length === 2 && labels[0].toLowerCase() === labels[1].toLowerCase()) {
		throw refusal(`Both buttons have the label "${excerpt(labels[0])}"`, 'Give the button that approves and the one that declines different labels.');
	}
}

function checkWay({ way, approvers }: Question): void {
	if (way === 'link' && approvers.length > 0) {
		throw refusal('Approvers are given, but a link does not tell who follows it', 'Let people answer in Cliq, which tells who answers; or remove the approvers.');
	}
	const wrong = approvers.find((approver) => !/^(?:\d+|[^\s@]+@[^\s@]+)$/.test(approver.trim()));
	if (wrong === undefined) return;
	throw refusal(`An approver is neither an email address nor a user ID: "${excerpt(wrong)}"`, 'Give each approver by email address or by numeric user ID (ZUID).');
}

function checkFields(fields: AskField[]): void {
	if (fields.length === 0) throw refusal('The form has no fields', 'Add at least one field to the form.');
	const known = new Set<string>();
	for (const [index, { label, kind, choices = [] }] of fields.entries()) {
		const name = label.trim();
		if (name === '') throw refusal(`Field ${index + 1} of the form has no label`, 'Give it a label, which is also its name in the output.');
		if (known.has(name)) throw refusal(`Two fields of the form have the label "${excerpt(name)}"`, 'Give each field its own label, since it is the name in the output.');
		if (TAKEN_LABELS.includes(name)) throw refusal(`A field of the form has the label "${name}", which the output has for itself`, 'Give the field another label.');
		known.add(name);
		if (kind === 'choice' || kind === 'choices') checkChoices(name, choices);
	}
}

function checkChoices(label: string, choices: string[]): void {
	if (choices.length === 0) throw refusal(`The field "${excerpt(label)}" has nothing to choose from`, 'Add choices to it.');
	if (choices.some((choice) => choice.trim() === '')) throw refusal(`The field "${excerpt(label)}" has an empty choice`, 'Write something there, or remove the choice.');
	const known = new Set<string>();
	const twice = choices.find((choice) => known.size === known.add(choice).size);
	if (twice !== undefined) throw refusal(`The field "${excerpt(label)}" has the choice "${excerpt(twice)}" twice`, 'Remove one of them.');
}

/**
 * @returns the parameters of `message.send.*` that a question has beside its text: its buttons.
 * @throws CliqError `invalidInput` if Cliq's buttons cannot hold the address of a page.
 */
export function buttonsOf(question: Question, buttons: Buttons): Values {
	return {
		buttons: choicesOf(question).map((choice) => ({
			label: reveal((question.labels[choice] ?? '').trim()),
			type: choice === 'decline' ? '-' : '+',
			...(question.way === 'cliq' ? pressed(buttons, choice) : opened(question, buttons.address(choice))),
		})),
	};
}

function pressed(buttons: Buttons, choice: Choice): Values {
	return { key: buttons.address(choice), action: { type: 'invoke.function', data: { name: buttons.functionName } } };
}

function opened({ kind }: Question, address: string): Values {
	const excess = address.length - LONGEST_ADDRESS;
	if (excess > 0) {
		throw refusal(
			`The address of the page that a button opens is too long: ${count(address.length)} characters, ${count(excess)} more than the ${LONGEST_ADDRESS} that Cliq takes`,
			'Give n8n or Node-RED a shorter public address; or let people answer in Cliq, whose buttons need no address.',
		);
	}
	return { hint: `Opens a page on which you ${kind === 'approval' ? 'confirm' : 'answer'}`, action: { type: 'open.url', data: { web: address } } };
}

function refusal(message: string, hint: string): CliqError {
	return new CliqError('invalidInput', message, { hint });
}
