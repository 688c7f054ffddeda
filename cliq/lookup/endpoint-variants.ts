import { operation as operationOf, type Operation } from '../catalogue';
import { CliqError } from '../errors';
import { invalid } from '../parameters/invalid-input';
import { quoted } from '../util/quote';
import type { Place } from './known-places';
import type { HttpRequest } from '../http/ports';
import { buildRequest } from '../http/request';
import type { Values } from '../parameters/values';
import { toWire } from '../parameters/to-wire';
import { isChannelId } from '../parameters/identifiers';

/** One of the endpoints that do what an operation is for. */
export interface EndpointVariant {
	operation: Operation;
	/** How many of the given values no page has for this endpoint. */
	undocumented: number;
	/** What has to be looked up first, if anything has. */
	channel?: string;
	/**
	 * @param lookUp finds what Cliq says about the channel that was given.
	 * @throws CliqError if it does not find what this way needs.
	 */
	values(lookUp: LookUp): Values | Promise<Values>;
}

type LookUp = (channel: string) => Promise<Place>;

/**
 * The endpoints that serve an operation, the one to try first in front. A channel is given by its unique name or its
 * ID, and Cliq has endpoints for either; which of them knows all that was filled in goes before one that needs no
 * look-up.
 *
 * @param root as `cliqRoot` gives it.
 * @param isWebhookToken whether only what a webhook token serves may be called.
 * @returns at least one.
 * @throws CliqError `invalidInput`, whichever way would be taken.
 */
export function waysTo(operation: Operation, values: Values, root: string, isWebhookToken: boolean): EndpointVariant[] {
	const named = operation.parameters.find(({ type, in: place }) => type === 'channel' && place === 'path');
	if (!named) return [{ operation, undocumented: 0, values: () => values }];
	const { [named.name]: given, ...others } = values;
	const undocumented = undocumentedIn(operation, buildRequest(operation, values, root));
	const channel = String(toWire(named, given));
	const isId = isChannelId(channel);
	if (isWebhookToken) {
		if (isId)
			throw invalid(
				named,
				`is a channel ID, which a webhook token cannot use: ${quoted(given)}`,
				"Give the unique name of the channel: it is shown in the channel's settings, under Connectors.",
			);
		return [{ operation, undocumented, values: () => values }];
	}
	const byName: EndpointVariant = {
		operation,
		undocumented,
		...(isId && { channel }),
		values: async (lookUp) =>
			isId
				? { ...others, [named.name]: told((await lookUp(channel)).uniqueName, operation, 'unique name') }
				: values,
	};
	if (operation.byId === undefined || (!isId && undocumented === 0)) return [byName];
	const other = operationOf(operation.byId);
	const byId: EndpointVariant = {
		operation: other,
		undocumented: undocumentedIn(other, buildRequest(other, { ...others, channelId: channel }, root)),
		...(!isId && { channel }),
		values: async (lookUp) => ({
			...others,
			channelId: isId ? channel : told((await lookUp(channel)).id, operation, 'ID'),
		}),
	};
	return byName.undocumented < byId.undocumented ? [byName, byId] : [byId, byName];
}

function undocumentedIn({ parameters }: Operation, { query, body = {} }: HttpRequest): number {
	return parameters.filter(
		({ undocumented, wire }) => undocumented && (Object.hasOwn(query, wire) || Object.hasOwn(body, wire)),
	).length;
}

function told(value: string | undefined, { id }: Operation, what: string): string {
	if (value !== undefined) return value;
	throw new CliqError('unexpectedAnswer', `Cliq does not tell the ${what} of the channel`, {
		operation: id,
		hint: 'Pick the channel from the list.',
	});
}
