import type { ServerResponse } from 'node:http';
import { type PersonsAnswer, type Heard, type PageReply, type Waiting, hear, screenAnswer } from '../../../cliq';
import type { StoredQuestion } from './question-store';
import type { Node, Red, WebRequest } from '../shared/node-red';
import { letGo, openRoute, readBody, refuse } from '../shared/webhook-route';

/** What is done with a request. */
export interface Answering {
	/** Type of the node. */
	type: string;
	/** Before that nothing is known about any question. */
	ready: Promise<void>;
	/** @returns the question, if there is one with this key. */
	find(key: unknown): StoredQuestion | undefined;
	/** Resolves once it is known where the question with this key stands, if it is answered in Cliq. */
	posted(key: unknown): Promise<void>;
	/** What presses in Cliq are proved with. */
	secret(): string | undefined;
	/** Somebody has answered, as the first one. */
	answered(asked: StoredQuestion, answered: PersonsAnswer, place?: Heard['place']): Promise<void>;
}

/** The same complaint is logged once in so many milliseconds; anybody can cause it. */
const COMPLAIN_EVERY = 60_000;

/**
 * Serves the pages on which people answer, and what buttons in Cliq run.
 *
 * @returns what ends it.
 * @throws CliqError `invalidInput` as `openRoute` does.
 */
export function serveAnswers(red: Red, node: Node, path: string, answering: Answering): () => void {
	const complain = complainer(node);
	let isClosed = false;

	const take = async (request: WebRequest, response: ServerResponse): Promise<void> => {
		const { method = '', headers, query = {} } = request;
		await answering.ready;
		const waiting = (): Waiting => {
			const found = answering.find(query.key);
			return {
				question: found?.question,
				settled: found?.settled,
				secret: answering.secret(),
				place: found?.place,
			};
		};
		const refusal = screenAnswer({ method, headers, query }, waiting(), Date.now());
		if (refusal) {
			if (refusal.refused) complain(refusal.reply.status, refusal.refused);
			sayUnread(request, response, refusal.reply);
			return;
		}
		const body = method === 'POST' ? await readBody(request) : new Uint8Array();
		if (body === undefined) return;
		if (typeof body === 'number' || isClosed) {
			refuse(request, response, typeof body === 'number' ? body : 503);
			return;
		}
		// Whoever presses while Cliq has not yet told where the message is could press a copy.
		if (method === 'POST') await answering.posted(query.key);
		// Nothing may come between finding and settling: of two answers at once, one is the second.
		const asked = answering.find(query.key);
		const heard = hear({ method, headers, query, body }, waiting(), Date.now());
		if (heard.refused) complain(heard.reply.status, heard.refused);
		if (asked && heard.answered) await answering.answered(asked, heard.answered, heard.place);
		say(response, heard.reply);
	};

	const close = openRoute(
		red,
		path ?? '',
		(request, response) => {
			// Nobody else would catch it, and the whole process would end.
			take(request, response).catch((error: unknown) => {
				red.log.error(error);
				refuse(request, response, 500);
			});
		},
		{ methods: ['get', 'post'], type: answering.type },
	);
	return () => {
		isClosed = true;
		close();
	};
}

function say(response: ServerResponse, { status, headers, body }: PageReply): void {
	if (response.headersSent || response.destroyed) return;
	response.on('error', () => {});
	response.writeHead(status, headers);
	response.end(body);
}

/** Whoever is still sending a body is cut off once the answer has left. */
function sayUnread(request: WebRequest, response: ServerResponse, reply: PageReply): void {
	say(response, { ...reply, headers: { ...reply.headers, ...(!request.readableEnded && { Connection: 'close' }) } });
	letGo(request);
}

/** Only a proof that does not fit is a fault of the set-up; the rest is what happens to questions. */
function complainer(node: Node): (status: number, reason: string) => void {
	const complained = new Map<number, number>();
	return (status, reason) => {
		if (Date.now() - (complained.get(status) ?? -Infinity) < COMPLAIN_EVERY) return;
		complained.set(status, Date.now());
		if (status === 401) node.warn(`A press in Cliq was refused: ${reason}`);
		else node.log(`An answer was refused: ${reason}`);
	};
}
