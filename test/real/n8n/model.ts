import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { N8n } from '../../../tools/n8n/n8n';
import type { Credential } from '../../../tools/n8n/workflow';

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

/** Plays OpenAI's API, since no model is on this machine: calls tools as it was told, and ends with what came of the last call. */
export class ScriptedModel {
	/** What it calls, in one turn after the other. */
	turns: ToolCall[][] = [];
	/** What it says in the end, in place of what came of the last call. */
	lastWords?: string;
	/** What it was sent, the newest last. */
	readonly requests: ModelRequest[] = [];

	private constructor(
		private readonly server: Server,
		readonly account: Credential,
	) {}

	static async start(n8n: N8n): Promise<ScriptedModel> {
		const server = createServer(async (request, response) => {
			const body: any = request.method === 'POST' ? await json(request) : {};
			response.setHeader('content-type', 'application/json').end(JSON.stringify(model.completion(body)));
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
		const model = new ScriptedModel(server, await n8n.createCredential('openAiApi', { apiKey: 'none', url }, 'Model'));
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

	private completion(request: ModelRequest) {
		this.requests.push(request);
		const { messages = [] } = request;
		const turn = messages.filter(({ tool_calls: calls }) => calls).length;
		const calls = this.turns[turn]?.map(({ tool, arguments: given }, index) => ({ id: `call_${turn}_${index}`, type: 'function', function: { name: tool, arguments: JSON.stringify(given) } }));
		const said = this.lastWords ?? `Done: ${messages.filter(({ role }) => role === 'tool').at(-1)?.content}`;
		return {
			id: 'chatcmpl-1',
			object: 'chat.completion',
			created: 1,
			model: 'scripted',
			choices: [{ index: 0, message: calls ? { role: 'assistant', content: '', tool_calls: calls } : { role: 'assistant', content: said }, finish_reason: calls ? 'tool_calls' : 'stop' }],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		};
	}
}
