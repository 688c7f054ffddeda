import type { ServerResponse } from 'node:http';
import {
	CliqError,
	type CliqEvent,
	type Door,
	type EventKind,
	type Filters,
	type Received,
	answerTo,
	filterNames,
	passes,
	receive,
	receiveScreened,
	screen,
	textIn,
} from '../../../cliq';
import { withHint } from '../shared/node-errors';
import { forget, heardBy } from './seen-events';
import { filledIn } from '../shared/environment-values';
import { flowEvent, messageOf } from './event-message';
import type { Node, NodeConfig, Red, WebRequest } from '../shared/node-red';
import { sayWorking, withdrawPlaceholders } from './placeholders';
import { keepLooking, type PollConfig } from './polling';
import { elapsed } from '../account/connect';
import { stopWaiting, waitForReply } from './waiting-replies';
import { answerJson, openRoute, readBody, refuse } from '../shared/webhook-route';

const TYPE = 'zoho-cliq-in';
const CATALOG = `@cliq-nodes/node-red-zoho-cliq/${TYPE}:status.`;

/** For its `registerType`. */
export const inboundCredentials = { secret: { type: 'password' } } as const;

/** What the editor stores. */
export interface InboundConfig extends NodeConfig {
	/** Receive events by; nodes from before there was a choice have none, and a webhook. */
	way?: 'webhook' | 'poll';
	/** Below `httpNodeRoot`. */
	path: string;
	/** PEM, of a webhook extension. */
	publicKey?: string;
	/** Unique name of the bot. */
	bot?: string;
	/** None: all. */
	events?: EventKind[];
	/** IDs and names, separated by commas. */
	chats?: string;
	/** IDs and email addresses, separated by commas. */
	people?: string;
	/** Of the message; any case. */
	text?: string;
	answer?: 'now' | 'reply';
	/** Seconds. */
	wait?: string | number;
	/** What is said while the flow takes its time; for the webhook alone. */
	working?: string;
	/** `id` of a config node, for what is said. */
	account?: string;
}

/** In seconds. Cliq's clock and ours may differ, and a delivery may have waited. */
const MAX_AGE = 300;
/** In seconds: Cliq waits for 15. */
const USUAL_WAIT = 12;
const LONGEST_WAIT = 14;
/** The same complaint is logged once in so many milliseconds; anybody can cause it. */
const COMPLAIN_EVERY = 60_000;

/** Registers the node that receives events from Cliq. */
export function registerInbound(red: Red): void {
	red.nodes.registerType(
		TYPE,
		function (config) {
			red.nodes.createNode(this, config);
			if (config.way === 'poll') keepLooking(red, this, config as PollConfig);
			else listen(red, this, config as InboundConfig);
		},
		{ credentials: inboundCredentials },
	);
}

function listen(red: Red, node: Node, config: InboundConfig): void {
	const { door, isWanted, named, wait } = settingsOf(config, node.credentials?.secret);
	const tell = teller(red, node);
	const filters = filtersOf(red, config, tell);
	const seen = heardBy(node.id);

	const take = async (request: WebRequest, response: ServerResponse, wanted: Filters): Promise<void> => {
		const { method = '', headers, query = {} } = request;
		const refusal = screen({ method, headers, query }, door);
		if (refusal) {
			tell.refused(refusal.status, refusal.reason);
			refuse(request, response, refusal.status);
			return;
		}
		const body = await readBody(request);
		if (body === undefined) return;
		const received: Received =
			typeof body === 'number'
				? { status: body, reason: tooMuch[body] }
				: receiveScreened({ method, headers, query, body }, door, Date.now());
		if ('status' in received && received.status !== 200) {
			tell.refused(received.status, received.reason);
			refuse(request, response, received.status);
			return;
		}
		if (
			!('event' in received) ||
			!seen.isNew(received.event, elapsed()) ||
			!isWanted(received.event) ||
			!passes(received.event, wanted)
		) {
			await answerJson(response, {});
			return;
		}
		const event = flowEvent(named(received.event));
		if (wait !== undefined) waitForReply(event.delivery, node.id, response, wait);
		sayWorking(red, node, { text: config.working, account: config.account }, event);
		tell.came();
		node.send(messageOf(event));
		if (wait === undefined) await answerJson(response, answerTo(event, undefined));
	};

	const close =
		filters &&
		open(red, config, tell, (request, response) => {
			// Nobody else would catch it, and the whole process would end.
			take(request, response, filters).catch((error: unknown) => {
				red.log.error(error);
				refuse(request, response, 500);
			});
		});
	const fault = close && faultOf(door);
	if (fault && !door.secret && !door.publicKey)
		tell.broken('This node has no secret yet. Open it once, press Done and deploy.', 'noSecret');
	else if (fault) tell.broken(`${fault}. Open the node, correct it, and deploy.`);

	node.on('close', (isRemoved, done) => {
		close?.();
		stopWaiting(node.id);
		if (isRemoved) forget(node.id);
		node.status({});
		void withdrawPlaceholders(node.id).then(() => done());
	});
}

/** @returns why this door rejects every request, if it does. */
function faultOf(door: Door): string | undefined {
	const received = receive({ method: 'POST', headers: {}, query: {}, body: new Uint8Array() }, door, Date.now());
	return 'status' in received && received.status === 500 ? received.reason : undefined;
}

const tooMuch = { 408: 'The body did not arrive in time', 413: 'The body is larger than 1 MB' };

function open(
	red: Red,
	{ path }: InboundConfig,
	tell: Teller,
	handle: Parameters<typeof openRoute>[2],
): (() => void) | undefined {
	try {
		const close = openRoute(red, path ?? '', handle);
		tell.listening();
		return close;
	} catch (error) {
		if (!(error instanceof CliqError)) throw error;
		tell.broken(withHint(error), path?.trim() ? 'broken' : 'noPath');
		return undefined;
	}
}

/** @returns nothing if an environment variable that is to keep events out has no value; that is told. */
function filtersOf(red: Red, config: InboundConfig, tell: Teller): Filters | undefined {
	const filled = (name: string, label: string) => filledIn(red, config, name, label);
	try {
		filterNames({ ...filled('bot', 'Bot'), emptyMeans: 'to let what the bot itself writes through' });
		return {
			chats: filterNames(filled('chats', 'In chats')),
			users: filterNames(filled('people', 'From')),
			text: textIn(filled('text', 'Text contains')),
		};
	} catch (error) {
		if (!(error instanceof CliqError)) throw error;
		tell.broken(withHint(error));
		return undefined;
	}
}

function settingsOf({ publicKey, bot, events = [], answer, wait }: InboundConfig, secret: string | undefined) {
	const [own] = filterNames({ label: 'Bot', value: bot }).map((name) => name.replace(/^#/, ''));
	// What is signed needs no secret, which webhook extensions have no header for.
	const proof = filled(publicKey) ? { publicKey } : { secret: filled(secret) };
	const door: Door = { ...proof, maxAge: MAX_AGE, ownBots: own ? [own] : [] };
	const seconds = Number(wait) > 0 ? Math.min(Number(wait), LONGEST_WAIT) : USUAL_WAIT;
	return {
		door,
		/** A script in a handler does not know its bot. */
		named: (event: CliqEvent): CliqEvent =>
			event.bot || !own ? event : { ...event, bot: { name: own, uniqueName: own } },
		/** Milliseconds; nothing if nobody is to wait. */
		wait: answer === 'reply' ? seconds * 1000 : undefined,
		isWanted: (event: CliqEvent) => events.length === 0 || events.includes(event.kind),
	};
}

function filled(text: string | undefined): string | undefined {
	return text?.trim() || undefined;
}

type Teller = ReturnType<typeof teller>;

/** What the node shows, and writes into the log. */
function teller(red: Red, node: Node) {
	const text = (key: string, values?: Record<string, number>) => red._(CATALOG + key, values);
	const complained = new Map<number, number>();
	let count = 0;
	return {
		listening: () => node.status({ fill: 'green', shape: 'ring', text: text('listening') }),
		came: () => {
			count++;
			node.status({ fill: 'green', shape: 'dot', text: text(count === 1 ? 'event' : 'events', { count }) });
		},
		refused: (status: number, reason: string) => {
			node.status({ fill: 'red', shape: 'ring', text: text(`refused${status}`) });
			if (Date.now() - (complained.get(status) ?? -Infinity) < COMPLAIN_EVERY) return;
			complained.set(status, Date.now());
			node.warn(red._(`${CATALOG}refused`, { status, reason }));
		},
		broken: (why: string, what: 'broken' | 'noPath' | 'noSecret' = 'broken') => {
			node.status({ fill: 'red', shape: 'dot', text: text(what) });
			node.warn(why);
		},
	};
}
