import { createHmac } from 'crypto';
import { payloadIn } from '../events/body';
import { parse } from '../events/parse';
import { isSecret } from '../events/proof';
import { fields, firstTime, isFields, text, type Fields } from '../events/read';
import type { CliqEvent, Delivery } from '../events/types';
import { escape } from '../message/escape';
import { decisionIn } from './decision';
import type { Waiting } from './hear';
import { isOpen, stateOf } from './state';
import type { Answered, Heard, Question, Reply } from './types';

/** In milliseconds: how long ago a press may have been, and how far Cliq's clock may be ahead. */
const LATEST = 5 * 60_000;

/** What a press is proved with, in the form that the function's script puts it together. */
export function provedText(answer: string, userId: string, email: string, time: string): string {
	return `${answer} ${userId} ${email} ${time}`;
}

/**
 * Takes what the function posts when somebody presses a button in Cliq. Who cannot prove to be the function is told
 * nothing; what a person shall read is a banner.
 */
export function hearPress(delivery: Delivery, waiting: Waiting, now: number): Heard {
	const read = payloadIn(delivery.body, 'application/json');
	if ('status' in read) return unsaid(400, read.reason);
	if (!isFields(read.payload)) return unsaid(400, 'The body holds no JSON object');
	const event = parse(read.payload, now);
	if ('refused' in event) return unsaid(400, event.refused);
	if (event.handler !== 'button_handler') return unsaid(400, 'It is no press of a button');
	const fault = proofFault(delivery, read.payload, event, waiting.secret, now);
	if (fault !== undefined) return unsaid(401, fault);
	if (!isSameAddress(delivery, event)) return unsaid(400, 'The answer that the button stands for is not that of the address');
	return { ...judged(delivery, waiting, event, now), place: placeOf(event) };
}

function proofFault(delivery: Delivery, payload: Fields, event: CliqEvent, secret: string | undefined, now: number): string | undefined {
	if (secret === undefined || secret.trim() === '') return 'No press in Cliq is expected';
	const proof = delivery.headers['x-cliq-proof'];
	if (typeof proof !== 'string') return 'No proof came in the header X-Cliq-Proof';
	const proved = provedText(answerOf(event), event.user.id, event.user.email ?? '', text(payload.time) ?? '');
	if (!isProof(proof, secret, proved)) return 'The proof does not fit: let the node install its function anew';
	const sent = firstTime(payload.time);
	if (sent === undefined || Math.abs(now - sent) > LATEST) return 'The button was pressed more than 5 minutes ago, or the clock of this machine is wrong';
	return undefined;
}

/** Deluge gives a proof in base64; scripts may ask for hex. */
function isProof(given: string, secret: string, proved: string): boolean {
	const wanted = createHmac('sha256', secret).update(proved).digest();
	return [isSecret(given, wanted.toString('base64')), isSecret(given.toLowerCase(), wanted.toString('hex'))].includes(true);
}

/** What follows the address that the function knows; the proof is about this. */
function answerOf({ arguments: given }: CliqEvent): string {
	return text(fields(given).answer) ?? '';
}

/** Whoever passes a proof on to another address must not answer another question with it. */
function isSameAddress({ query }: Delivery, event: CliqEvent): boolean {
	const answer = answerOf(event);
	const own = new URLSearchParams(answer.slice(answer.indexOf('?') + 1));
	return ['key', 'choice'].every((name) => typeof query[name] === 'string' && own.get(name) === query[name]);
}

function judged(delivery: Delivery, waiting: Waiting, event: CliqEvent, now: number): Heard {
	const state = stateOf(delivery, waiting, now);
	if (!isOpen(state)) return refusal(state.is, closedWords(state));
	const { question, choice } = state;
	if (question.way !== 'cliq') return unsaid(400, 'The question is answered through a link, and not in Cliq');
	if (!mayAnswer(question, event)) {
		return refusal('somebody pressed who is not on the list of approvers', 'You are not on the list of those who may answer this question. It goes on waiting for them.');
	}
	const { id, name, email } = event.user;
	const answered: Answered = {
		approved: choice === 'approve',
		responder: { ...(id !== '' && { id }), ...(name !== '' && { name }), ...(email !== undefined && { email }), source: 'cliq' },
		respondedAt: new Date(now).toISOString(),
	};
	return { reply: banner('success', `Thank you. Your answer: ${escape(question.labels[choice] ?? '')}`), answered };
}

function closedWords(state: Exclude<ReturnType<typeof stateOf>, { is: 'open' }>): string {
	switch (state.is) {
		case 'answered':
			return `Already answered: ${escape(decisionIn(state.question, state.answered))}`;
		case 'expired':
			return 'Nobody answered in time, and this question can no longer be answered.';
		case 'closed':
			return 'This question is closed: it was answered, or is no longer asked.';
	}
}

function mayAnswer({ approvers }: Question, { user }: CliqEvent): boolean {
	if (approvers.length === 0) return true;
	const known = [user.id, user.email ?? ''].map((name) => name.toLowerCase()).filter((name) => name !== '');
	return approvers.some((approver) => known.includes(approver.trim().toLowerCase()));
}

function placeOf({ chat, message }: CliqEvent): Heard['place'] {
	// Cliq gives message IDs with a plain or an encoded space.
	const messageId = message?.id?.replaceAll('%20', ' ');
	return { ...(chat !== undefined && chat.id !== '' && { chatId: chat.id }), ...(messageId !== undefined && { messageId }) };
}

function refusal(refused: string, words: string): Heard {
	return { reply: banner('failure', words), refused };
}

/** Cliq shows it to the person who pressed. Source: the page "Banner Message" of the platform's help. */
function banner(status: 'success' | 'failure', words: string): Reply {
	return { status: 200, headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' }, body: JSON.stringify({ type: 'banner', status, text: words }) };
}

function unsaid(status: 400 | 401, refused: string): Heard {
	return { reply: { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }, body: '' }, refused };
}
