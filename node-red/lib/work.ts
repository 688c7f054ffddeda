import { toNodeError } from './failures';
import type { Message, Node, Red } from './node-red';
import { Progress, type Ticket } from './progress';

/** What the work on one message is given. */
export interface Job {
	/** Shows how far it is. */
	ticket: Ticket;
	/** The node ends. */
	signal: AbortSignal;
	/** Expressions take their time; messages must not overtake each other meanwhile. */
	inOrder<Result>(evaluate: () => Promise<Result>): Promise<Result>;
}

export interface Finished {
	outputs: Message[];
	outcome: 'sent' | 'done';
}

/** Does the work for each message that comes in: its status, its errors, and its end when the node ends. */
export function work(red: Red, node: Node, run: (message: Message, job: Job) => Promise<Finished>): void {
	const progress = new Progress(red, node);
	const running = new Set<AbortController>();
	const inOrder = sequence();

	const handle = async (message: Message, send: (message: Message) => void): Promise<void> => {
		const ticket = progress.start();
		const controller = new AbortController();
		running.add(controller);
		try {
			const { outputs, outcome } = await run(message, { ticket, signal: controller.signal, inOrder });
			outputs.forEach(send);
			ticket.finished(outcome);
		} catch (error) {
			const failure = toNodeError(error);
			ticket.finished(failure);
			throw failure;
		} finally {
			running.delete(controller);
		}
	};

	node.on('input', (message, send, done) => {
		// A rejection that nobody handles would end the whole process; `done` itself may run other people's code.
		handle(message, send)
			.then(() => done(), done)
			.catch((error: unknown) => red.log.error(error));
	});

	node.on('close', (_removed, done) => {
		running.forEach((controller) => controller.abort());
		progress.close();
		done();
	});
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
