import { ApplicationError, type IDataObject, type IHookFunctions } from 'n8n-workflow';

import { operation } from '../../cliq/catalogue';
import type { CliqClient } from '../../cliq/client';
import { CliqError } from '../../cliq/errors';
import { forwarderScript } from '../../cliq/events/forwarder';
import { variablesIn } from '../../cliq/events/handler-variables';
import { BLANK_SCRIPT, isSameScript } from '../../cliq/events/script-text';
import type { EventKind } from '../../cliq/events/types';
import type { Patience } from '../../cliq/pacing/pacer';
import { findEntry } from '../../cliq/paging';
import { connect } from '../ZohoCliq/transport';
import { inWords, ofWebhookBot, refusal, withLeft, wordsOf, type Wanted } from './installRefusals';
import { handlersOf } from './kinds';
import { isOurs, judge } from './scripts';
import { installedSecret } from './secret';
import { botOf, optionsOf } from './settings';

/** In milliseconds: a person waits for the workflow to become active, and Cliq takes ten calls a minute. */
const PATIENCE: Patience = { maxWait: 120_000 };

/** What this node has installed for one of its addresses. n8n keeps it with the workflow. */
interface Installation {
	botId: string;
	handlers: string[];
}

/** What is to be done to a handler. */
interface Step {
	handler: string;
	/** The script with the variables that Cliq lists for the handler. */
	scriptFor(listed?: string[] | 'likely'): string;
	/** What is there now; `undefined` if there is no such handler. */
	before?: Held;
}

/** What Cliq tells of a handler. */
interface Held {
	script: string;
	listed?: string[];
}

/**
 * Puts a forwarder into each handler that tells one of the chosen events. All of them are read before the first is
 * changed, and if one cannot be changed, those before it get back what they had.
 *
 * @throws CliqError if a handler holds somebody else's script, or Cliq refuses.
 */
export async function install(context: IHookFunctions): Promise<void> {
	const url = urlOf(context);
	const isTest = context.getActivationMode() === 'manual';
	const secret = await installedSecret(context);
	const { client } = await connect(context, 'oAuth2');
	const bot = botOf(context);
	const botId = await botIdOf(client, bot);
	const wanted: Wanted = { bot, chosen: context.getNodeParameter('events', []) as EventKind[] };
	const handlers = handlersOf(wanted.chosen);
	const steps: Step[] = [];
	for (const handler of handlers) {
		const scriptFor: Step['scriptFor'] = (listed) => forwarderScript(handler, { url, secret }, listed);
		const before = await explained(read(client, botId, handler), wanted, handler);
		const verdict = judge(before?.script, { script: fitting(scriptFor, before), url, isTest, mayReplace: optionsOf(context).replaceForwarders === true });
		if (verdict === 'same') continue;
		if (verdict !== 'free') throw refusal(verdict, bot, handler);
		steps.push({ handler, scriptFor, before });
	}
	await perform(client, botId, wanted, steps);
	remember(context, url, isTest, { botId, handlers });
}

/**
 * Removes what this node has installed for its address, and nothing else: a script that somebody has changed into one of
 * their own stays, and so does one that forwards to another address by now.
 */
export async function uninstall(context: IHookFunctions): Promise<void> {
	const url = urlOf(context);
	const installations = installationsOf(context);
	const installation = installations[url];
	if (!installation) return;
	const { client } = await connect(context, 'oAuth2');
	for (const handler of installation.handlers) {
		const held = await read(client, installation.botId, handler);
		if (isOurs(held?.script, url)) await remove(client, installation.botId, handler);
	}
	context.getWorkflowStaticData('node').installed = Object.fromEntries(Object.entries(installations).filter(([address]) => address !== url));
}

function urlOf(context: IHookFunctions): string {
	const url = context.getNodeWebhookUrl('default');
	if (url) return url;
	throw new ApplicationError('n8n gave the node no webhook address');
}

function installationsOf(context: IHookFunctions): Record<string, Installation> {
	return (context.getWorkflowStaticData('node').installed ?? {}) as unknown as Record<string, Installation>;
}

/** A production address that differs from the one before has taken its place; a test is beside it. */
function remember(context: IHookFunctions, url: string, isTest: boolean, installation: Installation): void {
	const others = isTest ? installationsOf(context) : {};
	context.getWorkflowStaticData('node').installed = { ...others, [url]: installation } as unknown as IDataObject;
}

/** The list of bots is the only place where Cliq tells both their IDs and their unique names. */
async function botIdOf(client: CliqClient, uniqueName: string): Promise<string> {
	if (uniqueName === '') throw new CliqError('invalidInput', 'No bot is chosen', { parameter: 'bot', hint: 'Choose the bot whose events shall start the workflow.' });
	const found = await findEntry(client, operation('bot.getMany'), {}, ({ unique_name: name }) => name === uniqueName, PATIENCE);
	if (found && String(found.execution_type).toLowerCase() === 'webhook') throw ofWebhookBot(uniqueName);
	if (found) return String(found.id);
	throw new CliqError('notFound', `This account sees no bot "${uniqueName}"`, { parameter: 'bot', hint: 'Choose a bot from the list, or check its unique name under Bots & Tools in Cliq.' });
}

/** @returns what a handler holds, `undefined` if the bot has no such handler. */
async function read(client: CliqClient, botId: string, handler: string): Promise<Held | undefined> {
	const result = await attempt(client.call(operation('handler.get'), { botId, handler }, PATIENCE));
	if (!(result instanceof CliqError)) return { script: String((result.answer as IDataObject).script ?? ''), listed: variablesIn(result.answer) };
	if (result.details.cliqCode === 'execution_handler_not_found') return undefined;
	throw result;
}

async function perform(client: CliqClient, botId: string, wanted: Wanted, steps: Step[]): Promise<void> {
	for (const [index, step] of steps.entries()) {
		const failure = await attempt(explained(write(client, botId, step), wanted, step.handler));
		if (!(failure instanceof CliqError)) continue;
		const left: string[] = [];
		for (const done of steps.slice(0, index + 1)) if ((await attempt(undo(client, botId, done))) instanceof CliqError) left.push(wordsOf(done.handler));
		throw left.length === 0 ? failure : withLeft(failure, left);
	}
}

async function write(client: CliqClient, botId: string, { handler, scriptFor, before }: Step): Promise<void> {
	const held = before ?? (await create(client, botId, handler, scriptFor('likely')));
	const script = fitting(scriptFor, held);
	if (isSameScript(held.script, script)) return;
	await client.call(operation('handler.update'), { botId, handler, script }, PATIENCE);
}

/** @returns what a handler should hold: by Cliq's list of its variables, and without one what it has taken before. */
function fitting(scriptFor: Step['scriptFor'], held: Held | undefined): string {
	if (held?.listed !== undefined) return scriptFor(held.listed);
	const likely = scriptFor('likely');
	return held !== undefined && isSameScript(held.script, likely) ? likely : scriptFor();
}

/** What Cliq says of a script that it does not take. Source: the OpenAPI file of bots; the last was seen live. */
const REFUSED_SCRIPT = ['execution_handler_create_failed', 'execution_handler_data_invalid', 'operation_failed'];

/** @returns what the new handler holds: the script, or one that does nothing. */
async function create(client: CliqClient, botId: string, handler: string, script: string): Promise<Held> {
	const result = await attempt(client.call(operation('handler.create'), { botId, handler, script }, PATIENCE));
	if (!(result instanceof CliqError)) return { script, listed: variablesIn(result.answer) };
	// It may name a variable that the handler has not; and seen of mention handlers: Cliq takes a long script only for one that is there already.
	if (!REFUSED_SCRIPT.includes(result.details.cliqCode ?? '')) throw result;
	const again = await attempt(client.call(operation('handler.create'), { botId, handler, script: BLANK_SCRIPT }, PATIENCE));
	if (again instanceof CliqError && again.details.cliqCode !== 'execution_handler_already_exists') throw result;
	return { script: BLANK_SCRIPT, listed: (await read(client, botId, handler))?.listed };
}

async function undo(client: CliqClient, botId: string, { handler, before }: Step): Promise<void> {
	if (before === undefined) await remove(client, botId, handler);
	else await client.call(operation('handler.update'), { botId, handler, script: before.script }, PATIENCE);
}

async function remove(client: CliqClient, botId: string, handler: string): Promise<void> {
	const result = await attempt(client.call(operation('handler.delete'), { botId, handler }, PATIENCE));
	if (!(result instanceof CliqError) || result.details.cliqCode === 'execution_handler_not_found') return;
	if (result.details.cliqCode !== 'default_handler_delete_not_allowed') throw result;
	await client.call(operation('handler.update'), { botId, handler, script: BLANK_SCRIPT }, PATIENCE);
}

async function attempt<Result>(calling: Promise<Result>): Promise<Result | CliqError> {
	return await calling.catch((error: unknown) => (error instanceof CliqError ? error : new CliqError('unexpectedAnswer', String(error))));
}

/** @returns the same, unless what Cliq says about one call helps nobody who wanted to hear of events. */
async function explained<Result>(calling: Promise<Result>, wanted: Wanted, handler: string): Promise<Result> {
	const result = await attempt(calling);
	if (result instanceof CliqError) throw inWords(result, wanted, handler);
	return result;
}
