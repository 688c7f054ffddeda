import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accounts } from './accounts';
import { responses } from './bots/responses';
import { playCall } from './api';
import type { Control } from './control';
import { controlRoutes } from './control-routes';
import type { Core } from './core';
import { readForm, type MultipartForm } from './form';
import { pages } from './pages';
import { send } from './transport';

const LOOPBACK = '127.0.0.1';
/** Of a JSON body, in bytes. Files have a limit of their own. */
const BODY_LIMIT = 1_048_576;
const NOTHING = Buffer.alloc(0);

/** The HTTP side of a sandbox. It can go away and come back on the same port. */
export class HttpServer {
	private server: Server | null = null;
	private port: number;
	/** What was scheduled is posted at its time, also while nobody calls. */
	private readonly ticking: NodeJS.Timeout;

	private constructor(
		private readonly app: FastifyInstance,
		private readonly core: Core,
	) {
		this.port = core.options.port ?? 0;
		this.ticking = setInterval(() => core.deliver(), 1_000).unref();
	}

	/** Listens on loopback only. */
	static async start(
		core: Core,
		control: (server: HttpServer) => Control,
	): Promise<{ http: HttpServer; control: Control }> {
		const app = fastify({
			logger: false,
			bodyLimit: BODY_LIMIT,
			routerOptions: { maxParamLength: 2_000 },
			frameworkErrors: (_error, request, reply) => badUrl(core, request, reply),
		});
		const http = new HttpServer(app, core);
		const made = control(http);
		app.addHook('onRequest', async (request, reply) => {
			// Node.js would tell the time of the machine.
			reply.raw.setHeader('date', new Date(core.now()).toUTCString());
			return guard(core, request, reply);
		});
		await app.register(api, { core });
		await app.register(accounts, { core });
		await app.register(responses, { core });
		await app.register(controlRoutes, { control: made });
		await app.register(pages);
		app.setNotFoundHandler((_request, reply) =>
			reply
				.code(404)
				.type('text/plain; charset=utf-8')
				.send("There is nothing here. The sandbox's page is at /\n"),
		);
		await app.ready();
		await http.listen();
		return { http, control: made };
	}

	/** Starts to listen, if it does not. */
	async listen(): Promise<void> {
		if (this.server) return;
		const server = createServer((request, response) => this.app.routing(request, response));
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(this.port, LOOPBACK, resolve);
		});
		this.server = server;
		this.port = (server.address() as AddressInfo).port;
		this.core.url = `http://${LOOPBACK}:${this.port}`;
	}

	/** Stops to listen and drops every connection, those with a call under way too. */
	async unlisten(): Promise<void> {
		const { server } = this;
		if (!server) return;
		this.server = null;
		const closed = new Promise<void>((resolve) => server.close(() => resolve()));
		server.closeAllConnections();
		await closed;
	}

	async close(): Promise<void> {
		clearInterval(this.ticking);
		await this.unlisten();
		await this.app.close();
		await this.core.files.clear();
	}
}

/** A page elsewhere may not reach the sandbox through a name that resolves to loopback. */
function guard(core: Core, request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
	const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
	if (!['localhost', LOOPBACK, '[::1]'].includes(host)) {
		return reply.code(403).type('text/plain; charset=utf-8').send('The sandbox answers to localhost only.\n');
	}
	if (core.dropping && !/^\/(?:_sandbox|_page|console)?(?:\/|\?|$)/.test(request.url)) {
		reply.hijack();
		reply.request.raw.socket.resetAndDestroy();
	}
	return undefined;
}

function badUrl(core: Core, request: FastifyRequest, reply: FastifyReply): void {
	play(core, request, reply, NOTHING);
}

/** Everything that looks like Cliq's API, known to the catalogue or not. */
async function api(app: FastifyInstance, { core }: { core: Core }): Promise<void> {
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
	await app.register(multipart, { throwFileSizeLimit: false });
	const answer = async (request: FastifyRequest, reply: FastifyReply) => {
		const form = request.isMultipart() ? await readForm(request, core.files) : undefined;
		return play(core, request, reply, Buffer.isBuffer(request.body) ? request.body : NOTHING, form);
	};
	// Bodies that HTTP itself finds wrong (no readable content type, too long) are still calls to the API.
	app.setErrorHandler((_error, request, reply) => play(core, request, reply, Buffer.from('?')));
	for (const root of ['/api/*', '/network/*', '/company/*']) app.all(root, answer);
}

function play(
	core: Core,
	request: FastifyRequest,
	reply: FastifyReply,
	body: Buffer,
	form?: MultipartForm,
): FastifyReply {
	const { authorization, accept } = request.headers;
	const headers = { authorization, accept, 'content-type': request.headers['content-type'] };
	const { answer, fault, filesTaken } = playCall(core, {
		method: request.method,
		url: request.raw.url ?? '',
		headers,
		body,
		form,
	});
	if (form && !filesTaken) void core.files.discard(form.files.map(({ upload }) => upload));
	send(reply, answer, fault);
	return reply;
}
