import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	IWebhookFunctions,
	NodeExecutionHint,
} from 'n8n-workflow';

import { answer } from '../../../nodes/ZohoCliq/sendAndWait/receiveAnswer';
import { ask } from '../../../nodes/ZohoCliq/sendAndWait/askQuestion';
import type { Sandbox } from '../../../sandbox';

let executions = 0;

export interface ExecutionOptions {
	/** Name of the node. */
	node?: string;
	type?: string;
	items?: IDataObject[];
	continues?: boolean;
	/** Below which n8n takes up what waits. */
	base?: string;
	timeZone?: string;
	clientSecret?: string;
	written?: Record<string, string>;
	/** Behind a human review: the nodes of the tools that it is for. */
	tools?: Array<{ name: string; type: string; disabled?: boolean; parameters: IDataObject }> | undefined;
}

/**
 * What n8n gives a node that asks and waits, as far as this one asks for it: one execution, with what the node keeps.
 */
export class N8nExecution {
	readonly id = String(++executions);
	readonly kept: IDataObject = {};
	readonly hints: string[] = [];
	readonly logged: string[] = [];
	runIndex = 0;
	waitsUntil?: Date;

	private readonly token: string;

	constructor(
		private readonly sandbox: Sandbox,
		private readonly parameters: IDataObject = {},
		private readonly more: ExecutionOptions = {},
	) {
		this.token = sandbox.control.issueTokens().accessToken;
	}

	private get shared() {
		const { sandbox } = this;
		const {
			node: name = 'Ask',
			type = 'n8n-nodes-zoho-cliq.zohoCliq',
			base = 'https://n8n.example.com/webhook-waiting',
			timeZone = 'Europe/Berlin',
			clientSecret = 'client-secret',
		} = this.more;
		const log = (line: string) => this.logged.push(line);
		return {
			getExecutionId: () => this.id,
			getInstanceId: () => 'this n8n',
			getNode: () => ({ id: 'node', name, type, credentials: { cliqNodesOAuth2Api: { id: this.id } } }),
			getTimezone: () => timeZone,
			getCredentials: async () => ({
				dataCenter: 'custom',
				baseUrl: sandbox.url,
				rateLimit: 'none',
				clientSecret,
			}),
			getSignedResumeUrl: (parameters = {}) =>
				`${base}/${this.id}/node?${new URLSearchParams({ ...parameters, signature: 's'.repeat(64) }).toString()}`,
			helpers: {
				httpRequestWithAuthentication: async (_type: string, request: IHttpRequestOptions) =>
					await this.send(request),
			},
			logger: { debug: log, info: log, warn: log, error: log },
		};
	}

	private async send({ method, url, qs, body }: IHttpRequestOptions) {
		const address = new URL(url);
		for (const [name, value] of Object.entries(qs ?? {}))
			if (value !== undefined) address.searchParams.set(name, String(value));
		const response = await fetch(address, {
			...(method && { method }),
			body: body ? JSON.stringify(body) : null,
			headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
		});
		const isJson = response.headers.get('content-type')?.includes('json');
		return {
			statusCode: response.status,
			headers: {},
			body: isJson ? await response.json() : await response.text(),
		};
	}

	private parameter(name: string, otherwise: unknown): unknown {
		const all: IDataObject = {
			authentication: 'oAuth2',
			target: 'channel',
			channel: { __rl: true, mode: 'name', value: 'releases' },
			message: 'Deploy?',
			...this.parameters,
		};
		return (
			name.split('.').reduce<unknown>((value, key) => (value as IDataObject | undefined)?.[key], all) ?? otherwise
		);
	}

	async ask() {
		const { items = [{ build: 42 }], continues = false } = this.more;
		const context = {
			...this.shared,
			getInputData: () => items.map((json) => ({ json })),
			getNodeParameter: (
				name: string,
				_item: number,
				otherwise: unknown,
				options?: { rawExpressions?: boolean },
			) => (options?.rawExpressions ? this.more.written?.[name] : undefined) ?? this.parameter(name, otherwise),
			getExecutionCancelSignal: () => undefined,
			getContext: () => this.kept,
			getParentNodes: (name: string, { connectionType, depth, includeNodeParameters }: IDataObject = {}) =>
				name === this.shared.getNode().name &&
				connectionType === 'ai_tool' &&
				depth === 1 &&
				includeNodeParameters === true
					? (this.more.tools ?? [])
					: [],
			evaluateExpression: (expression: string) => (expression === '{{ $runIndex }}' ? this.runIndex : expression),
			continueOnFail: () => continues,
			addExecutionHints: ({ message }: NodeExecutionHint) => this.hints.push(message),
			putExecutionToWait: async (until: Date) => void (this.waitsUntil = until),
		} as unknown as IExecuteFunctions;
		return await ask(context);
	}

	/** A request to the address of a button. */
	async request(method: string, query: IDataObject, body = '', headers: IDataObject = {}) {
		const { node: name = 'Ask' } = this.more;
		const said = { status: 200, headers: {} as IDataObject, body: '' };
		const response = {
			status: (status: number) => ((said.status = status), response),
			set: (all: IDataObject) => (Object.assign(said.headers, all), response),
			setHeader: (name: string, value: string) => (said.headers[name] = value),
			send: (text: string) => ((said.body = text), response),
		};
		const context = {
			...this.shared,
			getRequestObject: () => ({
				method,
				query,
				headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
				rawBody: Buffer.from(body),
			}),
			getResponseObject: () => response,
			evaluateExpression: (expression: string) => {
				const $node = new Proxy(
					{},
					{ get: (_, asked) => ({ context: asked === name ? JSON.parse(JSON.stringify(this.kept)) : {} }) },
				);
				return new Function('$node', `return ${/^\{\{(.*?)\}\}$/.exec(expression)![1]}`)($node);
			},
		} as unknown as IWebhookFunctions;
		const { webhookResponse, workflowData } = await answer(context);
		return { ...said, ...(webhookResponse && { body: webhookResponse as string }), output: workflowData?.[0]![0] };
	}

	get key(): string {
		return (this.kept.asked as any).question.key;
	}
}
