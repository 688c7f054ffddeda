import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The page's files lie beside the source, and two folders above what is compiled. */
const folder =
	[join(__dirname, 'page'), join(__dirname, '..', '..', 'page')].find((path) =>
		existsSync(join(path, 'index.html')),
	) ?? join(__dirname, 'page');

/** Beside `sandbox/` in the source, copied beside the compiled sandbox by the build. */
const previewFolder =
	[join(__dirname, '..', 'preview'), join(__dirname, '..', '..', '..', 'preview')].find((path) =>
		existsSync(join(path, 'render.js')),
	) ?? join(__dirname, '..', 'preview');

/** Node is given its own build of lit-html; browsers get the one at the root of the package. */
function litFolder(): string {
	let path = dirname(require.resolve('lit-html'));
	while (!existsSync(join(path, 'package.json'))) path = dirname(path);
	return path;
}

/** The import map is the page's only inline script; browsers allow it by this hash. */
const IMPORT_MAP = '{"imports":{"lit-html":"/_page/lit/lit-html.js","lit-html/":"/_page/lit/"}}';

/** The sandbox's own web page and the console. */
export async function pages(app: FastifyInstance): Promise<void> {
	await app.register(fastifyStatic, { root: folder, prefix: '/_page/', index: false, cacheControl: false });
	await app.register(fastifyStatic, {
		root: litFolder(),
		prefix: '/_page/lit/',
		index: false,
		decorateReply: false,
		allowedPath: (path) => path.endsWith('.js'),
	});
	await app.register(fastifyStatic, {
		root: previewFolder,
		prefix: '/_page/preview/',
		index: false,
		decorateReply: false,
		cacheControl: false,
		allowedPath: (path) => /\.(?:js|css)$/.test(path),
	});
	const hash = await sha256(IMPORT_MAP);
	const html = (file: string) => (_request: unknown, reply: FastifyReply) =>
		reply
			.header(
				'content-security-policy',
				`default-src 'none'; script-src 'self' 'sha256-${hash}'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'`,
			)
			.header('referrer-policy', 'no-referrer')
			.header('x-content-type-options', 'nosniff')
			.sendFile(file);
	app.get('/', html('index.html'));
	app.get('/console', html('console.html'));
}

async function sha256(text: string): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
	return Buffer.from(digest).toString('base64');
}
