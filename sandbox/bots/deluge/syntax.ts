/** What a script consists of, as `parse` reads it. Lines are counted from 1. */

export type Expression =
	| { kind: 'value'; value: string | number | boolean | null }
	| { kind: 'name'; name: string; line: number }
	/** `zoho.name`. */
	| { kind: 'system'; name: string; line: number }
	| { kind: 'map'; entries: [Expression, Expression][] }
	| { kind: 'list'; items: Expression[] }
	/** `name(…)`, or `on.name(…)`. */
	| { kind: 'call'; on?: Expression; name: string; given: Expression[]; line: number }
	/** Two values with a sign between them. */
	| { kind: 'pair'; sign: string; left: Expression; right: Expression; line: number }
	| { kind: 'not'; of: Expression }
	| { kind: 'minus'; of: Expression; line: number }
	/** `if(test, then, otherwise)`. */
	| { kind: 'choice'; test: Expression; then: Expression; otherwise: Expression }
	/** `invokeurl [ url : … ]`. */
	| { kind: 'invoke'; fields: Record<string, Expression>; line: number };

export type Statement =
	| { kind: 'set'; name: string; to: Expression }
	| { kind: 'do' | 'return' | 'info'; what: Expression }
	| { kind: 'break' | 'continue' }
	| { kind: 'if'; test: Expression; then: Statement[]; otherwise: Statement[] }
	/** `for each name in list`, or `for each index name in list`. */
	| { kind: 'each'; name: string; of: 'elements' | 'indexes'; list: Expression; body: Statement[]; line: number }
	| { kind: 'try'; first: Statement[]; name: string; caught: Statement[] };
