import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { pressAccept } from './consent';
import { type Execution, executionIds, readExecution } from './executions';
import { nodeBinFolder } from './install';
import { freePort, Process } from './process';
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

export interface StartOptions {
	/** Tarballs of community packages, installed before the start. */
	packages: string[];
	/** Gives the path of a log file: for everything that n8n and its workers print. */
	log: (name: string) => string;
	/** More of n8n's environment. */
	environment?: Record<string, string>;
	/** How many workers beside the main process, for queue mode. Default 0. */
	workers?: number;
	/** Where it listens. Default: any free port. */
	port?: number;
	/** An empty folder for its data, removed when it ends. Default: one of its own. */
	folder?: string;
	/** Gets each process as soon as there is one, so that it can be ended while it is starting. */
	onProcess?: (process: Process) => void;
}

/** A real n8n as a child process, on a folder of its own, with its owner signed in. */
export class N8n {
	private constructor(
		readonly url: string,
		readonly userFolder: string,
		private main: Process,
		private readonly workers: Process[],
		private session: Session,
		private readonly startMain: (log: string) => Promise<Process>,
	) {}

	/**
	 * Starts n8n on a fresh folder; takes some twelve seconds.
	 *
	 * @throws Error if n8n ends, or is not ready within five minutes.
	 */
	static async start({
		packages,
		log,
		environment = {},
		workers = 0,
		port: wanted,
		folder,
		onProcess,
	}: StartOptions): Promise<N8n> {
		const userFolder = folder ?? (await createUserFolder());
		const processes: Process[] = [];
		try {
			for (const tarball of packages) await installPackage(userFolder, tarball);
			const port = wanted ?? (await freePort());
			const url = `http://127.0.0.1:${port}`;
			const own = {
				...environmentOf(userFolder),
				N8N_PORT: String(port),
				N8N_EDITOR_BASE_URL: url,
				WEBHOOK_URL: `${url}/`,
				...environment,
			};
			const startMain = (name: string) =>
				startProcess(['start'], own, log(name), `${url}/rest/settings`, onProcess);
			const main = await startMain('n8n.log');
			processes.push(main);
			const session = await Session.setUpOwner(url);
			for (let worker = 1; worker <= workers; worker++) {
				const health = String(await freePort());
				const its = { ...own, QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: health };
				processes.push(
					await startProcess(
						['worker', '--concurrency=5'],
						its,
						log(`worker-${worker}.log`),
						`http://127.0.0.1:${health}/healthz/readiness`,
						onProcess,
					),
				);
			}
			return new N8n(url, userFolder, main, processes.slice(1), session, startMain);
		} catch (error) {
			await Promise.all(processes.map((process) => process.stop()));
			await rm(userFolder, { recursive: true, force: true });
			throw error;
		}
	}

	/** Of the main process. */
	get pid(): number {
		return this.main.pid;
	}

	/**
	 * Ends n8n and removes its folder.
	 *
	 * @param salvage gets the folder once nothing writes to it any more.
	 */
	async stop(salvage: (userFolder: string) => void = () => {}): Promise<void> {
		await Promise.all([this.main, ...this.workers].map((process) => process.stop()));
		salvage(this.userFolder);
		await rm(this.userFolder, { recursive: true, force: true });
	}

	/** Ends the main process and starts it anew, on the same folder. What it prints goes to `n8n-restarted.log`. */
	async restart(): Promise<void> {
		await this.main.stop();
		this.main = await this.startMain('n8n-restarted.log');
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
		if (!answer.ok || !oauthTokenData)
			throw new Error(`n8n's callback answered ${answer.status}: ${text.slice(0, 500)}`);
		return { authUrl, page };
	}

	/** Saves a workflow that only the editor will run. @returns its id */
	async createDraft(definition: object): Promise<string> {
		return (await this.session.rest<{ id: string }>('POST', '/workflows', definition)).id;
	}

	/**
	 * Activates a saved workflow; one that is active already is activated anew.
	 *
	 * @throws Error with what n8n shows, if a trigger fails, which n8n tries five times.
	 */
	async activate(id: string): Promise<void> {
		const { versionId } = await this.session.rest('GET', `/workflows/${id}`);
		await this.session.rest('POST', `/workflows/${id}/activate`, { versionId });
		const { status, triggers } = await this.published(id);
		if (status !== 'published')
			throw new Error(triggers.map(({ errorMessage }: { errorMessage: string }) => errorMessage).join('; '));
	}

	async deactivate(id: string): Promise<void> {
		await this.session.rest('POST', `/workflows/${id}/deactivate`, {});
		await this.published(id);
	}

	/** n8n starts and ends triggers a moment after it was asked to. */
	private async published(id: string): Promise<{ status: string; triggers: any[] }> {
		for (let tries = 0; tries < 600; tries++) {
			const answer = await this.session.rest('GET', `/workflows/${id}/publication-status`);
			if (answer.status !== 'in_progress') return answer;
			await sleep(100);
		}
		throw new Error(`n8n does not get done with workflow ${id} in a minute`);
	}

	/** Presses "Execute step" of a trigger that waits for something to be delivered to its test address. */
	async listenForTest(id: string, trigger: string): Promise<void> {
		const answer = await this.session.rest('POST', `/workflows/${id}/run`, {
			triggerToStartFrom: { name: trigger },
		});
		if (answer.waitingForWebhook !== true) throw new Error(`n8n does not wait: ${JSON.stringify(answer)}`);
	}

	/** Creates and activates Webhook -> Split Out -> node. */
	async createWorkflow(name: string, node: NodeUnderTest): Promise<Workflow> {
		const { path, definition } = webhookWorkflow(name, node);
		return this.publish(definition, path);
	}

	/**
	 * Saves and activates a workflow that begins with a webhook.
	 *
	 * @param path of the webhook, which takes POST.
	 */
	async publish(definition: { name: string }, path: string): Promise<Workflow> {
		const { id, versionId } = await this.session.rest('POST', '/workflows', definition);
		await this.session.rest('POST', `/workflows/${id}/activate`, { versionId });
		const webhook = `${this.url}/webhook/${path}`;
		await registered(webhook);
		return { id, name: definition.name, webhook };
	}

	/** Runs a workflow over its webhook and waits for its end. */
	async run(workflow: Workflow, items: unknown[]): Promise<Execution> {
		return this.runWith(workflow, { items });
	}

	/** As `run`, for a webhook of which the workflow takes something else. */
	async runWith(workflow: Workflow, body: object): Promise<Execution> {
		const before = await executionIds(this.session, workflow.id);
		await this.call(workflow, body);
		return this.lastExecution(workflow, before[0]);
	}

	/** Starts a draft at one of its triggers, as the button in the editor does, and waits for its end. */
	async runDraft(id: string, trigger: string): Promise<Execution> {
		const { executionId } = await this.session.rest('POST', `/workflows/${id}/run`, {
			triggerToStartFrom: { name: trigger },
		});
		return this.ended(executionId);
	}

	/** As `run`, for several at once. @returns whether the execution succeeded */
	async trigger(workflow: Workflow, items: unknown[]): Promise<boolean> {
		return this.call(workflow, { items });
	}

	private async call(workflow: Workflow, body: object): Promise<boolean> {
		const { status, text: answer } = await post(workflow.webhook, body);
		// 500 is how a failed execution answers; its record says more.
		if (![200, 500].includes(status)) throw new Error(`The webhook answered ${status}: ${answer}`);
		return status === 200;
	}

	/**
	 * The newest execution, once it has ended.
	 *
	 * @param after an execution that is older than the wanted one.
	 */
	async lastExecution(workflow: Workflow, after?: string): Promise<Execution> {
		return this.ended(await this.newestExecution(workflow, after));
	}

	/** An execution, once it has ended. */
	async ended(id: string): Promise<Execution> {
		// A webhook is answered a moment before its execution is saved as ended.
		for (let tries = 0; tries < 1_200; tries++) {
			const execution = await readExecution(this.session, id);
			if (!['new', 'running'].includes(execution.status)) return execution;
			await sleep(50);
		}
		throw new Error(`Execution ${id} does not end`);
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

	/** The ids of a workflow's executions, newest first; of all workflows if none is named. */
	executionIds(workflowId?: string): Promise<string[]> {
		return executionIds(this.session, workflowId);
	}

	/** Cancels a running execution, as the Stop button does. */
	async stopExecution(id: string): Promise<void> {
		await this.session.rest('POST', `/executions/${id}/stop`);
	}

	/** Runs an execution that failed once more, as "Retry with original workflow" does, and waits for its end. */
	async retryExecution(id: string): Promise<Execution> {
		const retried = await this.session.rest<{ id: string }>('POST', `/executions/${id}/retry`, {
			loadWorkflow: false,
		});
		return this.ended(retried.id);
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

	/** The descriptions of all credential types that the editor gets. */
	async credentialTypes(): Promise<
		Array<{ name: string; displayName: string; properties: Array<{ name: string }> }>
	> {
		return (await this.session.fetch('GET', '/types/credentials.json')).json();
	}

	/** One page of a resource locator's "From list". */
	searchList(
		search: ListSearch,
	): Promise<{ results: Array<{ name: string; value: string; url?: string }>; paginationToken?: unknown }> {
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

/** Without the five minutes after which `fetch` gives up: a webhook answers when its execution has ended. */
async function post(url: string, body: unknown): Promise<{ status: number; text: string }> {
	const call = request(url, { method: 'POST', headers: { 'content-type': 'application/json' } }).end(
		JSON.stringify(body),
	);
	const [response] = (await once(call, 'response')) as [IncomingMessage];
	return { status: response.statusCode as number, text: await text(response) };
}

function environmentOf(userFolder: string): Record<string, string> {
	return {
		HOME: userFolder,
		PATH: `${nodeBinFolder(process.env.CLIQ_N8N as string)}${delimiter}${process.env.PATH}`,
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_SECURE_COOKIE: 'false',
		N8N_ENCRYPTION_KEY: 'cliq-nodes-test',
		N8N_LOG_LEVEL: 'debug',
		DB_TYPE: 'sqlite',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
	};
}

/** @param health an address that answers with JSON once this process can be used. */
async function startProcess(
	args: string[],
	env: Record<string, string>,
	log: string,
	health: string,
	onProcess?: (process: Process) => void,
): Promise<Process> {
	const isReady = async () => {
		const response = await fetch(health).catch(() => undefined);
		return response?.ok === true && response.headers.get('content-type')?.includes('json') === true;
	};
	const n8n = join(process.env.CLIQ_N8N as string, 'node_modules', 'n8n', 'bin', 'n8n');
	// Each process has a broker for task runners of its own.
	const broker = { N8N_RUNNERS_BROKER_PORT: String(await freePort()) };
	return Process.start({
		command: 'node',
		args: [n8n, ...args],
		env: { ...env, ...broker },
		log,
		isReady,
		onProcess,
	});
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
