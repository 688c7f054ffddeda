import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { registerAsk } from '../../node-red/lib/ask/ask-node';
import { registerInbound } from '../../node-red/lib/in/in-node';
import { registerForwarderRoute } from '../../node-red/lib/in/editor-requests';
import type {
	AdminRequest,
	AdminResponse,
	NodeMessage,
	Node,
	NodeConfig,
	Red,
	WebHandler,
} from '../../node-red/lib/shared/node-red';
import { registerReply } from '../../node-red/lib/in/reply-node';
import type { Sandbox, Variants } from '../../sandbox';
import { variableNames } from '../../sandbox/bots/variables';
import { BOT, type Asking, type StoryRunner } from './runner';
import { until } from './stories';

const SECRET = 'a secret of the test';
const HANDLERS = ['message_handler', 'mention_handler', 'participation_handler'];

const str = (value: string) => ({ type: 'str', value });
const msg = (value: string) => ({ type: 'msg', value });

const FIELDS = [
	{ label: str('Version'), kind: 'text', required: { type: 'bool', value: 'true' } },
	{ label: str('Where'), kind: 'choices', choices: { type: 'json', value: '["Staging","Production"]' } },
	{ label: str('Sure'), kind: 'boolean', required: { type: 'bool', value: 'true' } },
	{ label: str('Notes'), kind: 'multiline' },
];

/** A question as the dialog of Node-RED stores it. */
export function askConfig({ text, kind, way, approvers = '', asBot, timeout }: Asking): Record<string, unknown> {
	return {
		account: 'account',
		operation: 'message.send.channel',
		parameters: {
			channel: str('releases'),
			text: str(text),
			...(asBot !== undefined && { postAsBot: str(asBot) }),
		},
		answer: {
			kind: { approval: 'approval', text: 'freeText', form: 'customForm' }[kind],
			way,
			buttons: 'both',
			approvers: str(approvers),
			...(kind === 'form' && { fields: FIELDS }),
		},
		timeout: String(timeout ?? 1),
		timeoutUnit: timeout === undefined ? 'hours' : 'seconds',
		timeZone: 'Europe/Berlin',
	};
}

/**
 * What a person does with a script when Cliq's editor says that it names a variable which is not there: the lines that
 * ask for it go.
 */
export function fitted(script: string, handler: string, { handlerVariables }: Variants): string {
	const there = variableNames(handler, handlerVariables);
	return script.replace(/^if\((\w+) != null\)\n\{\n[^]*?^\}\n/gm, (lines, name: string) =>
		there.includes(name) ? lines : '',
	);
}

type Layer = { handle?: WebHandler; route?: { method: string; path: string; stack: Array<{ handle: WebHandler }> } };

let runtimes = 0;

/** The code of the Node-RED nodes in this process, with what Node-RED does around them. */
export class NodeRedInProcess implements StoryRunner {
	readonly installs = false;
	readonly downloads = false;
	readonly soon = 0.1;
	readonly asksAsBot = true;
	private readonly stack: Layer[] = [];
	private readonly stored = new Map<string, string>();
	private readonly nodes = new Map<string, any>();
	private readonly makers: Record<string, (this: Node, config: NodeConfig) => void> = {};
	private readonly closing: Array<() => Promise<void>> = [];
	private readonly events: any[] = [];
	private readonly outs: unknown[] = [];
	private readonly said: unknown[] = [];
	private readonly server: Server;
	private readonly path = `cliq/story${++runtimes}`;
	private admin: (request: AdminRequest, response: AdminResponse) => void = () => {};
	private url = '';
	private asked = 0;

	private constructor(readonly sandbox: Sandbox) {
		this.server = createServer((request, response) => {
			const { pathname, searchParams } = new URL(request.url!, 'http://local');
			const layers = this.stack.filter(
				({ route }) =>
					!route || (request.method === route.method && route.path === pathname.replace(/\/$/, '')),
			);
			Object.assign(request, { query: Object.fromEntries(searchParams) });
			const run = ([first, ...others]: WebHandler[]) =>
				first ? first(request, response, () => run(others)) : response.writeHead(404).end();
			run(layers.flatMap(({ handle, route }) => handle ?? route?.stack.map((layer) => layer.handle) ?? []));
		});
		for (const register of [registerAsk, registerInbound, registerReply, registerForwarderRoute])
			register(this.red);
		const { clientId, clientSecret, refreshToken } = sandbox.control.issueTokens();
		this.nodes.set('account', {
			type: 'zoho-cliq-account',
			settings: {
				dataCenter: 'custom',
				baseUrl: sandbox.url,
				accountsUrl: sandbox.url,
				signIn: 'oauth',
				rateLimit: 'none',
				clientId,
				clientSecret,
				refreshToken,
			},
		});
	}

	static async start(sandbox: Sandbox): Promise<NodeRedInProcess> {
		const runner = new NodeRedInProcess(sandbox);
		await new Promise<void>((resolve) => runner.server.listen(0, '127.0.0.1', resolve));
		runner.url = `http://127.0.0.1:${(runner.server.address() as AddressInfo).port}`;
		return runner;
	}

	async stop(): Promise<void> {
		for (const close of this.closing.splice(0)) await close();
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	async hear(): Promise<void> {
		const { control } = this.sandbox;
		for (const handler of HANDLERS) {
			control.setHandler({
				bot: BOT,
				type: handler,
				script: fitted(this.script(handler), handler, control.variants()),
			});
		}
	}

	async hearAgain(): Promise<void> {}

	async stopHearing(): Promise<void> {
		await this.sandbox.control.delivered();
		for (const type of HANDLERS) this.sandbox.control.setHandler({ bot: BOT, type, script: null });
	}

	async heard(count: number): Promise<any[]> {
		await until(() => this.events.length >= count).catch(() =>
			Promise.reject(
				new Error(
					`Heard ${this.events.length} of ${count}: ${JSON.stringify([this.said, this.sandbox.control.deliveries().slice(-3)])}`,
				),
			),
		);
		await this.sandbox.control.delivered();
		return this.events;
	}

	async files(): Promise<Record<string, string>> {
		const { attachments = [] } = this.events.at(-1).message;
		return Object.fromEntries(attachments.map(({ name, id = name }: any) => [name, id]));
	}

	async ask(asking: Asking): Promise<void> {
		this.outs.length = 0;
		const { input } = this.place(
			'zoho-cliq-ask',
			{
				id: `ask${++this.asked}`,
				...askConfig(asking),
				publicUrl: this.url,
				path: `${this.path}/ask${this.asked}`,
			},
			{},
			([answered, late]: any) => this.outs.push((answered ?? late).payload),
		);
		let failure: Error | undefined;
		input({ payload: asking.text }, (error) => (failure = error));
		const { control } = this.sandbox;
		await until(() => {
			if (failure) throw failure;
			return (
				control.messages('#releases').some(({ text }) => text.startsWith(asking.text)) &&
				this.stored.has(`ask${this.asked}`)
			);
		});
		// What Cliq answers to the post comes a moment later.
		await until(() => /"messageId"|"until"/.test(this.stored.get(`ask${this.asked}`)!));
	}

	async isWaiting(): Promise<boolean> {
		return this.outs.length === 0;
	}

	async outcome(): Promise<any> {
		await until(() => this.outs.length > 0);
		return this.outs[0];
	}

	/** What the dialog of the node that hears shows for a handler. */
	private script(handler: string): string {
		if (!this.nodes.has('hear')) {
			const { input } = this.place(
				'zoho-cliq-reply',
				{ id: 'reply', account: 'account', parameters: { text: msg('payload') } },
				{},
				() => {},
			);
			this.place(
				'zoho-cliq-in',
				{ id: 'hear', path: this.path, bot: BOT, answer: 'reply', wait: '10' },
				{ secret: SECRET },
				(message: any) => {
					this.events.push(message.event);
					input(
						{ ...message, payload: `You said: ${message.payload}` },
						(error) => error && this.said.push(String(error)),
					);
				},
			);
		}
		let shown: any;
		this.admin(
			{ body: { id: 'hear', handler, url: `${this.url}/${this.path}`, secret: SECRET } } as AdminRequest,
			{ json: (answer: unknown) => (shown = answer) } as unknown as AdminResponse,
		);
		if (!shown?.script) throw new Error(`No script: ${JSON.stringify(shown)}`);
		return shown.script;
	}

	private place(
		type: string,
		config: { id: string; [field: string]: unknown },
		credentials: object,
		send: (out: never) => void,
	) {
		const listeners: Record<string, (...given: any[]) => void> = {};
		const { id } = config;
		const node = {
			id,
			type,
			credentials,
			on: (event: string, listener: () => void) => (listeners[event] = listener),
			status: () => {},
			send,
			context: () => ({
				get: (_key: string, done: (error: null, value: unknown) => void) =>
					done(null, this.stored.has(id) ? JSON.parse(this.stored.get(id)!) : undefined),
				set: (_key: string, value: unknown, done: () => void) => {
					this.stored.set(id, JSON.stringify(value));
					done();
				},
			}),
			log: (text: string) => this.said.push(text),
			warn: (text: string) => this.said.push(text),
		};
		this.nodes.set(id, node);
		this.makers[type]!.call(node as unknown as Node, { type, ...config } as unknown as NodeConfig);
		this.closing.push(
			() => new Promise<void>((resolve) => (listeners.close ? listeners.close(true, resolve) : resolve())),
		);
		return {
			input: (message: NodeMessage, done: (error?: Error) => void) => listeners.input!(message, send, done),
		};
	}

	private get red(): Red {
		const serve =
			(method: string) =>
			(path: string, ...handlers: WebHandler[]) =>
				this.stack.push({ route: { method, path, stack: handlers.map((handle) => ({ handle })) } });
		return {
			nodes: {
				createNode: () => {},
				eachNode: () => {},
				getNode: (id: string) => this.nodes.get(id) ?? null,
				registerType: (type: string, make: NodeRedInProcess['makers'][string]) => (this.makers[type] = make),
			},
			util: {
				evaluateNodeProperty: (
					value: string,
					type: string,
					_node: Node,
					message: NodeMessage,
					done: (error: null, value: unknown) => void,
				) =>
					done(
						null,
						type === 'msg'
							? message[value]
							: type === 'json'
								? JSON.parse(value)
								: type === 'bool'
									? value === 'true'
									: value,
					),
			},
			auth: { needsPermission: (permission: string) => permission },
			httpNode: {
				path: () => '/',
				use: (handle: WebHandler) => this.stack.push({ handle }),
				get: serve('GET'),
				post: serve('POST'),
				_router: { stack: this.stack },
			},
			httpAdmin: {
				post: (_path: string, _guard: unknown, handler: NodeRedInProcess['admin']) => (this.admin = handler),
			},
			settings: {},
			log: { error: (error: unknown) => this.said.push(String(error)) },
			_: (key: string, values: object = {}) => [key.split('status.')[1], ...Object.values(values)].join(' '),
		} as unknown as Red;
	}
}
