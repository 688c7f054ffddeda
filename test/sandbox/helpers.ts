import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';

// Nothing here waits for long, but machines that run everything at once are slow.
jest.setTimeout(60_000);

/** What a call came back with; `body` is parsed if it is JSON. */
export interface Result {
	status: number;
	headers: Headers;
	text: string;
	body: any;
}

export interface Lab {
	sandbox: Sandbox;
	/** Chat id of a channel. */
	chat(uniqueName: string): string;
	/** Calls the API as the account's owner. */
	call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Result>;
	/** Calls the API as somebody else. */
	as(user: string): Lab['call'];
	/** Posts in a channel with sync_message. @returns the message id as the API gave it */
	post(uniqueName: string, text: string): Promise<string>;
	/** Calls the accounts server with a form. */
	form(path: string, fields: Record<string, string>): Promise<Result>;
}

/** A real date, so that message times and ids look like real ones. */
export const START = Date.UTC(2026, 0, 15, 9, 0, 0);

/** A clock that moves only when told. */
export function virtualClock(start = START): { now: () => number; advance(ms: number): void } {
	let time = start;
	return { now: () => time, advance: (ms) => void (time += ms) };
}

/** Starts a sandbox with a token at hand; the caller closes `sandbox`. */
export async function openLab(options: SandboxOptions = {}): Promise<Lab> {
	const sandbox = await startSandbox(options);
	const caller =
		(token: string): Lab['call'] =>
		(method, path, body, headers = {}) =>
			read(
				fetch(`${sandbox.url}${/^\/(api|network|company)\//.test(path) ? '' : '/api/v2'}${path}`, {
					method,
					headers: {
						authorization: `Bearer ${token}`,
						...(body === undefined ? {} : { 'content-type': 'application/json' }),
						...headers,
					},
					body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
				}),
			);
	const call = caller(sandbox.control.issueTokens().accessToken);
	return {
		sandbox,
		call,
		as: (user) => caller(sandbox.control.issueTokens({ user }).accessToken),
		chat: (uniqueName) =>
			sandbox.control.state().channels.find((channel) => channel.uniqueName === uniqueName)!.chatId,
		post: async (uniqueName, text) =>
			(await call('POST', `/channelsbyname/${uniqueName}/message`, { text, sync_message: true })).body.message_id,
		form: (path, fields) =>
			read(
				fetch(`${sandbox.url}${path}`, {
					method: 'POST',
					body: new URLSearchParams(fields),
					redirect: 'manual',
				}),
			),
	};
}

/** Reads an answer to its end. */
export async function read(pending: Promise<Response>): Promise<Result> {
	const response = await pending;
	const text = await response.text();
	let body: unknown;
	try {
		body = JSON.parse(text);
	} catch {
		body = undefined;
	}
	return { status: response.status, headers: response.headers, text, body };
}

/** Waits until `condition` holds, looking every few milliseconds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
	while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}
