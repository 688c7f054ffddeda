import {
	type PersonsAnswer,
	CliqError,
	type Receipt,
	chatOfChannel,
	operations,
	outputOf,
	postQuestion,
	sendAll,
	settledText,
	withAnswers,
} from '../../../cliq';
import { clientOf, maxWaitOf, type AccountNode, type AccountSettings } from '../account/account';
import { questionFor, type AskConfig, type Connection } from './question-message';
import { timeoutOf } from './question';
import { Questions, type StoredQuestion } from './question-store';
import { addressOf, answersFor, Installed, secretOf } from './answer-way';
import { serveAnswers } from './answer-route';
import { chatOfPerson } from './chat-of-person';
import { toNodeError, withHint } from '../shared/node-errors';
import type { Done, NodeMessage, Node, Red, Send, Status } from '../shared/node-red';
import { Progress, type MessageProgress } from '../shared/progress';
import { sequence } from '../shared/message-queue';

const TYPE = 'zoho-cliq-ask';
const CATALOG = `@cliq-nodes/node-red-zoho-cliq/${TYPE}:status.`;

/** Timers hold no more than this; in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** When the node starts, those that follow may not be there yet; in milliseconds, as long as "inject" waits. */
const AFTER_START = 100;

/** In milliseconds: so long an answer waits for its turn to be shown in the message, and then goes on without. */
const SHOWING = 60_000;

/** What shows the decision. */
const editing = operations.find(({ resource, name }) => resource === 'message' && name === 'edit')!;

/** Registers the node that asks people. */
export function registerAsk(red: Red): void {
	red.nodes.registerType(TYPE, function (config) {
		red.nodes.createNode(this, config);
		new AskNode(red, this, config as AskConfig).start();
	});
}

/** How a message that came in goes on. */
interface Continuation {
	send: Send;
	done: Done;
}

/** Asks for each message that comes in, and lets it go on with the answer. */
class AskNode {
	private readonly progress: Progress;
	private readonly questions: Questions;
	private readonly stop = new AbortController();
	private readonly inOrder = sequence();
	private readonly installed = new Installed();
	/** By question; one from before the node started has none. */
	private readonly ways = new Map<StoredQuestion, Continuation>();
	/** Questions that are just being posted. */
	private readonly posting = new Map<StoredQuestion, Promise<void>>();
	private timer?: NodeJS.Timeout;
	/** Why nobody could answer. */
	private fault?: CliqError;

	constructor(
		private readonly red: Red,
		private readonly node: Node,
		private readonly config: AskConfig,
	) {
		this.progress = new Progress(red, node);
		this.questions = new Questions(node, (error) => node.warn(this.text('notStored', { reason: error.message })));
	}

	start(): void {
		const { red, node, questions } = this;
		const ready = questions.load().then(() => this.goOn());
		const closeRoute = this.open(ready);
		node.on('input', (message, send, done) => {
			// A rejection that nobody handles would end the whole process; `done` itself may run other people's code.
			ready
				.then(() => this.take(message, { send, done }))
				.catch(done)
				.catch((error: unknown) => red.log.error(error));
		});
		node.on('close', (isRemoved, done) => {
			this.stop.abort();
			closeRoute?.();
			clearTimeout(this.timer);
			this.progress.close();
			// What is not posted yet is not a question.
			void Promise.all(this.posting.values())
				.then(() => questions.close(isRemoved))
				.then(done);
		});
	}

	private open(ready: Promise<void>): (() => void) | undefined {
		const { red, node, config, questions } = this;
		try {
			return serveAnswers(red, node, config.path, {
				type: TYPE,
				ready,
				find: (key) => questions.get(key),
				posted: async (key) => {
					const asked = questions.get(key);
					if (asked?.question.way === 'cliq') await this.posting.get(asked);
				},
				secret: () => this.settings && secretOf(node.id, this.settings),
				answered: (asked, answered, place) => this.settle(asked, answered, place),
			});
		} catch (error) {
			if (!(error instanceof CliqError)) throw error;
			this.fault = error;
			const what = config.path?.trim() ? 'broken' : 'noPath';
			this.progress.rest(() => ({ fill: 'red', shape: 'dot', text: this.text(what) }));
			node.warn(withHint(error));
			return undefined;
		}
	}

	/** What waited before the node started waits on; what was answered goes on. */
	private goOn(): void {
		if (this.questions.open.length === 0) return;
		this.rest();
		setTimeout(() => {
			if (this.stop.signal.aborted) return;
			for (const asked of this.questions.open) if (asked.settled !== undefined) this.conclude(asked);
			this.watch();
		}, AFTER_START);
	}

	private async take(message: NodeMessage, way: Continuation): Promise<void> {
		const ticket = this.progress.start();
		try {
			await this.ask(message, way, ticket);
			ticket.finished('sent');
			this.rest();
		} catch (error) {
			const failure = toNodeError(error);
			ticket.finished(failure);
			throw failure;
		}
	}

	private async ask(message: NodeMessage, way: Continuation, ticket: MessageProgress): Promise<void> {
		const { red, node, config, posting } = this;
		if (this.fault) throw this.fault;
		const address = addressOf(red, config);
		const timeout = timeoutOf(config.timeout, config.timeoutUnit);
		const { settings, client, patience } = this.connect(ticket);
		const { asked, step } = await questionFor(red, node, config, message, this.inOrder);
		const { answers, owner } = await answersFor(
			asked.question,
			address,
			secretOf(node.id, settings),
			client,
			this.installed,
			patience,
		);
		const whole = withAnswers(step, asked.question, answers);
		const posted = this.post(asked, timeout, async () => {
			const [{ chatId, messageId } = {}] = (await postQuestion([whole], owner, (steps) =>
				sendAll(client, steps, patience),
			)) as Receipt[];
			const isElsewhere = asked.question.asked !== undefined && !chatId && messageId;
			const found = isElsewhere
				? await chatOfPerson(client, messageId, patience, (reason) => node.log(this.text('noChat', { reason })))
				: chatId;
			return { ...(found && { chatId: found }), ...(messageId && { messageId }) };
		});
		this.ways.set(asked, way);
		posting.set(
			asked,
			posted.catch(() => {}),
		);
		try {
			await posted;
		} finally {
			posting.delete(asked);
			this.watch();
		}
	}

	private connect(ticket: MessageProgress): Connection {
		const { settings } = this;
		if (!settings)
			throw new CliqError('notAuthorized', 'The node has no Zoho Cliq account', {
				hint: 'Open the node, choose or add an account, and deploy.',
			});
		if (settings.signIn === 'webhookToken') {
			throw new CliqError('notAuthorized', 'Asking does not work with a webhook token', {
				hint: 'A webhook token can post, but not change the message once somebody has answered. Choose an account that signs in with OAuth.',
			});
		}
		return {
			settings,
			client: clientOf(settings, ticket),
			patience: {
				signal: this.stop.signal,
				maxWait: maxWaitOf(settings),
				lane: this.node.id,
				onWait: ticket.waiting,
			},
		};
	}

	/** It is there before it is posted: somebody may answer before Cliq has told that it is. */
	private async post(
		asked: StoredQuestion,
		timeout: number | undefined,
		send: () => Promise<StoredQuestion['place']>,
	): Promise<void> {
		const { questions } = this;
		const { question } = asked;
		const end = () =>
			timeout === undefined ? {} : { question: Object.assign(question, { until: Date.now() + timeout }) };
		end();
		await questions.add(asked);
		try {
			const place = await send();
			await questions.change(asked, { ...(!asked.settled && end()), place: { ...place, ...asked.place } });
		} catch (error) {
			// Whoever has answered has seen it, even if the call failed.
			if (asked.settled) return;
			this.ways.delete(asked);
			await questions.remove(asked);
			throw error;
		}
	}

	/** From here on every other answer is too late. */
	private async settle(
		asked: StoredQuestion,
		settled: PersonsAnswer | 'expired',
		place: StoredQuestion['place'] = {},
	): Promise<void> {
		const saved = this.questions.change(asked, { settled, place: { ...asked.place, ...place } });
		this.conclude(asked);
		await saved;
	}

	private conclude(asked: StoredQuestion): void {
		this.hand(asked).catch((error: unknown) => this.red.log.error(error));
	}

	/** Shows the decision, and lets the message go on. */
	private async hand(asked: StoredQuestion): Promise<void> {
		await this.posting.get(asked);
		const edited = await this.show(asked);
		const { message, settled, trail, place } = asked;
		// The node that a deploy puts in the place of this one lets it go on.
		if (this.stop.signal.aborted || !message || !settled) return;
		const { send, done } = this.ways.get(asked) ?? { send: (out) => this.node.send(out), done: () => {} };
		this.ways.delete(asked);
		const payload = settled === 'expired' ? { expired: true, ...place, edited } : outputOf(settled, place, edited);
		const out = Object.assign(message, { payload, cliq: { ...trail, ...place } });
		// Of an answer that has gone on, who comes too late is told who gave it and when, and nothing else.
		const {
			text: _text,
			fields: _fields,
			...told
		} = settled === 'expired' ? ({} as Partial<PersonsAnswer>) : settled;
		const saved = this.questions.change(asked, {
			message: undefined,
			settled: settled === 'expired' ? settled : (told as PersonsAnswer),
		});
		this.rest(settled === 'expired' ? 'expired' : 'answered');
		send(settled === 'expired' ? [null, out] : [out, null]);
		done();
		await saved;
	}

	/** @returns whether the message shows what came of the question. */
	private async show(asked: StoredQuestion): Promise<boolean> {
		const { settings, stop, node } = this;
		const { question, settled, trail, place } = asked;
		try {
			if (!settings || !settled) return false;
			const client = clientOf(settings);
			const patience = { signal: stop.signal, maxWait: Math.min(maxWaitOf(settings), SHOWING), lane: node.id };
			const chatId =
				place.chatId ??
				(typeof trail.channel === 'string' ? await chatOfChannel(client, trail.channel, patience) : undefined);
			if (chatId) asked.place = { ...place, chatId };
			const { messageId } = place;
			if (!chatId || !messageId) return false;
			await client.call(editing, { chatId, messageId, text: settledText(question, settled) }, patience);
			return true;
		} catch (error) {
			if (!stop.signal.aborted) node.warn(this.text('notEdited', { reason: toNodeError(error).message }));
			return false;
		}
	}

	/** Waits for the first time-out. */
	private watch(): void {
		clearTimeout(this.timer);
		const next = this.limited.reduce(
			(first, { question }) => Math.min(first, question.until ?? Infinity),
			Infinity,
		);
		if (next === Infinity || this.stop.signal.aborted) return;
		this.timer = setTimeout(() => this.expire(), Math.min(Math.max(next - Date.now(), 0), LONGEST_TIMER));
	}

	private expire(): void {
		for (const asked of this.limited)
			if ((asked.question.until ?? Infinity) <= Date.now()) void this.settle(asked, 'expired');
		this.watch();
	}

	/** Those that a time-out can end: they are posted, and nobody has answered. */
	private get limited(): StoredQuestion[] {
		return this.questions.waiting.filter((asked) => !this.posting.has(asked));
	}

	private rest(last?: 'answered' | 'expired'): void {
		this.progress.rest((): Status => {
			const count = this.questions.waiting.length;
			if (count > 0)
				return {
					fill: 'blue',
					shape: 'ring',
					text: this.text(count === 1 ? 'waiting' : 'waitingMany', { count }),
				};
			return last ? { fill: last === 'answered' ? 'green' : 'grey', shape: 'dot', text: this.text(last) } : {};
		});
	}

	private get settings(): AccountSettings | undefined {
		return (this.red.nodes.getNode(this.config.account) as AccountNode | null | undefined)?.settings;
	}

	private text(key: string, values?: Record<string, string | number>): string {
		return this.red._(CATALOG + key, values);
	}
}
