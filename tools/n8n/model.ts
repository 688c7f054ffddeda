import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { N8n } from './n8n';
import type { Credential } from './workflow';

/** A call of a tool, as a model makes it. */
export interface ToolCall {
	tool: string;
	arguments: object;
}

/** What a model was sent. */
export interface ModelRequest {
	messages: Array<{ role: string; content: unknown; tool_calls?: unknown[] }>;
	tools?: Array<{ function: { name: string; description: string; parameters: unknown } }>;
}

/** What a model answers: calls of tools, or a text. */
export type ModelAnswer = ToolCall[] | string;

/**
 * Plays OpenAI's API, since no model is on this machine: calls tools as it was told, and ends with what came of the
 * last call.
 */
export class ScriptedModel {
	/** What it calls, in one turn after the other. */
	turns: ToolCall[][] = [];
	/** What it says in the end, in place of what came of the last call. */
	lastWords?: string;
	/** In place of both: what it answers. If it throws, the model refuses the request as one with a wrong key. */
	answer: (request: ModelRequest) => ModelAnswer = (request) => this.played(request);
	/** What it was sent, the newest last. */
	readonly requests: ModelRequest[] = [];

	private constructor(
		private readonly server: Server,
		readonly account: Credential,
	) {}

	static async start(n8n: N8n): Promise<ScriptedModel> {
		const answerTo = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
			const body: any = request.method === 'POST' ? await json(request) : {};
			const { status, ...sent } = model.completion(body);
			response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(sent));
		};
		const server = createServer((request, response) => void answerTo(request, response)).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
		const model = new ScriptedModel(
			server,
			await n8n.createCredential('openAiApi', { apiKey: 'none', url }, 'Model'),
		);
		return model;
	}

	stop(): void {
		this.server.close();
	}

	/** What came of each call of the latest conversation, as the model read it. */
	get received(): string[] {
		const { messages = [] } = this.requests.at(-1) ?? {};
		return messages.filter(({ role }) => role === 'tool').map(({ content }) => String(content));
	}

	private played({ messages = [] }: ModelRequest): ModelAnswer {
		const turn = messages.filter(({ tool_calls: calls }) => calls).length;
		return (
			this.turns[turn] ??
			this.lastWords ??
			`Done: ${messages.filter(({ role }) => role === 'tool').at(-1)?.content}`
		);
	}

	private completion(request: ModelRequest) {
		this.requests.push(request);
		try {
			const message = messageOf(this.answer(request), request);
			const choices = [{ index: 0, message, finish_reason: 'tool_calls' in message ? 'tool_calls' : 'stop' }];
			const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
			return {
				status: 200,
				id: 'chatcmpl-1',
				object: 'chat.completion',
				created: 1,
				model: 'scripted',
				choices,
				usage,
			};
		} catch (error) {
			return {
				status: 401,
				error: { message: String(error), type: 'invalid_request_error', code: 'invalid_api_key' },
			};
		}
	}
}

function messageOf(answer: ModelAnswer, { messages }: ModelRequest): object {
	if (typeof answer === 'string') return { role: 'assistant', content: answer };
	const calls = answer.map(({ tool, arguments: given }, index) => ({
		id: `call_${messages.length}_${index}`,
		type: 'function',
		function: { name: tool, arguments: JSON.stringify(given) },
	}));
	return { role: 'assistant', content: '', tool_calls: calls };
}
