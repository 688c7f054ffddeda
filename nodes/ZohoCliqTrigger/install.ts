import { ApplicationError, type IDataObject, type IHookFunctions } from 'n8n-workflow';

import {
	type CliqClient,
	CliqError,
	type EventKind,
	findEntry,
	forwarderScript,
	isSameScript,
	operation,
} from '../../cliq';
import { connect } from '../shared/transport';
import { attempt, Handlers, PATIENCE, type Held } from './handlers';
import { inWords, ofWebhookBot, refusal, withLeft, wordsOf, type WantedEvents } from './installRefusals';
import { handlersOf } from './eventSources';
import { isOurs, judge } from './judgeScript';
import { installedSecret } from './webhookSecret';
import { botOf, optionsOf } from './settings';

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
	before?: Held | undefined;
}

/**
 * Puts a forwarder into each handler that sends one of the chosen events. All of them are read before the first is
 * changed, and if one cannot be changed, those before it get back what they had.
 *
 * @throws CliqError if a handler holds somebody else's script, or Cliq refuses.
 */
export async function install(context: IHookFunctions): Promise<void> {
	const url = urlOf(context);
	const isTest = context.getActivationMode() === 'manual';
	const secret = await installedSecret(context);
	const { client, allowance } = await connect(context, 'oAuth2');
	const bot = botOf(context);
	const botId = await botIdOf(client, bot);
	const held = new Handlers(client, allowance.account, botId, sayer(context));
	const wanted: WantedEvents = { bot, chosen: context.getNodeParameter('events', []) as EventKind[] };
	const handlers = handlersOf(wanted.chosen);
	const steps: Step[] = [];
	for (const [index, handler] of handlers.entries()) {
		const scriptFor: Step['scriptFor'] = (listed) => forwarderScript(handler, { url, secret }, listed);
		const before = await explained(held.read(handler, handlers.length - index), wanted, handler);
		const verdict = judge(before?.script, {
			script: fitting(scriptFor, before),
			url,
			isTest,
			mayReplace: optionsOf(context).replaceForwarders === true,
		});
		if (verdict === 'same') continue;
		if (verdict !== 'free') throw refusal(verdict, bot, handler);
		steps.push({ handler, scriptFor, before });
	}
	await perform(held, wanted, steps);
	remember(context, url, isTest, { botId, handlers });
}

/**
 * Removes what this node has installed for its address, and nothing else: a script that somebody has changed into one
 * of their own stays, and so does one that forwards to another address by now.
 */
export async function uninstall(context: IHookFunctions): Promise<void> {
	const url = urlOf(context);
	const installations = installationsOf(context);
	const installation = installations[url];
	if (!installation) return;
	const { client, allowance } = await connect(context, 'oAuth2');
	const { botId, handlers } = installation;
	const held = new Handlers(client, allowance.account, botId, sayer(context));
	for (const [index, handler] of handlers.entries()) {
		if (isOurs((await held.read(handler, handlers.length - index))?.script, url)) await held.remove(handler);
	}
	context.getWorkflowStaticData('node').installed = Object.fromEntries(
		Object.entries(installations).filter(([address]) => address !== url),
	);
}

/** n8n shows a workflow as published before its handlers are installed, so that the log says what happens meanwhile. */
function sayer(context: IHookFunctions): (what: string) => void {
	return (what) => context.logger.info(`"${context.getNode().name}": ${what}`);
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

/** The list of bots is the only place where Cliq gives both their IDs and their unique names. */
async function botIdOf(client: CliqClient, uniqueName: string): Promise<string> {
	if (uniqueName === '')
		throw new CliqError('invalidInput', 'No bot is chosen', {
			parameter: 'bot',
			hint: 'Choose the bot whose events should start the workflow.',
		});
	const found = await findEntry(
		client,
		operation('bot.getMany'),
		{},
		({ unique_name: name }) => name === uniqueName,
		PATIENCE,
	);
	if (found && String(found.execution_type).toLowerCase() === 'webhook') throw ofWebhookBot(uniqueName);
	if (found) return String(found.id);
	throw new CliqError('notFound', `This account sees no bot "${uniqueName}"`, {
		parameter: 'bot',
		hint: 'Choose a bot from the list, or check its unique name under Bots & Tools in Cliq.',
	});
}

async function perform(handlers: Handlers, wanted: WantedEvents, steps: Step[]): Promise<void> {
	for (const [index, step] of steps.entries()) {
		const failure = await attempt(explained(write(handlers, step), wanted, step.handler));
		if (!(failure instanceof CliqError)) continue;
		const left: string[] = [];
		for (const done of steps.slice(0, index + 1))
			if ((await attempt(undo(handlers, done))) instanceof CliqError) left.push(wordsOf(done.handler));
		throw left.length === 0 ? failure : withLeft(failure, left);
	}
}

async function write(handlers: Handlers, { handler, scriptFor, before }: Step): Promise<void> {
	const held = before ?? (await handlers.create(handler, scriptFor('likely')));
	const script = fitting(scriptFor, held);
	if (!isSameScript(held.script, script)) await handlers.update(handler, script);
}

/** @returns what a handler should hold: by Cliq's list of its variables, and without one what it has taken before. */
function fitting(scriptFor: Step['scriptFor'], held: Held | undefined): string {
	if (held?.listed !== undefined) return scriptFor(held.listed);
	const likely = scriptFor('likely');
	return held !== undefined && isSameScript(held.script, likely) ? likely : scriptFor();
}

async function undo(handlers: Handlers, { handler, before }: Step): Promise<void> {
	if (before === undefined) await handlers.remove(handler);
	else await handlers.update(handler, before.script);
}

/** @returns the same, unless what Cliq says about one call helps nobody who wants to receive events. */
async function explained<Result>(calling: Promise<Result>, wanted: WantedEvents, handler: string): Promise<Result> {
	const result = await attempt(calling);
	if (result instanceof CliqError) throw inWords(result, wanted, handler);
	return result;
}
