import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import {
	type AnswerChoice,
	type AskField,
	CliqError,
	type Question,
	USUAL_LABELS,
	approversIn,
	askFieldOf,
	escape,
	excerpt,
	fieldsShape,
	reveal,
	written,
} from '../../../cliq';
import { formOf } from '../../shared/messageForms';
import { textFormatOf } from '../../shared/textFormat';
import { chosen } from '../values';
import { reviewedSettings } from './reviewedTool';

/** Begins and ends a block of code in Markdown. */
const FENCE = '```';

/**
 * What the values of the option "responseType" stand for. n8n takes nothing but multipart bodies where it is
 * "customForm".
 */
const kinds: Record<string, Question['kind']> = { approval: 'approval', freeText: 'freeText', form: 'customForm' };

/**
 * @returns the question that was filled in, with its text not yet composed, and without an end.
 * @throws CliqError `invalidInput` if an expression for the approvers gives nobody.
 */
export function questionOf(context: IExecuteFunctions, key: string): Question {
	const options = context.getNodeParameter('options', 0, {}) as IDataObject;
	const kind = isHumanReview(context) ? 'approval' : (kinds[options.responseType as string] ?? 'approval');
	const way = options.answerWay === 'cliq' ? 'cliq' : 'link';
	return {
		key,
		// In front, where nothing that a model wrote can push it out of the message.
		text: `${settingsOf(context)}${reveal(messageOf(context))}`,
		kind,
		way,
		labels:
			kind === 'approval'
				? approvalLabels(options)
				: { respond: textOf(options.messageButtonLabel) ?? USUAL_LABELS.respond },
		form: {
			title: textOf(options.responseFormTitle),
			description: textOf(options.responseFormDescription),
			submit: textOf(options.responseFormButtonLabel),
			fields: kind === 'customForm' ? fieldsOf(options) : [],
		},
		approvers: approversOf(context, options),
		...(context.getNodeParameter('target', 0) === 'user' && {
			asked: String(chosen(context.getNodeParameter('user', 0))).trim(),
		}),
		timeZone: context.getTimezone(),
	};
}

function messageOf(context: IExecuteFunctions): string {
	const message = isHumanReview(context) ? reviewedMessage(context) : context.getNodeParameter('message', 0);
	// What an expression does not give is refused where the message is composed, which knows the expression.
	if (message === undefined || message === null) return '';
	return typeof message === 'object' ? codeIn(formatOf(context), JSON.stringify(message, null, 2)) : String(message);
}

/** @returns the format of the message, as the catalogue calls it. */
export function formatOf(context: IExecuteFunctions): unknown {
	const { textFormat } = context.getNodeParameter('options', 0, {}) as IDataObject;
	return textFormatOf(context, textFormat, context.getNodeParameter('message', 0, '', { rawExpressions: true }));
}

/** A line of JSON cannot end the block. */
function codeIn(format: unknown, json: string): string {
	return format === 'markdown' ? `${FENCE}json\n${json}\n${FENCE}` : json;
}

/**
 * What is fixed of a tool that is reviewed, letter for letter: each line begins with a label, so that none ends the
 * block.
 */
function settingsOf(context: IExecuteFunctions): string {
	const settings = isHumanReview(context) ? reveal(reviewedSettings(context)) : '';
	if (settings === '') return '';
	const format = formatOf(context);
	if (format === 'markdown') return `${FENCE}\n${settings}\n${FENCE}\n`;
	return `${format === 'plain' ? settings : escape(settings)}\n\n`;
}

/** Whether n8n's tool for human review runs, which it makes of this operation for agents. */
export function isHumanReview(context: IExecuteFunctions): boolean {
	return context.getNode().type.endsWith('HitlTool');
}

/**
 * In the message that n8n itself proposes, what the tool is given is an object, of which nobody would see more than
 * "[object Object]". As code it is shown letter for letter: an agent could format it away, or call people.
 */
function reviewedMessage(context: IExecuteFunctions): unknown {
	const written = context.getNodeParameter('message', 0, '', { rawExpressions: true });
	const json = 'JSON.stringify($tool.parameters, null, 2)';
	const shown = formatOf(context) === 'markdown' ? `"\\n${FENCE}json\\n" + ${json} + "\\n${FENCE}\\n"` : json;
	const readable = String(written).replace(/\{\{\s*\$tool\.parameters\s*\}\}/g, () => `{{ ${shown} }}`);
	return readable.startsWith('=') ? context.evaluateExpression(readable.slice(1), 0) : readable;
}

/** An empty field lets everybody answer; an expression that gives nobody is a mistake, and must not. */
function approversOf(context: IExecuteFunctions, options: IDataObject): string[] {
	const approvers = approversIn(options.approvers);
	const written = String(context.getNodeParameter('options.approvers', 0, '', { rawExpressions: true }) ?? '');
	if (approvers.length > 0 || written.trim() === '') return approvers;
	throw new CliqError(
		'invalidInput',
		`The expression for the approvers gives nobody (${excerpt(written.replace(/^=/, ''))})`,
		{
			parameter: 'approvers',
			hint: 'Let it give at least one, or leave "Approvers" empty to let everybody answer.',
		},
	);
}

function approvalLabels({ approvalOptions }: IDataObject): Partial<Record<AnswerChoice, string>> {
	const { approvalType, approveLabel, disapproveLabel } = ((approvalOptions as IDataObject | undefined)?.values ??
		{}) as IDataObject;
	return {
		approve: textOf(approveLabel) ?? USUAL_LABELS.approve,
		...(approvalType !== 'single' && { decline: textOf(disapproveLabel) ?? USUAL_LABELS.decline }),
	};
}

function fieldsOf({ formFields }: IDataObject): AskField[] {
	const rows = formOf(formFields ?? {}, fieldsShape)?.form ?? [];
	return [rows].flat().map(askFieldOf);
}

/** @returns `undefined` for what was left empty. */
function textOf(value: unknown): string | undefined {
	return written(value) || undefined;
}
