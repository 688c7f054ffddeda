import type { NodeError } from './node-errors';
import type { Node, Red, Status } from './node-red';

const CATALOG = '@cliq-nodes/node-red-zoho-cliq/zoho-cliq-account:status.';

/** Nobody needs to read about a shorter one; in milliseconds. */
const SHORT_PAUSE = 2_000;

/** A status is shown at most once in so many milliseconds: the editor gets each one, and nobody can read faster. */
const SHOW_EVERY = 100;

/** One message on its way. */
export interface MessageProgress {
	/** @param until milliseconds since 1970; infinite while only other calls are in front */
	waiting(until: number, isLocked: boolean): void;
	sending(): void;
	/** One more call may have changed something in Cliq; or, with -1, the last one certainly did not. */
	changes?(more: 1 | -1): void;
	/** So much of a request has left, in bytes. */
	progress(sent: number, total: number): void;
	/** Once, on success or failure; with warnings if something was left out, shortened or guessed. */
	finished(outcome: NodeError | 'sent' | 'done', isWarned?: boolean): void;
}

/** What there is to say about a node; put into words only when it is shown. */
type Saying = () => Status;

/** Keeps the status of a node: what waits comes before what runs, what runs before how the last one ended. */
export class Progress {
	private running = 0;
	private readonly waiting = new Set<object>();
	/**
	 * What was told last of the next one of them: until when it waits (milliseconds since 1970), and whether for the
	 * end of a lock.
	 */
	private next = { until: 0, isLocked: false };
	/** How much of it has left, in per cent. */
	private readonly uploads = new Map<object, number>();
	private last: Saying = () => ({});
	private timer: NodeJS.Timeout | undefined;
	private hasNews = false;
	/** The text of the last one. */
	private shown: string | undefined;
	private isClosed = false;

	constructor(
		private readonly red: Red,
		private readonly node: Node,
	) {}

	start(): MessageProgress {
		const key = {};
		this.running++;
		this.show();
		return {
			sending: () => this.change(() => this.forget(key)),
			progress: (sent, total) =>
				this.change(() => this.uploads.set(key, Math.floor((100 * sent) / Math.max(total, 1)))),
			waiting: (until, isLocked) => {
				this.change(() => {
					this.waiting.add(key);
					if (until !== Infinity) this.next = { until, isLocked };
				});
			},
			finished: (outcome, isWarned = false) =>
				this.change(() => {
					this.running--;
					this.forget(key);
					this.last = () => {
						if (typeof outcome !== 'string')
							return { fill: 'red', shape: 'dot', text: this.text(outcome.code) };
						return {
							fill: isWarned ? 'yellow' : 'green',
							shape: 'dot',
							text: this.text(isWarned ? `${outcome}WithWarnings` : outcome),
						};
					};
				}),
		};
	}

	/** What is shown while nothing runs, until the next message ends otherwise. */
	rest(saying: Saying): void {
		this.change(() => {
			this.last = saying;
		});
	}

	/** The node ends; what comes of its last messages is no longer shown. */
	close(): void {
		this.isClosed = true;
		clearTimeout(this.timer);
		this.node.status({});
	}

	private forget(key: object): void {
		this.waiting.delete(key);
		this.uploads.delete(key);
	}

	private change(make: () => void): void {
		make();
		this.show();
	}

	private show(): void {
		this.hasNews = true;
		if (this.timer || this.isClosed) return;
		this.tell();
		this.timer = setTimeout(() => {
			this.timer = undefined;
			if (this.hasNews) this.show();
		}, SHOW_EVERY).unref();
	}

	private tell(): void {
		this.hasNews = false;
		const status = this.now();
		if (status.text === this.shown) return;
		this.shown = status.text;
		this.node.status(status);
	}

	private now(): Status {
		const [percent] = this.uploads.values();
		const { running } = this;
		if (this.isLongWait()) return this.waitingStatus();
		if (percent !== undefined) return { fill: 'blue', shape: 'dot', text: this.text('uploading', { percent }) };
		if (running > 0)
			return {
				fill: 'blue',
				shape: 'dot',
				text: running > 1 ? this.text('queued', { count: running - 1 }) : this.text('sending'),
			};
		return this.last();
	}

	/** Whether anybody needs to read about it. */
	private isLongWait(): boolean {
		return this.waiting.size > 1 || (this.waiting.size === 1 && this.next.until - Date.now() >= SHORT_PAUSE);
	}

	private waitingStatus(): Status {
		const { until, isLocked } = this.next;
		const time = isLocked ? clock(until).slice(0, 5) : clock(until);
		const count = this.waiting.size;
		const values: Record<string, string | number> = count > 1 || !isLocked ? { count, time } : { time };
		const key = !isLocked ? 'waiting' : count > 1 ? 'waitingManyForLock' : 'waitingForLock';
		return { fill: 'yellow', shape: 'ring', text: this.text(key, values) };
	}

	private text(key: string, values?: Record<string, string | number>): string {
		return this.red._(CATALOG + key, values);
	}
}

/** A wall clock's time where Node-RED runs, e.g. 14:20:05. */
function clock(time: number): string {
	const date = new Date(time);
	return [date.getHours(), date.getMinutes(), date.getSeconds()]
		.map((part) => String(part).padStart(2, '0'))
		.join(':');
}
