import type { Played } from './play';

/** Every kind of trouble there is. */
const KINDS = [
	'refuse',
	'drop',
	...['reset', 'hang', '500', '502', '503'].flatMap((kind) => [`${kind} before`, `${kind} after`]),
	...['200', '500', '502', '503', 'empty', 'reset', 'hang', 'redirect'].map((kind) => `token ${kind}`),
	...['en', 'de', 'zh'].map((language) => `throttle ${language}`),
	'redirect',
	'broken-json',
	'slow',
	'expire-token',
	'refuse-refresh',
	'expire',
	'revoke',
	'lock',
	'restart',
	'kill',
	'clock back',
	'clock forward',
	'foreignUse',
];

/** What all cases together were. */
export class Tally {
	runs = 0;
	private calls = 0;
	private messages = 0;
	private requests = 0;
	private milliseconds = 0;
	private readonly kinds = new Map<string, number>();
	private readonly outcomes = new Map<string, number>();

	add({ calls, exchanges, startedAt, endedAt, troubles }: Played): void {
		this.runs++;
		this.calls += calls.length;
		this.messages += calls.filter(({ operation }) => operation.returns.shape === 'receipt').length;
		this.requests += exchanges.length;
		this.milliseconds += endedAt - startedAt;
		for (const [kind, times] of troubles) this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + times);
		for (const { error } of calls) {
			const outcome = error === undefined ? 'done' : String((error as { kind?: unknown }).kind);
			this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
		}
	}

	/** @returns the kinds of trouble that never struck. */
	missing(): string[] {
		return KINDS.filter((kind) => !this.kinds.get(kind));
	}

	report(): string {
		const list = (counts: Iterable<readonly [string, number]>) =>
			[...counts].map(([name, count]) => `  ${name.padEnd(16)}${String(count).padStart(8)}`).join('\n');
		const hours = Math.round(this.milliseconds / 3_600_000);
		return `\n${this.runs} runs, ${this.calls} calls, ${this.messages} of them messages; ${this.requests} requests in ${hours} hours of virtual time\n\nFaults injected\n${list(KINDS.map((kind) => [kind, this.kinds.get(kind) ?? 0]))}\n\nHow the calls ended\n${list([...this.outcomes].sort(([, one], [, other]) => other - one))}\n\n`;
	}
}
