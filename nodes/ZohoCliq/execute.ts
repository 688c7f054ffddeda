import { ApplicationError, type IDataObject, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import type { Message } from '../../cliq/answers';
import { operations, type Operation } from '../../cliq/catalogue';
import type { CliqClient } from '../../cliq/client';
import { CliqError } from '../../cliq/errors';
import type { Patience } from '../../cliq/pacing';
import { walk } from '../../cliq/paging';
import type { Values } from '../../cliq/request';
import { callsPerMinute } from '../../cliq/allowance';
import { toApiError } from './apiError';
import { reportCancellation } from './cancellation';
import { Ledger } from './ledger';
import { Progress } from './progress';
import { isPagingParameter, isWide } from './properties';
import { simplify } from './simplify';
import { connect, type Authentication, type Connection } from './transport';

/** In seconds: long enough to outlast a lock. */
const USUAL_MAX_WAIT = 900;

/**
 * Runs the chosen operation for each item, in order. Each item fails on its own. A run that is cancelled gives what was
 * done until then: after an error n8n's "Retry On Fail" would still begin it anew.
 */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	if (items.length === 0) return [];
	// These cannot differ between items.
	const operation = chosenOperation(context);
	const authentication = context.getNodeParameter('authentication', 0) as Authentication;
	const { maxWait = USUAL_MAX_WAIT, timeout } = context.getNodeParameter('options', 0, {}) as { maxWait?: number; timeout?: number };
	const ledger = new Ledger(context, operation);
	const progress = new Progress(operation, items.length);
	const signal = context.getExecutionCancelSignal();
	const patience: Patience = { lane: context.getExecutionId(), signal, maxWait: maxWait * 1000, onWait: progress.waits };
	let connection: Connection | undefined;
	const rate = () => (connection ? callsPerMinute(connection.allowance, operation) : operation.threshold);

	const runItem = async (item: number): Promise<IDataObject[]> => {
		const earlier = ledger.recall(item);
		if (earlier) return earlier;
		if (authentication === 'webhookToken' && !operation.webhookToken) throw needsOAuth(operation);
		connection ??= await connect(context, authentication, { timeout: timeout && timeout * 1000, onChange: progress.changes });
		return await call(context, connection.client, operation, item, { ...patience, ...(!operation.paging && { remaining: items.length - item }) });
	};

	const endReport = reportCancellation(context, () => progress.soFar());
	const output: INodeExecutionData[] = [];
	for (let item = 0; item < items.length && !signal?.aborted; item++) {
		const result = await attempt(runItem, item);
		ledger.note(item, result);
		progress.note(result);
		if (Array.isArray(result)) {
			output.push(...result.map((json) => ({ json, pairedItem: { item } })));
			continue;
		}
		const mayStop = !context.continueOnFail() && !isCancelled(result);
		const error = toApiError(context, result, { index: item, of: items.length, before: mayStop ? progress.beforeFailure(result, rate()) : undefined });
		if (mayStop) {
			endReport();
			throw error;
		}
		output.push({ json: { error: error.message, ...(error.description && { description: error.description }) }, error, pairedItem: { item } });
	}
	endReport();
	const hint = progress.hint(rate());
	if (hint && !signal?.aborted) context.addExecutionHints({ message: hint, location: 'outputPane' });
	return output;
}

function chosenOperation(context: IExecuteFunctions): Operation {
	const resource = context.getNodeParameter('resource', 0) as string;
	const name = context.getNodeParameter('operation', 0) as string;
	const target = context.getNodeParameter('target', 0, '') as string;
	const candidates = operations.filter((operation) => operation.resource === resource && operation.name === name);
	const found = candidates.find((operation) => operation.target === undefined || operation.target === target);
	if (found) return found;
	throw new ApplicationError(`The node has no operation "${name}" for "${resource}"${target ? ` to "${target}"` : ''}`);
}

async function call(context: IExecuteFunctions, client: CliqClient, operation: Operation, item: number, patience: Patience): Promise<IDataObject[]> {
	const values = valuesOf(context, operation, item);
	const answer = operation.paging
		? await collect(context, client, operation, values, item, patience)
		: (await client.call(operation, values, patience)).answer;
	const entries = (Array.isArray(answer) ? answer : [answer]) as IDataObject[];
	const isSimple = isWide(operation) && context.getNodeParameter('simplify', item) === true;
	return isSimple ? entries.map((entry) => simplify(entry as unknown as Message)) : entries;
}

/** Oldest first, whichever way Cliq listed them. */
async function collect(context: IExecuteFunctions, client: CliqClient, operation: Operation, values: Values, item: number, patience: Patience): Promise<IDataObject[]> {
	const returnAll = context.getNodeParameter('returnAll', item) === true;
	const most = returnAll ? Infinity : (context.getNodeParameter('limit', item) as number);
	const entries: IDataObject[] = [];
	for await (const page of walk(client, operation, values, most, patience)) entries.push(...(page as IDataObject[]));
	const { paging } = operation;
	if (paging?.style === 'time') entries.sort((one, other) => Number(one[paging.time]) - Number(other[paging.time]));
	return entries;
}

function valuesOf(context: IExecuteFunctions, operation: Operation, item: number): Values {
	const options = context.getNodeParameter('options', item, {}) as IDataObject;
	const own = operation.parameters.filter((parameter) => !isPagingParameter(operation, parameter));
	return Object.fromEntries(
		own.map(({ name, required }) => [name, plain(required ? context.getNodeParameter(name, item) : options[name])]),
	);
}

/** A resource locator holds its value beside the way it was chosen. */
function plain(value: unknown): unknown {
	return typeof value === 'object' && value !== null && '__rl' in value ? (value as IDataObject).value : value;
}

async function attempt(runItem: (item: number) => Promise<IDataObject[]>, item: number): Promise<IDataObject[] | Error> {
	try {
		return await runItem(item);
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}

function isCancelled(error: Error): boolean {
	return error instanceof CliqError && error.kind === 'cancelled';
}

function needsOAuth(operation: Operation): CliqError {
	const possible = operations.filter(({ webhookToken }) => webhookToken).map(({ target }) => target);
	return new CliqError('notAuthorized', `A webhook token cannot do this: ${operation.action.toLowerCase()}`, {
		operation: operation.id,
		hint: `It can only send to a ${possible.join(' or ')}. Choose OAuth2 as the authentication.`,
	});
}
