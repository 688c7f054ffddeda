import { Refusal } from '../errors';
import type { SandboxEvent } from '../events';
import { redact } from '../journal';
import { cliqTasks } from './cliq-tasks';
import { DelugeError, ENCRYPTION, runScript, type Invocation, type Invoke } from './deluge';
import { occasionsOf } from './occasions';
import { readReply, type Reply } from './reply';
import { send } from './send';
import { Stage, type Home } from './stage';
import type { Delivery, FunctionHandlerType, HandlerType, Occasion, Shown } from './types';
import { Turns } from './turns';
import { variables } from './variables';
import { outputOf, webhookCall, type WebhookCall } from './webhook';

/**
 * After so many milliseconds Cliq shows nothing. Source: the SDK of Zoho's webhook extensions, which posts to
 * response_url then.
 */
const IN_TIME = 15_000;
const KEPT = 5_000;
/** So many wait for an answer at a time; a receiver is not to be drowned. */
const AT_ONCE = 50;
const KEPT_ANSWER = 10_000;
/** So often scripts may post within a minute: a script that hears what it posts itself would go on for ever. */
const MOST_POSTS = 60;

/** One delivery with all it takes to send it again. */
interface Job {
	delivery: Delivery;
	occasion: Occasion;
	/** Made once, so that a repetition is the same to the byte. */
	told: Record<string, unknown>;
	webhook?: WebhookCall;
}

/** Tells bots and functions what happens, and shows what they answer. */
export class Dispatcher {
	private readonly stage: Stage;
	private jobs: Job[] = [];
	private count = 0;
	/** What an answer can still be posted to later, by the token in its address. */
	private openAnswers = new Map<string, Job>();
	/** When scripts posted lately. */
	private posts: number[] = [];
	private readonly underWay = new Set<Promise<void>>();
	private readonly turns = new Turns(AT_ONCE);
	private readonly end = new AbortController();

	/** @param patience how long a receiver may take, in milliseconds */
	constructor(
		private readonly home: Home,
		private readonly patience: number,
	) {
		this.stage = new Stage(home);
		home.events.subscribe((event) => this.hear(event));
	}

	/**
	 * Tells it, unless there is no handler for it.
	 * @returns how it went, once it is over
	 */
	tell(occasion: Occasion): Promise<Delivery> | undefined {
		const script = scriptFor(occasion);
		const webhook = (occasion.function ?? occasion.bot)?.webhook;
		if (!webhook && script === undefined) return undefined;
		const told = variables(this.home, occasion, webhook ? 'webhook' : 'script');
		const job: Omit<Job, 'delivery'> = {
			occasion,
			told,
			...(webhook && { webhook: webhookCall(occasion, told, webhook, this.home.url) }),
		};
		const first = this.start(job);
		if (this.home.variants.redeliver) this.keep(first.done.then(() => this.start(job, first.delivery.id).done));
		return first.done.then(() => ({ ...first.delivery }));
	}

	/** A person fills in a form that was shown, or closes it. @returns as `tell` */
	submit(form: number, values: Record<string, unknown>, action: 'submit' | 'cancel'): Promise<Delivery> | undefined {
		const occasion = this.stage.submit(form, values, action);
		return occasion && this.tell(occasion);
	}

	/** Sends a delivery once more, as Cliq does now and then. @throws Error if it is not kept (any more) */
	redeliver(id: number): Delivery {
		const job = this.jobs.find(({ delivery }) => delivery.id === id);
		if (!job) throw new Error(`There is no delivery ${id}`);
		return { ...this.start(job, id).delivery };
	}

	/** @returns the last deliveries, oldest first. */
	deliveries(): Delivery[] {
		return this.jobs.map(({ delivery }) => ({ ...delivery }));
	}

	/** Waits until nothing is under way, answers to answers included. */
	async settled(): Promise<void> {
		while (this.underWay.size > 0) await Promise.all(this.underWay);
	}

	/**
	 * Takes an answer that comes later, over the `response_url` of a delivery.
	 * @throws Refusal if there is no such address, or if it was used
	 */
	answerLater(token: string, body: unknown): void {
		const job = this.openAnswers.get(token);
		if (!job) throw new Refusal(404, 'request_url_invalid', 'There is no such response URL, or it was used');
		const reply = readReply(
			(body as { output?: unknown } | null)?.output,
			job.occasion,
			this.home.world,
			this.home.variants,
		);
		this.openAnswers.delete(token);
		if (reply) this.show(job, reply);
		this.announce(job);
	}

	/** Forgets what was delivered; what is under way goes on. */
	forget(): void {
		this.jobs = [];
	}

	reset(): void {
		this.forget();
		this.openAnswers.clear();
		this.posts = [];
		this.stage.reset();
	}

	close(): void {
		this.end.abort();
	}

	private hear(event: SandboxEvent): void {
		const { world, variants } = this.home;
		const now = this.home.now();
		if (event.type !== 'message.posted' && event.type !== 'message.edited' && event.type !== 'message.deleted')
			return;
		const answer = event.type === 'message.posted' ? this.stage.hear(event) : undefined;
		// While a bot asks, its other handlers are silent.
		const occasions = answer
			? answer.occasion
				? [answer.occasion]
				: []
			: occasionsOf(event, world, variants, now);
		for (const occasion of occasions) void this.tell(occasion);
	}

	private start(job: Omit<Job, 'delivery'>, repeats?: number): { delivery: Delivery; done: Promise<void> } {
		const { occasion, webhook } = job;
		const delivery: Delivery = {
			id: ++this.count,
			time: this.home.now(),
			to: occasion.function?.name ?? occasion.bot?.uniqueName ?? '',
			handler: occasion.handler,
			...(occasion.operation && { operation: occasion.operation }),
			via: webhook ? 'webhook' : 'script',
			chat: occasion.chat.id,
			user: occasion.user.id,
			...(repeats !== undefined && { repeats }),
			state: 'waiting',
		};
		const own: Job = { ...job, delivery };
		this.jobs.push(own);
		if (this.jobs.length > KEPT) this.jobs = this.jobs.slice(-KEPT / 2);
		if (webhook && repeats === undefined) this.awaitLater(webhook.token, own);
		this.announce(own);
		const done = this.run(own);
		this.keep(done);
		return { delivery, done };
	}

	private awaitLater(token: string, job: Job): void {
		this.openAnswers.set(token, job);
		if (this.openAnswers.size > KEPT) this.openAnswers.delete(this.openAnswers.keys().next().value!);
	}

	private keep(work: Promise<void>): void {
		this.underWay.add(work);
		void work.finally(() => this.underWay.delete(work));
	}

	/** Never rejects: what goes wrong is written down. */
	private async run(job: Job): Promise<void> {
		const { delivery } = job;
		await this.turns.begin();
		delivery.time = this.home.now();
		try {
			const answer = await this.ask(job);
			delivery.ms = this.home.now() - delivery.time;
			const late = delivery.ms >= IN_TIME;
			const reply = late ? null : readReply(answer, job.occasion, this.home.world, this.home.variants);
			if (reply) this.show(job, reply);
			delivery.state = delivery.error !== undefined ? 'failed' : late ? 'late' : 'answered';
		} catch (error) {
			delivery.ms ??= this.home.now() - delivery.time;
			delivery.state = 'failed';
			delivery.error ??= error instanceof Error ? error.message : 'It did not work';
			if (error instanceof DelugeError) delivery.shown = failureOf(job.occasion);
		}
		this.turns.end();
		this.announce(job);
	}

	/** @returns the message that the receiver gave back. */
	private async ask({ delivery, occasion, told, webhook }: Job): Promise<unknown> {
		const invoke: Invoke = async (request) => {
			delivery.request = shown(request);
			const answer = await send(request, this.patience, this.end.signal).catch((error: Error) => {
				// A script may catch it and answer all the same.
				delivery.error = error.message;
				throw error;
			});
			delivery.status = answer.status;
			delivery.answer = answer.text.slice(0, KEPT_ANSWER);
			if (answer.status < 200 || answer.status > 299) delivery.error = `Answered with ${answer.status}`;
			return answer;
		};
		const { nullInText, responseText, timeOffset, mapText, mapBody, fileObjects } = this.home.variants;
		const zoho = {
			currenttime: this.home.now() + timeOffset * 60_000,
			encryption: ENCRYPTION,
			cliq: cliqTasks(this.home, occasion, () => this.mayPost()),
			loginuserid: occasion.person?.email ?? null,
			loginuser: occasion.user.name,
		};
		const log = (line: string): void => void (delivery.log ??= []).push(line.slice(0, KEPT_ANSWER));
		const options = {
			nullText: nullInText === 'null' ? 'null' : '',
			isJsonRead: responseText === 'map',
			mapText,
			mapBody,
			fileObjects,
			log,
		};
		if (!webhook) return runScript(scriptFor(occasion) ?? '', { zoho, ...told }, invoke, options);
		const { text } = await invoke(webhook.request);
		return delivery.error === undefined ? outputOf(text) : null;
	}

	private mayPost(): boolean {
		const now = this.home.now();
		this.posts = this.posts.filter((time) => time > now - 60_000);
		return this.posts.length < MOST_POSTS && this.posts.push(now) > 0;
	}

	private show({ delivery, occasion }: Job, reply: Reply): void {
		delivery.shown = this.stage.show(occasion, reply);
		if (delivery.shown.kind === 'message') delivery.message = delivery.shown.message;
	}

	private announce({ delivery }: Job): void {
		this.home.events.emit({ type: 'delivery', delivery: { ...delivery } });
	}
}

function scriptFor({ bot, function: run, handler, entry }: Occasion): string | undefined {
	if (run) return run.handlers.get(handler as FunctionHandlerType)?.script;
	const own = bot?.menu.find(({ name }) => name === entry)?.script;
	return own ?? bot?.handlers.get(handler as HandlerType)?.script;
}

/** What the person sees of a script that fails. No page shows Cliq's own words. */
function failureOf({ bot, function: run, handler }: Occasion): Shown {
	return {
		kind: 'failure',
		text: `${bot?.name ?? run!.name} could not answer: its ${handler.replaceAll('_', ' ')} failed`,
	};
}

/** The request without its secrets: who may look at deliveries may not deliver. */
function shown({ method, url, headers, body }: Invocation): NonNullable<Delivery['request']> {
	const blackened = Object.entries(headers).map(([name, value]) => [
		name,
		/secret|token|authorization|proof|pass/i.test(name) ? '***' : value,
	]);
	return {
		method,
		url: redact(url),
		headers: Object.fromEntries(blackened),
		body: body.replace(/(\/responses\/)[0-9a-f]+/g, '$1***'),
	};
}
