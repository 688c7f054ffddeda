import { ApplicationError, type IDataObject, type IHookFunctions } from 'n8n-workflow';

import { operation } from '../../cliq/catalogue';
import type { CliqClient } from '../../cliq/client';
import { CliqError } from '../../cliq/errors';
import { forwarderScript } from '../../cliq/events/forwarder';
import type { EventKind } from '../../cliq/events/types';
import type { Patience } from '../../cliq/pacing/pacer';
import { findEntry } from '../../cliq/paging';
import { connect } from '../ZohoCliq/transport';
import { handlersOf } from './kinds';
import { BLANK_SCRIPT, isOurs, judge } from './scripts';
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
	script: string;
	isNew: boolean;
	/** What it holds now. */
	before?: string;
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
	const botId = await botIdOf(client, botOf(context));
	const handlers = handlersOf(context.getNodeParameter('events', []) as EventKind[]);
	const steps: Step[] = [];
	for (const handler of handlers) {
		const script = forwarderScript(handler, { url, secret });
		const before = await read(client, botId, handler);
		const verdict = judge(before, { script, url, isTest, mayReplace: optionsOf(context).replaceForwarders === true });
		if (verdict === 'same') continue;
		if (verdict !== 'free') throw refusal(verdict, botOf(context), handler);
		steps.push({ handler, script, isNew: before === undefined, before });
	}
	await perform(client, botId, steps);
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
		const script = await read(client, installation.botId, handler);
		if (isOurs(script, url)) await remove(client, installation.botId, handler);
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
	if (found) return String(found.id);
	throw new CliqError('notFound', `This account sees no bot "${uniqueName}"`, { parameter: 'bot', hint: 'Choose a bot from the list, or check its unique name under Bots & Tools in Cliq.' });
}

/** @returns the script of a handler, `undefined` if the bot has no such handler. */
async function read(client: CliqClient, botId: string, handler: string): Promise<string | undefined> {
	const result = await attempt(client.call(operation('handler.get'), { botId, handler }, PATIENCE));
	if (!(result instanceof CliqError)) return String((result.answer as IDataObject).script ?? '');
	if (result.details.cliqCode === 'execution_handler_not_found') return undefined;
	throw result;
}

async function perform(client: CliqClient, botId: string, steps: Step[]): Promise<void> {
	for (const [index, step] of steps.entries()) {
		const failure = await attempt(write(client, botId, step));
		if (!(failure instanceof CliqError)) continue;
		for (const done of steps.slice(0, index + 1)) await attempt(undo(client, botId, done));
		throw failure;
	}
}

async function write(client: CliqClient, botId: string, { handler, script, isNew }: Step): Promise<void> {
	if (isNew && (await create(client, botId, handler, script))) return;
	await client.call(operation('handler.update'), { botId, handler, script }, PATIENCE);
}

/** @returns whether the handler has the script; if not, it has an empty one now. */
async function create(client: CliqClient, botId: string, handler: string, script: string): Promise<boolean> {
	const result = await attempt(client.call(operation('handler.create'), { botId, handler, script }, PATIENCE));
	if (!(result instanceof CliqError)) return true;
	// Seen of mention handlers: Cliq takes a long script only for one that is there already.
	if (result.details.cliqCode !== 'operation_failed') throw result;
	const again = await attempt(client.call(operation('handler.create'), { botId, handler, script: BLANK_SCRIPT }, PATIENCE));
	if (again instanceof CliqError && again.details.cliqCode !== 'execution_handler_already_exists') throw again;
	return false;
}

async function undo(client: CliqClient, botId: string, { handler, before }: Step): Promise<void> {
	if (before === undefined) await remove(client, botId, handler);
	else await client.call(operation('handler.update'), { botId, handler, script: before }, PATIENCE);
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

const hints = {
	foreign: 'Nothing was changed. Either remove that script in Cliq (Bots & Tools > Bots > Edit Handlers) and try again, or choose "Paste Script Myself" as "Set Up" and add the forwarding to it.',
	otherForwarder: 'Nothing was changed. Unpublish (deactivate) that workflow or choose another bot; or turn on "Replace Other Forwarders" below "Options", and the other one hears nothing any more.',
	production: 'Nothing was changed. Unpublish (deactivate) the workflow before you listen for a test event; or let it run, cause the event in Cliq, and look at Executions.',
};

function refusal(verdict: keyof typeof hints, bot: string, handler: string): CliqError {
	const words = handler.replaceAll('_', ' ');
	const messages = {
		foreign: `The ${words} of the bot "${bot}" holds a script that this node did not write`,
		otherForwarder: `The ${words} of the bot "${bot}" already forwards to another workflow or node`,
		production: `The ${words} of the bot "${bot}" forwards to this workflow in production, and a test would take its events away`,
	};
	return new CliqError('refused', messages[verdict], { hint: hints[verdict] });
}
