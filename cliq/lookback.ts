import type { Message } from './answers';
import { operation as operationOf, type Operation } from './catalogue';
import { chatOfChannel, chatOfThread } from './chats';
import type { CliqClient } from './client';
import { CliqError } from './errors';
import { canonical } from './message-ids';
import type { Patience } from './pacing/pacer';
import { walk } from './paging';
import type { HttpRequest, Ports } from './ports';
import type { Values } from './request';
import type { Sending, SentLog } from './sentlog';

/** In milliseconds: how far Cliq's clock may be from ours. */
const CLOCK_SKEW = 60_000;

/** In milliseconds: what Cliq may still need to show a message whose connection broke. */
const SETTLING = 2000;

/** Signs that Cliq turns into something else, so that the text it gives back may differ from the one it got. */
const REWRITTEN = /[{}[\]<>*_~`!#@|]|https?:|^-{3}/m;

/** Names that Cliq has no reason to change. */
const PLAIN_NAME = /^[\w.-]+(?: [\w.-]+)*$/;

/** In milliseconds: clocks that are kept right differ by less, so what is older than this is somebody else's. */
const USUAL_SKEW = 5000;

/** A message, or files, whose sending got no answer. */
export interface Doubtful {
	operation: Operation;
	values: Values;
	request: HttpRequest;
	sending: Sending;
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
 * Looks into the chat whether a message or files arrived.
 *
 * @returns what Cliq would have answered, if it is there; `absent` only if it certainly is not, since then it will be
 * sent again; otherwise what to say about it.
 */
export async function lookBack(client: CliqClient, log: SentLog, doubtful: Doubtful): Promise<Record<string, unknown> | 'absent' | CliqError> {
	const { operation, values, request, sending, error, ports, patience } = doubtful;
	await ports.sleep(SETTLING, patience.signal);
	try {
		const chatId = await chatOf(client, operation, values, request, patience);
		if (chatId === undefined) return error;
		const messages: Message[] = [];
		for await (const page of walk(client, operationOf('message.getMany'), { chatId, from: sending.begun - CLOCK_SKEW }, Infinity, patience)) {
			messages.push(...(page as unknown as Message[]));
		}
		// Only now: while this looked, others may have sent the same, or found theirs.
		const twins = log.twins(sending);
		const names = namesOf(request);
		if (names.length > 0) return findFiles(messages, names, twins, doubtful);
		const own = findMessage(messages, twins, sending);
		if (typeof own === 'string') return own === 'absent' ? own : error;
		log.end(sending, ports.now(), own.messageId); // At once, so that no other takes it for its own.
		return { message_id: own.messageId, chat_id: chatId };
	} catch (failure) {
		return whatever(failure, error);
	}
}

function findMessage(messages: Message[], twins: Sending[], { text, begun }: Sending): Message | 'absent' | 'unclear' {
	const known = new Set(twins.map(({ messageId }) => messageId && canonical(messageId)));
	const candidates = messages.filter((message) => message.text.trim() === text && !known.has(canonical(message.messageId)));
	if (candidates.length === 0) return text === '' || REWRITTEN.test(text) ? 'unclear' : 'absent';
	const [own] = candidates;
	return text === '' || candidates.length > 1 || known.has(undefined) || own.time < begun - USUAL_SKEW ? 'unclear' : own;
}

/** Each file becomes a message of its own, so some may be there and others not. Cliq names no ids, so names have to do. */
function findFiles(messages: Message[], names: string[], twins: Sending[], { sending, error }: Doubtful): Record<string, unknown> | 'absent' | CliqError {
	const found = messages.filter(({ fileName }) => fileName !== undefined && names.includes(fileName));
	if (found.length === 0) return names.every((name) => PLAIN_NAME.test(name)) ? 'absent' : error;
	if (twins.length > 0 || found.some(({ time }) => time < sending.begun - USUAL_SKEW)) return error;
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
async function chatOf(client: CliqClient, { target }: Operation, values: Values, request: HttpRequest, patience: Patience): Promise<string | undefined> {
	if (target === 'chat') return String(values.chatId);
	const channel = target === 'channel' ? values.channel : target === 'channelId' ? values.channelId : undefined;
	if (channel === undefined) return undefined;
	const root = request.body?.thread_message_id;
	return root === undefined ? await chatOfChannel(client, channel, patience) : await chatOfThread(client, channel, String(root), patience);
}
