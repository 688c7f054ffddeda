import type { PersonsAnswer, Question } from '../../../cliq';
import type { NodeMessage, Node } from '../shared/node-red';

/** A question that was asked, and what waits for its answer. */
export interface StoredQuestion {
	question: Question;
	/** What goes on with the answer; gone once it has. */
	message?: NodeMessage | undefined;
	/** `msg.cliq` of the message that goes on, as far as it is known when the question is posted. */
	trail: Record<string, unknown>;
	settled?: PersonsAnswer | 'expired';
	/** Where the message with the question stands, as far as Cliq says. */
	place: { chatId?: string | undefined; messageId?: string | undefined };
}

/** What waits here and now beside what is stored. */
interface Live extends StoredQuestion {
	/** The message as it is stored. */
	stored?: unknown;
}

const KEY = 'questions';

/** How many answered questions are remembered, for those who press a button too late. */
const REMEMBERED = 200;

/** By node: a deploy ends a node and starts it again, and nobody should have to be asked again for that. */
const kept = new Map<string, Map<string, Live>>();

/**
 * The questions of one node, in the order in which they were asked. They outlive a deploy, and are in the context of
 * the node as well, whose store may outlive the process.
 */
export class Questions {
	private records = new Map<string, Live>();
	private writing: Promise<void> = Promise.resolve();
	private hasNews = false;

	/** @param complain says why the store did not take them. */
	constructor(
		private readonly node: Node,
		private readonly complain: (error: Error) => void,
	) {}

	/** Brings back what waited before the node started. */
	async load(): Promise<void> {
		this.records = kept.get(this.node.id) ?? new Map();
		if (!kept.has(this.node.id))
			for (const record of await this.read()) this.records.set(record.question.key, record);
		kept.set(this.node.id, this.records);
	}

	get(key: unknown): StoredQuestion | undefined {
		return typeof key === 'string' ? this.records.get(key) : undefined;
	}

	/** All that have not gone on yet. */
	get open(): StoredQuestion[] {
		return [...this.records.values()].filter(({ message }) => message !== undefined);
	}

	/** All that nobody has answered yet, in time. */
	get waiting(): StoredQuestion[] {
		return this.open.filter(({ settled }) => settled === undefined);
	}

	async add(asked: StoredQuestion): Promise<void> {
		this.records.set(asked.question.key, Object.assign(asked, { stored: storable(asked.message) }));
		await this.save();
	}

	/** Only what was never posted; what was answered is remembered. */
	async remove({ question }: StoredQuestion): Promise<void> {
		this.records.delete(question.key);
		await this.save();
	}

	/** Changes what is known about a question. */
	async change(asked: StoredQuestion, changes: Partial<StoredQuestion>): Promise<void> {
		Object.assign(asked, changes);
		this.forgetOldest();
		await this.save();
	}

	/** @param isRemoved the node will not come back. */
	async close(isRemoved: boolean): Promise<void> {
		await this.writing;
		if (isRemoved) kept.delete(this.node.id);
	}

	private forgetOldest(): void {
		const over = [...this.records.values()].filter(({ message }) => message === undefined);
		for (const { question } of over.slice(0, Math.max(0, over.length - REMEMBERED)))
			this.records.delete(question.key);
	}

	private async read(): Promise<Live[]> {
		const stored = await new Promise<unknown>((resolve, reject) => {
			this.node.context().get(KEY, (error, value) => (error ? reject(error) : resolve(value)));
		}).catch(this.complain);
		return (Array.isArray(stored) ? (stored as StoredQuestion[]) : []).map((asked) => ({
			...asked,
			...(asked.message && { message: restored(asked.message) as NodeMessage, stored: asked.message }),
		}));
	}

	/** Writes what there is now; what changes meanwhile is written once more. */
	private async save(): Promise<void> {
		if (!this.hasNews) this.writing = this.writing.then(() => this.write()).catch(this.complain);
		this.hasNews = true;
		await this.writing;
	}

	private async write(): Promise<void> {
		this.hasNews = false;
		const records = [...this.records.values()].map(({ stored, message, ...asked }) => ({
			...asked,
			...(message && { message: stored }),
		}));
		await new Promise<void>((resolve, reject) => {
			this.node.context().set(KEY, records, (error) => (error ? reject(error) : resolve()));
		});
	}
}

/** What a store that writes JSON can keep of a message: no connections, no functions, nothing that holds itself. */
function storable(message: NodeMessage | undefined): unknown {
	const entries = Object.entries(message ?? {}).filter(([name]) => name !== 'req' && name !== 'res');
	return Object.fromEntries(
		entries.map(([name, value]) => [name, jsonOf(value)]).filter(([, value]) => value !== undefined),
	);
}

function jsonOf(value: unknown): unknown {
	try {
		const json = JSON.stringify(value, withBuffers);
		return json === undefined ? undefined : (JSON.parse(json) as unknown);
	} catch {
		return undefined;
	}
}

/** A Buffer has made a list of numbers of itself by then. */
function withBuffers(this: Record<string, unknown>, name: string, value: unknown): unknown {
	const own = this[name];
	return Buffer.isBuffer(own) ? { base64: own.toString('base64'), type: 'Buffer' } : value;
}

function restored(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(restored);
	if (typeof value !== 'object' || value === null) return value;
	const { type, base64 } = value as { type?: unknown; base64?: unknown };
	if (type === 'Buffer' && typeof base64 === 'string') return Buffer.from(base64, 'base64');
	return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, restored(inner)]));
}
