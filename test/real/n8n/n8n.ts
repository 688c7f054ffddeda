import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pressAccept } from './consent';
import { type Execution, executionIds, readExecution } from './executions';
import { nodeBinFolder } from './install';
import { Session } from './session';
import { createUserFolder, installPackage } from './user-folder';
import { type Credential, type NodeUnderTest, webhookWorkflow } from './workflow';

export interface Workflow {
	id: string;
	name: string;
	/** POST to it to run the workflow. */
	webhook: string;
}

export interface ListSearch {
	type: string;
	method: string;
	/** The property that shows the list. */
	property: string;
	credential: Credential;
	parameters: Record<string, unknown>;
	filter?: string;
	paginationToken?: unknown;
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

/** A real n8n as a child process, on a folder of its own, with its owner signed in. */
export class N8n {
	private constructor(
		readonly url: string,
		readonly userFolder: string,
		private readonly child: ChildProcess,
		private session: Session,
	) {}

	/**
	 * Starts n8n on a fresh folder; takes some twelve seconds.
	 *
	 * @param packages tarballs of community packages, installed before the start.
	 * @param log a file for everything that n8n prints.
	 * @throws Error if n8n ends, or is not ready within two minutes.
	 */
	static async start({ packages, log }: { packages: string[]; log: string }): Promise<N8n> {
		const lab = process.env.CLIQ_N8N as string;
		const userFolder = await createUserFolder();
		for (const tarball of packages) await installPackage(userFolder, tarball);

		const [port, brokerPort] = [await freePort(), await freePort()];
		const url = `http://127.0.0.1:${port}`;
		const output = createWriteStream(log);
		await once(output, 'open');
		const child = spawn('node', [join(lab, 'node_modules', 'n8n', 'bin', 'n8n'), 'start'], {
			stdio: ['ignore', output, output],
			env: {
				HOME: userFolder,
				PATH: `${nodeBinFolder(lab)}${delimiter}${process.env.PATH}`,
				N8N_USER_FOLDER: userFolder,
				N8N_PORT: String(port),
				N8N_LISTEN_ADDRESS: '127.0.0.1',
				N8N_RUNNERS_BROKER_PORT: String(brokerPort),
				N8N_EDITOR_BASE_URL: url,
				WEBHOOK_URL: `${url}/`,
				N8N_SECURE_COOKIE: 'false',
				N8N_ENCRYPTION_KEY: 'cliq-nodes-test',
				N8N_LOG_LEVEL: 'debug',
				DB_TYPE: 'sqlite',
				N8N_DIAGNOSTICS_ENABLED: 'false',
				N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
				N8N_TEMPLATES_ENABLED: 'false',
				N8N_PERSONALIZATION_ENABLED: 'false',
				N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
			},
		});
		try {
			await ready(url, child, log);
			return new N8n(url, userFolder, child, await Session.setUpOwner(url));
		} catch (error) {
			child.kill('SIGKILL');
			await rm(userFolder, { recursive: true, force: true });
			throw error;
		}
	}

	get pid(): number {
		return this.child.pid as number;
	}

	/**
	 * Ends n8n and removes its folder.
	 *
	 * @param salvage gets the folder once nothing writes to it any more.
	 */
	async stop(salvage: (userFolder: string) => void = () => {}): Promise<void> {
		if (this.child.exitCode === null && this.child.signalCode === null) {
			const ended = once(this.child, 'exit');
			this.child.kill('SIGTERM');
			await Promise.race([ended, sleep(20_000, undefined, { ref: false })]);
			this.child.kill('SIGKILL');
		}
		salvage(this.userFolder);
		await rm(this.userFolder, { recursive: true, force: true });
	}

	async createCredential(type: string, data: Record<string, unknown>, name = type): Promise<Credential> {
		const { id } = await this.session.rest('POST', '/credentials', { name, type, data });
		return { id, name, type };
	}

	/** What n8n shows of a credential: secrets are blanked out by n8n itself. */
	async readCredential({ id }: Credential): Promise<Record<string, any>> {
		return (await this.session.rest('GET', `/credentials/${id}?includeData=true`)).data;
	}

	/**
	 * Presses "Connect" of an OAuth2 credential and Accept on the page that opens.
	 *
	 * @returns that page, so that a suite can look at what a person saw.
	 * @throws Error if the page, the way back or the exchange of the code fails.
	 */
	async connectOAuth(credential: Credential): Promise<{ authUrl: string; page: string }> {
		const authUrl: string = await this.session.rest('GET', `/oauth2-credential/auth?id=${credential.id}`);
		const { page, callback } = await pressAccept(authUrl);
		if (!callback.startsWith(this.url)) throw new Error(`Sent back to ${new URL(callback).origin}, not to n8n`);
		const answer = await this.session.fetch('GET', callback);
		const text = await answer.text();
		const { oauthTokenData } = await this.readCredential(credential);
		if (!answer.ok || !oauthTokenData) throw new Error(`n8n's callback answered ${answer.status}: ${text.slice(0, 500)}`);
		return { authUrl, page };
	}

	/** Saves a workflow that only the editor will run. @returns its id */
	async createDraft(definition: object): Promise<string> {
		return (await this.session.rest<{ id: string }>('POST', '/workflows', definition)).id;
	}

	/** Creates and activates Webhook -> Split Out -> node. */
	async createWorkflow(name: string, node: NodeUnderTest): Promise<Workflow> {
		const { path, definition } = webhookWorkflow(name, node);
		const { id, versionId } = await this.session.rest('POST', '/workflows', definition);
		await this.session.rest('POST', `/workflows/${id}/activate`, { versionId });
		const webhook = `${this.url}/webhook/${path}`;
		await registered(webhook);
		return { id, name, webhook };
	}

	/** Runs a workflow over its webhook and waits for its end. */
	async run(workflow: Workflow, items: unknown[]): Promise<Execution> {
		const before = await executionIds(this.session, workflow.id);
		const response = await fetch(workflow.webhook, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ items }),
		});
		const text = await response.text();
		// 500 is how a failed execution answers; its record says more.
		if (![200, 500].includes(response.status)) throw new Error(`The webhook answered ${response.status}: ${text}`);
		return this.lastExecution(workflow, before[0]);
	}

	/**
	 * The newest execution, once it has ended.
	 *
	 * @param after an execution that is older than the wanted one.
	 */
	async lastExecution(workflow: Workflow, after?: string): Promise<Execution> {
		const id = await this.newestExecution(workflow, after);
		// A webhook is answered a moment before its execution is saved as ended.
		for (let tries = 0; tries < 200; tries++) {
			const execution = await readExecution(this.session, id);
			if (!['new', 'running'].includes(execution.status)) return execution;
			await sleep(50);
		}
		throw new Error(`Execution ${id} of workflow "${workflow.name}" does not end`);
	}

	/** The id of the newest execution, running or ended, once there is one that is newer than `after`. */
	async newestExecution(workflow: Workflow, after?: string): Promise<string> {
		for (let tries = 0; tries < 200; tries++) {
			const [id] = await executionIds(this.session, workflow.id);
			if (id && id !== after) return id;
			await sleep(50);
		}
		throw new Error(`Workflow "${workflow.name}" has no new execution`);
	}

	/** The ids of all executions, newest first. */
	executionIds(): Promise<string[]> {
		return executionIds(this.session);
	}

	/** Cancels a running execution, as the Stop button does. */
	async stopExecution(id: string): Promise<void> {
		await this.session.rest('POST', `/executions/${id}/stop`);
	}

	/** An execution, running or ended. */
	execution(id: string): Promise<Execution> {
		return readExecution(this.session, id);
	}

	/** The record of an execution as n8n stores it, unparsed. */
	async rawExecution(id: string): Promise<string> {
		return (await this.session.fetch('GET', `/rest/executions/${id}`)).text();
	}

	/** The descriptions of all node types that the editor gets, ours among them. */
	async nodeTypes(): Promise<Array<{ name: string; displayName: string; [more: string]: any }>> {
		return (await this.session.fetch('GET', '/types/nodes.json')).json();
	}

	/** One page of a resource locator's "From list". */
	searchList(search: ListSearch): Promise<{ results: Array<{ name: string; value: string; url?: string }>; paginationToken?: unknown }> {
		return this.session.rest('POST', '/dynamic-node-parameters/resource-locator-results', {
			path: `parameters.${search.property}`,
			methodName: search.method,
			nodeTypeAndVersion: { name: search.type, version: 1 },
			currentNodeParameters: search.parameters,
			credentials: { [search.credential.type]: { id: search.credential.id, name: search.credential.name } },
			...(search.filter !== undefined && { filter: search.filter }),
			...(search.paginationToken !== undefined && { paginationToken: search.paginationToken }),
		});
	}
}

/** Waits until n8n answers with its settings. */
async function ready(url: string, child: ChildProcess, log: string): Promise<void> {
	for (let tries = 0; tries < 600; tries++) {
		if (child.exitCode !== null) throw new Error(`n8n ended with ${child.exitCode}; see ${log}`);
		const response = await fetch(`${url}/rest/settings`).catch(() => undefined);
		if (response?.headers.get('content-type')?.includes('json')) return;
		await sleep(200);
	}
	throw new Error(`n8n was not ready in two minutes; see ${log}`);
}

/** n8n registers the webhook of an activated workflow a moment later; it answers CORS questions from then on. */
async function registered(webhook: string): Promise<void> {
	for (let tries = 0; tries < 400; tries++) {
		const { headers } = await fetch(webhook, { method: 'OPTIONS', headers: { origin: 'http://127.0.0.1' } });
		if (headers.get('access-control-allow-methods')?.includes('POST')) return;
		await sleep(50);
	}
	throw new Error(`n8n did not register ${webhook} in twenty seconds`);
}
