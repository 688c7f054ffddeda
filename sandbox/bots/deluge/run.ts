import { callFunction, callTask, construct } from './functions';
import { fieldsOfOlder, requestOf, resultOf, type Invoke } from './invoke-url';
import { isTimeName, parse } from './parse';
import type { Expression, Statement } from './syntax';
import { define, DelugeError, DelugeTime, isMap, Tasks, textOf, typeOf, type DelugeMap, type Readings } from './values';

export interface RunOptions extends Readings {
	/** Is told what `info` says. */
	log?: (line: string) => void;
}

/**
 * Runs a script.
 * @param variables what the handler has, by Cliq's names; `zoho` has what stands behind `zoho.`
 * @param options what Deluge does where the sources leave it open
 * @returns what the script returns; null without a return
 * @throws DelugeError that names the line, for anything that ends the script
 */
export async function runScript(
	script: string,
	variables: DelugeMap,
	invoke: Invoke,
	options: RunOptions = {},
): Promise<unknown> {
	const statements = parse(script);
	const end = await new Run({ ...variables }, invoke, options).all(statements);
	return end?.kind === 'return' ? end.value : null;
}

/** How a run of statements ended before its last one. */
type End = { kind: 'return'; value: unknown } | { kind: 'break' | 'continue' } | undefined;

class Run {
	constructor(
		private readonly variables: DelugeMap,
		private readonly invoke: Invoke,
		private readonly options: RunOptions,
	) {}

	async all(statements: Statement[]): Promise<End> {
		for (const statement of statements) {
			const end = await this.one(statement);
			if (end) return end;
		}
		return undefined;
	}

	private async one(statement: Statement): Promise<End> {
		switch (statement.kind) {
			case 'set':
				define(this.variables, statement.name, await this.value(statement.to));
				return undefined;
			case 'do':
				await this.value(statement.what);
				return undefined;
			case 'info':
				this.options.log?.(this.text(await this.value(statement.what)));
				return undefined;
			case 'return':
				return { kind: 'return', value: await this.value(statement.what) };
			case 'if':
				return this.all((await this.value(statement.test)) === true ? statement.then : statement.otherwise);
			case 'each':
				return this.each(statement);
			case 'try':
				return this.attempt(statement);
			default:
				return statement;
		}
	}

	private async each({ name, of, list: given, body, line }: Statement & { kind: 'each' }): Promise<End> {
		const list = elementsOf(await this.value(given), line);
		for (const [index, element] of list.entries()) {
			define(this.variables, name, of === 'indexes' ? index : element);
			const end = await this.all(body);
			if (end?.kind === 'return') return end;
			if (end?.kind === 'break') return undefined;
		}
		return undefined;
	}

	private async attempt({ first, name, caught }: Statement & { kind: 'try' }): Promise<End> {
		let failure: unknown;
		try {
			return await this.all(first);
		} catch (error) {
			failure = error;
		}
		define(this.variables, name, whyOf(failure));
		return this.all(caught);
	}

	private async value(expression: Expression): Promise<unknown> {
		switch (expression.kind) {
			case 'value':
				return expression.value;
			case 'name':
				return this.variable(expression.name, expression.line);
			case 'system':
				return this.system(expression.name, expression.line);
			case 'map':
				return this.map(expression.entries);
			case 'list':
				return this.values(expression.items);
			case 'not':
				return (await this.value(expression.of)) !== true;
			case 'minus':
				return calculated('-', 0, await this.value(expression.of), expression.line);
			case 'choice':
				return this.value(
					(await this.value(expression.test)) === true ? expression.then : expression.otherwise,
				);
			case 'pair':
				return this.pair(expression);
			case 'call':
				return this.call(expression);
			default:
				return this.open(expression);
		}
	}

	private variable(name: string, line: number): unknown {
		if (isTimeName(name) && !Object.hasOwn(this.variables, name))
			return callFunction(name === 'now' ? 'toTime' : 'toDate', [this.system('currenttime', line)], this.options);
		if (!Object.hasOwn(this.variables, name)) throw new DelugeError(`Variable '${name}' is not defined`, line);
		return this.variables[name];
	}

	/** Such as `zoho.currenttime`. */
	private system(name: string, line: number): unknown {
		const zoho = this.variable('zoho', line);
		if (name === 'currentdate') return callFunction('toDate', [this.system('currenttime', line)], this.options);
		if (!isMap(zoho) || !Object.hasOwn(zoho, name))
			throw new DelugeError(`The sandbox does not know zoho.${name}`, line);
		const value = zoho[name];
		return name === 'currenttime' && typeof value === 'number' ? new DelugeTime(value) : value;
	}

	private async map(entries: [Expression, Expression][]): Promise<DelugeMap> {
		const map: DelugeMap = {};
		for (const [key, value] of entries) define(map, textOf(await this.value(key)), await this.value(value));
		return map;
	}

	private async values(expressions: Expression[]): Promise<unknown[]> {
		const values: unknown[] = [];
		for (const one of expressions) values.push(await this.value(one));
		return values;
	}

	private async pair({ sign, left: one, right: other, line }: Expression & { kind: 'pair' }): Promise<unknown> {
		const left = await this.value(one);
		if (sign === '&&' && left !== true) return false;
		if (sign === '||' && left === true) return true;
		const right = await this.value(other);
		switch (sign) {
			case '&&':
			case '||':
				return right === true;
			case '==':
				return comparable(left) === comparable(right);
			case '!=':
				return comparable(left) !== comparable(right);
			case '+':
				return typeof left === 'number' && typeof right === 'number'
					? left + right
					: this.text(left) + this.text(right);
			default:
				return calculated(sign, left, right, line);
		}
	}

	/** In a text that is put together. */
	private text(value: unknown): string {
		return value === null ? (this.options.nullText ?? '') : textOf(value, this.options.mapText);
	}

	private async call({ on, name, given, line }: Expression & { kind: 'call' }): Promise<unknown> {
		const subject = on && (await this.value(on));
		const values = await this.values(given);
		try {
			if (subject instanceof Tasks) return callTask(subject, name, values);
			const older = on ? undefined : fieldsOfOlder(name, values);
			if (older) return await this.fetched(older);
			const made = on ? undefined : construct(name, values);
			return made ?? callFunction(name, on ? [subject, ...values] : values, this.options);
		} catch (error) {
			throw located(error, line);
		}
	}

	private async fetched(fields: DelugeMap): Promise<unknown> {
		const answer = await this.invoke(await requestOf(fields, this.options));
		return fields.detailed === true ? resultOf(answer, fields, this.options) : answer.text;
	}

	private async open({ fields, line }: Expression & { kind: 'invoke' }): Promise<unknown> {
		const given: DelugeMap = {};
		for (const [key, field] of Object.entries(fields)) given[key] = await this.value(field);
		try {
			return resultOf(await this.invoke(await requestOf(given, this.options)), given, this.options);
		} catch (error) {
			throw located(error, line);
		}
	}
}

function whyOf(error: unknown): string {
	return error instanceof DelugeError ? error.why : error instanceof Error ? error.message : 'it did not work';
}

/** The same with the line of what was called, unless it has one. */
function located(error: unknown, line: number): DelugeError {
	return error instanceof DelugeError && error.line !== undefined ? error : new DelugeError(whyOf(error), line);
}

/**
 * Of lists, texts with commas (source: the page "For each element"), and the values of maps (live). A script may change
 * the list meanwhile.
 */
function elementsOf(value: unknown, line: number): unknown[] {
	if (Array.isArray(value)) return [...value];
	if (typeof value === 'string') return value.split(',');
	if (isMap(value)) return Object.values(value);
	throw new DelugeError(
		`for each goes through a list, a map or a text, not ${typeOf(value) === 'null' ? 'null' : `a value of the type ${typeOf(value)}`}`,
		line,
	);
}

/** Texts that are not TEXT, and moments, are the same if they say the same. */
function comparable(value: unknown): unknown {
	const type = typeOf(value);
	if (type === 'null') return null;
	return type === 'other' || type === 'file' || type === 'text'
		? textOf(value)
		: value instanceof DelugeTime
			? value.ms
			: type === 'map' || type === 'list'
				? JSON.stringify(value)
				: value;
}

function calculated(sign: string, one: unknown, other: unknown, line: number): number | boolean {
	const [left, right] = [one, other].map((value) => (value instanceof DelugeTime ? value.ms : value));
	if (typeof left !== 'number' || typeof right !== 'number')
		throw new DelugeError(`"${sign}" stands between numbers, not ${typeOf(one)} and ${typeOf(other)}`, line);
	switch (sign) {
		case '-':
			return left - right;
		case '*':
			return left * right;
		case '<':
			return left < right;
		case '>':
			return left > right;
		case '<=':
			return left <= right;
		case '>=':
			return left >= right;
		default:
			if (right === 0) throw new DelugeError('Division by zero', line);
			return sign === '/' ? left / right : left % right;
	}
}
