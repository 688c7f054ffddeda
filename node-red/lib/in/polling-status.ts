import type { CliqError, ErrorKind } from '../../../cliq';
import { NodeError, toNodeError } from '../shared/node-errors';
import type { Node, Red, Status } from '../shared/node-red';

const OWN = '@cliq-nodes/node-red-zoho-cliq/zoho-cliq-in:status.';
const COMMON = '@cliq-nodes/node-red-zoho-cliq/zoho-cliq-account:status.';

/** Why nothing can be read from a chat, or from any. */
export interface Problem {
	/** ID, or what stands in the dialog. */
	chat?: string;
	/** What people call it. */
	name?: string | undefined;
	error: Error;
}

/** What is wrong with the account or the way to Cliq, not with a chat. */
const EVERYWHERE: ReadonlySet<ErrorKind | 'internalError'> = new Set<ErrorKind | 'internalError'>([
	'notAuthorized',
	'scopeMissing',
	'unavailable',
	'internalError',
]);

/** What a node that polls chats shows, sends to Catch nodes and writes into the log. */
export class PollTeller {
	/** Messages since the node started. */
	private count = 0;
	/** What was reported already, and has not ended since. */
	private told = new Set<string>();
	private isClosed = false;

	constructor(
		private readonly red: Red,
		private readonly node: Node,
	) {
		this.show({ fill: 'grey', shape: 'ring', text: this.text('looking') });
	}

	/** Given to the pacer; nobody needs to read about short waits. */
	readonly waiting = (until: number, isLocked: boolean): void => {
		if (isLocked) this.showLock(until);
	};

	/** It does not poll before that time, in milliseconds since 1970. */
	resumes(at: number): void {
		this.show({ fill: 'yellow', shape: 'ring', text: this.text('resumes', { time: clock(at) }) });
	}

	/** Once after each poll. */
	looked(
		count: number,
		{ problems, locked, warnings }: { problems: Problem[]; locked?: CliqError; warnings: string[] },
	): void {
		this.count += count;
		for (const warning of warnings) this.node.warn(warning);
		const failures = problems
			.map(({ chat, name, error }) => ({ chat, name, failure: toNodeError(error) }))
			.map((problem) => ({
				...problem,
				isGeneral: problem.chat === undefined || EVERYWHERE.has(problem.failure.code),
			}));
		this.complain(failures);
		const [first, ...others] = failures;
		const time = clock(Date.now());
		if (locked?.details.retryAt !== undefined) this.showLock(locked.details.retryAt);
		else if (!first)
			this.show({
				fill: 'green',
				shape: this.count > 0 ? 'dot' : 'ring',
				text: this.text(this.count === 0 ? 'nothing' : this.count === 1 ? 'found1' : 'found', {
					count: this.count,
					time,
				}),
			});
		else if (first.isGeneral) this.show({ fill: 'red', shape: 'ring', text: this.common(first.failure.code) });
		else if (others.length > 0)
			this.show({ fill: 'red', shape: 'ring', text: this.text('unreadable', { count: failures.length, time }) });
		else
			this.show({
				fill: 'red',
				shape: 'ring',
				text: this.text('unreadable1', {
					chat: first.name ?? first.chat ?? '',
					what: this.common(first.failure.code),
					time,
				}),
			});
	}

	/** What was read is read again after a restart, or forgotten. */
	notStored(error: Error): undefined {
		const told = `store ${error.message}`;
		if (!this.told.has(told)) this.node.warn(this.text('notStored', { reason: error.message }));
		this.told.add(told);
	}

	/** The node ends. */
	close(): void {
		this.node.status({});
		this.isClosed = true;
	}

	/** The same is reported once, until it has ended: a chat that is gone stays gone. */
	private complain(
		failures: Array<{
			chat?: string | undefined;
			name?: string | undefined;
			failure: NodeError;
			isGeneral: boolean;
		}>,
	): void {
		const stores = [...this.told].filter((told) => told.startsWith('store '));
		const now = new Set(stores);
		for (const { chat, name, failure, isGeneral } of failures) {
			const key = JSON.stringify(isGeneral ? [failure.code] : [failure.code, chat]);
			if (!this.told.has(key) && !now.has(key))
				this.node.error(isGeneral ? failure : about(failure, name ?? chat!), {
					topic: 'error',
					payload: '',
					...(!isGeneral && { cliq: { chatId: chat } }),
				});
			now.add(key);
		}
		this.told = now;
	}

	private showLock(until: number): void {
		this.show({
			fill: 'yellow',
			shape: 'ring',
			text: this.common('waitingForLock', { time: clock(until).slice(0, 5) }),
		});
	}

	private show(status: Status): void {
		if (!this.isClosed) this.node.status(status);
	}

	private text(key: string, values?: Record<string, string | number>): string {
		return this.red._(OWN + key, values);
	}

	private common(key: string, values?: Record<string, string | number>): string {
		return this.red._(COMMON + key, values);
	}
}

/** The same error, saying which chat it is about. */
function about({ message, code, cause }: NodeError, chat: string): NodeError {
	return new NodeError(`${chat}: ${message}`, code, cause);
}

/** A wall clock's time where Node-RED runs, e.g. 14:20:05. */
function clock(time: number): string {
	const date = new Date(time);
	return [date.getHours(), date.getMinutes(), date.getSeconds()]
		.map((part) => String(part).padStart(2, '0'))
		.join(':');
}
