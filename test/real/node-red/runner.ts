import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');

export type FlowNode = { id: string; type: string; [key: string]: unknown };

export interface Received {
	[key: string]: any;
}

export interface RunnerOptions {
	env?: Record<string, string>;
	/** JavaScript of more properties of settings.js. */
	settings?: string;
	/** Path below which the editor and its routes are; default none. */
	adminRoot?: string;
	/** Sent with every call to the admin API. */
	token?: string;
}

/** A real Node-RED in a process of its own, with the packed package installed as a user would. */
export class Runner {
	private constructor(
		readonly url: string,
		readonly userDir: string,
		private process: ChildProcess,
		private readonly output: string[],
		private readonly adminRoot: string,
		public token: string | undefined,
		private readonly spawn: () => ChildProcess,
	) {}

	static async start({ env = {}, settings = '', adminRoot = '', token }: RunnerOptions = {}): Promise<Runner> {
		const userDir = mkdtempSync(join(tmpdir(), 'cliq-node-red-'));
		install(userDir);
		const port = await freePort();
		writeFileSync(
			join(userDir, 'settings.js'),
			`module.exports = {
				uiHost: '127.0.0.1', uiPort: ${port}, flowFile: 'flows.json', credentialSecret: 'of the test',
				telemetry: { enabled: false, updateNotification: false },
				editorTheme: { tours: false, projects: { enabled: false } },
				externalModules: { palette: { allowInstall: false } },
				logging: { console: { level: 'trace', metrics: false, audit: true } },
				functionExternalModules: false, httpAdminRoot: '${adminRoot || '/'}',
				${settings}
			};`,
		);
		const output: string[] = [];
		const run = () => {
			const child = spawn(process.execPath, [join(root, 'node_modules/node-red/red.js'), '--userDir', userDir], {
				env: { ...process.env, NODE_OPTIONS: '', ...env },
				stdio: ['ignore', 'pipe', 'pipe'],
			});
			for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (text) => output.push(String(text)));
			return child;
		};
		const runner = new Runner(`http://127.0.0.1:${port}`, userDir, run(), output, adminRoot, token, run);
		await runner.ready(1);
		return runner;
	}

	/**
	 * Ends the process as a service manager does, and starts another on the same folder and port, with the same flows.
	 *
	 * @param between done while none runs.
	 */
	async restart(between: () => void = () => {}): Promise<void> {
		const before = this.starts;
		this.process.kill();
		await until(() => Promise.resolve(!this.isAlive), 10_000);
		between();
		this.process = this.spawn();
		await this.ready(before);
	}

	/** @param starts how often flows were started before. */
	private async ready(starts: number): Promise<void> {
		await until(
			() =>
				this.get('/settings').then(
					() => true,
					() => (this.isAlive ? false : Promise.reject(new Error(this.log))),
				),
			30_000,
		);
		// The next deploy waits for the next start, and must not take this one for it.
		await until(() => Promise.resolve(this.starts > starts), 10_000);
	}

	get isAlive(): boolean {
		return this.process.exitCode === null && this.process.signalCode === null;
	}

	get pid(): number {
		return this.process.pid as number;
	}

	/** Everything Node-RED has printed so far. */
	get log(): string {
		return this.output.join('');
	}

	private get authorization(): Record<string, string> {
		return this.token === undefined ? {} : { authorization: `Bearer ${this.token}` };
	}

	private get starts(): number {
		return this.log.split('Started flows').length;
	}

	async get(path: string, accept = 'application/json'): Promise<any> {
		const response = await fetch(this.url + this.adminRoot + path, { headers: { accept, ...this.authorization } });
		if (!response.ok) throw new Error(`${path} answered ${response.status}`);
		return accept === 'application/json' ? await response.json() : await response.text();
	}

	async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<any> {
		const response = await fetch(this.url + this.adminRoot + path, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...this.authorization, ...headers },
			body: JSON.stringify(body),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`${path} answered ${response.status} ${text}`);
		return text.startsWith('{') ? JSON.parse(text) : text;
	}

	/** Deploys the nodes on one tab, and waits until they run. */
	async deploy(nodes: FlowNode[]): Promise<void> {
		const before = this.starts;
		const isConfig = ({ type }: FlowNode) => type === 'zoho-cliq-account';
		const placed = nodes.map((node) => (isConfig(node) ? node : { x: 100, y: 100, wires: [], ...node, z: 'tab' }));
		await this.post(
			'/flows',
			{ flows: [{ id: 'tab', type: 'tab', label: 'Test', env: [] }, ...placed] },
			{ 'Node-RED-API-Version': 'v2' },
		);
		await until(() => Promise.resolve(this.starts > before), 10_000);
	}

	/** Sends a message into the flow through the "http in" node that `collector` made, and gives what came out. */
	async run(message: object): Promise<Received> {
		return await this.post('/in', message);
	}

	async stop(): Promise<void> {
		this.process.kill();
		await until(() => Promise.resolve(!this.isAlive), 10_000);
		rmSync(this.userDir, { recursive: true, force: true });
	}
}

function install(userDir: string): void {
	writeFileSync(join(userDir, 'package.json'), JSON.stringify({ name: 'user', private: true }));
	const packed = join(root, '.cache', 'packed', 'node-red.tgz');
	execFileSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', packed], {
		cwd: userDir,
		stdio: 'pipe',
	});
}

async function freePort(): Promise<number> {
	return await new Promise((resolve) => {
		const server = createServer().listen(0, '127.0.0.1', () => {
			const { port } = server.address() as { port: number };
			server.close(() => resolve(port));
		});
	});
}

/** @throws Error if it does not become true in time. */
export async function until(check: () => Promise<boolean>, milliseconds: number): Promise<void> {
	const end = Date.now() + milliseconds;
	while (!(await check())) {
		if (Date.now() > end) throw new Error(`Not so within ${milliseconds} ms`);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}
