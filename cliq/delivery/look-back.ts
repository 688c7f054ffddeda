import type { Message } from '../catalogue/answers';
import { operation as operationOf, type Operation } from '../catalogue';
import { chatOfChannel, chatOfThread } from '../lookup/chats';
import type { Caller } from '../caller';
import { CliqError } from '../errors';
import { canonical } from '../lookup/message-ids';
import type { Patience } from '../pacing/pacer';
import { walk } from '../lookup/paging';
import type { HttpRequest, Ports } from '../http/ports';
import type { Values } from '../parameters/values';
import type { Sending, SentLog } from './sent-log';

/** In milliseconds: how much further back than needed is looked. */
const MARGIN = 60_000;

/** In milliseconds: what Cliq may still need to show a message whose connection broke. */
const SETTLING = 2000;

/** Signs that Cliq turns into something else, so that the text it gives back may differ from the one it got. */
const REWRITTEN = /[{}[\]<>*_~`!#@|]|https?:|^-{3}/m;

/** Names that Cliq has no reason to change. */
const PLAIN_NAME = /^[\w.-]+(?: [\w.-]+)*$/;

/** In milliseconds: clocks of Cliq's servers differ by less, so what is older than this is somebody else's. */
const USUAL_SKEW = 5000;

/**
 * In milliseconds: what is known of Cliq's clock may be too little by this. Its `Date` counts seconds, and takes its
 * way.
 */
const COARSENESS = 2000;

/** A message, or files, whose sending got no answer. */
export interface Doubtful {
	operation: Operation;
	values: Values;
	request: HttpRequest;
	sending: Sending;
	/** When sending began, in milliseconds since 1970 by the clock of this machine. */
	begunAt: number;
	/** What to say if it cannot be found out. */
	error: CliqError;
	ports: Ports;
	patience: Patience;
}

/** @returns what tells a sent message or sent files from others in a chat; `undefined` where nothing is sent. */
export function traceOf({ returns }: Operation, request: HttpRequest): string | undefined {
	if (returns.shape === 'receipt') return String(request.body?.text ?? '');
	const names = namesOf(request);
	return names.length > 0 ? JSON.stringify(names) : undefined;
}

function namesOf({ form = [] }: HttpRequest): string[] {
	return form.flatMap((part) => ('file' in part ? [part.file.name] : []));
}

/**
 * Looks into the chat whether a message or files arrived. Messages carry the time of Cliq's clock, and the clock of
 * this machine may be wrong, or set in the middle of it. So when sending began is reckoned from the time that Cliq's
 * answers tell.
 *
 * @returns what Cliq would have answered, if it is there; `absent` only if it certainly is not, since then it will be
 * sent again; otherwise what to say about it.
 */
export async function lookBack(
	client: Caller,
	log: SentLog,
	doubtful: Doubtful,
): Promise<Record<string, unknown> | 'absent' | CliqError> {
	const { operation, values, request, sending, error, ports, patience } = doubtful;
	await ports.sleep(SETTLING, patience.signal);
	try {
		const chatId = await chatOf(client, operation, values, request, patience);
		if (chatId === undefined) return error;
		const messages = await messagesSince(client, chatId, doubtful);
		// Time that the machine slept is missing here, so it did not begin later than this.
		const begun = client.cliqTime() - (ports.elapsed() - sending.begun);
		// Only now: while this looked, others may have sent the same, or found theirs.
		const twins = log.twins(sending);
		const names = namesOf(request);
		// A process that has just begun does not know what the one before it sent, maybe the same within the same
		// second.
		const earliest = begun + (sending.begun < USUAL_SKEW ? COARSENESS : -USUAL_SKEW);
		if (names.length > 0) return findFiles(messages, names, twins, earliest, doubtful);
		const own = findMessage(messages, twins, sending.text, earliest);
		if (typeof own === 'string') return own === 'absent' ? own : error;
		log.end(sending, ports.elapsed(), own.messageId); // At once, so that no other takes it for its own.
		return { message_id: own.messageId, chat_id: chatId };
	} catch (failure) {
		return whatever(failure, error);
	}
}

/** @returns the messages that came since sending began, and some before. */
async function messagesSince(
	client: Caller,
	chatId: string,
	{ sending, begunAt, ports, patience }: Doubtful,
): Promise<Message[]> {
	const read = async (from: number) => {
		const messages: Message[] = [];
		for await (const page of walk(client, operationOf('message.getMany'), { chatId, from }, Infinity, patience))
			messages.push(...(page as unknown as Message[]));
		return messages;
	};
	// The machine may have slept, or its clock may have been set, so the longer one counts.
	const ago = () => Math.max(ports.elapsed() - sending.begun, ports.now() - begunAt);
	const from = client.cliqTime() - ago() - MARGIN;
	const messages = await read(from);
	// What was just read has told Cliq's time, if nothing had before.
	const since = client.cliqTime() - ago();
	return since - USUAL_SKEW < from ? await read(since - MARGIN) : messages;
}

/** @param earliest by Cliq's clock: what is older may be somebody else's. */
function findMessage(
	messages: Message[],
	twins: Sending[],
	text: string,
	earliest: number,
): Message | 'absent' | 'unclear' {
	const known = new Set(twins.map(({ messageId }) => messageId && canonical(messageId)));
	const candidates = messages.filter(
		(message) => message.text.trim() === text && !known.has(canonical(message.messageId)),
	);
	const [own, ...others] = candidates;
	if (own === undefined) return text === '' || REWRITTEN.test(text) ? 'unclear' : 'absent';
	return text === '' || others.length > 0 || known.has(undefined) || own.time < earliest ? 'unclear' : own;
}

/**
 * Each file becomes a message of its own, so some may be there and others not. Cliq names no ids, so names have to do.
 */
function findFiles(
	messages: Message[],
	names: string[],
	twins: Sending[],
	earliest: number,
	{ error }: Doubtful,
): Record<string, unknown> | 'absent' | CliqError {
	const found = messages.filter(({ fileName }) => fileName !== undefined && names.includes(fileName));
	if (found.length === 0) return names.every((name) => PLAIN_NAME.test(name)) ? 'absent' : error;
	if (twins.length > 0 || found.some(({ time }) => time < earliest)) return error;
	const arrived = found.map(({ fileName }) => fileName).sort();
	if (arrived.join('\n') === [...names].sort().join('\n')) return {};
	const hint = `In the chat there is ${arrived.map((name) => `"${name}"`).join(', ')}. Send only what is missing.`;
	return new CliqError(error.kind, error.message, { ...error.details, hint });
}

/** Cannot look: the scope may be missing, or Cliq down. */
function whatever(failure: unknown, error: CliqError): CliqError {
	if (failure instanceof CliqError) return error;
	throw failure;
}

/** Only the chats of channels can be looked up; those with users and bots cannot. */
async function chatOf(
	client: Caller,
	{ target }: Operation,
	values: Values,
	request: HttpRequest,
	patience: Patience,
): Promise<string | undefined> {
	if (target === 'chat') return String(values.chatId);
	const channel = target === 'channel' ? values.channel : target === 'channelId' ? values.channelId : undefined;
	if (channel === undefined) return undefined;
	const root = request.body?.thread_message_id;
	return root === undefined
		? await chatOfChannel(client, channel, patience)
		: await chatOfThread(client, channel, String(root), patience);
}
