import type { Failure, HttpRequest, Outcome, Ports } from '../http/ports';
import { isStaleToken } from '../http/refusals';
import { LATE, within } from '../http/time-limit';
import type { TokenAnswer } from './token-answer';

/** In milliseconds: Zoho gives ten access tokens in so long a time, and none in it to whoever asks for more. */
const WINDOW = 10 * 60_000;

/** Requests for a token in that time; one stays free for others who use the same account. */
const MOST_REQUESTS = 9;

/** In milliseconds: how long a refusal is believed without asking again. */
const REFUSAL_HOLDS = 5 * 60_000;

/** In milliseconds, between two requests while the accounts server is not well: three times as long after each. */
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 150_000;

/** In milliseconds, after a new token that Cliq did not take: twice as long after each. */
const FIRST_REST = 60_000;

type Clock = Pick<Ports, 'elapsed' | 'sleep'>;

/** What came of a request, and the token that it carried, where the runner gives it. */
export interface Sent {
	outcome: Outcome;
	token?: string | undefined;
}

/** How a runner comes by the access tokens of one account. */
export interface TokenSource {
	/** The host of the accounts server, for people. */
	accountsHost: string;
	/** Whether the runner adds the token by itself, so that `atHand` need not be asked before each request. */
	signsItself: boolean;
	/** The token that the next request would carry, if there is a usable one. */
	atHand(): Promise<string | undefined>;
	/** Asks the accounts server for a new one, once, and keeps it. Never rejects. */
	renew(timeout: number): Promise<TokenAnswer>;
	/** Sends a request once. Never rejects. */
	send(request: HttpRequest, token: string | undefined, signal?: AbortSignal): Promise<Sent>;
	/** What to do about a refusal; `code` is Zoho's. */
	hintFor(code: string | undefined): string;
	/** Why Cliq may refuse even a new token, where the runner knows. Never rejects. */
	explain?(): Promise<Failure | undefined>;
}

/** How long one request may take. */
export interface Limits {
	/** In milliseconds. */
	timeout: number;
	signal?: AbortSignal | undefined;
	/** As `Ports.send` has it. */
	again?: (() => Promise<boolean>) | undefined;
}

interface Hold {
	/** By `Ports.elapsed`. */
	until: number;
	failure: Failure;
}

/**
 * How one account gets its access tokens, for everybody in the process who uses it. Here the stages of a call are told
 * apart: getting a token, and then the exchange with Cliq. What fails in the first has sent nothing.
 *
 * However many callers need a token, one request is made for it. While there is none to be had, nobody asks: an outage
 * is asked about in growing pauses, a refusal after some minutes, a throttle when it is over; and whoever gets a new
 * token refused by Cliq does not go on to ask for the next.
 */
export class SignIn {
	/** What Cliq does not take any more, while there is nothing better. */
	private stale: string | undefined;
	private replaced: string | undefined;
	private refusedInARow = 0;
	private hold: Hold | undefined;
	private pauses = 0;
	private troubleSince: number | undefined;
	private asked: number[] = [];
	private renewal: Promise<Failure | undefined> | undefined;
	private latest?: string;
	/** By `Ports.elapsed`. */
	usedAt = 0;

	constructor(private readonly clock: Clock) {}

	/** Sends a request with a token; with a new one, once, if Cliq does not take the first. Never rejects. */
	async send(source: TokenSource, request: HttpRequest, limits: Limits): Promise<Outcome> {
		let token: string | undefined;
		for (let tries = 1; ; tries++) {
			if (tries > 1 || !source.signsItself || this.stale !== undefined) {
				const got = await this.token(source, limits);
				if ('failure' in got) return got;
				token = got.token;
			}
			const sent = await source.send(request, token, limits.signal);
			if (!('response' in sent.outcome) || !isStaleToken(sent.outcome.response)) return this.taken(sent);
			this.refused(sent.token ?? token ?? (await source.atHand()));
			if (tries > 1) return await this.giveUp(source, sent.outcome);
			if (limits.again && !(await limits.again())) return sent.outcome;
		}
	}

	/** @returns a token to send with, or why there is none. Never rejects. */
	async token(source: TokenSource, limits: Limits): Promise<{ token: string } | { failure: Failure }> {
		const atHand = await source.atHand();
		if (atHand !== undefined && atHand !== this.stale) return { token: atHand };
		const failure =
			this.held() ??
			(await this.inTime(
				(this.renewal ??= this.renew(source, limits.timeout).finally(() => (this.renewal = undefined))),
				source,
				limits,
			));
		if (failure) return { failure };
		return { token: this.latest ?? '' };
	}

	/** Forgets what went wrong, for a person who tries again. Who asked too often is not helped by that. */
	forgive(): void {
		this.refusedInARow = 0;
		if (this.hold?.failure.kind === 'notAuthorized') this.hold = undefined;
	}

	/** Whether it would not matter if this were forgotten. */
	isIdle(now: number): boolean {
		return this.usedAt <= now - WINDOW && this.renewal === undefined && !this.held();
	}

	private taken({ outcome, token }: Sent): Outcome {
		if ('response' in outcome) {
			this.refusedInARow = 0;
			if (token !== undefined && token === this.stale) this.stale = undefined;
		}
		return outcome;
	}

	/** Cliq did not take a token: counted once, however many requests carried it. */
	private refused(token: string | undefined): void {
		if (token === undefined || token === this.stale || token === this.replaced) return;
		this.stale = token;
		this.refusedInARow++;
		if (this.refusedInARow < 2) return;
		const rest = Math.min(WINDOW, FIRST_REST * 2 ** (this.refusedInARow - 2));
		this.holdFor(rest, {
			kind: 'notAuthorized',
			detail: 'Cliq does not accept the access token, though it is new',
			hint: 'Check that the data center is the one where the account lives, and that its user may use Cliq; then connect the account again.',
		});
	}

	/** Cliq refused a second token. What it said is all there is to say, unless the runner knows more. */
	private async giveUp(source: TokenSource, outcome: Outcome): Promise<Outcome> {
		const failure = await source.explain?.();
		if (!failure) return outcome;
		if (this.hold) this.hold.failure = failure;
		return { failure };
	}

	private async renew(source: TokenSource, timeout: number): Promise<Failure | undefined> {
		const { clock } = this;
		const now = clock.elapsed();
		this.asked = this.asked.filter((time) => time > now - WINDOW);
		const [first] = this.asked;
		if (first !== undefined && this.asked.length >= MOST_REQUESTS) return this.throttle(first + WINDOW - now);
		this.asked.push(now);
		const answer = await source.renew(timeout);
		if (answer.kind === 'unavailable') return this.pause(answer.detail);
		if (answer.kind === 'throttled') return this.throttle(WINDOW);
		this.pauses = 0;
		this.troubleSince = undefined;
		if (answer.kind === 'token') {
			this.hold = undefined;
			this.latest = answer.token;
			this.replaced = this.stale;
			this.stale = undefined;
			return undefined;
		}
		const {
			code,
			detail = `Zoho refused to renew the access token${code ? ` (${code})` : ''}`,
			hint = source.hintFor(code),
		} = answer;
		return this.holdFor(REFUSAL_HOLDS, { kind: 'notAuthorized', detail, hint });
	}

	/** Ends the wait of one caller; others may still want the token. */
	private async inTime(
		renewal: Promise<Failure | undefined>,
		source: TokenSource,
		{ timeout, signal }: Limits,
	): Promise<Failure | undefined> {
		const result = await within(renewal, timeout, this.clock, signal);
		if (result !== LATE) return result;
		if (signal?.aborted) return { kind: 'calledOff', detail: 'the run was stopped' };
		return this.held() ?? this.pause(`${source.accountsHost} gave no answer within ${timeout / 1000} seconds`);
	}

	private throttle(forMs: number): Failure {
		return this.holdFor(forMs, {
			kind: 'noToken',
			detail: 'Zoho gives this account no access token for some minutes, since too many were asked for',
			hint: 'Zoho gives ten access tokens in ten minutes. Check whether other programs use the same account.',
		});
	}

	private pause(detail: string): Failure {
		const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 3 ** this.pauses++);
		return this.holdFor(pause, {
			kind: 'noToken',
			detail: `Zoho's accounts server gave no access token: ${detail}`,
		});
	}

	private holdFor(milliseconds: number, failure: Failure): Failure {
		const now = this.clock.elapsed();
		if (failure.kind === 'noToken') this.troubleSince ??= now;
		this.hold = { until: now + milliseconds, failure };
		return this.held() ?? failure;
	}

	/** @returns why nobody is asked for a token just now. */
	private held(): Failure | undefined {
		if (!this.hold) return undefined;
		const now = this.clock.elapsed();
		const { until, failure } = this.hold;
		if (until <= now) return undefined;
		return failure.kind === 'noToken'
			? { ...failure, retryIn: until - now, lasting: now - (this.troubleSince ?? now) }
			: failure;
	}
}

/** The sign-ins of a process, by account. */
export class SignIns {
	private readonly known = new Map<string, SignIn>();

	constructor(private readonly clock: Clock) {}

	/**
	 * What is known of an account's sign-in, a new one the first time; those long unused are forgotten then.
	 *
	 * @param account as it is now: another name for other secrets.
	 */
	of(account: string): SignIn {
		const now = this.clock.elapsed();
		let signIn = this.known.get(account);
		if (!signIn) {
			for (const [name, one] of this.known) if (one.isIdle(now)) this.known.delete(name);
			this.known.set(account, (signIn = new SignIn(this.clock)));
		}
		signIn.usedAt = now;
		return signIn;
	}
}
