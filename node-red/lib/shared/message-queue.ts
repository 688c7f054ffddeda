import type { Clock } from '../../../cliq';
import { keepMessages, takeMessages } from './queue-store';
import { toNodeError } from './node-errors';
import type { NodeMessage, Node, Red } from './node-red';
import { shared } from '../account/connect';
import { Progress, type MessageProgress } from './progress';

/** What the work on one message is given. */
export interface Job {
	/** Shows how far it is. */
	ticket: MessageProgress;
	/** The node ends. */
	signal: AbortSignal;
	/** Expressions take their time; messages must not overtake each other meanwhile. */
	inOrder<Result>(evaluate: () => Promise<Result>): Promise<Result>;
	/** What becomes of the message if the node ends before it is its turn. */
	ifStopped(plan: StopPlan): void;
}

interface StopPlan {
	/** Where it goes, for people. */
	place: string;
	/** Whether it is kept for the node that comes after this one. */
	isKept: boolean;
}

export interface Finished {
	outputs: NodeMessage[];
	outcome: 'sent' | 'done';
	/** Whether something was left out, shortened or guessed. */
	isWarned?: boolean;
}

/** A message on which the node works. */
interface Running {
	message: NodeMessage;
	controller: AbortController;
	plan?: StopPlan;
	/** Whether it waits for its turn. */
	isWaiting: boolean;
	/** How many calls may have changed something in Cliq. */
	changes: number;
	/** Whether the node that comes after this one goes on with it. */
	isKept: boolean;
}

/** In milliseconds: how long a node that ends still works on what it has. Node-RED gives it 15 seconds. */
const FINISHING = 5000;

/** In milliseconds, as long as "inject" waits: the nodes that follow may not be there yet. */
const AFTER_START = 100;

/** Does the work for each message that comes in: its status, its errors, and its end when the node ends. */
export function work(
	red: Red,
	node: Node,
	run: (message: NodeMessage, job: Job) => Promise<Finished>,
	clock: Clock = shared.clock,
): void {
	const progress = new Progress(red, node);
	const running = new Set<Running>();
	const inOrder = sequence();
	let allDone = () => {};
	/** When the next one that waits may go, in milliseconds since 1970. */
	let nextAt = 0;

	const handle = async (message: NodeMessage, send: (message: NodeMessage) => void, one: Running): Promise<void> => {
		const shown = progress.start();
		const waiting = (until: number, isLocked: boolean) => {
			one.isWaiting = true;
			if (until !== Infinity) nextAt = until;
			shown.waiting(until, isLocked);
		};
		const sending = () => {
			one.isWaiting = false;
			shown.sending();
		};
		const ticket: MessageProgress = { ...shown, waiting, sending, changes: (more) => (one.changes += more) };
		running.add(one);
		try {
			const { outputs, outcome, isWarned } = await run(message, {
				ticket,
				signal: one.controller.signal,
				inOrder,
				ifStopped: (plan) => (one.plan = plan),
			});
			outputs.forEach(send);
			ticket.finished(outcome, isWarned);
		} catch (error) {
			const failure = toNodeError(error);
			ticket.finished(failure);
			throw failure;
		} finally {
			running.delete(one);
			if (running.size === 0) allDone();
		}
	};

	node.on('input', (message, send, done) => {
		const one: Running = {
			message,
			controller: new AbortController(),
			isWaiting: false,
			changes: 0,
			isKept: false,
		};
		// A rejection that nobody handles would end the whole process; `done` itself may run other people's code.
		handle(message, send, one)
			.then(
				() => done(),
				(error: Error) => (one.isKept ? undefined : done(error)),
			)
			.catch((error: unknown) => red.log.error(error));
	});

	const closing = new AbortController();
	void clock.sleep(AFTER_START, closing.signal).then(() => {
		if (!closing.signal.aborted) takeMessages(red, node.id).forEach((message) => node.receive(message));
	});

	node.on('close', (removed, done) => {
		closing.abort();
		const over = new AbortController();
		const finish = () => {
			if (over.signal.aborted) return;
			over.abort();
			if (running.size > 0) endAll(red, node, [...running], removed);
			progress.close();
			done();
		};
		allDone = finish;
		const isHopeless = nextAt > clock.now() + FINISHING && [...running].every(({ isWaiting }) => isWaiting);
		if (running.size === 0 || isHopeless) finish();
		else void clock.sleep(FINISHING, over.signal).then(finish);
	});
}

/**
 * Keeps what can be kept, ends the rest, and tells of all in the log: when all of Node-RED ends, Catch nodes hear of
 * nothing any more.
 */
function endAll(red: Red, node: Node, running: Running[], removed: boolean): void {
	const unclear = running.filter(({ changes }) => changes > 0);
	const waiting = running.filter(({ changes }) => changes === 0);
	const wanted = removed ? [] : waiting.filter(({ plan }) => plan?.isKept);
	const kept = keepMessages(
		red,
		node.id,
		wanted.map(({ message }) => message),
	);
	wanted.forEach((one, index) => (one.isKept = kept[index] ?? false));
	tell(
		node,
		'kept, and sent when the node runs again',
		running.filter(({ isKept }) => isKept),
	);
	tell(
		node,
		'not sent, since the node was stopped',
		waiting.filter(({ isKept }) => !isKept),
	);
	tell(
		node,
		'under way when the node was stopped, and may or may not be done: look before you send them again',
		unclear,
	);
	for (const { controller } of running) controller.abort();
}

function tell(node: Node, what: string, messages: Running[]): void {
	if (messages.length === 0) return;
	const places = new Map<string, number>();
	for (const { plan } of messages)
		places.set(plan?.place ?? 'unknown', (places.get(plan?.place ?? 'unknown') ?? 0) + 1);
	const list = [...places].map(([place, count]) => `${place} (${count})`).join(', ');
	node.warn(
		`${messages.length} message${messages.length === 1 ? '' : 's'} ${messages.length === 1 ? 'was' : 'were'} ${what}. Where to: ${list}`,
	);
}

/** @returns what does one thing after the other. */
export function sequence(): Job['inOrder'] {
	let last: Promise<unknown> = Promise.resolve();
	return (evaluate) => {
		const evaluation = last.then(evaluate);
		last = evaluation.catch(() => {});
		return evaluation;
	};
}
