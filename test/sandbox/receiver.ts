import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What came, and as what. */
export interface Received {
	method: string;
	url: string;
	headers: IncomingHttpHeaders;
	/** As it came over the wire. */
	raw: string;
	/** Parsed, if it is JSON. */
	body: any;
}

export type Replier = (received: Received) => unknown;

/**
 * A small HTTP server that receives deliveries; `reply` says what it answers, `{ status, body }` for more than a 200.
 */
export async function openReceiver(): Promise<{
	url: string;
	received: Received[];
	reply: Replier;
	close(): Promise<void>;
}> {
	const answerTo = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const raw = Buffer.concat(await request.toArray()).toString();
		const one: Received = {
			method: request.method!,
			url: request.url!,
			headers: request.headers,
			raw,
			body: readJson(raw),
		};
		receiver.received.push(one);
		const answer = await receiver.reply(one);
		// A banner has a status too, which is a word.
		const { status, body } =
			typeof (answer as { status?: unknown } | null)?.status === 'number'
				? (answer as { status: number; body?: unknown })
				: { status: 200, body: answer };
		response.writeHead(status, { 'content-type': 'application/json' });
		response.end(typeof body === 'string' ? body : JSON.stringify(body));
	};
	const server = createServer((request, response) => void answerTo(request, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const receiver = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
		received: [] as Received[],
		reply: (() => ({})) as Replier,
		close: () =>
			new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
	return receiver;
}

function readJson(raw: string): unknown {
	try {
		return JSON.parse(raw);
	} catch {
		return undefined;
	}
}

/** A script as a person would paste it: it posts the handler's variables and gives the answer back. */
export function forwarder(handler: string, url: string, names: string[], secret = 'open-sesame'): string {
	return `// Forwards to a workflow.
payload = Map();
payload.put("forwarder",1);
payload.put("handler","${handler}");
${names.map((name) => `payload.put("${name}",${name});`).join('\n')}
h = {"Content-Type":"application/json", "X-Cliq-Secret":"${secret}"};
response = invokeurl
[
	url :"${url}"
	type :POST
	body:payload.toString()
	headers:h
];
return response;`;
}
