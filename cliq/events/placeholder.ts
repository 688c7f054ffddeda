import type { Message, Receipt } from '../catalogue/answers';
import { operation as operationOf } from '../catalogue';
import type { Caller } from '../caller';
import { CliqError, type ErrorKind } from '../errors';
import { compose, type Step } from '../message/compose';
import { escape } from '../message/text/escape';
import { canonical } from '../lookup/message-ids';
import type { Ports } from '../http/ports';
import { buildRequest } from '../http/request';
import { LATE, within } from '../http/time-limit';
import type { Values } from '../parameters/values';
import { fields, firstText, list } from '../util/read-fields';
import { placeOf } from './reply';
import type { CliqEvent } from './types';

/** In milliseconds after the event: what is answered sooner needs no placeholder. */
const SHOWN_AFTER = 5_000;

/** Of the rate limit: where less is free, calls are left to answers and to other nodes. */
const LEAST_FREE = 1 / 2;

/** In milliseconds: how long an answer waits for a placeholder that is being posted. */
const POST_PATIENCE = 10_000;

/**
 * In milliseconds: how long a call may wait for its turn, be it behind another call of the same bot. Then there is no
 * placeholder, or the answer is sent as a message, so that it is not late.
 */
const TURN_PATIENCE = 2_000;

/** In milliseconds: how long it may wait to be removed. Nobody waits for that. */
const REMOVAL_PATIENCE = 120_000;

/** In milliseconds: how far the times of Cliq's servers may be apart. */
const SKEW = 5_000;

/** The text that replaces a placeholder that cannot be deleted: the answer follows below it, or no answer came. */
const BELOW = '↓';
const NO_ANSWER = 'No answer.';

/** By Cliq's names: what a placeholder has already, or what says nothing about what people see. */
const CARRIED = ['text', 'userids', 'sync_message', 'mark_as_read', 'post_in_parent'];

/** By Cliq's names: what can stand in a message after the text. An edit has a text alone. */
const AFTER_TEXT = ['card', 'slides', 'buttons'];

/** What the next edit in the same chat would be refused with, too. */
const LASTING: readonly ErrorKind[] = ['forbidden', 'notFound', 'refused', 'scopeMissing'];

/** What an account has to serve, so that placeholders become answers. */
export const editing = operationOf('message.edit');

const remove = operationOf('message.delete');
const getMany = operationOf('message.getMany');

/** What a placeholder needs of the runner. */
export interface Stage {
	/** @throws CliqError if the account cannot be used. */
	client(): Caller | Promise<Caller>;
	/** How the time until the placeholder is waited for. */
	sleep: Ports['sleep'];
	/** As `Patience` has it. */
	lane: string;
	/** Told of each text before it is shown: where a bot listens, it comes back. */
	onSaid(text: string): void;
	/** Writes into the log what went wrong, in words. */
	warn(what: string): void;
}

/** Where a placeholder stands. */
export interface Standing {
	chatId: string;
	messageId: string;
}

/** IDs of the placeholders that stand, for telling several with the same text apart. */
const standing = new Set<string>();

/** By place: the one that is being posted and found there. */
const turns = new Map<string, Promise<unknown>>();

/**
 * A message that says that an answer is being worked on, until the answer takes its place. It is posted where the event
 * happened, five seconds after it, unless the answer was quicker, the rate limit is short, or Cliq has refused to edit
 * such a message there before. It never costs an answer: what cannot be edited is answered by a message of its own.
 */
export class Placeholder {
	private readonly over = new AbortController();
	private readonly shown: Promise<Standing | undefined>;
	private isPosted = false;

	/**
	 * @param message its text and the format of it, as values of an operation that sends messages.
	 */
	constructor(
		private readonly event: CliqEvent,
		private readonly message: Values,
		private readonly stage: Stage,
	) {
		this.shown = this.show();
	}

	/**
	 * The answer is there.
	 *
	 * @returns whether no placeholder stands in its way, and none will. Else the answer goes through `replaceBy`.
	 */
	giveWay(): boolean {
		this.over.abort();
		return !this.isPosted;
	}

	/**
	 * Lets the answer take the place of the placeholder: its text by an edit, and the rest by messages after it. What
	 * an edit cannot carry and nothing sets apart, and what cannot be edited, is sent whole, and the placeholder is
	 * removed.
	 *
	 * @param steps what the answer comes to, for the place of the event.
	 * @param send sends what the placeholder does not become: `steps` itself if that is all of it.
	 * @returns where the placeholder stands, if it is the answer now; and what `send` gave.
	 * @throws what `send` throws.
	 */
	async replaceBy<Result>(
		steps: Step[],
		send: (rest: Step[]) => Promise<Result>,
	): Promise<{ edited?: Standing; sent?: Result }> {
		this.over.abort();
		const told = await within(this.shown, POST_PATIENCE, this.stage);
		const shown = told === LATE ? undefined : told;
		const [first, ...others] = steps;
		const parts = shown && first && partsOf(first);
		const failure = parts && (await this.edit(shown, parts.text, { maxWait: TURN_PATIENCE, isAnswer: true }));
		if (parts && failure === undefined) {
			standing.delete(keyOf(shown));
			const rest = [...parts.rest, ...others];
			return { edited: shown, ...(rest.length > 0 && { sent: await send(rest) }) };
		}
		if (failure !== undefined) this.tell('could not become the answer, which is sent as a message', failure);
		let isSent = false;
		try {
			const sent = await send(steps);
			isSent = true;
			return { sent };
		} finally {
			void this.removeWith(isSent ? BELOW : NO_ANSWER);
		}
	}

	/** Removes the placeholder, since no answer comes. Never rejects. */
	async withdraw(): Promise<void> {
		this.over.abort();
		await this.removeWith(NO_ANSWER);
	}

	/** Never rejects. */
	private async show(): Promise<Standing | undefined> {
		await this.stage.sleep(SHOWN_AFTER, this.over.signal);
		const shown = await this.post().catch((error: unknown) => {
			// Where no call is free, the answer goes its usual way.
			if (!(error instanceof CliqError && ['locked', 'waitTooLong'].includes(error.kind)))
				this.tell('was not posted, as far as Cliq tells', error);
			return undefined;
		});
		if (shown === undefined) this.isPosted = false;
		else standing.add(keyOf(shown));
		return shown;
	}

	private async post(): Promise<Standing | undefined> {
		const { event, message, stage } = this;
		if (this.over.signal.aborted || !hasPlace(event)) return undefined;
		const { operation, values: place } = placeOf(event);
		const [step] = compose(operation, { ...message, ...place, longText: 'cut' }, []);
		if (!step) return undefined;
		const client = await stage.client();
		const isUntold = place.postAsBot !== undefined;
		return await inTurn(JSON.stringify([operation.id, place]), async () => {
			if (this.over.signal.aborted || lessonsOf(event).some((lesson) => client.hasLearned(lesson)))
				return undefined;
			if (
				[operation, editing, ...(isUntold ? [getMany] : [])].some(
					(needed) => client.freeShare(needed) < LEAST_FREE,
				)
			)
				return undefined;
			this.isPosted = true;
			const begun = client.elapsed();
			const text = String(step.values.text);
			stage.onSaid(text);
			const receipt = (
				await client.call(step.operation, step.values, { maxWait: TURN_PATIENCE, lane: stage.lane })
			).answer as Receipt;
			const chatId = receipt.chatId ?? chatOf(event);
			const messageId =
				receipt.messageId ?? (await this.find(client, chatId, text, begun).catch((error: unknown) => error));
			if (typeof messageId === 'string') return { chatId, messageId };
			client.learn(lessonsOf(event)[0]);
			this.tell(
				`stands in the chat ${chatId}, and the answer cannot take its place`,
				messageId ?? 'Cliq does not give its ID, and it was not found',
			);
			return undefined;
		});
	}

	/**
	 * Cliq does not give the ID of what is posted in a channel as a bot. @param begun when it was posted, by
	 * `Ports.elapsed`.
	 */
	private async find(client: Caller, chatId: string, text: string, begun: number): Promise<string | undefined> {
		const from = client.cliqTime() - (client.elapsed() - begun) - SKEW;
		const { answer } = await client.call(
			getMany,
			{ chatId, from },
			{ maxWait: TURN_PATIENCE, lane: this.stage.lane },
		);
		const own = (answer as unknown as Message[]).filter(
			(message) => wordsOf(message.text) === wordsOf(text) && !standing.has(canonical(message.messageId)),
		);
		// Which of two it is, nobody knows: the answer to somebody else must not stand in its place.
		const [found, ...others] = own;
		return others.length === 0 ? found?.messageId : undefined;
	}

	/** @returns why the message has not this text now; `undefined` if it has. Never rejects. */
	private async edit(
		{ chatId, messageId }: Standing,
		text: string,
		{ maxWait, isAnswer }: { maxWait: number; isAnswer: boolean },
	): Promise<unknown> {
		this.stage.onSaid(text);
		const replacing = async () => {
			const client = await this.stage.client();
			await client
				.call(editing, { chatId, messageId, text, notifyEdit: isAnswer }, { maxWait, lane: this.stage.lane })
				.catch((error: unknown) => {
					// What is refused for an answer may be the answer's fault.
					if (!isAnswer && error instanceof CliqError && LASTING.includes(error.kind))
						client.learn(lessonsOf(this.event)[error.kind === 'scopeMissing' ? 1 : 0]);
					throw error;
				});
		};
		return await replacing().then(
			() => undefined,
			(error: unknown) => error,
		);
	}

	/**
	 * @param text stands there instead, where it cannot be deleted: Cliq was seen to refuse it for messages of bots.
	 * Never rejects.
	 */
	private async removeWith(text: string): Promise<void> {
		const shown = await this.shown;
		if (!shown) return;
		standing.delete(keyOf(shown));
		const { chatId, messageId } = shown;
		const removing = async () => {
			const client = await this.stage.client();
			await client.call(remove, { chatId, messageId }, { maxWait: REMOVAL_PATIENCE, lane: this.stage.lane });
			return true;
		};
		if (await removing().catch(() => false)) return;
		const failure = await this.edit(shown, text, { maxWait: REMOVAL_PATIENCE, isAnswer: false });
		if (failure !== undefined)
			this.tell(`still stands in the chat ${chatId}, and can be neither deleted nor edited`, failure);
	}

	private tell(what: string, error: unknown): void {
		const hint = error instanceof CliqError && error.hint ? ` ${error.hint}` : '';
		this.stage.warn(
			`The message "${String(this.message.text)}" ${what}: ${error instanceof Error ? error.message : String(error)}.${hint}`,
		);
	}
}

/** @returns what an edit can carry of a message, and what is sent after it; `undefined` if they do not come apart. */
function partsOf(step: Step): { text: string; rest: Step[] } | undefined {
	const body = buildRequest(step.operation, step.values, 'https://check.invalid').body ?? {};
	const others = Object.keys(body).filter((key) => !CARRIED.includes(key));
	const text = String(body.text);
	if (others.length === 0) return { text, rest: [] };
	const caption = captionOf(body);
	if (caption === undefined || caption === text || others.some((key) => !AFTER_TEXT.includes(key))) return undefined;
	return { text, rest: [{ ...step, values: { ...step.values, text: caption } }] };
}

/** What a card or slides are called, in Cliq's formatting, since Cliq posts nothing without a text. */
function captionOf({ card, slides }: Record<string, unknown>): string | undefined {
	const all = list(slides).map(fields);
	const headers = all.map(({ data }) => list(fields(data).headers).join(', '));
	const caption = firstText(fields(card).title, ...all.map(({ title }) => title), ...headers);
	return caption === undefined ? undefined : escape(caption);
}

function hasPlace(event: CliqEvent): boolean {
	try {
		return placeOf(event) !== undefined;
	} catch {
		return false;
	}
}

/** A chat, or the channel that it belongs to. */
function chatOf({ chat }: CliqEvent): string {
	return chat?.id || chat?.channelName || '';
}

/** What is learned where Cliq refuses an edit: that it does in this chat, or everywhere. */
function lessonsOf(event: CliqEvent): [string, string] {
	return [`no edits in ${chatOf(event) || event.user.id}`, 'no edits'];
}

/** Cliq may write formatting in another way than it got it. */
function wordsOf(text: string): string {
	return text.replace(/[^\p{L}\p{N}]/gu, '') || text.trim();
}

function keyOf({ messageId }: Standing): string {
	return canonical(messageId);
}

/** Lets one after another post in a place. */
async function inTurn<Result>(place: string, work: () => Promise<Result>): Promise<Result> {
	const own = (turns.get(place) ?? Promise.resolve()).then(work, work);
	turns.set(place, own);
	try {
		return await own;
	} finally {
		if (turns.get(place) === own) turns.delete(place);
	}
}
