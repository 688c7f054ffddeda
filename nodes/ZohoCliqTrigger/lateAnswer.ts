import type { IWebhookFunctions } from 'n8n-workflow';

import {
	CliqError,
	type Location,
	type MessageObject,
	type Outcome,
	type Stage,
	type Step,
	type Values,
	allOfData,
	answerTo,
	cliqRoot,
	compose,
	isCliqAddress,
	placeOf,
	sendAll,
	wasTaken,
} from '../../cliq';
import { exchange, rest } from '../shared/httpExchange';
import { settled } from '../shared/settledOutcome';
import { connect, USUAL_TIMEOUT } from '../shared/transport';
import type { EventToAnswer } from './askedEvent';

/** In milliseconds: so long a late answer waits for the rate limit. */
const PATIENCE = 120_000;

/** In milliseconds, of calls that stand between a person and the answer. */
const PLACEHOLDER_TIMEOUT = 10_000;

/**
 * Sends an answer that nobody waits for: to the address that Cliq gave for it, and else as a message of its own.
 * Nothing is left to fail by then, so that what goes wrong is written into the log.
 *
 * @param values of the message, without a place.
 * @param messages the same, as Cliq posts them.
 */
export async function answerLater(
	context: IWebhookFunctions,
	asked: EventToAnswer,
	values: Values,
	messages: MessageObject[],
): Promise<void> {
	const name = context.getNode().name;
	const way = await settled(deliver(context, asked, values, messages));
	if (!(way instanceof Error))
		return context.logger.info(
			`"${name}" answered an event of Cliq ${way}, ${Math.round((Date.now() - asked.arrived) / 1000)} seconds after it came`,
		);
	const hint = way instanceof CliqError && way.hint ? ` ${way.hint}` : '';
	context.logger.error(`"${name}" could not answer an event of Cliq: ${way.message}.${hint}`);
}

/** @returns how it went, in words. */
async function deliver(
	context: IWebhookFunctions,
	asked: EventToAnswer,
	values: Values,
	messages: MessageObject[],
): Promise<string> {
	const { event, byModel, placeholder } = asked;
	if (!placeholder || placeholder.giveWay()) return await send(context, asked, values, messages);
	const { operation, values: place } = placeOf(event);
	const steps = compose(operation, { ...values, ...place }, [], allOfData(values), byModel);
	const { edited, sent } = await placeholder.replaceBy(steps, async (others) =>
		others === steps ? await send(context, asked, values, messages) : await sendSteps(context, asked, others),
	);
	return edited ? 'in the place of what it said before' : sent!;
}

/** @returns as `deliver`. */
async function send(
	context: IWebhookFunctions,
	asked: EventToAnswer,
	values: Values,
	messages: MessageObject[],
): Promise<string> {
	const { event, isConnected, byModel } = asked;
	const { responseUrl } = event;
	if (
		messages.length === 1 &&
		responseUrl &&
		isCliqAddress(responseUrl, isConnected ? await rootOf(context) : undefined)
	) {
		if (wasTaken(await post(context, responseUrl, answerTo(event, messages[0]))))
			return 'at the address that it gave for late ones';
	}
	if (!isConnected)
		throw new CliqError(
			'notAuthorized',
			'Cliq no longer accepts it, and the node has no account to send a message with',
			{ hint: 'Switch on "Use an Account".' },
		);
	const { operation, values: place } = placeOf(event);
	return await sendSteps(context, asked, compose(operation, { ...values, ...place }, [], allOfData(values), byModel));
}

/** @returns as `deliver`. */
async function sendSteps(context: IWebhookFunctions, { onSaid }: EventToAnswer, steps: Step[]): Promise<string> {
	const { client } = await connect(context, 'oAuth2');
	for (const {
		values: { bot, postAsBot, text },
	} of steps)
		if (bot === undefined && postAsBot === undefined) onSaid(String(text ?? ''));
	await sendAll(client, steps, { maxWait: PATIENCE, lane: context.getNode().id });
	return 'with a message of its own';
}

/** What a placeholder needs of n8n. */
export function stageOf(context: IWebhookFunctions, { onSaid }: EventToAnswer): Stage {
	const { id, name } = context.getNode();
	return {
		client: async () => (await connect(context, 'oAuth2', { timeout: PLACEHOLDER_TIMEOUT })).client,
		sleep: rest,
		lane: id,
		onSaid,
		warn: (what) => context.logger.warn(`"${name}": ${what}`),
	};
}

async function rootOf(context: IWebhookFunctions): Promise<string> {
	return cliqRoot(await context.getCredentials<Location>('cliqNodesOAuth2Api'));
}

/** Never rejects. The address is all that it takes, so that no token is sent along. */
async function post(context: IWebhookFunctions, url: string, body: Record<string, unknown>): Promise<Outcome> {
	const { outcome } = await exchange(
		context,
		'cliqNodesOAuth2Api',
		{ method: 'POST', url, query: {}, body, isForeign: true },
		USUAL_TIMEOUT,
	);
	return outcome;
}
