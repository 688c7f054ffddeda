import type { Receipt } from './answers';
import type { Operation } from './catalogue';
import type { Values } from './request';
import { normalize } from './response';

/** In milliseconds: twice as far as a look into a chat goes back. */
const REMEMBERED = 120_000;

/** What was sent of late, by whichever client of a process, so that the same text sent twice is not taken for one. */
export class SentLog {
	private entries: Array<{ account: string; text: string; messageId?: string; at: number }> = [];

	/** @param at when it was sent, in milliseconds since 1970. */
	note(account: string, operation: Operation, values: Values, body: Record<string, unknown>, at: number): void {
		if (operation.returns.shape !== 'receipt') return;
		const { messageId } = normalize(operation, body, values) as Receipt;
		while (this.entries.length > 0 && this.entries[0].at < at - REMEMBERED) this.entries.shift();
		this.entries.push({ account, text: String(values.text).trim(), messageId, at });
	}

	/**
	 * Wherever they were sent: the same chat goes by several names.
	 *
	 * @returns the ids of those that said the same; `undefined` for each of unknown id.
	 */
	twins(account: string, values: Values): Array<string | undefined> {
		const text = String(values.text).trim();
		return this.entries.filter((entry) => entry.account === account && entry.text === text).map(({ messageId }) => messageId);
	}
}
