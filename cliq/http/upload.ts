import { brokeWhileWriting } from './connection-failures';
import { type Multipart, UnreadableFile } from './multipart';
import type { Outcome } from './ports';

/**
 * A form on its way. It knows how much of it has left, and so whether Cliq can have got the whole: a request whose body
 * is shorter than announced is not one (RFC 9112 §8), and nothing is done with it.
 */
export class Upload {
	/** In bytes: how much was handed on, the piece that is just leaving included. */
	private sent = 0;
	private unreadable: UnreadableFile | undefined;
	private current: AsyncGenerator<Uint8Array, void, undefined> | undefined;

	/** @param onProgress told with each piece how many bytes have left, of how many. */
	constructor(
		readonly form: Multipart,
		private readonly onProgress: (sent: number, total: number) => void = () => {},
	) {}

	/**
	 * The body from its beginning; what an earlier try has left open is closed.
	 *
	 * @param onPiece told whenever the network has taken a piece.
	 */
	bytes(onPiece: () => void = () => {}): AsyncGenerator<Uint8Array, void, undefined> {
		this.close();
		this.current = this.counted(onPiece);
		return this.current;
	}

	private async *counted(onPiece: () => void): AsyncGenerator<Uint8Array, void, undefined> {
		this.sent = 0;
		this.unreadable = undefined;
		try {
			for await (const piece of this.form.bytes()) {
				this.sent += piece.length;
				this.onProgress(this.sent, this.form.length);
				yield piece;
				onPiece();
			}
			return;
		} catch (error) {
			this.unreadable = error as UnreadableFile;
		}
		throw this.unreadable;
	}

	/** Closes the file that is open, if the request ended before it did. */
	close(): void {
		void this.current?.return().catch(() => {});
		this.current = undefined;
	}

	/**
	 * @param error what the runner's HTTP client threw, if it did.
	 * @returns what really came of the request, where the client only saw it break.
	 */
	judge(outcome: Outcome, error?: unknown): Outcome {
		if ('response' in outcome) return outcome;
		const { failure } = outcome;
		if (this.unreadable) return { failure: { kind: 'unreadable', detail: this.unreadable.message } };
		// What was handed on last may still have been on its way when the other side hung up.
		const isPart = this.sent < this.form.length || brokeWhileWriting(error);
		const isCutOff = isPart && ['interrupted', 'timedOut'].includes(failure.kind);
		return isCutOff ? { failure: { ...failure, kind: 'cutOff' } } : outcome;
	}
}
