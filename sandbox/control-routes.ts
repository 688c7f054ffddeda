import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { scopes } from '../cliq/catalogue';
import { disposition } from './behaviours/files';
import type { Control } from './control';
import { defaultVariants, variantValues } from './variants';

type Body = Record<string, never>;

/** What changes something, by name below `/_sandbox/`. Each takes a JSON object and gives one back. */
const deeds: Record<string, (control: Control, body: Body) => unknown> = {
	clients: (control, body) => control.createClient(body),
	codes: (control, body) => control.createGrantCode(body as never),
	'webhook-tokens': (control, body) => control.createWebhookToken(body),
	tokens: (control, body) => control.issueTokens(body),
	'tokens/expire': (control) => control.expireAccessTokens(),
	'tokens/revoke': (control) => control.revokeTokens(),
	'tokens/refuse-refresh': (control, { refused }) => control.refuseRefresh(refused),
	variants: (control, body) => control.variants(body),
	thresholds: (control, { limits }) => control.setThresholds(limits as never),
	lock: (control, body) => control.lock(body as never),
	faults: (control, body) => ({ id: control.addFault(body as never) }),
	'faults/remove': (control, { id }) => control.removeFault(id as never),
	'faults/clear': (control) => control.clearFaults(),
	'journal/clear': (control) => control.clearJournal(),
	messages: (control, body) => control.post(body as never),
	'messages/edit': (control, body) => control.edit(body as never),
	'messages/delete': (control, body) => control.remove(body as never),
	reactions: (control, body) => control.react(body as never),
	records: (control, body) => control.addRecord(body as never),
	press: (control, body) => control.press(body as never),
	vote: (control, body) => control.vote(body as never),
	submit: (control, body) => control.submit(body as never),
	menu: (control, body) => control.menu(body as never),
	call: (control, body) => control.call(body as never),
	'bots/incoming': (control, body) => control.incoming(body as never),
	'bots/join': (control, body) => control.join(body as never),
	write: (control, body) => control.write(body),
	'bots/chat': (control, body) => control.openChat(body as never),
	'bots/subscribe': (control, body) => control.subscribeTo(body as never),
	'bots/menu': (control, body) => control.setMenu(body as never),
	'bots/handler': (control, body) => control.setHandler(body as never),
	'bots/webhook': (control, body) => control.setWebhook(body as never),
	functions: (control, body) => control.setFunction(body as never),
	'deliveries/settle': async (control) => ({ deliveries: await control.delivered() }),
	'deliveries/redeliver': (control, { id }) => control.redeliver(id as never),
	reset: (control) => control.reset(),
	up: (control) => control.comeUp(),
};

const views: Record<string, (control: Control, query: Record<string, string>) => unknown> = {
	state: (control) => control.state(),
	messages: (control, { chat }) => ({ messages: control.messages(chat ?? '') }),
	scheduled: (control) => ({ scheduled: control.scheduled() }),
	journal: (control) => ({ calls: control.journal(), counters: control.counters() }),
	usage: (control) => ({ usage: control.usage(), operations: control.operations() }),
	variants: (control) => ({ variants: control.variants(), defaults: defaultVariants, values: variantValues }),
	deliveries: (control) => ({ deliveries: control.deliveries() }),
	faults: (control) => ({ faults: control.faults() }),
	scopes: () => ({ scopes }),
};

/** The control over HTTP, for tests in another process and for the page. */
export async function controlRoutes(app: FastifyInstance, { control }: { control: Control }): Promise<void> {
	// No other site can set this header without asking first, and the sandbox never agrees.
	app.addHook('preHandler', async (request, reply) => {
		reply.header('cache-control', 'no-store');
		if (request.method === 'POST' && request.headers['x-cliq-sandbox'] !== 'control')
			return reply.code(403).send({ message: 'Send the header "x-cliq-sandbox: control"' });
		return undefined;
	});
	app.setErrorHandler((error, _request, reply) =>
		reply.code(400).send({ message: error instanceof Error ? error.message : 'It did not work' }),
	);

	for (const [name, deed] of Object.entries(deeds)) {
		app.post(`/_sandbox/${name}`, async (request) => {
			const { body } = request;
			if (body !== undefined && body !== null && (typeof body !== 'object' || Array.isArray(body)))
				throw new Error('The body is a JSON object');
			return (await deed(control, (body ?? {}) as Body)) ?? { done: true };
		});
	}
	for (const [name, view] of Object.entries(views))
		app.get(`/_sandbox/${name}`, async (request) => view(control, request.query as Record<string, string>));

	app.get('/_sandbox/files', (request, reply) => sendFiles(control, request, reply));
	app.post('/_sandbox/down', (request, reply) => goDown(control, request, reply));
	app.get('/_sandbox/events', (request, reply) => stream(control, request, reply));
}

async function goDown(control: Control, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
	const { mode = 'drop', forMs } = (request.body ?? {}) as { mode?: 'refuse' | 'drop'; forMs?: number };
	if (mode !== 'drop' && mode !== 'refuse') throw new Error('"mode" is drop or refuse');
	if (forMs !== undefined && !(Number.isInteger(forMs) && forMs >= 0)) throw new Error('"forMs" is a whole number');
	if (mode === 'refuse' && forMs === undefined)
		throw new Error('With "refuse" nobody could bring the sandbox back over HTTP: say "forMs"');
	// The answer goes out before the connection it travels on is gone.
	if (mode === 'refuse') reply.raw.once('finish', () => setTimeout(() => void control.goDown({ mode, forMs }), 10));
	else await control.goDown({ mode, forMs });
	return { done: true };
}

/**
 * The list, or the bytes of the file with this id. Whatever somebody uploaded must not become a page of the sandbox's
 * own.
 */
function sendFiles(control: Control, request: FastifyRequest, reply: FastifyReply): FastifyReply {
	const { id } = request.query as { id?: string };
	if (id === undefined) return reply.send({ files: control.files() });
	const { name, type, size, open } = control.file(id);
	reply.headers({
		'content-disposition': disposition(name),
		'content-length': size,
		'x-content-type-options': 'nosniff',
		'content-security-policy': 'sandbox',
	});
	return reply.type(type).send(open());
}

/** Server-sent events: one JSON object a message. */
function stream(control: Control, request: FastifyRequest, reply: FastifyReply): void {
	reply.hijack();
	reply.raw.writeHead(200, {
		'content-type': 'text/event-stream; charset=utf-8',
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff',
	});
	reply.raw.write('retry: 1000\n\n');
	const end = control.subscribe((event) => reply.raw.write(`data: ${JSON.stringify(event)}\n\n`));
	request.raw.on('close', end);
}
