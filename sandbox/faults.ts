/** What can go wrong on purpose. */
export type FaultKind =
	/** The connection is reset. */
	| 'reset'
	/** No answer ever comes, or a reset after `forMs`. */
	| 'hang'
	/** An HTML page with `status` (500, 502, 503 …), as proxies send. */
	| 'status'
	/** A 200 whose JSON breaks off. */
	| 'broken-json'
	/** The answer comes a byte at a time, `forMs` apart. */
	| 'slow'
	/** The access token of the call is dead from now on. */
	| 'expire-token'
	/** `oauth.token` only: HTTP 200 with `access_denied`. */
	| 'refuse-refresh';

export interface FaultRule {
	kind: FaultKind;
	/** Operation of the catalogue, `oauth.token`, or `*` for every operation of the catalogue. Default `*`. */
	operation?: string;
	/** For reset, hang and status: before the call has any effect, or after it had its effect. Default `before`. */
	when?: 'before' | 'after';
	/** The first matching call it strikes, counted from 1 since the rule was made. Default 1. */
	from?: number;
	/** How many calls it strikes. Default 1. */
	times?: number;
	/** For `status`. Default 500. */
	status?: number;
	/** For `slow` (milliseconds a byte, default 5) and `hang` (default: for ever). */
	forMs?: number;
}

const kinds: readonly FaultKind[] = ['reset', 'hang', 'status', 'broken-json', 'slow', 'expire-token', 'refuse-refresh'];

interface Active {
	id: number;
	rule: FaultRule;
	seen: number;
	struck: number;
}

/** The rules in force. */
export class Faults {
	private active: Active[] = [];
	private made = 0;

	/**
	 * @returns a number to remove the rule with
	 * @throws Error if the rule makes no sense
	 */
	add(rule: FaultRule): number {
		if (!kinds.includes(rule.kind)) throw new Error(`A fault is one of ${kinds.join(', ')}, not "${String(rule.kind)}"`);
		if (rule.when !== undefined && !['before', 'after'].includes(rule.when)) throw new Error('"when" is before or after');
		for (const [name, least] of [['from', 1], ['times', 1], ['status', 200], ['forMs', 0]] as const) {
			const value = rule[name];
			if (value !== undefined && !(Number.isInteger(value) && value >= least)) throw new Error(`"${name}" is a whole number of at least ${least}`);
		}
		const { kind, operation, when, from, times, status, forMs } = rule;
		this.active.push({ id: ++this.made, rule: { kind, operation, when, from, times, status, forMs }, seen: 0, struck: 0 });
		return this.made;
	}

	remove(id: number): void {
		this.active = this.active.filter((one) => one.id !== id);
	}

	clear(): void {
		this.active = [];
	}

	/** @returns the rules that can still strike. */
	list(): (FaultRule & { id: number; left: number })[] {
		return this.active.map(({ id, rule, struck }) => ({ ...rule, id, left: (rule.times ?? 1) - struck }));
	}

	/** Counts a call and says which fault strikes it. The rule that was made first wins. */
	strike(operation: string): FaultRule | null {
		let striking: FaultRule | null = null;
		for (const one of this.active) {
			const wanted = one.rule.operation ?? '*';
			if (wanted !== operation && !(wanted === '*' && !operation.startsWith('oauth.'))) continue;
			one.seen++;
			if (striking || one.seen < (one.rule.from ?? 1)) continue;
			striking = one.rule;
			one.struck++;
		}
		this.active = this.active.filter((one) => one.struck < (one.rule.times ?? 1));
		return striking;
	}
}
