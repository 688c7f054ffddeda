import { catalogue, type Operation } from '../cliq/catalogue';
import type { Variants } from './variants';

/** What a URL of the API means. */
export type Match =
	| { kind: 'operation'; operation: Operation; path: Record<string, string> }
	/** The URL exists, the method does not. */
	| { kind: 'method' }
	/** A form of a path that is not played. */
	| { kind: 'refused' }
	| { kind: 'unknown' }
	/** It cannot be decoded. */
	| { kind: 'malformed' };

interface Route {
	operation: Operation;
	segments: string[];
	form: 'page' | 'alternate';
}

/** Those with the fewest placeholders first: `/reminders/batch` is not the reminder "batch". */
const routes: Route[] = catalogue
	.flatMap((operation) => [
		{ operation, segments: split(operation.path), form: 'page' as const },
		...(operation.alternatePath
			? [{ operation, segments: split(operation.alternatePath), form: 'alternate' as const }]
			: []),
	])
	.sort((one, other) => placeholders(one) - placeholders(other));

/** `/api/v2`, also below a network or a company. */
const ROOT = /^(?:\/(?:network|company)\/[^/]+)?\/api\/(v[23])(\/.*)$/;

function split(path: string): string[] {
	return path.split('/').slice(1);
}

/**
 * @param pathname as it came over the wire: every value is decoded once, here
 * @param forms which form is played where the catalogue knows two
 */
export function match(method: string, pathname: string, forms: Variants['retrievePath']): Match {
	const root = ROOT.exec(pathname);
	if (!root) return { kind: 'unknown' };
	const [, version, path = ''] = root;
	let segments: string[];
	try {
		segments = split(path).map(decodeURIComponent);
	} catch {
		return { kind: 'malformed' };
	}
	const fitting = routes.filter((route) => (route.operation.version ?? 'v2') === version && fits(route, segments));
	const own = fitting.find((route) => route.operation.method === method);
	if (own)
		return played(own, forms)
			? { kind: 'operation', operation: own.operation, path: values(own, segments) }
			: { kind: 'refused' };
	return { kind: fitting.some((route) => played(route, forms)) ? 'method' : 'unknown' };
}

function placeholders({ segments }: Route): number {
	return segments.filter((segment) => segment.startsWith('{')).length;
}

function fits(route: Route, segments: string[]): boolean {
	return (
		route.segments.length === segments.length &&
		route.segments.every((segment, index) =>
			segment.startsWith('{') ? segments[index] !== '' : segment === segments[index],
		)
	);
}

function played(route: Route, forms: Variants['retrievePath']): boolean {
	if (!route.operation.alternatePath || forms === 'both') return true;
	return (route.form === 'page') === (forms === 'suffix');
}

function values(route: Route, segments: string[]): Record<string, string> {
	return Object.fromEntries(
		route.segments.flatMap((segment, index) =>
			segment.startsWith('{') ? [[segment.slice(1, -1), segments[index] ?? '']] : [],
		),
	);
}
