/** What can go wrong on purpose. */
export type FaultKind =
	/** The connection is reset. */
	| 'reset'
	/** No answer ever comes, or a reset after `forMs`. */
	| 'hang'
	/**
	 * An HTML page with `status` (500, 502, 503 …; 200 for a page of maintenance, or the login of a proxy), as proxies
	 * send; or with a `code`, what Cliq refuses with.
	 */
	| 'status'
	/** A 200 without a body. */
	| 'empty'
	/** A redirect with `status` (302, 307 …) to the address `to`. */
	| 'redirect'
	/** A 200 whose JSON breaks off. */
	| 'broken-json'
	/** The answer comes a byte at a time, `forMs` apart. */
	| 'slow'
	/** The access token of the call is dead from now on. */
	| 'expire-token'
	/** `oauth.token` only: HTTP 200 with `access_denied`. */
	| 'refuse-refresh'
	/**
	 * `oauth.token` only: what Zoho says to whoever asked for too many tokens, in `language`, with `status` 400 or
	 * another.
	 */
	| 'throttle';

export interface FaultRule {
	kind: FaultKind;
	/** Operation of the catalogue, `oauth.token`, or `*` for every operation of the catalogue. Default `*`. */
	operation?: string | undefined;
	/**
	 * For reset, hang, status, empty and redirect: before the call has any effect, or after it had its effect. Default
	 * `before`.
	 */
	when?: 'before' | 'after' | undefined;
	/** The first matching call it strikes, counted from 1 since the rule was made. Default 1. */
	from?: number | undefined;
	/** How many calls it strikes. Default 1. */
	times?: number | undefined;
	/** For `status` (default 500), `redirect` (302) and `throttle` (400). */
	status?: number | undefined;
	/** For `status`: what Cliq itself says then, by its own code, instead of a page. */
	code?: string | undefined;
	/** For `redirect`: where to, a whole address. */
	to?: string | undefined;
	/** For `throttle`. Zoho translates its words. Default `en`. */
	language?: 'en' | 'de' | 'zh' | undefined;
	/** For `slow` (milliseconds a byte, default 5) and `hang` (default: for ever). */
	forMs?: number | undefined;
}

const kinds: readonly FaultKind[] = [
	'reset',
	'hang',
	'status',
	'empty',
	'redirect',
	'broken-json',
	'slow',
	'expire-token',
	'refuse-refresh',
	'throttle',
];

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
		if (!kinds.includes(rule.kind))
			throw new Error(`A fault is one of ${kinds.join(', ')}, not "${String(rule.kind)}"`);
		if (rule.when !== undefined && !['before', 'after'].includes(rule.when))
			throw new Error('"when" is before or after');
		for (const [name, least] of [
			['from', 1],
			['times', 1],
			['status', 200],
			['forMs', 0],
		] as const) {
			const value = rule[name];
			if (value !== undefined && !(Number.isInteger(value) && value >= least))
				throw new Error(`"${name}" is a whole number of at least ${least}`);
		}
		const { kind, operation, when, from, times, status, code, to, language, forMs } = rule;
		if (kind === 'redirect' && !URL.canParse(to ?? '')) throw new Error('"to" is a whole address');
		if (code !== undefined && typeof code !== 'string') throw new Error('"code" is a text');
		if (language !== undefined && !['en', 'de', 'zh'].includes(language))
			throw new Error('"language" is en, de or zh');
		this.active.push({
			id: ++this.made,
			rule: { kind, operation, when, from, times, status, code, to, language, forMs },
			seen: 0,
			struck: 0,
		});
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
