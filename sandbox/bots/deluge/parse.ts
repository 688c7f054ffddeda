import type { Expression, Statement } from './syntax';
import { tokensOf, type Token } from './tokens';
import { DelugeError } from './values';

/** How tightly signs between two values bind. */
const BINDING: Record<string, number> = {
	'||': 1,
	'&&': 2,
	'==': 3,
	'!=': 3,
	'<': 4,
	'>': 4,
	'<=': 4,
	'>=': 4,
	'+': 5,
	'-': 5,
	'*': 6,
	'/': 6,
	'%': 6,
};
/** Words that name no variable. */
const KEYWORDS = new Set([
	'if',
	'else',
	'for',
	'try',
	'catch',
	'return',
	'info',
	'break',
	'continue',
	'true',
	'false',
	'null',
	'zoho',
]);
/** Of invokeurl. Source: its page. */
const FIELDS = [
	'url',
	'type',
	'headers',
	'body',
	'parameters',
	'files',
	'connection',
	'detailed',
	'content-type',
	'response-format',
	'response-decoding',
];
/** Values and statements within each other; what is deeper would exhaust the stack. */
const DEEPEST = 200;
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * Reads Deluge as handlers of Cliq have it: what the pages of zoho.com/deluge/help on statements, lists, maps and
 * invokeUrl describe, and scripts of live bots are made of.
 * @throws DelugeError that names the line, for whatever Deluge would not save
 */
export function parse(script: string): Statement[] {
	return new Parser(tokensOf(script)).script();
}

/** Names that stand for `zoho.currenttime` and its day, unless a script sets them. */
export function isTimeName(name: string): boolean {
	return name === 'now' || name === 'today';
}

/** @returns the variables that a script uses but never sets. @throws DelugeError if it cannot be read */
export function freeNames(script: string): Set<string> {
	const used = new Set<string>();
	const set = new Set<string>();
	const parts: unknown[] = parse(script);
	while (parts.length > 0) {
		const part = parts.pop();
		if (typeof part !== 'object' || part === null) continue;
		const { kind, name } = part as { kind?: string; name?: string };
		if (kind === 'name') used.add(name!);
		if (kind === 'system') used.add('zoho');
		if (kind === 'set' || kind === 'each' || kind === 'try') set.add(name!);
		parts.push(...Object.values(part));
	}
	return new Set([...used].filter((name) => !set.has(name) && !isTimeName(name)));
}

class Parser {
	private at = 0;
	/** How many loops are around. */
	private loops = 0;
	private depth = 0;

	constructor(private readonly tokens: Token[]) {}

	script(): Statement[] {
		const found: Statement[] = [];
		while (this.token.kind !== 'end') found.push(this.statement());
		return found;
	}

	private block(): Statement[] {
		this.expect('{');
		const found: Statement[] = [];
		while (!this.take('}')) {
			if (this.token.kind === 'end') throw this.unexpected('"}"');
			found.push(this.statement());
		}
		return found;
	}

	private statement(): Statement {
		return this.deeper(() => this.anyStatement());
	}

	private anyStatement(): Statement {
		if (this.takeWord('if')) return this.condition();
		if (this.takeWord('for')) return this.loop();
		if (this.takeWord('try')) return this.attempt();
		const simple = this.simpleStatement();
		if (!this.take(';')) throw this.unexpected('a semicolon');
		return simple;
	}

	/** One that ends with a semicolon. */
	private simpleStatement(): Statement {
		if (this.takeWord('return'))
			return { kind: 'return', what: this.is(';') ? { kind: 'value', value: null } : this.expression() };
		if (this.takeWord('info')) return { kind: 'info', what: this.expression() };
		for (const kind of ['break', 'continue'] as const) {
			if (!this.isWord(kind)) continue;
			if (this.loops === 0) throw new DelugeError(`${kind} stands in a loop`, this.token.line);
			this.at++;
			return { kind };
		}
		const next = this.tokens[this.at + 1];
		const [, sign] = (next?.kind === 'sign' && /^([-+*/%]?)=$/.exec(next.value)) || [];
		if (this.token.kind !== 'name' || sign === undefined) return { kind: 'do', what: this.expression() };
		const { line } = this.token;
		const name = this.name();
		this.at++;
		const right = this.expression();
		// `a += b` sets `a + b`.
		return {
			kind: 'set',
			name,
			to: sign === '' ? right : { kind: 'pair', sign, left: { kind: 'name', name, line }, right, line },
		};
	}

	private condition(): Statement {
		const test = this.inParentheses(() => this.expression());
		const then = this.block();
		if (!this.takeWord('else')) return { kind: 'if', test, then, otherwise: [] };
		return { kind: 'if', test, then, otherwise: this.takeWord('if') ? [this.condition()] : this.block() };
	}

	private loop(): Statement {
		const { line } = this.token;
		if (!this.takeWord('each')) throw this.unexpected('each');
		// `index` may be the variable's name as well.
		const of = this.isWord('index') && this.tokens[this.at + 1]?.value !== 'in' ? 'indexes' : 'elements';
		if (of === 'indexes') this.at++;
		const name = this.name();
		if (!this.takeWord('in')) throw this.unexpected('in');
		const list = this.expression();
		this.loops++;
		const body = this.block();
		this.loops--;
		return { kind: 'each', of, name, list, body, line };
	}

	private attempt(): Statement {
		const first = this.block();
		if (!this.takeWord('catch')) throw this.unexpected('catch');
		const name = this.inParentheses(() => this.name());
		return { kind: 'try', first, name, caught: this.block() };
	}

	private expression(least = 0): Expression {
		let left = this.value();
		for (;;) {
			const { kind, value: sign, line } = this.token;
			if (kind !== 'sign' || !((BINDING[sign] ?? 0) > least)) return left;
			this.at++;
			left = { kind: 'pair', sign, left, right: this.expression(BINDING[sign]), line };
		}
	}

	private deeper<T>(read: () => T): T {
		if (++this.depth > DEEPEST) throw new DelugeError('there is too much within each other', this.token.line);
		const inner = read();
		this.depth--;
		return inner;
	}

	private value(): Expression {
		return this.deeper(() => this.signedValue());
	}

	private signedValue(): Expression {
		const { line } = this.token;
		if (this.take('!')) return { kind: 'not', of: this.value() };
		if (this.take('-')) return { kind: 'minus', of: this.value(), line };
		let value = this.first();
		for (;;) {
			const { line: own } = this.token;
			if (this.take('.')) {
				const name = this.name();
				this.expect('(');
				value = { kind: 'call', on: value, name, given: this.list(')'), line: own };
			} else if (this.take('[')) {
				value = { kind: 'call', on: value, name: 'get', given: [this.expression()], line: own };
				this.expect(']');
			} else return value;
		}
	}

	private first(): Expression {
		const { kind, value, line } = this.token;
		if (this.is('(')) return this.inParentheses(() => this.expression());
		if (this.take('{')) return this.braces();
		if (this.take('[')) return { kind: 'list', items: this.list(']') };
		if (kind === 'text' || kind === 'number') {
			this.at++;
			return { kind: 'value', value: kind === 'number' ? Number(value) : value };
		}
		if (this.takeWord('true') || this.takeWord('false')) return { kind: 'value', value: value === 'true' };
		if (this.takeWord('null')) return { kind: 'value', value: null };
		if (this.takeWord('if')) return this.choice();
		if (this.takeWord('zoho')) {
			this.expect('.');
			return { kind: 'system', name: this.name(), line };
		}
		const name = this.name('a value');
		if (/^invokeurl$/i.test(name)) return this.invoke(line);
		return this.take('(') ? { kind: 'call', name, given: this.list(')'), line } : { kind: 'name', name, line };
	}

	private choice(): Expression {
		return this.inParentheses(() => {
			const test = this.expression();
			this.expect(',');
			const then = this.expression();
			this.expect(',');
			return { kind: 'choice', test, then, otherwise: this.expression() };
		});
	}

	/** `{ "key" : value }` is a map, `{ value, value }` a list, `{}` a map. */
	private braces(): Expression {
		if (this.take('}')) return { kind: 'map', entries: [] };
		const one = this.expression();
		if (!this.take(':'))
			return { kind: 'list', items: this.take(',') ? [one, ...this.items('}')] : this.closed([one], '}') };
		const entries: [Expression, Expression][] = [[one, this.expression()]];
		while (this.take(',')) {
			const key = this.expression();
			this.expect(':');
			entries.push([key, this.expression()]);
		}
		return { kind: 'map', entries: this.closed(entries, '}') };
	}

	private invoke(line: number): Expression {
		this.expect('[');
		const fields: Record<string, Expression> = {};
		while (!this.take(']')) {
			const { line: own } = this.token;
			const name = this.fieldName();
			if (!FIELDS.includes(name))
				throw new DelugeError(`invokeurl has no field "${name}"; its fields are ${FIELDS.join(', ')}`, own);
			if (Object.hasOwn(fields, name)) throw new DelugeError(`invokeurl has "${name}" twice`, own);
			this.expect(':');
			// The method is a word, not a variable.
			fields[name] = name === 'type' ? { kind: 'value', value: this.method() } : this.expression();
		}
		if (!fields.url) throw new DelugeError('invokeurl needs a "url"', line);
		return { kind: 'invoke', fields, line };
	}

	/** Such as `content-type`. */
	private fieldName(): string {
		let name = this.name('a field of invokeurl, without a comma before it,');
		while (this.take('-')) name += `-${this.name()}`;
		return name;
	}

	private method(): string {
		const { kind, value, line } = this.token;
		if (kind !== 'name' || !METHODS.includes(value))
			throw new DelugeError(`The type of invokeurl is one of ${METHODS.join(', ')}, not "${value}"`, line);
		this.at++;
		return value;
	}

	private list(end: ')' | ']'): Expression[] {
		return this.take(end) ? [] : this.items(end);
	}

	/** At least one, and then the end. */
	private items(end: string): Expression[] {
		const items = [this.expression()];
		while (this.take(',')) items.push(this.expression());
		return this.closed(items, end);
	}

	private closed<T>(what: T, end: string): T {
		if (!this.take(end)) throw this.unexpected(`a comma or "${end}"`);
		return what;
	}

	private inParentheses<T>(read: () => T): T {
		this.expect('(');
		const inner = read();
		this.expect(')');
		return inner;
	}

	private get token(): Token {
		const token = this.tokens[this.at];
		if (!token) throw new Error('Nothing is read behind the end of a script');
		return token;
	}

	private is(sign: string): boolean {
		return this.token.kind === 'sign' && this.token.value === sign;
	}

	private isWord(word: string): boolean {
		return this.token.kind === 'name' && this.token.value === word;
	}

	private take(sign: string): boolean {
		if (!this.is(sign)) return false;
		this.at++;
		return true;
	}

	private takeWord(word: string): boolean {
		if (!this.isWord(word)) return false;
		this.at++;
		return true;
	}

	private expect(sign: string): void {
		if (!this.take(sign)) throw this.unexpected(`"${sign}"`);
	}

	private name(wanted = 'a name'): string {
		const { kind, value } = this.token;
		if (kind !== 'name' || KEYWORDS.has(value)) throw this.unexpected(wanted);
		this.at++;
		return value;
	}

	private unexpected(wanted: string): DelugeError {
		const { kind, value, line } = this.token;
		return new DelugeError(
			`${wanted} was expected, not ${kind === 'end' ? value : `"${value.slice(0, 40)}"`}`,
			line,
		);
	}
}
