import type { FastifyInstance } from 'fastify';
import type { Core } from '../core';
import { Refusal, refusalAnswer } from '../errors';

/** Where a webhook posts an answer that took longer, once. It needs no token: the address is the secret. */
export async function responses(app: FastifyInstance, { core }: { core: Core }): Promise<void> {
	app.setErrorHandler((error, _request, reply) => {
		const refusal =
			error instanceof Refusal
				? error
				: new Refusal(
						400,
						'invalid_parameters',
						error instanceof Error ? error.message : 'The body cannot be read',
					);
		const { status, headers, body } = refusalAnswer(refusal, core.variants.errorBody);
		return reply.code(status).headers(headers).send(body);
	});
	app.post('/v2/extensions/:name/responses/:token', async (request, reply) => {
		core.bots.answerLater((request.params as { token: string }).token, request.body);
		return reply.code(200).send({});
	});
}
