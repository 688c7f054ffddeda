import {
	type CliqClient,
	CliqError,
	type Patience,
	type Question,
	type Sources,
	type Step,
	type Values,
	checkQuestion,
	compose,
	operation as operationOf,
	reveal,
} from '../../../cliq';
import type { StoredRow } from '../../editor/types';
import type { AccountSettings } from '../account/account';
import { askForm } from './answer-form';
import { questionOf } from './question';
import type { StoredQuestion } from './question-store';
import type { AnswerPlace } from './answer-way';
import type { NodeMessage, Node, NodeConfig, Red } from '../shared/node-red';
import { asks } from '../operation/offered-operations';
import { evaluate, evaluateFields, rowsOf, sourcesOf, type StoredParameters } from '../operation/node-parameters';
import type { Job } from '../shared/message-queue';

/** What the editor stores. */
export interface AskConfig extends NodeConfig, AnswerPlace {
	/** `id` of a config node. */
	account: string;
	/** `id` in the catalogue of what sends the question. */
	operation: string;
	parameters?: StoredParameters;
	/** By the fields of `ask-form.ts`. */
	answer?: StoredRow;
	timeout?: string | number;
	timeoutUnit?: 'none' | 'seconds' | 'minutes' | 'hours' | 'days';
	timeZone?: string;
}

/** How the account is reached. */
export interface Connection {
	settings: AccountSettings;
	client: CliqClient;
	patience: Patience;
}

/**
 * Makes of a message what is asked, and the call that asks it, still without its buttons or links.
 *
 * @throws CliqError `invalidInput` if it cannot be asked like this.
 */
export async function questionFor(
	red: Red,
	node: Node,
	config: AskConfig,
	message: NodeMessage,
	inOrder: Job['inOrder'],
): Promise<{ asked: StoredQuestion; step: Step }> {
	const operation = asks.find(({ id }) => id === config.operation);
	if (!operation)
		throw new CliqError('invalidInput', `This node cannot ask by "${config.operation}"`, {
			hint: 'Open the node and choose where to ask.',
		});
	const { values, form } = await inOrder(async () => ({
		values: await evaluate(red, node, operation, config.parameters ?? {}, message),
		form: await evaluateFields(red, node, askForm, config.answer ?? {}, message),
	}));
	const step = stepOf(operation.id, values, message, sourcesOf(config.parameters ?? {}));
	for (const warning of step.warnings ?? []) node.warn(warning);
	const asked: StoredQuestion = {
		question: questionOf(form, {
			text: String(step.values.text),
			asked: operation.target === 'user' ? String(values.user) : undefined,
			timeZone: config.timeZone,
		}),
		message,
		trail: { operation: operation.id, ...(operation.target === 'channel' && { channel: values.channel }) },
		place: {},
	};
	refuseNobody(config.answer?.approvers, asked.question);
	checkQuestion(asked.question);
	return { asked, step };
}

/** An empty field lets everybody answer; a message or expression that gives nobody is a mistake, and must not. */
function refuseNobody(stored: StoredRow[string], { way, approvers }: Question): void {
	const source = typeof stored === 'object' && 'value' in stored ? stored.value : stored;
	if (way !== 'cliq' || approvers.length > 0 || String(source ?? '').trim() === '') return;
	throw new CliqError('invalidInput', 'The message property or expression for the approvers names nobody', {
		hint: 'Give at least one, or leave Approvers empty in the node to let everybody answer.',
	});
}

/** The one message that asks; a question is never sent in parts. */
function stepOf(operationId: string, values: Values, message: NodeMessage, sources: Sources): Step {
	// Nothing hides in what people decide by.
	const text = typeof values.text === 'string' ? reveal(values.text) : values.text;
	const [step, ...others] = compose(operationOf(operationId), { ...values, text }, rowsOf(message), sources);
	if (step && others.length === 0) return step;
	throw new CliqError('invalidInput', 'The question is too long for one message', {
		hint: 'Shorten it, or send the details in a message before the question.',
	});
}
