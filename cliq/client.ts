import type { Answer } from './answers';
import type { Operation } from './catalogue';
import { mayHaveArrived, settle, type Tries } from './delivery';
import { CliqError } from './errors';
import type { Pacer, Patience } from './pacing';
import type { HttpRequest, Ports } from './ports';
import { isWrongAddress, moreTelling } from './refusals';
import { buildRequest, type Values } from './request';
import { normalize } from './response';

export interface Answered {
	answer: Answer;
	/** What Cliq sent, for paging and for those who want it raw. */
	raw: Record<string, unknown>;
}

/** The one door to Cliq: request, pacing, sending, settling, response. */
export class CliqClient {
	/** Operations for which the server was seen to know the alternate path and not the documented one. */
	private readonly knownByAlternate = new Set<string>();

	/**
	 * @param root as `cliqRoot` gives it.
	 * @param account names the account among those of the process; not a secret.
	 * @param pacer one for the whole process.
	 */
	constructor(
		private readonly ports: Ports,
		private readonly pacer: Pacer,
		private readonly root: string,
		private readonly account: string,
	) {}

	/**
	 * Calls an operation and waits as long as its threshold demands.
	 *
	 * @param values by the names that the operation's parameters have in the catalogue.
	 * @throws CliqError, whatever goes wrong.
	 */
	async call(operation: Operation, values: Values, patience: Patience): Promise<Answered> {
		const deadline = this.ports.now() + patience.maxWait;
		let refusal: CliqError | undefined;
		for (const path of this.pathsOf(operation)) {
			const request = buildRequest({ ...operation, path }, values, this.root);
			const result = await this.deliver(operation, request, deadline, patience);
			if (!(result instanceof CliqError)) {
				if (path === operation.alternatePath) this.knownByAlternate.add(operation.id);
				return this.read(operation, result, values);
			}
			refusal = refusal && isWrongAddress(result) ? moreTelling(refusal, result) : result;
			if (!isWrongAddress(result)) break;
		}
		throw refusal;
	}

	private pathsOf({ id, path, alternatePath }: Operation): string[] {
		if (alternatePath === undefined) return [path];
		return this.knownByAlternate.has(id) ? [alternatePath, path] : [path, alternatePath];
	}

	/** @returns the body of the answer, or what went wrong. */
	private async deliver(operation: Operation, request: HttpRequest, deadline: number, patience: Patience): Promise<Record<string, unknown> | CliqError> {
		const { ports, pacer, account } = this;
		const { signal } = patience;
		const tries: Tries = { count: 1, mayBeDone: false };
		const remaining = (): Patience => ({ ...patience, maxWait: deadline - ports.now() });
		const leave = await pacer.enter(account, operation, ports, remaining()).catch((error: CliqError) => error);
		if (leave instanceof CliqError) return leave;
		let isCounted = true;
		try {
			for (;;) {
				isCounted = true;
				const outcome = await ports.send(request, signal);
				isCounted = mayHaveArrived(outcome);
				const verdict = settle(operation, outcome, tries, ports.now(), ports.random());
				if (verdict.next === 'accept') return verdict.body;
				if (verdict.next === 'fail') return verdict.error;
				if (verdict.next === 'waitForLock') {
					pacer.lock(account, operation, verdict.until);
				} else {
					tries.count++;
					tries.mayBeDone ||= isCounted;
					await ports.sleep(verdict.afterMilliseconds, signal);
				}
				const refusal = await pacer.again(account, operation, ports, remaining(), isCounted).catch((error: CliqError) => error);
				isCounted = false;
				// What came of the last try says more than that there was no time for another one.
				if (refusal) return verdict.next === 'repeat' && refusal.kind !== 'cancelled' ? verdict.error : refusal;
			}
		} finally {
			leave(isCounted);
		}
	}

	private read(operation: Operation, raw: Record<string, unknown>, values: Values): Answered {
		const answer = normalize(operation, raw, values);
		if (answer !== undefined) return { answer, raw };
		throw new CliqError('unexpectedAnswer', `Cliq's answer lacks what "${operation.action}" is for`, {
			operation: operation.id,
			hint: 'Check the data center and the base URL. If they are right, Cliq has changed its answer; please report it.',
		});
	}
}
