import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { ZohoCliqTrigger } from '../../nodes/ZohoCliqTrigger/ZohoCliqTrigger.node';
import type { Sandbox } from '../../sandbox';
import { N8nExecution } from '../nodes/support/execution';
import { BOT, type Asking, type StoryRunner } from './runner';
import { until } from './stories';

const EVENTS = ['message', 'mention', 'channelMessage'];
const FIELDS = [
	{ label: 'Version', required: true },
	{ label: 'Where', kind: 'choices', choices: 'Staging\nProduction' },
	{ label: 'Sure', kind: 'boolean', required: true },
	{ label: 'Notes', kind: 'multiline' },
];

/** The parameters of a question, as n8n's form has them. */
export function askParameters({ text, kind, way, approvers = '', timeout }: Asking): IDataObject {
	const limitWaitTime = {
		values: { limitType: 'afterTimeInterval', resumeAmount: (timeout ?? 0) / 60, resumeUnit: 'minutes' },
	};
	return {
		target: 'channel',
		channel: { __rl: true, mode: 'name', value: 'releases' },
		message: text,
		options: {
			answerWay: way,
			approvers,
			responseType: { approval: 'approval', text: 'freeText', form: 'form' }[kind],
			...(kind === 'form' && { formFields: { form: FIELDS } }),
			...(timeout !== undefined && { limitWaitTime }),
		},
	};
}

let nodes = 0;

/** The code of the n8n nodes in this process, with what n8n does around them. */
export class N8nInProcess implements StoryRunner {
	readonly installs = true;
	readonly downloads = true;
	readonly soon = 0.1;
	readonly asksAsBot = false;
	private readonly trigger = new ZohoCliqTrigger();
	private readonly items: Array<{ json: any; binary?: Record<string, { data: string; fileName: string }> }> = [];
	private readonly executions = new Map<string, N8nExecution>();
	private readonly outcomes = new Map<string, unknown>();
	private readonly staticData: IDataObject = {};
	private readonly logged: string[] = [];
	private readonly token: string;
	private execution?: N8nExecution;
	private readonly id = `node${++nodes}`;

	private constructor(
		readonly sandbox: Sandbox,
		private readonly server: Server,
		private readonly url: string,
	) {
		this.token = sandbox.control.issueTokens().accessToken;
	}

	static async start(sandbox: Sandbox): Promise<N8nInProcess> {
		const server = createServer((request, response) => void runner.serve(request, response));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const runner: N8nInProcess = new N8nInProcess(
			sandbox,
			server,
			`http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		);
		return runner;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	async hear(): Promise<void> {
		await this.trigger.webhookMethods.default.create.call(this.context() as never);
	}

	async hearAgain(): Promise<void> {
		await this.hear();
	}

	async stopHearing(): Promise<void> {
		await this.sandbox.control.delivered();
		await this.trigger.webhookMethods.default.delete.call(this.context() as never);
	}

	async heard(count: number): Promise<any[]> {
		await until(() => this.items.length >= count).catch(() =>
			Promise.reject(
				new Error(
					`Heard ${this.items.length} of ${count}: ${this.logged.join('\n')} ${JSON.stringify(this.sandbox.control.deliveries().slice(-3))}`,
				),
			),
		);
		await this.sandbox.control.delivered();
		return this.items.map(({ json }) => json);
	}

	async files(): Promise<Record<string, string>> {
		const { json, binary = {} } = this.items.at(-1)!;
		for (const { error } of json.message.attachments) if (error) throw new Error(error);
		return Object.fromEntries(
			Object.values(binary).map(({ data, fileName }) => [fileName, Buffer.from(data, 'base64').toString()]),
		);
	}

	async ask(asking: Asking): Promise<void> {
		const { timeout, ...others } = asking;
		const execution = new N8nExecution(this.sandbox, askParameters({ ...others, timeout }), {
			base: `${this.url}/webhook-waiting`,
		});
		this.executions.set(execution.id, execution);
		this.execution = execution;
		await execution.ask();
	}

	async isWaiting(): Promise<boolean> {
		const { id, kept } = this.execution!;
		const { until: end = Infinity } = (kept.asked as any).question;
		// n8n itself goes on then, with the incoming item.
		if (!this.outcomes.has(id) && Date.now() >= end) this.outcomes.set(id, { build: 42 });
		return !this.outcomes.has(id);
	}

	async outcome(): Promise<any> {
		await until(() => this.outcomes.has(this.execution!.id));
		return this.outcomes.get(this.execution!.id);
	}

	private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { pathname, searchParams } = new URL(request.url!, this.url);
		const query = Object.fromEntries(searchParams);
		const body = await buffer(request);
		const [, kind, id] = pathname.split('/');
		if (kind === 'webhook') return await this.event(request, response, query, body);
		// n8n reads the body of what goes on with an execution, before a node sees it.
		const isJson = request.headers['content-type']?.startsWith('application/json');
		if (isJson && !isParsed(body))
			return void response.writeHead(422).end('{"message":"Failed to parse request body"}');
		if (this.outcomes.has(id!)) return void response.writeHead(409).end('No action required');
		const said = await this.executions
			.get(id!)!
			.request(request.method!, query, body.toString(), request.headers as IDataObject);
		if (said.output) this.outcomes.set(id!, (said.output.json as any).data);
		response.writeHead(said.status, said.headers as Record<string, string>).end(said.body);
	}

	private async event(
		{ method, headers }: IncomingMessage,
		outgoing: ServerResponse,
		query: IDataObject,
		body: Buffer,
	): Promise<void> {
		const response = {
			statusCode: 200,
			destroyed: false,
			status: (code: number) => Object.assign(response, { statusCode: code }),
			json: (answer: unknown) =>
				outgoing
					.writeHead(response.statusCode, { 'content-type': 'application/json' })
					.end(JSON.stringify(answer)),
		};
		const context = this.context({
			getRequestObject: () => ({ method, headers, query, rawBody: body }),
			getResponseObject: () => response,
		});
		const { workflowData, webhookResponse, noWebhookResponse } = await this.trigger.webhook.call(context as never);
		const [item] = workflowData?.[0] ?? [];
		if (!item) return noWebhookResponse ? undefined : void response.json(webhookResponse);
		this.items.push(item as never);
		response.json({ text: `You said: ${(item.json as any).message.text}` });
	}

	private context(more: object = {}) {
		const log = (line: string) => this.logged.push(line);
		const parameters: IDataObject = {
			setUp: 'install',
			bot: { __rl: true, mode: 'name', value: BOT },
			events: EVENTS,
			answer: 'lastNode',
			additionalFields: { downloadAttachments: true },
		};
		const staticData = this.staticData;
		return {
			getNodeWebhookUrl: () => `${this.url}/webhook/${this.id}/webhook`,
			getActivationMode: () => 'trigger',
			getMode: () => 'webhook',
			getWorkflowStaticData: () => staticData,
			getWorkflow: () => ({ id: 'workflow' }),
			getNode: () => ({
				id: this.id,
				name: 'Zoho Cliq Trigger',
				credentials: { cliqNodesOAuth2Api: { id: this.id } },
			}),
			getChildNodes: () => [],
			getNodeParameter: (name: string, otherwise: unknown) => parameters[name] ?? otherwise,
			getCredentials: async () => ({
				dataCenter: 'custom',
				baseUrl: this.sandbox.url,
				rateLimit: 'none',
				clientSecret: 'client-secret',
			}),
			logger: { debug: log, info: log, warn: log, error: log },
			helpers: {
				httpRequest: async (options: IHttpRequestOptions) => await this.request(options, false),
				httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) =>
					await this.request(options, true),
				prepareBinaryData: async (content: AsyncIterable<Buffer>, fileName: string) => ({
					data: (await buffer(content as never)).toString('base64'),
					fileName,
				}),
			},
			...more,
		};
	}

	private async request({ method, url, qs, body, encoding }: IHttpRequestOptions, isSigned: boolean) {
		const address = new URL(url);
		for (const [name, value] of Object.entries(qs ?? {}))
			if (value !== undefined) address.searchParams.set(name, String(value));
		const headers = {
			'content-type': 'application/json',
			...(isSigned && { authorization: `Bearer ${this.token}` }),
		};
		const answer = await fetch(address, {
			...(method && { method }),
			body: body ? JSON.stringify(body) : null,
			headers,
		});
		const isJson = answer.headers.get('content-type')?.includes('json');
		return {
			statusCode: answer.status,
			headers: Object.fromEntries([...(answer.headers as unknown as Iterable<[string, string]>)]),
			body: encoding === 'stream' ? answer.body : isJson ? await answer.json() : await answer.text(),
		};
	}
}

function isParsed(body: Buffer): boolean {
	try {
		return JSON.parse(body.toString()) !== undefined;
	} catch {
		return false;
	}
}
