export interface JournalEntry {
	/** Counts up from 1, also past entries that were dropped. */
	number: number;
	/** Milliseconds since 1970. */
	time: number;
	/** Operation of the catalogue, `oauth.…` for the accounts server, or null if the call matched none. */
	operation: string | null;
	method: string;
	/** Path and query, secrets blacked out. */
	path: string;
	/** 0 if no answer was sent. */
	status: number;
	/** ZUID, or null if the call carried no valid token. */
	user: string | null;
	overThreshold: boolean;
	intoLock: boolean;
	/** Why the call was refused, in plain words. */
	reason?: string;
	/** The fault that was played. */
	fault?: string;
}

/** Counters of one operation since the start or the last reset. */
export interface Counters {
	calls: number;
	overThreshold: number;
	intoLock: number;
	/** Locks started by calls over the threshold. */
	locks: number;
}

const KEPT = 2_000;
const SECRET_KEYS = /^(zapikey|appkey|authtoken|access_token|refresh_token|token|code|client_secret|secret|state)$/i;
const SECRET_SHAPE = /100[01]\.[0-9a-f]{16,}\.[0-9a-f]{16,}/gi;

/** @returns path and query of `url` without any secret. */
export function redact(url: string): string {
	const [path, query] = splitOnce(url, '?');
	const clean = query
		?.split('&')
		.map((pair) => {
			const [key] = splitOnce(pair, '=');
			return SECRET_KEYS.test(safeDecode(key)) ? `${key}=***` : pair;
		})
		.join('&');
	return (clean === undefined ? path : `${path}?${clean}`).replace(SECRET_SHAPE, '***').slice(0, 500);
}

function splitOnce(text: string, at: string): [string, string | undefined] {
	const index = text.indexOf(at);
	return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

function safeDecode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** The last calls, and counters of all of them. */
export class Journal {
	private kept: JournalEntry[] = [];
	private written = 0;
	private readonly byOperation = new Map<string, Counters>();

	/** @returns the entry as it was kept, path redacted and numbered. */
	write(entry: Omit<JournalEntry, 'number'>): JournalEntry {
		const full: JournalEntry = { number: ++this.written, ...entry, path: redact(entry.path) };
		if (full.reason) full.reason = full.reason.replace(SECRET_SHAPE, '***');
		this.kept.push(full);
		if (this.kept.length > KEPT) this.kept = this.kept.slice(-KEPT / 2);
		if (full.operation) {
			const counters = this.counters(full.operation);
			counters.calls++;
			if (full.overThreshold) counters.overThreshold++;
			if (full.overThreshold) counters.locks++;
			if (full.intoLock) counters.intoLock++;
		}
		return full;
	}

	entries(): JournalEntry[] {
		return this.kept.map((entry) => ({ ...entry }));
	}

	/** @returns the counters of every operation that was called. */
	allCounters(): Record<string, Counters> {
		return Object.fromEntries([...this.byOperation].map(([id, counters]) => [id, { ...counters }]));
	}

	clear(): void {
		this.kept = [];
		this.byOperation.clear();
	}

	private counters(operation: string): Counters {
		let counters = this.byOperation.get(operation);
		if (!counters) {
			counters = { calls: 0, overThreshold: 0, intoLock: 0, locks: 0 };
			this.byOperation.set(operation, counters);
		}
		return counters;
	}
}
