import type { NodeError } from './failures';
import type { Node, Red, Status } from './node-red';

const CATALOG = '@cliq-nodes/node-red-zoho-cliq/zoho-cliq-account:status.';

/** Nobody needs to read about a shorter one; in milliseconds. */
const SHORT_PAUSE = 2_000;

/** One message on its way. */
export interface Ticket {
	/** @param until milliseconds since 1970; infinite while only other calls are in front */
	waiting(until: number, isLocked: boolean): void;
	sending(): void;
	/** Once, whatever came of it. */
	finished(outcome: NodeError | 'sent' | 'done'): void;
}

/** Keeps the status of a node: what waits comes before what runs, what runs before how the last one ended. */
export class Progress {
	private readonly running = new Map<object, Status | undefined>();
	private last: Status = {};
	private isClosed = false;

	constructor(
		private readonly red: Red,
		private readonly node: Node,
	) {}

	start(): Ticket {
		const key = {};
		const set = (waiting: Status | undefined) => {
			this.running.set(key, waiting);
			this.show();
		};
		set(undefined);
		return {
			sending: () => set(undefined),
			waiting: (until, isLocked) => set(this.waitingFor(until, isLocked)),
			finished: (outcome) => {
				this.running.delete(key);
				this.last = typeof outcome === 'string' ? { fill: 'green', shape: 'dot', text: this.text(outcome) } : { fill: 'red', shape: 'dot', text: this.text(outcome.code) };
				this.show();
			},
		};
	}

	private waitingFor(until: number, isLocked: boolean): Status | undefined {
		const milliseconds = until - Date.now();
		if (milliseconds < SHORT_PAUSE || milliseconds === Infinity) return undefined;
		const text = isLocked ? this.text('waitingForLock', { time: clock(until) }) : this.text('waiting', { seconds: Math.ceil(milliseconds / 1000) });
		return { fill: 'yellow', shape: 'ring', text };
	}

	/** The node ends; what comes of its last messages is no longer shown. */
	close(): void {
		this.isClosed = true;
		this.node.status({});
	}

	private show(): void {
		if (this.isClosed) return;
		const { size } = this.running;
		const waiting = [...this.running.values()].find((status) => status !== undefined);
		if (waiting) this.node.status(waiting);
		else if (size > 0) this.node.status({ fill: 'blue', shape: 'dot', text: size > 1 ? this.text('queued', { count: size - 1 }) : this.text('sending') });
		else this.node.status(this.last);
	}

	private text(key: string, values?: Record<string, string | number>): string {
		return this.red._(CATALOG + key, values);
	}
}

/** A wall clock's time where Node-RED runs, e.g. 14:20. */
function clock(time: number): string {
	const date = new Date(time);
	return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}
