import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { CliqError, type Operation } from '../../cliq';
import { toApiError } from '../shared/apiError';
import { settled } from '../shared/settledOutcome';

/**
 * Whether an agent calls the node as a tool. The human review that n8n makes of it is called by nobody: people answer
 * it.
 */
export function isTool(context: Pick<IExecuteFunctions, 'getNode'>): boolean {
	return /(?<!Hitl)Tool$/.test(context.getNode().type ?? '');
}

/**
 * Runs the node for an agent. What goes wrong is an answer too: of an error n8n hands on the message alone, and to an
 * agent of version 2 not even that, as the agent's run ends with it.
 */
export async function forAgent(
	context: IExecuteFunctions,
	run: () => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	const result = await settled(run());
	return result instanceof Error ? [toolFailure(context, result)] : result;
}

/**
 * @param operation that failed, if it came so far.
 * @returns what a model can act on: what happened, and what to do about it; never with `error` on the item, for which
 *   n8n would leave out everything but the message.
 */
export function toolFailure(context: IExecuteFunctions, failure: Error, operation?: Operation): INodeExecutionData {
	const { message, description } = toApiError(context, failure);
	const { kind = 'internalError', details = {} } = (
		failure instanceof CliqError ? failure : {}
	) as Partial<CliqError>;
	// Of what is not there Cliq says that the URL is wrong, which sends a model the wrong way.
	const toDo = kind === 'notFound' ? details.hint : description;
	const tryAgainAt = details.retryAt === undefined ? undefined : new Date(details.retryAt).toISOString();
	const advice = [toDo, tryAgainAt && `Do not try it again before ${tryAgainAt}.`].filter(Boolean).join(' ');
	const json: IDataObject = {
		...(operation?.method !== 'GET' && { sent: sentOf(failure) }),
		error: message,
		...(advice && { advice }),
		code: kind,
		...(tryAgainAt && { tryAgainAt }),
	};
	return { json, pairedItem: { item: 0 } };
}

/** Never says that nothing was sent where something was, or may have been. */
function sentOf(failure: Error): boolean | string {
	if (!(failure instanceof CliqError)) return false;
	if ((failure.details.posted ?? 0) > 0) return 'in part';
	return failure.kind === 'outcomeUnknown' ? 'unknown' : false;
}
