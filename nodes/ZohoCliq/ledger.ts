import type { IExecuteFunctions } from 'n8n-workflow';

import { type Answer, CliqError, type Memory, type Operation } from '../../cliq';

interface Entries {
	runIndex: number;
	/** Answers by item and by call, for what was posted. */
	done: Record<number, Record<number, Answer>>;
	/** What was said by item, for the one call of it that may have been posted. */
	unknown: Record<number, { message: string; hint?: string | undefined }>;
}

/**
 * Remembers what the node has posted. n8n's "Retry On Fail" runs the whole node again, for all items; without this,
 * what had already been sent would be sent a second time.
 */
export class Ledger {
	private readonly entries: Entries | undefined;
	/** What there is to say about messages that n8n kept no record of. */
	readonly hint: string | undefined;

	/** What n8n keeps for a node outlives its retries and its loops, and ends with the execution. */
	constructor(context: IExecuteFunctions, operation: Operation) {
		// Whatever else is done twice ends the same as done once.
		if (operation.method !== 'POST') return;
		const kept = context.getContext('node');
		// What a failed execution had posted stands there; one that was killed has left nothing.
		if (context.getMode?.() === 'retry' && kept.ledger === undefined) {
			this.hint =
				'This execution is a retry. If n8n was ended while this node sent messages, it kept no record of them, and they were sent again: look into the chat.';
		}
		const runIndex = Number(context.evaluateExpression('{{ $runIndex }}', 0));
		if ((kept.ledger as Entries | undefined)?.runIndex !== runIndex)
			kept.ledger = { runIndex, done: {}, unknown: {} };
		this.entries = kept.ledger as Entries;
	}

	/**
	 * @param onDone told of each call that is done.
	 * @returns what is known of an item's calls. Its `recall` throws a CliqError `outcomeUnknown` for a call that may
	 *   have been posted before.
	 */
	of(item: number, onDone: () => void): Memory {
		const { done = {}, unknown = {} } = this.entries ?? {};
		return {
			recall: (step) => {
				const answer = done[item]?.[step];
				// An item's calls are made in order, so the unclear one is the first that has no answer.
				if (!answer && unknown[item])
					throw new CliqError('outcomeUnknown', unknown[item].message, { hint: unknown[item].hint });
				return answer;
			},
			note: (step, answer) => {
				done[item] = { ...done[item], [step]: answer };
				onDone();
			},
		};
	}

	/** An item could not be finished. */
	noteFailure(item: number, error: Error): void {
		if (!this.entries || !(error instanceof CliqError) || error.kind !== 'outcomeUnknown') return;
		this.entries.unknown[item] = { message: error.message, hint: error.hint };
	}
}
