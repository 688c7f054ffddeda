import { SharedState } from '../../cliq/shared-state';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeMessage, Node, Red } from '../../node-red/lib/shared/node-red';
import { OwnFile } from '../../node-red/lib/shared/own-file';
import { PacingStore } from '../../node-red/lib/account/pacing-store';
import type { Shared } from '../../node-red/lib/account/connect';
import { TokenManager } from '../../node-red/lib/account/token-manager';
import { work, type Finished, type Job } from '../../node-red/lib/shared/message-queue';
import type { VirtualClock } from '../cliq/support/clock';
import type { Wire } from './wire';

/** In milliseconds: how long Node-RED waits for its nodes to close. */
const CLOSING = 15_000;

/** What a node says of messages when it ends. */
export type Fate = 'kept' | 'notSent' | 'underWay';

const FATES: Array<[RegExp, Fate]> = [
	[/ kept, and sent when/, 'kept'],
	[/ not sent, since/, 'notSent'],
	[/ under way when/, 'underWay'],
];

/** The computer on which processes run, one after the other: its disk, and its clock. */
export class Machine {
	readonly userDir = mkdtempSync(join(tmpdir(), 'cliq-faults-'));
	/** By how much its clock is ahead of Cliq's, in milliseconds. */
	ahead = 0;

	constructor(
		readonly clock: VirtualClock,
		readonly wire: Wire,
	) {}

	dispose(): void {
		rmSync(this.userDir, { recursive: true, force: true });
	}
}

/** What a process is given to do. */
export interface Program {
	/** How many nodes there are. */
	nodes: number;
	/** Works on a message, as a node does. */
	run(process: Process, node: number, message: NodeMessage, job: Job): Promise<Finished>;
	/** A node that ends tells what becomes of a message; `place` is what `run` named. */
	tell(place: string, fate: Fate): void;
	/** Something went into the log that should not be there. */
	complain(what: string): void;
}

/**
 * A Node-RED: the real stores and the real work on messages, in virtual time. Once it is over, nothing in it goes on.
 */
export class Process {
	readonly shared: Shared;
	/** Resolves when the process has ended. */
	readonly over: Promise<void>;
	private readonly end = new AbortController();
	private readonly store: PacingStore;
	private readonly nodes: ProcessNode[];

	constructor(
		private readonly machine: Machine,
		program: Program,
	) {
		const { clock, wire } = machine;
		const begun = clock.elapsed();
		wire.processes++;
		const alive = async <T>(work: Promise<T>): Promise<T> => {
			const result = await work;
			return this.end.signal.aborted ? await new Promise<never>(() => {}) : result;
		};
		const either = (signal?: AbortSignal) =>
			signal ? AbortSignal.any([signal, this.end.signal]) : this.end.signal;
		const own = {
			now: () => clock.now() + machine.ahead,
			elapsed: () => clock.elapsed() - begun,
			sleep: (milliseconds: number, signal?: AbortSignal) => alive(clock.sleep(milliseconds, either(signal))),
		};
		const transmit: Wire['transmit'] = (call, timeout, signal) =>
			alive(wire.transmit(call, timeout, either(signal)));
		this.shared = {
			clock: own,
			state: new SharedState(),
			tokens: new TokenManager({ ...own, transmit }),
			transmit,
		};
		this.store = new PacingStore(
			new OwnFile(join(machine.userDir, 'pacing.json'), program.complain),
			this.shared.state.pacer,
			own,
			() => clock.elapsed() / 1000,
		);
		this.over = new Promise((resolve) => this.end.signal.addEventListener('abort', () => resolve()));
		const red = {
			settings: { userDir: machine.userDir },
			log: { error: (what: unknown) => program.complain(String(what)) },
			_: (key: string) => key,
		} as unknown as Red;
		this.nodes = Array.from({ length: program.nodes }, (_, index) => {
			const node = new ProcessNode(`node ${index}`, program);
			work(red, node as unknown as Node, (message, job) => program.run(this, index, message, job), own);
			return node;
		});
	}

	/** Resolves when the node is done with the message, or the process is over. */
	async give(node: number, message: NodeMessage): Promise<void> {
		await Promise.race([this.nodes[node]!.take(message), this.over]);
	}

	/** Resolves when no node has anything to do. */
	async idle(): Promise<void> {
		await Promise.race([Promise.all(this.nodes.map((node) => node.idle())), this.over]);
	}

	/** As when a service manager ends it. */
	async stop(): Promise<void> {
		const { clock } = this.machine;
		const late = new AbortController();
		await Promise.race([Promise.all(this.nodes.map((node) => node.close())), clock.sleep(CLOSING, late.signal)]);
		late.abort();
		this.store.close();
		this.kill();
	}

	kill(): void {
		this.end.abort();
	}
}

/** What `work` needs of a node. */
class ProcessNode {
	private input!: (message: NodeMessage, send: (message: NodeMessage) => void, done: (error?: Error) => void) => void;
	private closing!: (removed: boolean, done: () => void) => void;
	private readonly taken = new Set<Promise<void>>();

	constructor(
		readonly id: string,
		private readonly program: Program,
	) {}

	on(event: 'input' | 'close', listener: never): void {
		if (event === 'input') this.input = listener;
		else this.closing = listener;
	}

	receive(message: NodeMessage): void {
		void this.take(message);
	}

	/** Resolves when the node is done with it. */
	take(message: NodeMessage): Promise<void> {
		const taken = new Promise<void>((resolve) =>
			this.input(
				message,
				() => {},
				() => resolve(),
			),
		);
		this.taken.add(taken);
		return taken.finally(() => this.taken.delete(taken));
	}

	async idle(): Promise<void> {
		while (this.taken.size > 0) await Promise.all(this.taken);
	}

	async close(): Promise<void> {
		await new Promise<void>((resolve) => this.closing(false, resolve));
	}

	status(): void {}

	warn(text: string): void {
		const [, fate] = FATES.find(([words]) => words.test(text)) ?? [];
		if (!fate) return this.program.complain(`What does it say? ${text}`);
		for (const [, place] of text.slice(text.indexOf('Where to: ') + 10).matchAll(/(\S+) \(1\)/g))
			this.program.tell(place!, fate);
	}
}
