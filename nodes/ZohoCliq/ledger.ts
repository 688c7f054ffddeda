import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Operation } from '../../cliq/catalogue';
import { CliqError } from '../../cliq/errors';

interface Entries {
	runIndex: number;
	/** Output by item, for what was posted. */
	done: Record<number, IDataObject[]>;
	/** What was said by item, for what may have been posted. */
	unknown: Record<number, { message: string; hint?: string }>;
}

/**
 * Remembers what the node has posted. n8n's "Retry On Fail" runs the whole node again, for all items; without this, what
 * had already been sent would be sent a second time.
 */
export class Ledger {
	private readonly entries: Entries | undefined;

	/** What n8n keeps for a node outlives its retries and its loops, and ends with the execution. */
	constructor(context: IExecuteFunctions, operation: Operation) {
		// Whatever else is done twice ends the same as done once.
		if (operation.method !== 'POST') return;
		const kept = context.getContext('node');
		const runIndex = Number(context.evaluateExpression('{{ $runIndex }}', 0));
		if ((kept.ledger as Entries | undefined)?.runIndex !== runIndex) kept.ledger = { runIndex, done: {}, unknown: {} };
		this.entries = kept.ledger as Entries;
	}

	/**
	 * @returns what the item gave when it was posted before; `undefined` if it was not.
	 * @throws CliqError `outcomeUnknown` if it may have been posted before.
	 */
	recall(item: number): IDataObject[] | undefined {
		const unknown = this.entries?.unknown[item];
		if (unknown) throw new CliqError('outcomeUnknown', unknown.message, { hint: unknown.hint });
		return this.entries?.done[item];
	}

	note(item: number, result: IDataObject[] | Error): void {
		if (!this.entries) return;
		if (Array.isArray(result)) this.entries.done[item] = result;
		else if (result instanceof CliqError && result.kind === 'outcomeUnknown') this.entries.unknown[item] = { message: result.message, hint: result.hint };
	}
}
