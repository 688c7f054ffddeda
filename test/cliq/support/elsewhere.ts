import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What another host was asked. */
export interface Asked {
	method?: string | undefined;
	path?: string | undefined;
	authorization?: string | undefined;
	body: string;
}

/** Another host, which answers whatever it is asked as if it were Cliq and had done it. */
export async function elsewhere() {
	const asked: Asked[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			asked.push({
				method: request.method,
				path: request.url,
				authorization: request.headers.authorization,
				body: Buffer.concat(chunks).toString(),
			});
			response.writeHead(200, { 'content-type': 'application/json' }).end('{"message_id":"1_2","data":[]}');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const close = () => server.close().closeAllConnections();
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close };
}
