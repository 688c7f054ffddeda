import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Busboy from '@fastify/busboy';
import type { FileToSend } from '../../../cliq/parameters/values';

export interface Received {
	path: string;
	authorization?: string | undefined;
	/** As announced, in bytes. */
	length: number;
	parts: Array<{ name: string; text?: string; file?: string; sha256?: string }>;
}

/**
 * A server that takes forms and answers them with `{}`, or does with a call whatever `instead` does; 401 to tokens
 * called "stale".
 */
export async function formServer(instead?: (request: IncomingMessage, response: ServerResponse) => boolean) {
	const received: Received[] = [];
	const server = createServer((request, response) => {
		if (instead?.(request, response)) return;
		if (request.headers.authorization?.endsWith('stale'))
			return void response.writeHead(401).end('{"code":"oauthtoken_invalid"}');
		const parts: Received['parts'] = [];
		const parser = new Busboy({ headers: request.headers as { 'content-type': string } });
		parser.on('field', (name, text) => parts.push({ name, text }));
		parser.on('file', (name, stream, file) => {
			const hash = createHash('sha256');
			stream
				.on('data', (chunk) => hash.update(chunk))
				.on('end', () => parts.push({ name, file, sha256: hash.digest('hex') }));
		});
		parser.on('finish', () => {
			received.push({
				path: request.url!,
				authorization: request.headers.authorization,
				length: Number(request.headers['content-length']),
				parts,
			});
			response.end('{}');
		});
		request.pipe(parser);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const close = () => {
		server.closeAllConnections();
		server.close();
	};
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received, close };
}

/** A file of so many bytes in pieces of 64 KiB; it knows how often it was opened and is open. */
export function fileOf(name: string, size: number) {
	const piece = Buffer.from(Array.from({ length: 65_536 }, (_, index) => (index * 7919) % 251));
	const state = { opened: 0, open: 0 };
	const whole = () =>
		Buffer.concat(Array.from({ length: Math.ceil(size / piece.length) }, () => piece)).subarray(0, size);
	const file: FileToSend = {
		name,
		size,
		async *open() {
			state.opened++;
			state.open++;
			try {
				for (let at = 0; at < size; at += piece.length) yield piece.subarray(0, size - at);
			} finally {
				state.open--;
			}
		},
	};
	return { file, state, sha256: () => createHash('sha256').update(whole()).digest('hex') };
}
