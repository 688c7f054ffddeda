import type { Operation } from '../cliq/catalogue';
import { behaviours } from './behaviours';
import { recordsBehaviour } from './behaviours/records';
import { checkCall } from './checks';
import type { Core } from './core';
import { json, Refusal, refusalAnswer, type Answer } from './errors';
import type { FaultRule } from './faults';
import type { MultipartForm } from './form';
import type { JournalEntry } from './journal';
import type { Person } from './model';
import { match } from './routes';
import { brokenAnswer, instead } from './transport';

/** A call to the API as it came over the wire. */
export interface ApiCall {
	method: string;
	/** Path and query, not decoded. */
	url: string;
	headers: { authorization?: string | undefined; accept?: string | undefined; 'content-type'?: string | undefined };
	body: Buffer;
	/** Instead of `body`, if it was `multipart/form-data`. */
	form?: MultipartForm | undefined;
}

/** What the call leads to: an answer, and perhaps a fault to send it with. */
export interface ApiOutcome {
	answer: Answer;
	fault: FaultRule | null;
	/** The files that came with the call belong to messages now. */
	filesTaken: boolean;
}

type Notes = Omit<JournalEntry, 'number' | 'status' | 'reason' | 'fault'>;

/** Plays one call, from its URL to its answer, and writes it down. */
export function playCall(core: Core, call: ApiCall): ApiOutcome {
	core.deliver();
	const notes: Notes = {
		time: core.now(),
		operation: null,
		method: call.method,
		path: call.url,
		user: null,
		overThreshold: false,
		intoLock: false,
	};
	let fault: FaultRule | null = null;
	let answer: Answer;
	let filesTaken = false;
	let reason: string | undefined;
	try {
		const { operation, path, search } = findOperation(core, call);
		notes.operation = operation.id;
		fault = core.faults.strike(operation.id);
		const early = strikeBefore(core, call, fault);
		answer = early ?? answerCall(core, call, operation, path, search, notes);
		filesTaken = early === null;
	} catch (error) {
		const refusal =
			error instanceof Refusal
				? error
				: new Refusal(
						500,
						'internal_error',
						`A fault of the sandbox itself: ${error instanceof Error ? error.message : ''}`,
					);
		reason = refusal.reason;
		answer = refusalAnswer(refusal, core.variants.errorBody);
	}
	answer = strikeAfter(answer, fault);
	const silent = fault?.kind === 'reset' || fault?.kind === 'hang';
	const written = core.journal.write({
		...notes,
		status: silent ? 0 : answer.status,
		...(reason ? { reason } : {}),
		...(fault ? { fault: fault.kind } : {}),
	});
	core.events.emit({ type: 'call', call: written });
	return { answer, fault, filesTaken };
}

function findOperation(
	core: Core,
	call: ApiCall,
): { operation: Operation; path: Record<string, string>; search: URLSearchParams } {
	const at = call.url.indexOf('?');
	const pathname = at < 0 ? call.url : call.url.slice(0, at);
	const search = new URLSearchParams(at < 0 ? '' : call.url.slice(at + 1));
	const found = match(call.method, pathname, core.variants.retrievePath);
	switch (found.kind) {
		case 'operation':
			return { operation: found.operation, path: found.path, search };
		case 'method':
			throw new Refusal(405, 'request_method_invalid', `This URL exists, but not with ${call.method}`);
		case 'malformed':
			throw new Refusal(400, 'request_url_invalid', 'The URL cannot be decoded');
		case 'refused':
			if (core.variants.refusedPath === '404')
				throw new Refusal(
					404,
					'request_url_invalid',
					'This form of the path is not played here (variant retrievePath)',
				);
			throw new Refusal(
				400,
				'request_url_invalid',
				'This form of the path is not played here (variant retrievePath)',
				{ text: 'The request URL is invalid. Please check the URL pattern.', alwaysCode: true },
			);
		default:
			throw new Refusal(404, 'request_url_invalid', 'The API has no such URL');
	}
}

function answerCall(
	core: Core,
	call: ApiCall,
	operation: Operation,
	path: Record<string, string>,
	search: URLSearchParams,
	notes: Notes,
): Answer {
	const { user, scopes } = authenticate(core, call, operation, search);
	notes.user = user.id;
	countCall(core, operation, user, notes);
	if (operation.returns.shape !== 'file' && !acceptsJson(call.headers.accept))
		throw new Refusal(406, 'not_acceptable', 'The answer is JSON, which the header Accept rules out');
	checkScopes(core, operation, scopes);
	const values = checkCall(
		operation,
		path,
		search,
		{ contentType: call.headers['content-type'], bytes: call.body, form: call.form },
		core.variants,
	);
	const behaviour = behaviours[operation.id] ?? recordsBehaviour(operation);
	if (!behaviour) {
		const text = `The sandbox does not play the operation "${operation.id}" yet. The call itself passed every check.`;
		throw new Refusal(501, 'sandbox_not_played', text, { text, alwaysCode: true });
	}
	const { world, variants, events, now } = core;
	return behaviour({ operation, user, values, world, variants, events, now });
}

/** @returns who calls and with which scopes; null stands for a webhook token, which has none. */
function authenticate(
	core: Core,
	call: ApiCall,
	operation: Operation,
	search: URLSearchParams,
): { user: Person; scopes: string[] | null } {
	const invalid = () => new Refusal(401, 'oauthtoken_invalid', 'The token is unknown, revoked or too old');
	const zapikey = operation.webhookToken && call.headers.authorization === undefined ? search.get('zapikey') : null;
	if (zapikey !== null) {
		search.delete('zapikey');
		const user = core.world.people.get(core.tokens.webhookUser(zapikey) ?? '');
		if (!user) throw invalid();
		return { user, scopes: null };
	}
	if (call.headers.authorization === undefined)
		throw new Refusal(401, 'oauthtoken_missing', 'There is no Authorization header', { empty: true });
	const token = core.tokens.accessToken(tokenOf(call) ?? '');
	const user = core.world.people.get(token?.user ?? '');
	if (!token || !user) throw invalid();
	const allowed = !token.ofClient || core.variants.clientCredentials === 'all' || operation.id === 'message.send.bot';
	return { user, scopes: allowed ? token.scopes : [] };
}

function tokenOf(call: ApiCall): string | undefined {
	return /^(?:Bearer|Zoho-oauthtoken) +(\S+)$/i.exec(call.headers.authorization ?? '')?.[1];
}

function countCall(core: Core, operation: Operation, user: Person, notes: Notes): void {
	const verdict = core.thresholds.enter(operation, user.id);
	if (verdict.accepted) return;
	notes.overThreshold = verdict.overThreshold;
	notes.intoLock = verdict.intoLock;
	core.events.emit({ type: 'lock', operation: operation.id, user: user.id, lockedUntil: verdict.lockedUntil });
	const seconds = Math.ceil((verdict.lockedUntil - core.now()) / 1_000);
	const headers: Record<string, string> = core.variants.retryAfter ? { 'retry-after': String(seconds) } : {};
	const reason = verdict.overThreshold
		? `Over the threshold of ${operation.id}: locked for ${operation.lockMinutes} minutes`
		: `Locked out of ${operation.id} for ${seconds} s more`;
	if (core.variants.limitAnswer === '429') throw new Refusal(429, 'request_limit_exceeded', reason, { headers });
	throw new Refusal(400, 'request_limit_exceeded', reason, {
		text: 'You have exceeded the URL throttle limits.',
		alwaysCode: true,
		headers,
	});
}

function acceptsJson(accept: string | undefined): boolean {
	if (accept === undefined || accept.trim() === '') return true;
	return accept.split(',').some((range) => {
		const [type = '', ...rest] = range.split(';').map((part) => part.trim().toLowerCase());
		return (
			['application/json', 'application/*', '*/*'].includes(type) &&
			!rest.some((part) => /^q=0(\.0*)?$/.test(part))
		);
	});
}

function checkScopes(core: Core, operation: Operation, given: string[] | null): void {
	if (given === null) return;
	const wanted = [...operation.scopes, ...(core.variants.observedScopes ? (operation.observedScopes ?? []) : [])];
	const missing = wanted.filter((scope) => !given.includes(scope));
	if (missing.length > 0)
		throw new Refusal(
			core.variants.scopeRefusal,
			'oauthtoken_scope_invalid',
			`The token lacks ${missing.join(', ')}`,
			{ alwaysCode: true },
		);
}

/** @returns the answer if the fault keeps the call from having any effect. */
function strikeBefore(core: Core, call: ApiCall, fault: FaultRule | null): Answer | null {
	if (fault?.kind === 'expire-token') core.tokens.revoke(tokenOf(call) ?? '');
	if (!fault || (fault.when ?? 'before') === 'after') return null;
	return fault.kind === 'reset' || fault.kind === 'hang' ? json(204, undefined) : instead(fault);
}

function strikeAfter(answer: Answer, fault: FaultRule | null): Answer {
	return fault?.kind === 'broken-json' ? brokenAnswer(answer) : (instead(fault) ?? answer);
}
