import './message/message-kinds';
import type { Receipt } from './catalogue/answers';
import type { CallResult, Caller } from './caller';
import { operation as operationOf, type Operation, parameterOf } from './catalogue';
import { blamed } from './lookup/find-wrong-value';
import { lookUpChannel } from './lookup/channels';
import { mayBeCounted, mayHaveArrived, settle, type Tries, type RetryDecision } from './delivery/retry-policy';
import { CliqError, type ErrorKind } from './errors';
import { lookBack, traceOf } from './delivery/look-back';
import { withIds } from './lookup/names-to-ids';
import type { Counted, Owner } from './pacing/owners';
import type { Allowance, Patience, QueueTicket } from './pacing/pacer';
import type { Place } from './lookup/known-places';
import type { HttpRequest, Outcome, Ports } from './http/ports';
import { follow } from './http/redirects';
import { isWrongAddress, isWrongEndpoint, isWrongName, moreTelling } from './http/refusals';
import { buildRequest } from './http/request';
import type { Values } from './parameters/values';
import { readResponse } from './read-response';
import type { Page } from './lookup/recent-pages';
import type { Sending } from './delivery/sent-log';
import type { SharedState } from './shared-state';
import { withThings } from './http/refused-values';
import { refusePast } from './parameters/times';
import { toWire } from './parameters/to-wire';
import { waysTo, type EndpointVariant } from './lookup/endpoint-variants';

/**
 * In milliseconds: so long a call waits for a token, where its own patience allows it, however long there was none
 * before.
 */
const LEAST_PATIENCE = 15_000;

/** Tells who signed in. */
const OWN_USER = 'user.getOwn';

/** In milliseconds: nobody waits for longer to learn it. */
const OWNER_PATIENCE = 30_000;

/** Errors after which asking again would not help. */
const FINAL: readonly ErrorKind[] = ['scopeMissing', 'forbidden', 'notFound', 'refused', 'unexpectedAnswer'];

/** One delivery: what is called, with what, and for how long it may take. */
interface CallUnderway {
	operation: Operation;
	values: Values;
	request: HttpRequest;
	patience: Patience;
	/** For a message or files, from the first try on. */
	sending?: Sending;
	/** When the first try began, in milliseconds since 1970 by the clock of this machine. */
	begunAt?: number;
}

/** The one door to Cliq: request, pacing, sending, settling, response. */
export class CliqClient implements Caller {
	/** With whom the account may have to share what Cliq allows; nobody where there is no limit. */
	private readonly counted?: Counted;

	/**
	 * @param shared one for the whole process.
	 * @param root as `cliqRoot` gives it.
	 * @param allowance which account it is, and how much of its thresholds may be used up.
	 */
	constructor(
		private readonly ports: Ports,
		private readonly shared: SharedState,
		private readonly root: string,
		private readonly allowance: Allowance,
	) {
		const { account, callsPerMinute } = allowance;
		if (callsPerMinute !== Infinity)
			this.counted = { account, server: new URL(root).host, whose: async () => await this.whose() };
	}

	now(): number {
		return this.ports.now();
	}

	elapsed(): number {
		return this.ports.elapsed();
	}

	cliqTime(): number {
		const ahead = this.shared.cliqAhead.get(this.root);
		return ahead === undefined ? this.ports.now() : ahead + this.ports.elapsed();
	}

	private noteTime(outcome: Outcome): void {
		if (!('response' in outcome) || outcome.response.elsewhere !== undefined) return;
		const told = Date.parse(outcome.response.headers.date ?? '');
		if (Number.isFinite(told)) this.shared.cliqAhead.set(this.root, told - this.ports.elapsed());
	}

	hasLearned(lesson: string): boolean {
		return this.shared.lessons.has(`${this.root} ${lesson}`);
	}

	learn(lesson: string): void {
		this.shared.lessons.add(`${this.root} ${lesson}`);
	}

	freeShare(operation: Operation): number {
		return this.shared.pacer.freeShare(this.allowance, operation, this.ports, this.counted);
	}

	async call(operation: Operation, values: Values, patience: Patience): Promise<CallResult> {
		const deadline = this.ports.elapsed() + patience.maxWait;
		refusePast(operation, values, this.ports.now());
		const placed = await withIds(this, operation, values, patience, () =>
			buildRequest(operation, values, this.root),
		);
		const answered = await this.callPlaced(operation, { given: values, placed }, deadline, patience).catch(
			(error: CliqError) => error,
		);
		if (!(answered instanceof Error)) return answered;
		if (!(answered instanceof CliqError)) throw answered;
		if (['forbidden', 'notFound', 'refused'].includes(answered.kind))
			this.shared.places.doubt(placed.chatId, this.elapsed());
		throw await blamed(this, answered, operation, values, {
			...patience,
			maxWait: deadline - this.ports.elapsed(),
		});
	}

	/** @param values as they were given, and with IDs wherever a chat is meant. */
	private async callPlaced(
		operation: Operation,
		values: { given: Values; placed: Values },
		deadline: number,
		patience: Patience,
	): Promise<CallResult> {
		const ways = waysTo(operation, values.placed, this.root, this.isWebhookToken);
		const key = ways.map((way) => `${way.operation.id} ${way.undocumented}`).join(' ');
		let refusal: CliqError | undefined;
		for (const way of this.inOrder(key, ways)) {
			const given = await this.valuesOf(way, deadline, patience);
			const answered =
				given instanceof CliqError ? given : await this.callWay(way.operation, given, deadline, patience);
			const result =
				answered instanceof CliqError && answered !== given
					? withThings(answered, way.operation, { ...given, ...values.given })
					: answered;
			if (!(result instanceof CliqError)) {
				this.prefer(key, way !== ways[0]);
				return result;
			}
			// A channel that was deleted and created again has other IDs.
			if (way.channel !== undefined && result !== given)
				this.shared.places.forget(this.keyOf(['channel', way.channel]));
			refusal = refusal ? moreTelling(refusal, result) : result;
			if (result.kind === 'cancelled' || (result !== given && !isWrongEndpoint(result))) throw refusal;
		}
		throw refusal;
	}

	/** @returns what the way is called with, or why that cannot be found out. */
	private async valuesOf(way: EndpointVariant, deadline: number, patience: Patience): Promise<Values | CliqError> {
		const rest = { ...patience, maxWait: deadline - this.ports.elapsed(), remaining: 1 };
		const looking = async () => await way.values((channel) => this.channel(channel, rest));
		return await looking().catch((error: unknown) => {
			if (error instanceof CliqError) return error;
			throw error;
		});
	}

	async channel(channel: unknown, patience: Patience): Promise<Place> {
		const name = String(toWire(parameterOf(operationOf('channel.get'), 'channel'), channel));
		return await this.once(['channel', name], () => lookUpChannel(this, name, patience), patience);
	}

	async recentPage(key: readonly string[], isRecentEnough: boolean, read: () => Promise<Page>): Promise<Page> {
		return await this.shared.pages.get(this.keyOf(key), this.elapsed(), read, isRecentEnough);
	}

	get isWebhookToken(): boolean {
		return this.ports.isWebhookToken === true;
	}

	async once(
		key: readonly string[],
		lookUp: () => Promise<Place>,
		patience: Patience,
		lasts?: number,
	): Promise<Place> {
		return await this.shared.places.once(this.keyOf(key), lookUp, this.ports, patience, lasts);
	}

	async tryOnce(key: readonly string[], lookUp: () => Promise<Place>): Promise<Place | CliqError> {
		const { places } = this.shared;
		const names = [this.keyOf([]), this.keyOf(key)] as const;
		const known = places.failureOf(...names, this.elapsed());
		if (known) return known;
		return await lookUp().catch((error: unknown) => {
			if (!(error instanceof CliqError)) throw error;
			places.noteFailure(...names, error, this.elapsed());
			return error;
		});
	}

	/**
	 * @returns the ID of the user who signed in; `null` if Cliq does not tell it to this account, `undefined` if it did
	 * not just now.
	 */
	private async whose(): Promise<Owner> {
		if (this.isWebhookToken) return null;
		const answered = await this.callWay(operationOf(OWN_USER), {}, this.ports.elapsed() + OWNER_PATIENCE, {
			maxWait: OWNER_PATIENCE,
			lane: OWN_USER,
		});
		if (answered instanceof CliqError) return FINAL.includes(answered.kind) ? null : undefined;
		const { zuid, id } = Object(answered.raw.data ?? answered.raw) as Record<string, unknown>;
		const owner = zuid ?? id;
		return typeof owner === 'string' || typeof owner === 'number' ? String(owner) : null;
	}

	private keyOf(key: readonly string[]): string {
		return JSON.stringify([this.root, this.allowance.account, ...key]);
	}

	/** Calls one endpoint, in each of the forms that servers are known to want. */
	private async callWay(
		operation: Operation,
		values: Values,
		deadline: number,
		patience: Patience,
	): Promise<CallResult | CliqError> {
		const alternate = alternateOf(operation);
		// A server that knows one name of a part knows it wherever it takes files.
		const key = operation.alternatePath === undefined ? `${operation.resource}.${operation.name}` : operation.id;
		const isWrong = operation.alternatePath === undefined ? isWrongName : isWrongAddress;
		let refusal: CliqError | undefined;
		for (const form of this.inOrder(key, alternate ? [operation, alternate] : [operation])) {
			const request = buildRequest(form, values, this.root);
			const result = await this.deliver({ operation, values, request, patience }, deadline);
			if (!(result instanceof CliqError)) {
				this.prefer(key, form === alternate);
				return this.read(operation, result, values);
			}
			refusal = refusal && isWrong(result) ? moreTelling(refusal, result) : result;
			if (!isWrong(result)) break;
		}
		return refusal!;
	}

	/** @returns the usual one first, unless the other was seen to be the one that is known. */
	private inOrder<Item>(key: string, items: Item[]): Item[] {
		return this.hasLearned(key) ? [...items].reverse() : items;
	}

	private prefer(key: string, isAlternate: boolean): void {
		if (isAlternate) this.learn(key);
		else this.shared.lessons.delete(`${this.root} ${key}`);
	}

	/** @returns the body of the answer, or what went wrong. */
	private async deliver(delivery: CallUnderway, deadline: number): Promise<Record<string, unknown> | CliqError> {
		const { operation, request, patience } = delivery;
		// It cannot wait for its own answer.
		if (operation.id !== OWN_USER && this.counted && !this.shared.pacer.isClear(this.counted))
			await this.shared.pacer.learn(this.counted, this.ports, deadline - this.ports.elapsed());
		const turn = {
			...patience,
			lane: patience.lane ?? '',
			deadline,
			// What changes something in one place keeps its order; reads run side by side.
			...(operation.method !== 'GET' && { sequence: request.url }),
		};
		const ticket = this.shared.pacer.queue(this.allowance, operation, this.ports, turn, this.counted);
		try {
			const result = await this.untilSettled(delivery, ticket, deadline);
			this.remember(delivery, result);
			return result;
		} finally {
			ticket.leave();
		}
	}

	private async untilSettled(
		delivery: CallUnderway,
		ticket: QueueTicket,
		deadline: number,
	): Promise<Record<string, unknown> | CliqError> {
		const { ports, shared } = this;
		const { operation, values, request, patience } = delivery;
		const tries: Tries = { count: 1, mayBeDone: false };
		let last: CliqError | undefined;
		for (;;) {
			const verdict = await this.attempt(delivery, tries, ticket);
			// What came of the last try says more than that there was no time for another one.
			if (verdict instanceof CliqError) return last && verdict.kind !== 'cancelled' ? last : verdict;
			switch (verdict.next) {
				case 'accept':
					return verdict.body;
				case 'fail':
					return verdict.error;
				case 'waitForLock':
					// A refused call did nothing; the lock alone decides how long to go on.
					if (!tries.mayBeDone) last = undefined;
					break;
				case 'lookBack': {
					if (!delivery.sending) return verdict.error; // Nothing that could be looked for.
					// What is left of the wait; and how many messages will come says nothing about reads.
					const rest = { ...patience, maxWait: deadline - ports.elapsed(), remaining: 1 };
					const found = await lookBack(this, shared.sent, {
						operation,
						values,
						request,
						sending: delivery.sending,
						begunAt: delivery.begunAt!,
						error: verdict.error,
						ports,
						patience: rest,
					});
					if (found !== 'absent') return found;
					if (!verdict.mayRepeat) return verdict.absent;
					last = verdict.absent;
					tries.count++;
					break;
				}
				case 'waitForToken': {
					const { afterMilliseconds, error } = verdict;
					if (ports.elapsed() + afterMilliseconds > this.giveUpAt(deadline, patience, verdict.lasting))
						return error;
					last = error;
					await ports.sleep(afterMilliseconds, patience.signal);
					break;
				}
				case 'repeat':
					last = verdict.error;
					tries.count++;
					await ports.sleep(verdict.afterMilliseconds, patience.signal);
			}
		}
	}

	/**
	 * Until when a token is worth waiting for, by `Ports.elapsed`. Whoever comes when there has been none for as
	 * long as a call may wait does not wait as long again: a batch would spend its whole patience on each item.
	 */
	private giveUpAt(deadline: number, { maxWait }: Patience, lasting: number): number {
		return Math.min(deadline, this.ports.elapsed() + Math.max(maxWait - lasting, LEAST_PATIENCE));
	}

	/** Sends the request once, when its turn comes. @returns why, if it may not wait for as long as that takes. */
	private async attempt(
		delivery: CallUnderway,
		tries: Tries,
		ticket: QueueTicket,
	): Promise<RetryDecision | CliqError> {
		const { ports, shared, allowance } = this;
		const { operation, request, patience } = delivery;
		const noTurn = await ticket.go().catch((error: CliqError) => error);
		if (noTurn) return noTurn;
		let isCounted = true;
		const trace = traceOf(operation, request);
		if (trace !== undefined && !delivery.sending) {
			delivery.sending = shared.sent.begin(allowance.account, trace, ports.elapsed());
			delivery.begunAt = ports.now();
		}
		try {
			let refusal: CliqError | undefined;
			const again = async () => {
				ticket.answered(true);
				refusal = (await ticket.go().catch((error: CliqError) => error)) ?? undefined;
				return !refusal;
			};
			const outcome = await follow((...sent) => ports.send(...sent, again), request, patience.signal);
			if (refusal) return refusal;
			isCounted = mayBeCounted(outcome);
			const now = ports.now();
			const verdict = settle(operation, outcome, tries, now, ports.random());
			if (verdict.next === 'repeat') tries.mayBeDone ||= mayHaveArrived(outcome);
			if (verdict.next === 'accept') this.noteTime(outcome);
			// Before anybody else may go.
			if (verdict.next === 'waitForLock')
				shared.pacer.lock(allowance, operation, ports, verdict.until - now, this.counted);
			return verdict;
		} finally {
			ticket.answered(isCounted);
		}
	}

	/** For those who look for a message that says the same. */
	private remember({ operation, values, sending }: CallUnderway, result: Record<string, unknown> | CliqError): void {
		const { ports, shared } = this;
		if (!sending) return;
		const isError = result instanceof CliqError;
		if (isError && !['outcomeUnknown', 'cancelled'].includes(result.kind)) shared.sent.drop(sending);
		else
			shared.sent.end(
				sending,
				ports.elapsed(),
				isError ? undefined : (readResponse({ operation, values, body: result }) as Receipt).messageId,
			);
	}

	private read(operation: Operation, raw: Record<string, unknown>, values: Values): CallResult {
		const answer = readResponse({ operation, values, body: raw });
		if (answer !== undefined) return { answer, raw };
		throw new CliqError('unexpectedAnswer', `Cliq's answer lacks what "${operation.action}" is for`, {
			operation: operation.id,
			hint: "Check the data center and the base URL. If they are right, Cliq's response has changed; please report it.",
		});
	}
}

/** The other form of a request that live servers are known to want: another path, or another name of a part. */
function alternateOf(operation: Operation): Operation | undefined {
	const { alternatePath, parameters } = operation;
	if (alternatePath !== undefined) return { ...operation, path: alternatePath };
	if (!parameters.some(({ alternateWire }) => alternateWire !== undefined)) return undefined;
	return {
		...operation,
		parameters: parameters.map((parameter) => ({ ...parameter, wire: parameter.alternateWire ?? parameter.wire })),
	};
}
