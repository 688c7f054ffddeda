import { createHmac } from 'node:crypto';
import { parse, type Expression, type Statement } from './deluge-parser';
import type { Variants } from '../variants';
import { DelugeError } from './deluge-tokens';
import { DelugeFile, OtherValue } from './deluge-values';

/** What an `invokeurl` asks for. */
export interface Invocation {
	method: string;
	url: string;
	headers: Record<string, string>;
	body: string;
}

/** @returns status and body of the answer. @throws Error if there is none */
export type Invoke = (request: Invocation) => Promise<{ status: number; text: string }>;

/** What the sources leave open; each as the variant of its name, by default as that. */
export interface Readings extends Partial<Pick<Variants, 'mapText' | 'mapBody' | 'fileObjects'>> {
	/** What stands for null in a text that is put together. Default: nothing. */
	nullText?: string;
	/** Whether `responseText` of an answer in JSON is a map already. */
	isJsonRead?: boolean;
}

type Variables = Record<string, unknown>;

/** What `zoho.encryption` stands for in a script. */
export const ENCRYPTION = Object.freeze({});

/**
 * Runs a script that forwards what a handler is told. It knows the part of Deluge that such scripts are made of.
 *
 * @param variables what the handler has, by Cliq's names
 * @param readings what Deluge does where the sources leave it open
 * @returns what the script returns; null without a return
 * @throws DelugeError for anything that ends the script
 */
export async function runScript(script: string, variables: Variables, invoke: Invoke, readings: Readings = {}): Promise<unknown> {
	const returned = await new Run({ ...variables }, invoke, readings).all(parse(script));
	return returned === undefined ? null : returned.value;
}

/** @returns the variables that a script uses but does not set. @throws DelugeError if it cannot be read */
export function freeNames(script: string): Set<string> {
	const used = new Set<string>();
	const set = new Set<string>();
	const walk = (value: unknown): void => {
		if (typeof value !== 'object' || value === null) return;
		const node = value as { kind?: string; name?: string };
		if (node.kind === 'name') used.add(node.name!);
		if (node.kind === 'set' || node.kind === 'try') set.add(node.name!);
		for (const part of Object.values(value)) walk(part);
	};
	walk(parse(script));
	return new Set([...used].filter((name) => !set.has(name)));
}

class Run {
	constructor(
		private readonly variables: Variables,
		private readonly invoke: Invoke,
		private readonly readings: Readings,
	) {}

	/** @returns what a `return` among them gave, undefined without one. */
	async all(statements: Statement[]): Promise<{ value: unknown } | undefined> {
		for (const statement of statements) {
			const returned = await this.one(statement);
			if (returned) return returned;
		}
		return undefined;
	}

	private async one(statement: Statement): Promise<{ value: unknown } | undefined> {
		switch (statement.kind) {
			case 'set':
				this.variables[statement.name] = await this.value(statement.to);
				return undefined;
			case 'do':
				await this.value(statement.what);
				return undefined;
			case 'return':
				return { value: await this.value(statement.what) };
			case 'if':
				return this.all((await this.value(statement.test)) === true ? statement.then : statement.otherwise);
			default:
				return this.attempt(statement);
		}
	}

	private async attempt({ first, name, caught }: Statement & { kind: 'try' }): Promise<{ value: unknown } | undefined> {
		let failure: unknown;
		try {
			return await this.all(first);
		} catch (error) {
			failure = error;
		}
		this.variables[name] = failure instanceof Error ? failure.message : '';
		return this.all(caught);
	}

	private async value(expression: Expression): Promise<unknown> {
		switch (expression.kind) {
			case 'value':
				return expression.value;
			case 'name':
				if (!Object.hasOwn(this.variables, expression.name)) throw new DelugeError(`Line ${expression.line}: Variable '${expression.name}' is not defined`);
				return this.variables[expression.name];
			case 'map':
				return this.map(expression.entries);
			case 'list':
				return this.each(expression.items);
			case 'not':
				return (await this.value(expression.of)) !== true;
			case 'pair':
				return this.pair(expression);
			case 'call':
				return this.call(expression);
			default:
				return this.open(expression);
		}
	}

	private async map(entries: [Expression, Expression][]): Promise<Record<string, unknown>> {
		const map: Record<string, unknown> = {};
		for (const [key, value] of entries) define(map, textOf(await this.value(key)), await this.value(value));
		return map;
	}

	private async each(expressions: Expression[]): Promise<unknown[]> {
		const values: unknown[] = [];
		for (const one of expressions) values.push(await this.value(one));
		return values;
	}

	private async pair({ sign, left: one, right: other }: Expression & { kind: 'pair' }): Promise<unknown> {
		const left = await this.value(one);
		if (sign === '&&' && left !== true) return false;
		if (sign === '||' && left === true) return true;
		const right = await this.value(other);
		switch (sign) {
			case '&&':
			case '||':
				return right === true;
			case '==':
				return left === right;
			case '!=':
				return left !== right;
			case '+':
				return typeof left === 'number' && typeof right === 'number' ? left + right : this.joined(left) + this.joined(right);
			case '<':
			case '>':
			case '<=':
			case '>=':
				return compare(sign, Number(left), Number(right));
			default:
				throw new DelugeError(`The sandbox does not calculate with "${sign}"`);
		}
	}

	private joined(value: unknown): string {
		return value === null ? (this.readings.nullText ?? '') : printed(value, this.readings.mapText);
	}

	private async call({ on, name, given, line }: Expression & { kind: 'call' }): Promise<unknown> {
		const values = await this.each(on ? [on, ...given] : given);
		const known = functions[name];
		if (!known || !Object.hasOwn(functions, name)) throw new DelugeError(`Line ${line}: the sandbox does not know the function "${name}"`);
		if (name === 'toString' || name === 'toText') return printed(values[0], this.readings.mapText);
		return known(...values);
	}

	private async open({ fields, line }: Expression & { kind: 'invoke' }): Promise<unknown> {
		const given: Record<string, unknown> = {};
		for (const [key, field] of Object.entries(fields)) given[key] = await this.value(field);
		const { status, text } = await this.invoke(invocation(given, this.readings));
		if (given.detailed === true) return { responseCode: status, responseText: this.readings.isJsonRead ? fromJson(text) : text };
		if (status < 200 || status > 299) throw new DelugeError(`Line ${line}: the task has been terminated since the API call is responding with an invalid status code ${status}`);
		return fromJson(text);
	}
}

/** `body` goes out as it is, `parameters` as a form. */
function invocation({ url, type = 'GET', headers, body, parameters }: Record<string, unknown>, readings: Readings): Invocation {
	const own = Object.fromEntries(Object.entries(isMap(headers) ? headers : {}).map(([key, value]) => [key.toLowerCase(), textOf(value)]));
	const request = { method: textOf(type).toUpperCase(), url: textOf(url) };
	if (parameters === undefined) return { ...request, headers: own, body: bodyOf(body ?? '', readings) };
	const form = isMap(parameters) ? new URLSearchParams(Object.entries(parameters).map(([key, value]): [string, string] => [key, textOf(value)])).toString() : textOf(parameters);
	return { ...request, headers: { ...own, 'content-type': 'application/x-www-form-urlencoded' }, body: form };
}

/** @throws DelugeError for a file, if those cannot be in it */
function bodyOf(body: unknown, { mapBody = 'json', fileObjects }: Readings): string {
	if (fileObjects === 'fails' && hasFile(body)) throw new DelugeError('A FILE cannot be in the body');
	if (!isMap(body) || mapBody === 'json') return textOf(body);
	if (mapBody === 'equals') return printed(body, 'equals');
	const parts = Object.entries(body).map(([key, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${textOf(value)}\r\n`);
	return `${parts.join('')}--${BOUNDARY}--\r\n`;
}

const BOUNDARY = '----DelugeFormBoundary7c1f';

function hasFile(value: unknown): boolean {
	if (value instanceof DelugeFile) return true;
	return typeof value === 'object' && value !== null && Object.values(value).some(hasFile);
}

/** A value as text, maps as they are read. */
function printed(value: unknown, how: Variants['mapText'] = 'json'): string {
	if (how === 'json' || !isMap(value)) return textOf(value);
	const one = (key: string, inner: unknown): string => {
		if (how === 'equals') return `${key}=${printed(inner, how)}`;
		return `"${key}":${typeof inner === 'string' ? `"${inner}"` : printed(inner, isMap(inner) ? 'equals' : 'json')}`;
	};
	return `{${Object.entries(value).map(([key, inner]) => one(key, inner)).join(how === 'equals' ? ', ' : ',')}}`;
}

const functions: Record<string, (...given: unknown[]) => unknown> = {
	Map: () => ({}),
	List: () => [],
	put: (map, key, value) => void define(map, textOf(key), value),
	add: (list, value) => void (Array.isArray(list) && list.push(value)),
	get: (from, key) => entry(from, textOf(key)),
	toList: (text, between) => textOf(text).split(textOf(between ?? ',')),
	containsKey: (map, key) => isMap(map) && Object.hasOwn(map, textOf(key)),
	containKey: (map, key) => isMap(map) && Object.hasOwn(map, textOf(key)),
	contains: (text, part) => textOf(text).includes(textOf(part)),
	startsWith: (text, part) => textOf(text).startsWith(textOf(part)),
	isNull: (value) => value === null,
	ifnull: (value, other) => (value === null ? other : value),
	isEmpty: (value) => value === null || textOf(value) === '' || Object.keys(Object(value)).length === 0,
	size: (value) => Object.keys(Object(value)).length,
	length: (value) => textOf(value).length,
	toString: (value: unknown) => textOf(value),
	toText: (value) => textOf(value),
	toLong: (value) => Number(value),
	toMap: (value) => mapOf(value),
	toNumber: (value) => Number(value),
	toLowerCase: (value) => textOf(value).toLowerCase(),
	toUpperCase: (value) => textOf(value).toUpperCase(),
	trim: (value) => textOf(value).trim(),
	getFileName: (file) => fileOf(file).name,
	getFileType: (file) => fileOf(file).type,
	getFileSize: (file) => fileOf(file).size,
	urlEncode: (on, text) => encoded(on, text),
	hmacsha256: (on, key, text, type) => hmac(on, textOf(key), textOf(text), textOf(type ?? 'base64')),
};

/**
 * @returns what a map or a list has there, null for nothing.
 * @throws DelugeError for what has no entries
 */
function entry(from: unknown, key: string): unknown {
	if (typeof from !== 'object' || from === null) throw new DelugeError(`Error in get: ${from === null ? 'null' : 'this'} is neither a map nor a list`);
	return typeof from === 'object' && from !== null && Object.hasOwn(from, key) ? (from as Record<string, unknown>)[key] : null;
}

function isMap(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof DelugeFile) && !(value instanceof OtherValue);
}

/** A map is somebody's data: no key of it may mean anything to JavaScript. */
function define(map: unknown, key: string, value: unknown): void {
	if (!isMap(map)) throw new DelugeError('put needs a map');
	Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}

function fileOf(value: unknown): DelugeFile {
	if (!(value instanceof DelugeFile)) throw new DelugeError('This is not a file');
	return value;
}

function textOf(value: unknown): string {
	if (typeof value === 'string') return value;
	if (value instanceof OtherValue) return value.text;
	if (value instanceof DelugeFile) return value.name;
	return value === null || value === undefined ? '' : JSON.stringify(value);
}

function fromJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** Fails as it does in Cliq, so that a `try` around it can catch that. */
function mapOf(text: unknown): Record<string, unknown> {
	const value = typeof text === 'string' ? fromJson(text) : undefined;
	if (!isMap(value)) throw new DelugeError(`Error in toMap: ${textOf(text).slice(0, 40)} is no text that holds a map`);
	return value;
}

/** Source: the page HMAC-SHA256 of Deluge's help; Base64 unless a third value asks for hex. */
/** Source: Zoho's page "urlEncode()". */
function encoded(on: unknown, text: unknown): string | null {
	if (on !== ENCRYPTION) throw new DelugeError('urlEncode is a task of zoho.encryption');
	return typeof text === 'string' ? encodeURIComponent(text) : null;
}

function hmac(on: unknown, key: string, text: string, type: string): string {
	if (on !== ENCRYPTION) throw new DelugeError('hmacsha256 is a task of zoho.encryption');
	if (type !== 'base64' && type !== 'hex') throw new DelugeError(`The sandbox writes no hash as "${type}"`);
	return createHmac('sha256', key).update(text).digest(type);
}

function compare(sign: string, left: number, right: number): boolean {
	if (sign === '<') return left < right;
	if (sign === '>') return left > right;
	return sign === '<=' ? left <= right : left >= right;
}
