import { STATUS_CODES, type ServerResponse } from 'node:http';
import { CliqError } from '../../../cliq';
import type { Red, WebApp, WebHandler, WebRequest } from './node-red';

/** What Cliq sends is a few kilobytes: attachments come as names. */
export const MOST_BYTES = 1024 * 1024;
/** How long a body may take to arrive, in milliseconds. */
const READ_WITHIN = 10_000;
/** A sender who is cut off in the middle of a body does not see the answer; so long it may go on. In milliseconds. */
const LINGER = 1_000;

/** Of a path: nothing that Express takes for a pattern. */
const PATH = /^\/[\w.~/-]*$/;

/** Paths of this process's nodes, and the types of these; of two with one path the second would wait for ever. */
const taken = new Map<string, string>();

/** What is opened; what only receives from Cliq needs no more than usual. */
export interface RouteOptions {
	/** `get` is for HEAD too. */
	methods?: ReadonlyArray<'get' | 'post'>;
	/** Type of the node. */
	type?: string;
}

/**
 * Opens a path below `httpNodeRoot`, for POST unless said otherwise.
 *
 * @returns what closes it.
 * @throws CliqError `invalidInput` if the path cannot be used, or Node-RED serves none.
 */
export function openRoute(
	red: Red,
	path: string,
	handle: (request: WebRequest, response: ServerResponse) => void,
	{ methods = ['post'], type = 'zoho-cliq-in' }: RouteOptions = {},
): () => void {
	const { httpNode, settings } = red;
	if (settings.httpNodeRoot === false)
		throw new CliqError('invalidInput', 'Node-RED serves no requests: httpNodeRoot is false in its settings', {
			hint: 'Set httpNodeRoot in settings.js and restart.',
		});
	const place = `/${path.trim().replace(/^\/+/, '')}`;
	if (place === '/')
		throw new CliqError('invalidInput', 'This node has no path yet', {
			hint: 'Open it once, press Done and deploy.',
		});
	if (!PATH.test(place))
		throw new CliqError(
			'invalidInput',
			'The path of the webhook has other characters than letters, digits and - _ . ~ /',
			{ hint: 'Open the node and correct it.' },
		);
	// Express takes paths in upper and lower case for the same.
	const key = plain(place);
	const other = taken.get(key);
	if (other)
		throw new CliqError('invalidInput', `Another ${other} node has the same path, and gets what comes`, {
			hint: 'Open this node and press New path. A script with the old one has to be pasted again.',
		});
	const handler: WebHandler = (request, response) => handle(request, response);
	for (const method of methods) httpNode[method](place, ...[settings.httpNodeMiddleware ?? []].flat(), handler);
	const cover = keepParsersAway(httpNode, place);
	taken.set(key, type);
	return () => {
		taken.delete(key);
		methods.forEach(() => remove(httpNode, handler));
		remove(rootOf(httpNode), cover);
	};
}

/**
 * The editor's own parser of JSON stands in front of all that flows serve, and leaves no bytes whose signature one
 * could check. It passes by what says that it is parsed; the same trick as that of the core's "http in" node.
 */
function keepParsersAway(httpNode: WebApp, place: string): WebHandler {
	const whole = plain(httpNode.path() + place);
	const cover: WebHandler = (request, _response, next) => {
		if (request.method === 'POST' && plain(request.url ?? '') === whole) request._body = true;
		next();
	};
	const root = rootOf(httpNode);
	root.use(cover);
	const stack = stackOf(root);
	stack.unshift(
		...stack.splice(
			stack.findIndex(({ handle }) => handle === cover),
			1,
		),
	);
	return cover;
}

function rootOf(app: WebApp): WebApp {
	return app.parent ? rootOf(app.parent) : app;
}

function plain(url: string): string {
	return url
		.replace(/\?.*/s, '')
		.replace(/\/{2,}/g, '/')
		.replace(/\/$/, '')
		.toLowerCase();
}

function stackOf(app: WebApp) {
	return (app._router ?? app.router)!.stack;
}

function remove(app: WebApp, handler: WebHandler): void {
	const stack = stackOf(app);
	const at = stack.findIndex(
		({ handle, route }) => handle === handler || route?.stack.some((layer) => layer.handle === handler),
	);
	if (at >= 0) stack.splice(at, 1);
}

/**
 * Reads the body of a request as it came over the wire, and no more of it than is allowed.
 *
 * @returns the bytes, or the status of why there are none; nothing if the sender went away.
 */
export async function readBody(request: WebRequest): Promise<Uint8Array | 408 | 413 | undefined> {
	if (request.readableEnded) return withinLimit(parsedBody(request.body));
	if (Number(request.headers['content-length']) > MOST_BYTES) return 413;
	return await new Promise((resolve) => {
		const chunks: Buffer[] = [];
		let size = 0;
		const end = (result: Uint8Array | 408 | 413 | undefined) => {
			clearTimeout(timer);
			request.off('data', take).off('end', finish).off('close', leave).off('error', leave);
			resolve(result);
		};
		const take = (chunk: Buffer) => {
			size += chunk.length;
			if (size > MOST_BYTES) end(413);
			else chunks.push(chunk);
		};
		const finish = () => end(Buffer.concat(chunks));
		const leave = () => end(undefined);
		const timer = setTimeout(() => end(408), READ_WITHIN);
		request.on('data', take).on('end', finish).on('close', leave).on('error', leave);
	});
}

/** Something in front of the route has read the body. */
function parsedBody(body: unknown): Uint8Array {
	if (body instanceof Uint8Array) return body;
	return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? ''));
}

function withinLimit(body: Uint8Array): Uint8Array | 413 {
	return body.length > MOST_BYTES ? 413 : body;
}

/** Answers with the name of the status, and lets the rest of the body go by unread. */
export function refuse(request: WebRequest, response: ServerResponse, status: number): void {
	if (response.headersSent || response.destroyed) return;
	response.writeHead(status, {
		'Content-Type': 'text/plain; charset=utf-8',
		...(!request.readableEnded && { Connection: 'close' }),
	});
	response.end(STATUS_CODES[status]);
	letGo(request);
}

/** Lets the rest of a body go by unread, for a moment. */
export function letGo(request: WebRequest): void {
	if (request.readableEnded) return;
	request.on('error', () => {});
	request.resume();
	const timer = setTimeout(() => request.destroy(), LINGER).unref();
	request.on('close', () => clearTimeout(timer));
}

/**
 * Answers with JSON.
 *
 * @returns whether all of it left; false if the sender has gone.
 */
export async function answerJson(response: ServerResponse, body: object): Promise<boolean> {
	if (response.headersSent || response.destroyed || response.socket?.destroyed) return false;
	return await new Promise((resolve) => {
		response.on('finish', () => resolve(true));
		response.on('close', () => resolve(false));
		response.on('error', () => resolve(false));
		response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
		response.end(JSON.stringify(body));
	});
}
