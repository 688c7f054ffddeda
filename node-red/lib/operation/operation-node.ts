import {
	type Answer,
	type CliqClient,
	CliqError,
	type Operation,
	type Patience,
	type Sources,
	type Values,
	checkSources,
	compose,
	gather,
	sendAll,
	withWhereabouts,
} from '../../../cliq';
import { clientOf, maxWaitOf, refuseUnserved, type AccountNode } from '../account/account';
import type { Node, NodeConfig, Red } from '../shared/node-red';
import { operationsOf } from './offered-operations';
import { answerMessages, warningsOf } from './answer-messages';
import { evaluate, rowsOf, sourcesOf, type StoredParameters } from './node-parameters';
import { work } from '../shared/message-queue';

/** What the editor stores about a node that calls operations. */
interface OperationConfig extends NodeConfig {
	/** `id` of a config node. */
	account: string;
	/** `id` in the catalogue. */
	operation: string;
	parameters?: StoredParameters;
	/** Everything there is, however many pages it takes. */
	all?: boolean;
	/** One message an entry instead of one with all of them. */
	split?: boolean;
}

/** Registers a type of node; what it can do comes from the catalogue. */
export function registerOperationNode(red: Red, type: string): void {
	const operations = operationsOf(type);
	red.nodes.registerType(type, function (config) {
		red.nodes.createNode(this, config);
		listen(red, this, config as OperationConfig, operations);
	});
}

function listen(red: Red, node: Node, config: OperationConfig, operations: Operation[]): void {
	work(red, node, async (message, { ticket, signal, inOrder, ifStopped }) => {
		const operation = chosen(operations, config);
		const { settings } = accountOf(red, config);
		refuseUnserved(settings, operation);
		const isKept = settings.keepQueue === true || settings.keepQueue === 'true';
		ifStopped({ place: placeOf(operation), isKept });
		const client = clientOf(settings, ticket);
		const patience: Patience = { signal, maxWait: maxWaitOf(settings), lane: node.id, onWait: ticket.waiting };
		const evaluation = inOrder(() => evaluate(red, node, operation, config.parameters ?? {}, message));
		const rows = rowsOf(message);
		const values = await evaluation;
		ifStopped({ place: placeOf(operation, values), isKept });
		const answers = await call(
			client,
			operation,
			{ values, rows, sources: sourcesOf(config.parameters ?? {}) },
			config.all ?? false,
			patience,
		);
		const outputs = answerMessages(red, message, operation, values, answers, config.split ?? false);
		return {
			outputs,
			outcome: operation.name === 'send' ? 'sent' : 'done',
			isWarned: warningsOf(answers).length > 0,
		};
	});
}

/** @returns where a call goes, for people: `channel incidents`. */
function placeOf({ action, target, parameters }: Operation, values?: Values): string {
	const identifier = parameters.find((parameter) => parameter.in === 'path');
	const value = values && identifier && values[identifier.name];
	return value === undefined ? (target ?? action) : [target ?? identifier!.label, String(value)].join(' ');
}

function chosen(operations: Operation[], config: OperationConfig): Operation {
	const operation = operations.find(({ id }) => id === config.operation);
	if (operation) return operation;
	throw new CliqError('invalidInput', `This node has no operation "${config.operation}"`, {
		hint: 'Open the node and choose one from the list.',
	});
}

function accountOf(red: Red, config: OperationConfig): AccountNode {
	const node = red.nodes.getNode(config.account) as AccountNode | null | undefined;
	if (node?.settings) return node;
	throw new CliqError('notAuthorized', 'The node has no Zoho Cliq account', {
		hint: 'Open the node, choose or add an account, and deploy.',
	});
}

interface GivenValues {
	values: Values;
	rows: unknown[];
	sources: Sources;
}

/** @returns one answer, or one for each of several places. */
async function call(
	client: CliqClient,
	operation: Operation,
	{ values, rows, sources }: GivenValues,
	all: boolean,
	patience: Patience,
): Promise<Answer[]> {
	if (!operation.paging) {
		const steps = compose(operation, values, rows, sources);
		return await withWhereabouts(client, steps, await sendAll(client, steps, patience), patience);
	}
	checkSources(operation, values, sources);
	const { [operation.paging.limit]: limit, ...others } = values;
	return [(await gather(client, operation, others, { all, limit }, patience)).entries];
}
