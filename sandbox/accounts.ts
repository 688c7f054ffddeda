import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { token } from './accounts-token';
import type { Shown } from './consent';
import type { Core } from './core';
import { json, type Answer } from './errors';
import type { FaultRule } from './faults';
import { brokenAnswer, instead, send } from './transport';

/** The accounts server: consent page, tokens, revocation, and which data centres there are. */
export async function accounts(app: FastifyInstance, { core }: { core: Core }): Promise<void> {
	await app.register(formbody);

	app.get('/oauth/v2/auth', (request, reply) => show(reply, core.consent.show(parameters(request))));
	app.post('/oauth/v2/auth', (request, reply) => show(reply, core.consent.decide(parameters(request))));

	app.post('/oauth/v2/token', (request, reply) => {
		const fault = core.faults.strike('oauth.token');
		const early = before(fault);
		let answer = early ?? token(core.tokens, core.world, parameters(request));
		if (!early) answer = instead(fault) ?? answer;
		if (fault?.kind === 'broken-json') answer = brokenAnswer(answer);
		note(core, request, 'oauth.token', answer.status, fault);
		send(reply, answer, fault);
		return reply;
	});

	app.post('/oauth/v2/token/revoke', (request, reply) => {
		const known = core.tokens.revoke(parameters(request).token ?? '');
		const answer = json(200, known ? { status: 'success' } : { error: 'invalid_token' });
		note(core, request, 'oauth.revoke', answer.status, null);
		send(reply, answer, null);
		return reply;
	});

	app.get('/oauth/serverinfo', () => ({ result: 'success', locations: { us: core.url } }));
}

/** Query and form together; the form wins. */
function parameters(request: FastifyRequest): Record<string, string | undefined> {
	const both = { ...(request.query as object), ...(typeof request.body === 'object' ? request.body : {}) };
	return Object.fromEntries(
		Object.entries(both).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
	);
}

function show(reply: FastifyReply, shown: Shown): FastifyReply {
	if ('redirect' in shown) return reply.redirect(shown.redirect, 302);
	// Browsers apply form-action to the redirect after a form too.
	const policy = `default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self' ${shown.leadsTo ?? ''}`;
	return reply
		.code(shown.status)
		.header('content-security-policy', policy)
		.header('cache-control', 'no-store')
		.type('text/html; charset=utf-8')
		.send(shown.html);
}

function before(fault: FaultRule | null): Answer | null {
	if (fault?.kind === 'refuse-refresh') return json(200, { error: 'access_denied' });
	if (!fault || fault.when === 'after') return null;
	return fault.kind === 'reset' || fault.kind === 'hang' ? json(204, undefined) : instead(fault);
}

/** Only the path is written down: query and form are full of secrets. */
function note(core: Core, request: FastifyRequest, operation: string, status: number, fault: FaultRule | null): void {
	const silent = fault?.kind === 'reset' || fault?.kind === 'hang';
	const entry = {
		time: core.now(),
		operation,
		method: request.method,
		path: request.url.replace(/\?.*/s, ''),
		status: silent ? 0 : status,
		user: null,
		overThreshold: false,
		intoLock: false,
	};
	core.events.emit({ type: 'call', call: core.journal.write({ ...entry, ...(fault ? { fault: fault.kind } : {}) }) });
}
