import type { Answer } from './answers';
import type { Operation } from './catalogue';
import { settle } from './delivery';
import { CliqError } from './errors';
import type { Pacer, Patience } from './pacing';
import type { HttpRequest, Ports } from './ports';
import { isWrongAddress } from './refusals';
import { buildRequest, type Values } from './request';
import { bodyOf, normalize } from './response';

export interface Answered {
	answer: Answer;
	/** What Cliq sent, for paging and for those who want it raw. */
	raw: Record<string, unknown>;
}

/** The one door to Cliq: request, pacing, sending, settling, response. */
export class CliqClient {
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
		const request = buildRequest(operation, values, this.root);
		const result = await this.deliver(operation, request, patience);
		if (!(result instanceof CliqError)) return this.read(operation, result, values);
		const { alternatePath } = operation;
		if (alternatePath === undefined || !isWrongAddress(result)) throw result;
		const second = buildRequest({ ...operation, path: alternatePath }, values, this.root);
		const secondResult = await this.deliver(operation, second, patience);
		// If both are refused, the first answer is the one that the documented address gave.
		if (secondResult instanceof CliqError) throw isWrongAddress(secondResult) ? result : secondResult;
		return this.read(operation, secondResult, values);
	}

	/** @returns the body of the answer, or what went wrong. */
	private async deliver(operation: Operation, request: HttpRequest, patience: Patience): Promise<Record<string, unknown> | CliqError> {
		const { ports, pacer, account } = this;
		const deadline = ports.now() + patience.maxWait;
		for (let attempt = 1; ; attempt++) {
			const done = await pacer.enter(account, operation, ports, { ...patience, maxWait: deadline - ports.now() });
			const outcome = await ports.send(request, patience.signal);
			const verdict = settle(operation, outcome, attempt, ports.now(), ports.random());
			if (verdict.next === 'waitForLock') pacer.lock(account, operation, verdict.until);
			done();
			if (verdict.next === 'fail') return verdict.error;
			if (verdict.next === 'accept') return ('response' in outcome && bodyOf(outcome.response)) || {};
			if (verdict.next === 'repeat') await ports.sleep(verdict.afterMilliseconds, patience.signal);
			else attempt = 0; // A refused call was none; the lock alone decides how long to go on.
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
