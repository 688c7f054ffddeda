import { Agent, request as httpRequest, type ClientRequest } from 'node:http';
import type { Outcome } from '../../cliq/http/ports';
import type { Call } from '../../node-red/lib/account/http-transport';
import type { JournalEntry, Sandbox } from '../../sandbox';
import type { VirtualClock } from '../cliq/support/clock';

/** A request as seen from both ends of the line. */
export interface Exchange {
	call: Call;
	/** Made by another program with the same account. */
	isForeign: boolean;
	/** Which of the processes of the machine made it, counted from 1. */
	process: number;
	/** What the sandbox wrote down; missing if it did not get the request. */
	entry?: JournalEntry;
	/** In the order of all sendings and answers. */
	sent: number;
	/** Missing if no answer came, or too late. */
	answered?: number;
	/** In milliseconds since 1970. */
	answeredAt?: number;
	outcome?: Outcome;
}

/** What the sandbox does with a request. */
type Reply = { outcome: Outcome } | { hanging: ClientRequest };

const CANCELLED: Outcome = { failure: { kind: 'cancelled', detail: 'the node was stopped' } };
const LATE: Outcome = { failure: { kind: 'timedOut', detail: 'the server gave no answer in time' } };
const BROKEN: Outcome = { failure: { kind: 'interrupted', detail: 'the server broke the connection (ECONNRESET)' } };

/** What another host says: everything that anybody could want to hear. */
const STOLEN: Outcome = {
	response: {
		status: 200,
		headers: { 'content-type': 'application/json' },
		body: '{"message_id":"1_1","access_token":"stolen","data":[]}',
		content: Buffer.from('from elsewhere'),
	},
};

/** The longest that a request needs to get there, and an answer to come back, in milliseconds. */
const SLOWEST = 2000;

/** Many more than any case needs. */
const MOST_REQUESTS = 1000;

/**
 * Real HTTP whose duration is told in virtual time. The clock stands still while bytes travel; a request sleeps before
 * and after. Only one travels at a time, so that a case always plays in the same way.
 */
export class Wire {
	readonly exchanges: Exchange[] = [];
	/** How many processes there were on the machine. */
	processes = 0;
	private steps = 0;
	private last: Promise<unknown> = Promise.resolve();
	private travelling?: { exchange: Exchange; hangs: () => void } | undefined;
	private readonly hanging = new Set<AbortController>();
	private agent = new Agent({ keepAlive: true });

	/** @param random from 0 up to 1, for how long things take. */
	constructor(
		private readonly sandbox: Sandbox,
		private readonly clock: VirtualClock,
		private readonly random: () => number,
	) {}

	/** To be told of every entry of the journal. */
	note(entry: JournalEntry): void {
		if (!this.travelling) return;
		this.travelling.exchange.entry = entry;
		if (entry.fault === 'hang') this.travelling.hangs();
	}

	/** As the `transmit` of Node-RED's nodes. */
	readonly transmit = async (call: Call, timeout: number, signal?: AbortSignal): Promise<Outcome> => {
		const exchange: Exchange = { call, isForeign: false, process: this.processes, sent: ++this.steps };
		this.exchanges.push(exchange);
		if (this.exchanges.length > MOST_REQUESTS)
			throw new Error(`${MOST_REQUESTS} requests are too many: something goes in circles`);
		const outcome = await this.carry(exchange, timeout, signal);
		if ('response' in outcome) Object.assign(exchange, { answered: ++this.steps, answeredAt: this.clock.now() });
		exchange.outcome = outcome;
		return outcome;
	};

	/** A call of another program. It takes no time. */
	async foreign(call: Call): Promise<void> {
		const exchange: Exchange = { call, isForeign: true, process: 0, sent: ++this.steps };
		this.exchanges.push(exchange);
		const reply = await this.travel(exchange);
		if ('hanging' in reply) reply.hanging.destroy();
	}

	/** The sandbox goes away, and with it every connection. */
	async goDown(mode: 'refuse' | 'drop'): Promise<void> {
		await this.alone(() => this.sandbox.control.goDown({ mode }));
		if (mode === 'drop') return;
		this.renewAgent();
		for (const silence of this.hanging) silence.abort();
	}

	async comeUp(): Promise<void> {
		await this.alone(() => this.sandbox.control.comeUp());
	}

	close(): void {
		this.agent.destroy();
	}

	private async carry(exchange: Exchange, timeout: number, signal?: AbortSignal): Promise<Outcome> {
		const { clock } = this;
		const there = this.duration();
		await clock.sleep(there, signal);
		if (signal?.aborted) return CANCELLED;
		const reply = await this.travel(exchange);
		const left = timeout - there;
		if ('hanging' in reply) return await this.silence(reply.hanging, left, signal);
		// So many bytes, one at a time, may take longer than anybody waits.
		const back = exchange.entry?.fault === 'slow' ? this.random() * 40_000 : this.duration();
		await clock.sleep(Math.min(back, left), signal);
		if (signal?.aborted) return CANCELLED;
		return back < left ? reply.outcome : LATE;
	}

	/** Waits for an answer that does not come. */
	private async silence(request: ClientRequest, left: number, signal?: AbortSignal): Promise<Outcome> {
		const end = new AbortController();
		const stop = () => end.abort();
		signal?.addEventListener('abort', stop);
		this.hanging.add(end);
		const limit = this.clock.now() + left;
		await this.clock.sleep(left, end.signal);
		this.hanging.delete(end);
		signal?.removeEventListener('abort', stop);
		request.destroy();
		if (signal?.aborted) return CANCELLED;
		return this.clock.now() < limit ? BROKEN : LATE;
	}

	/** Mostly short. */
	private duration(): number {
		return Math.floor(this.random() ** 4 * SLOWEST);
	}

	private travel(exchange: Exchange): Promise<Reply> {
		return this.alone(async () => {
			let hangs = () => {};
			const hung = new Promise<'hung'>((resolve) => (hangs = () => resolve('hung')));
			if (!exchange.call.url.startsWith(this.sandbox.url)) return { outcome: STOLEN };
			this.travelling = { exchange, hangs };
			const { request, outcome } = this.send(exchange.call);
			const first = await Promise.race([outcome, hung]);
			this.travelling = undefined;
			// A connection that broke may not be known to be gone yet.
			if (first !== 'hung' && 'failure' in first) this.renewAgent();
			return first === 'hung' ? { hanging: request } : { outcome: first };
		});
	}

	/** In real time, after whatever else happens in real time. */
	private alone<T>(work: () => Promise<T>): Promise<T> {
		const done = this.last.then(() => withinSeconds(10, work()));
		this.last = done.catch(() => undefined);
		return this.clock.outsideWork(done);
	}

	private send({ method, url, query = {}, headers, json, form, wantsFile }: Call): {
		request: ClientRequest;
		outcome: Promise<Outcome>;
	} {
		const address = new URL(url);
		for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
		const body = form ? new URLSearchParams(form).toString() : json && JSON.stringify(json);
		const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
		const request = httpRequest(address, {
			method,
			agent: this.agent,
			headers: {
				...headers,
				...(body !== undefined && { 'content-type': type, 'content-length': Buffer.byteLength(body) }),
			},
		});
		const outcome = new Promise<Outcome>((resolve) => {
			const broken = ({ syscall }: { syscall?: string }) =>
				resolve(
					syscall === 'connect'
						? {
								failure: {
									kind: 'unreachable',
									detail: 'the server refused the connection (ECONNREFUSED)',
								},
							}
						: BROKEN,
				);
			request.on('error', broken);
			request.on('response', (response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('error', broken);
				response.on('end', () => {
					const [status, content] = [response.statusCode!, Buffer.concat(chunks)];
					const isFile = wantsFile && status >= 200 && status < 300;
					resolve({
						response: {
							status,
							headers: response.headers as Record<string, string>,
							body: isFile ? '' : content.toString(),
							...(isFile && { content }),
						},
					});
				});
			});
		});
		request.end(body);
		return { request, outcome };
	}

	private renewAgent(): void {
		this.agent.destroy();
		this.agent = new Agent({ keepAlive: true });
	}
}

/** In real time. A case that hangs there would never end, since the clock waits for it. */
async function withinSeconds<T>(seconds: number, work: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>(
		(_, reject) =>
			(timer = setTimeout(() => reject(new Error(`Real time: no end after ${seconds} s`)), seconds * 1000)),
	);
	return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
