import { DelugeError, tokensOf, type Token } from './deluge-tokens';

export type Expression =
	| { kind: 'value'; value: unknown }
	| { kind: 'name'; name: string; line: number }
	| { kind: 'map'; entries: [Expression, Expression][] }
	| { kind: 'list'; items: Expression[] }
	/** `name(…)`, or `on.name(…)`. */
	| { kind: 'call'; on?: Expression; name: string; given: Expression[]; line: number }
	| { kind: 'pair'; sign: string; left: Expression; right: Expression }
	| { kind: 'not'; of: Expression }
	/** `invokeurl [ url : … ]`. */
	| { kind: 'invoke'; fields: Record<string, Expression>; line: number };

export type Statement =
	| { kind: 'set'; name: string; to: Expression }
	| { kind: 'do'; what: Expression }
	| { kind: 'return'; what: Expression }
	| { kind: 'if'; test: Expression; then: Statement[]; otherwise: Statement[] }
	| { kind: 'try'; first: Statement[]; name: string; caught: Statement[] };

/** How tightly signs between two values bind. */
const BINDING: Record<string, number> = { '||': 1, '&&': 2, '==': 3, '!=': 3, '<': 4, '>': 4, '<=': 4, '>=': 4, '+': 5, '-': 5, '*': 6, '/': 6, '%': 6 };

/**
 * Reads the part of Deluge that a forwarder is made of: maps, texts, conditions, try, invokeurl, return. Loops are not among it.
 * @throws DelugeError that names the line
 */
export function parse(script: string): Statement[] {
	const parser = new Parser(tokensOf(script));
	return parser.statements('end');
}

class Parser {
	private at = 0;

	constructor(private readonly tokens: Token[]) {}

	/** Reads up to a closing brace, or to the end of the script. */
	statements(until: '}' | 'end'): Statement[] {
		const found: Statement[] = [];
		for (;;) {
			if (until === 'end' ? this.token.kind === 'end' : this.take('}')) return found;
			if (!this.take(';')) found.push(this.statement());
		}
	}

	private statement(): Statement {
		if (this.takeWord('return')) return this.ended({ kind: 'return', what: this.is(';') ? { kind: 'value', value: null } : this.expression() });
		if (this.takeWord('info')) return this.ended({ kind: 'do', what: this.expression() });
		if (this.takeWord('if')) return this.condition();
		if (this.takeWord('try')) return this.attempt();
		const name = this.token.value;
		if (this.token.kind === 'name' && this.tokens[this.at + 1].value === '=' && this.tokens[this.at + 1].kind === 'sign') {
			this.at += 2;
			return this.ended({ kind: 'set', name, to: this.expression() });
		}
		return this.ended({ kind: 'do', what: this.expression() });
	}

	private ended(statement: Statement): Statement {
		if (!this.take(';') && !this.is('}') && this.token.kind !== 'end') throw this.unexpected('a semicolon');
		return statement;
	}

	private condition(): Statement {
		this.expect('(');
		const test = this.expression();
		this.expect(')');
		const then = this.block();
		if (!this.takeWord('else')) return { kind: 'if', test, then, otherwise: [] };
		return { kind: 'if', test, then, otherwise: this.takeWord('if') ? [this.condition()] : this.block() };
	}

	private attempt(): Statement {
		const first = this.block();
		if (!this.takeWord('catch')) throw this.unexpected('catch');
		this.expect('(');
		const name = this.word();
		this.expect(')');
		return { kind: 'try', first, name, caught: this.block() };
	}

	private block(): Statement[] {
		this.expect('{');
		return this.statements('}');
	}

	private expression(least = 0): Expression {
		let left = this.value();
		for (;;) {
			const sign = this.token.kind === 'sign' ? this.token.value : '';
			if (!((BINDING[sign] ?? 0) > least)) return left;
			this.at++;
			left = { kind: 'pair', sign, left, right: this.expression(BINDING[sign]) };
		}
	}

	private value(): Expression {
		if (this.take('!')) return { kind: 'not', of: this.value() };
		let value = this.first();
		while (this.take('.')) {
			const { line } = this.token;
			const name = this.word();
			value = this.take('(')
				? { kind: 'call', on: value, name, given: this.list(')'), line }
				: { kind: 'call', on: value, name: 'get', given: [{ kind: 'value', value: name }], line };
		}
		return value;
	}

	private first(): Expression {
		const { kind, value, line } = this.token;
		if (this.take('(')) {
			const inner = this.expression();
			this.expect(')');
			return inner;
		}
		if (this.take('{')) return this.braces();
		if (this.take('[')) return { kind: 'list', items: this.list(']') };
		this.at++;
		if (kind === 'text') return { kind: 'value', value };
		if (kind === 'number') return { kind: 'value', value: Number(value) };
		if (kind !== 'name') {
			this.at--;
			throw this.unexpected('a value');
		}
		if (value === 'true' || value === 'false') return { kind: 'value', value: value === 'true' };
		if (value === 'null') return { kind: 'value', value: null };
		if (value === 'invokeurl') return this.invoke(line);
		return this.take('(') ? { kind: 'call', name: value, given: this.list(')'), line } : { kind: 'name', name: value, line };
	}

	/** `{ "key" : value }` is a map, `{ value, value }` a list, `{}` a map. */
	private braces(): Expression {
		const entries: [Expression, Expression][] = [];
		const items: Expression[] = [];
		while (!this.take('}')) {
			const one = this.expression();
			if (this.take(':')) entries.push([one, this.expression()]);
			else items.push(one);
			if (!this.take(',') && !this.is('}')) throw this.unexpected('a comma');
		}
		return items.length > 0 ? { kind: 'list', items } : { kind: 'map', entries };
	}

	private invoke(line: number): Expression {
		this.expect('[');
		const fields: Record<string, Expression> = {};
		while (!this.take(']')) {
			const key = this.word();
			this.expect(':');
			// The method is a word, not a variable.
			fields[key] = key === 'type' && this.token.kind === 'name' ? { kind: 'value', value: this.word() } : this.expression();
			this.take(',');
		}
		return { kind: 'invoke', fields, line };
	}

	private list(end: ')' | ']'): Expression[] {
		const items: Expression[] = [];
		while (!this.take(end)) {
			items.push(this.expression());
			if (!this.take(',') && !this.is(end)) throw this.unexpected('a comma');
		}
		return items;
	}

	private get token(): Token {
		return this.tokens[this.at];
	}

	private is(sign: string): boolean {
		return this.token.kind === 'sign' && this.token.value === sign;
	}

	private take(sign: string): boolean {
		if (!this.is(sign)) return false;
		this.at++;
		return true;
	}

	private takeWord(word: string): boolean {
		if (this.token.kind !== 'name' || this.token.value !== word) return false;
		this.at++;
		return true;
	}

	private expect(sign: string): void {
		if (!this.take(sign)) throw this.unexpected(`"${sign}"`);
	}

	private word(): string {
		if (this.token.kind !== 'name') throw this.unexpected('a name');
		return this.tokens[this.at++].value;
	}

	private unexpected(wanted: string): DelugeError {
		return new DelugeError(`Line ${this.token.line}: ${wanted} was expected, not "${this.token.value.slice(0, 40)}"`);
	}
}
