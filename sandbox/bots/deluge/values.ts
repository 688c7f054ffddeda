import type { Readable } from 'node:stream';
import type { Variants } from '../../variants';
import { formatTime } from './time-formats';

/** What is wrong with a script, or what went wrong while it ran. */
export class DelugeError extends Error {
	/**
	 * @param why without the line, as a `catch` in the script gets it
	 * @param line counted from 1
	 */
	constructor(
		readonly why: string,
		readonly line?: number,
	) {
		super(line === undefined ? why : `Line ${line}: ${why}`);
	}
}

/** A file as a script has it: an object of the type FILE. */
export class DelugeFile {
	constructor(
		readonly name: string,
		/** MIME type. */
		readonly type: string,
		/** In bytes. */
		readonly size: number,
		readonly open: () => Readable,
	) {}

	/** In JSON, where that does not fail, and in texts. */
	toJSON(): string {
		return this.name;
	}
}

/** A moment. */
export class DelugeTime {
	/** @param ms milliseconds since 1970 */
	constructor(readonly ms: number) {}

	toJSON(): string {
		return this.toString();
	}

	/** As Deluge writes it unless told otherwise. */
	toString(): string {
		return formatTime(this.ms, 'dd-MMM-yyyy HH:mm:ss');
	}
}

/** What reads as a text, and is none for functions that take texts alone. */
export class OtherValue {
	constructor(readonly text: string) {}

	toJSON(): string {
		return this.text;
	}
}

/** What stands behind `zoho.cliq` or `zoho.encryption`: functions by their names. */
export class Tasks {
	constructor(readonly functions: Record<string, (...given: unknown[]) => unknown>) {}
}

export type DelugeMap = Record<string, unknown>;

/** The sources leave these open; each is the variant of its name, or of what it says. */
export interface Readings extends Partial<Pick<Variants, 'mapText' | 'mapBody' | 'fileObjects'>> {
	/** What stands for null in a text that is put together. Default: nothing. */
	nullText?: string;
	/** Whether `responseText` of an answer in JSON is a map already. */
	isJsonRead?: boolean;
}

export function isMap(value: unknown): value is DelugeMap {
	return typeOf(value) === 'map';
}

/** What Deluge would call the type of a value. */
export type TypeName = 'null' | 'text' | 'number' | 'boolean' | 'list' | 'map' | 'file' | 'time' | 'tasks' | 'other';

export function typeOf(value: unknown): TypeName {
	if (value === null || value === undefined) return 'null';
	if (typeof value === 'string') return 'text';
	if (typeof value === 'number' || typeof value === 'boolean') return typeof value as 'number' | 'boolean';
	if (Array.isArray(value)) return 'list';
	if (value instanceof DelugeFile) return 'file';
	if (value instanceof DelugeTime) return 'time';
	if (value instanceof Tasks) return 'tasks';
	return value instanceof OtherValue ? 'other' : 'map';
}

/** A map is somebody's data: no key of it may mean anything to JavaScript. */
export function define(map: DelugeMap, key: string, value: unknown): void {
	Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}

/** @returns what a map has there, null for nothing. */
export function entryOf(map: DelugeMap, key: string): unknown {
	return Object.hasOwn(map, key) ? map[key] : null;
}

/** A value as text, maps as they are read. Null is nothing. */
export function textOf(value: unknown, how: Variants['mapText'] = 'json'): string {
	if (typeof value === 'string') return value;
	if (value === null || value === undefined) return '';
	if (value instanceof OtherValue || value instanceof DelugeFile || value instanceof DelugeTime)
		return value.toJSON();
	if (how === 'json' || !isMap(value)) return JSON.stringify(value);
	const entries = Object.entries(value);
	if (how === 'equals') return `{${entries.map(([key, inner]) => `${key}=${textOf(inner, how)}`).join(', ')}}`;
	return `{${entries.map(([key, inner]) => `"${key}":${typeof inner === 'string' ? `"${inner}"` : textOf(inner, isMap(inner) ? 'equals' : 'json')}`).join(',')}}`;
}

/** @returns what JSON says; the text itself if it is not JSON. */
export function fromJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
