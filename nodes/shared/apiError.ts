import {
	NodeApiError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type IPairedItemData,
	type JsonObject,
} from 'n8n-workflow';

import { CliqError, type ErrorDetails } from '../../cliq';
import type { CliqFunctions } from './cliqFunctions';

/**
 * @param error what went wrong, of any kind.
 * @param item index of the item it went wrong with, how many there are, and what to say of those before it.
 * @returns an error that n8n shows with what happened, what to do about it, and the item.
 */
export function toApiError(
	context: CliqFunctions,
	error: Error,
	item?: { index: number; of: number; before?: string | undefined },
): NodeApiError {
	const { hint, status, said } = error instanceof CliqError ? error.details : ({} as ErrorDetails);
	const message = item && item.of > 1 ? `${error.message} [Item ${item.index}]` : error.message;
	const advice = hint ?? (error as { description?: string }).description;
	const words = said && !error.message.includes(said) ? `Cliq says: ${said.replace(/[.\s]+$/, '')}.` : undefined;
	const description = [advice, words, item?.before].filter(Boolean).join(' ') || undefined;
	const httpCode = status === undefined ? undefined : String(status);
	// Built from a plain object: an error of n8n's would keep its own message, and an error of the HTTP client its
	// token.
	const plain: JsonObject = { message, ...(httpCode && { httpCode }) };
	const apiError = new NodeApiError(context.getNode(), plain, {
		message,
		...(description !== undefined && { description }),
		...(httpCode !== undefined && { httpCode }),
		...(item && { itemIndex: item.index }),
	});
	// For some codes of broken connections n8n puts a message of its own, that one "can retry the request immediately".
	apiError.message = message;
	return apiError;
}

/**
 * What leaves for an item that failed where the run goes on: what came in, with what happened and what to do.
 *
 * Where it goes to the error output, n8n adds what came in itself, to an item whose `json` has nothing but `error` and
 * `details`. With `error` beside `json`, n8n would put that error's message in the place of all of it.
 *
 * @param error what went wrong, and the same as `toApiError` gives it.
 * @param json of what came in, of several items the first.
 */
export function failedItem(
	context: IExecuteFunctions,
	error: Error,
	{ message, description }: NodeApiError,
	json: IDataObject | undefined,
	pairedItem: IPairedItemData | IPairedItemData[],
): INodeExecutionData {
	const { kind, details: { parameter, status, cliqCode } = {} } = (
		error instanceof CliqError ? error : {}
	) as Partial<CliqError>;
	const details: IDataObject = Object.fromEntries(
		Object.entries({ code: kind ?? 'internalError', advice: description, parameter, status, cliqCode }).filter(
			([, value]) => value !== undefined && value !== null,
		),
	);
	const isForErrorOutput = context.getNode().onError === 'continueErrorOutput';
	return { json: { ...(!isForErrorOutput && json), error: message, details }, pairedItem };
}
