import { USUAL_LABELS } from '../../cliq/ask/form-fields';
import { link } from '../../cliq/message/text/cliq-text';
import { askForm } from '../lib/ask/answer-form';
import { openNode, saveNode, type EditorNode, type StoredValues } from './dialog';
import { drawFields } from './fields';
import { addressOf, checkPath, isOutOfReach, newPath } from './inbound';
import { addNode, checkRow } from './node';
import type { StoredRow, StoredValue, TypedValue } from './types';

/** What the dialog of a zoho-cliq-ask node works on. */
interface AskingNode extends EditorNode {
	id: string;
	path: string;
	publicUrl: string;
	timeZone: string;
	answer?: StoredRow;
	_(key: string): string;
}

const field = (name: string) => $(`#node-input-${name}`);

let readAnswer: () => StoredRow = () => ({});

/** As the other rows of the dialog have them. */
const icons: Record<string, string> = {
	kind: 'fa-check-square-o',
	way: 'fa-sign-in',
	approvers: 'fa-users',
	buttons: 'fa-hand-pointer-o',
	approveLabel: 'fa-thumbs-o-up',
	declineLabel: 'fa-thumbs-o-down',
	fields: 'fa-list-alt',
	respondLabel: 'fa-hand-pointer-o',
	title: 'fa-header',
	description: 'fa-align-left',
	submit: 'fa-paper-plane-o',
};

/**
 * Gives a node that was dragged in, imported or copied what only this browser knows, and a path that nobody guesses.
 */
export function addAsk(node: AskingNode): void {
	addNode(node);
	for (const [name, initial] of Object.entries(initials()))
		if (!node[name as keyof AskingNode]) Object.assign(node, { [name]: initial });
	// A copy came with the path of the node that it was made of.
	if (checkPath(node, node.path) !== true) node.path = newPath();
}

/** @returns `true`, or what is missing in what was filled in about the answer. */
export function checkAnswer(answer: StoredRow = {}): true | string {
	return checkRow(askForm.fields, answer, []);
}

/** Fills the dialog. */
export function openAsk(node: AskingNode): void {
	// Imported flows may have none of these.
	for (const [name, initial] of Object.entries(initials())) if (!field(name).val()) field(name).val(initial);
	readAnswer = drawFields($('.zoho-cliq-answer').empty(), askForm.fields, node.answer ?? {});
	for (const [name, icon] of Object.entries(icons))
		$(`.zoho-cliq-answer > [data-field="${name}"] > label`).prepend($('<i>').addClass(`fa ${icon}`), ' ');
	openNode(node, (values) =>
		withAnswers({ ...values, text: isFilled(values.text) ? values.text : { type: 'str', value: '…' } }),
	);
	const show = () => showAddress(node);
	for (const input of [field('publicUrl'), field('path')]) input.on('input change', show);
	$('.zoho-cliq-answer').on('change', show);
	field('timeoutUnit')
		.on('change', () => field('timeout').toggle(field('timeoutUnit').val() !== 'none'))
		.trigger('change');
	$('#zoho-cliq-new-path').on('click', () => field('path').val(newPath()).trigger('change'));
	// The clipboard of today needs https, which many a Node-RED has not.
	$('#zoho-cliq-copy-url').on('click', () =>
		RED.clipboard.copyText($('#zoho-cliq-url').val(), $('#zoho-cliq-copy-url'), 'clipboard.copyMessageValue'),
	);
	show();
}

/** Takes over what Node-RED does not read by itself. */
export function saveAsk(node: AskingNode): void {
	saveNode(node);
	node.answer = readAnswer();
}

function initials(): Record<'path' | 'publicUrl' | 'timeZone', string> {
	return { path: newPath(), publicUrl: location.origin, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };
}

/** Where answers come to, and what that takes. */
function showAddress(node: AskingNode): void {
	const isInCliq = readAnswer().way === 'cliq';
	const address = addressOf(field('publicUrl').val(), field('path').val());
	$('#zoho-cliq-url').val(address);
	$('#zoho-cliq-takes').text(node._(isInCliq ? 'takes.cliq' : 'takes.link'));
	const note = isInCliq && isOutOfReach(address) ? 'reach.cliq' : isOfThisMachine(address) ? 'reach.link' : undefined;
	$('#zoho-cliq-reach')
		.text(note ? node._(note) : '')
		.toggle(note !== undefined);
}

function isOfThisMachine(address: string): boolean {
	return !URL.canParse(address) || /^(localhost|\[::1\]|127\..*)$/.test(new URL(address).hostname);
}

function isFilled(value: StoredValue | undefined): value is StoredValue {
	return Boolean(value) && value?.value !== '';
}

/** With the buttons or links that the message will have. */
function withAnswers(values: StoredValues): StoredValues {
	const { way, kind, buttons, approveLabel, declineLabel, respondLabel } = readAnswer();
	const label = (value: StoredRow[string], usual: string): TypedValue =>
		(value as TypedValue | undefined) ?? { type: 'str', value: usual };
	const approve = { label: label(approveLabel, USUAL_LABELS.approve), style: '+' };
	const decline = { label: label(declineLabel, USUAL_LABELS.decline), style: '-' };
	const respond = { label: label(respondLabel, USUAL_LABELS.respond), style: '+' };
	const shown = kind !== 'approval' ? [respond] : buttons === 'approve' ? [approve] : [approve, decline];
	if (way === 'cliq')
		return {
			...values,
			buttons: {
				type: 'form',
				value: shown.map((button) => ({
					...button,
					action: 'invoke.function',
					function: { type: 'str', value: 'cliqAnswer' },
				})),
			},
		};
	return {
		...values,
		text: withLinks(
			values.text as TypedValue,
			shown.map(({ label: { type, value } }) => (type === 'str' ? String(value) : '…')),
		),
	};
}

/** What comes from a message is not known yet, and neither is what stands below it. */
function withLinks(text: TypedValue, labels: string[]): TypedValue {
	const address = addressOf(field('publicUrl').val(), field('path').val());
	return text.type === 'str'
		? {
				...text,
				value: `${String(text.value)}\n\n${labels.map((label) => link(label, address, false)).join(' · ')}`,
			}
		: text;
}
