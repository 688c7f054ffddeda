import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../../sandbox';
import { Artifacts } from '../artifacts';
import { connectAccount } from '../../../tools/n8n/account';
import type { Execution, Item } from '../../../tools/n8n/executions';
import { N8n, type Workflow } from '../../../tools/n8n/n8n';
import { Services } from './services';
import { type Credential, type NodeUnderTest, UNDER_TEST } from '../../../tools/n8n/workflow';

const TYPE = 'n8n-nodes-zoho-cliq.zohoCliq';

/** What gives a secret away in the sandbox; each returns it, or a client that holds it. */
const MINTS = ['newClient', 'newCode', 'newRefreshToken', 'newAccessToken', 'newWebhookToken'];

/** A sandbox, a real n8n with our packed package, and an account that was connected over the consent page. */
export class Lab {
	private workflows = 0;

	private constructor(
		readonly n8n: N8n,
		readonly sandbox: Sandbox,
		readonly artifacts: Artifacts,
		readonly account: Credential,
		/** The consent page that was accepted, as HTML. */
		readonly consentPage: string,
		private readonly services?: Services,
	) {}

	/**
	 * @param suite names the folder of artifacts.
	 * @param isQueue whether n8n runs in queue mode, with two workers.
	 */
	static async start(suite: string, isQueue = false): Promise<Lab> {
		const artifacts = new Artifacts(suite);
		const log = (name: string) => artifacts.path(name);
		const started: Array<{ stop(): Promise<void> }> = [];
		try {
			const sandbox = await startSandbox();
			started.push({ stop: () => sandbox.close() });
			registerSecrets(sandbox, artifacts);
			const services = isQueue ? await Services.start(log) : undefined;
			if (services) started.push(services);
			const queue = services && { environment: services.environment, workers: 2 };
			const n8n = await N8n.start({ packages: [process.env.CLIQ_N8N_PACKAGE as string], log, ...queue });
			started.push(n8n);
			const { account, page } = await connectAccount(n8n, sandbox);
			return new Lab(n8n, sandbox, artifacts, account, page, services);
		} catch (error) {
			// Nobody else could end them.
			for (const one of started.reverse()) await one.stop();
			throw error;
		}
	}

	/** Saves what n8n and the sandbox keep, ends both, and searches everything for secrets. */
	async end(): Promise<void> {
		const { n8n, sandbox, artifacts } = this;
		artifacts.save('consent.html', this.consentPage);
		for (const page of ['', 'console', '_sandbox/state', '_sandbox/journal']) {
			const response = await fetch(`${sandbox.url}/${page}`);
			artifacts.save(`sandbox-${page.replace('_sandbox/', '') || 'index'}`, await response.text());
		}
		artifacts.save(
			'messages.json',
			sandbox.control.state().chats.map(({ id }) => sandbox.control.messages(id)),
		);
		for (const id of await n8n.executionIds()) artifacts.save(`execution-${id}.json`, await n8n.rawExecution(id));
		artifacts.save('credential.json', await n8n.readCredential(this.account));
		await n8n.stop((userFolder) => {
			const folder = join(userFolder, '.n8n');
			for (const file of readdirSync(folder).filter((name) => name.endsWith('.log')))
				artifacts.copy(join(folder, file), file);
		});
		await this.services?.stop();
		await sandbox.close();
		await artifacts.search();
	}

	/** Another connected account, e.g. one with an own rate limit. @param settings fields of the credential */
	async connectedAccount(settings: Record<string, unknown>): Promise<Credential> {
		return (await connectAccount(this.n8n, this.sandbox, settings)).account;
	}

	/** A workflow with our node that can be run many times. */
	async workflow(node: Omit<NodeUnderTest, 'type'>): Promise<Workflow> {
		return await this.n8n.createWorkflow(`${++this.workflows}`, { type: TYPE, credential: this.account, ...node });
	}

	/** Runs our node in a workflow of its own, once for each item. */
	async run(node: Omit<NodeUnderTest, 'type'>, items: unknown[] = [{}]): Promise<Execution> {
		return this.n8n.run(await this.workflow(node), items);
	}

	/** As `run`, and gives the items of the main output. */
	async outputOf(parameters: Record<string, unknown>, items?: unknown[]): Promise<Item[]> {
		const { status, error, runs } = await this.run({ parameters }, items);
		if (status !== 'success')
			throw new Error(`The execution ended with ${status}: ${error?.message} ${error?.description ?? ''}`);
		return runs(UNDER_TEST)[0]!.outputs[0]!;
	}

	/** A page of a picker, as the editor asks for it. */
	pick(property: string, method: string, more: { filter?: string; paginationToken?: unknown } = {}) {
		const parameters = { authentication: 'oAuth2', resource: 'message', operation: 'send' };
		return this.n8n.searchList({ type: TYPE, property, method, credential: this.account, parameters, ...more });
	}
}

/** Everything that the sandbox gives away from now on is a secret to be searched for. */
function registerSecrets(sandbox: Sandbox, artifacts: Artifacts): void {
	const { tokens } = (
		sandbox.control as unknown as { core: { tokens: Record<string, (...values: unknown[]) => any> } }
	).core;
	for (const name of MINTS) {
		const mint = tokens[name]!.bind(tokens);
		tokens[name] = (...values) => {
			const minted = mint!(...values);
			artifacts.addSecrets(minted.secret ?? minted);
			return minted;
		};
	}
}

/** A resource locator that was filled in by hand. */
export const locator = (mode: string, value: string) => ({ __rl: true, mode, value });
