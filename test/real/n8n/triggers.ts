import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Execution } from '../../../tools/n8n/executions';
import { type Lab, locator } from './lab';
import type { Credential } from '../../../tools/n8n/workflow';

/** The name of the node under test in a workflow made here. */
export const TRIGGER = 'Zoho Cliq Trigger';
/** A bot that the sandbox has from the start. */
export const BOT = 'statusbot';

export interface Made {
	id: string;
	/** Below the address of n8n, without its first part. */
	path: string;
}

export interface Answered {
	status: number;
	body: string;
	ms: number;
}

/** Workflows that begin with the trigger, and what is delivered to them. */
export class Triggers {
	/** @param account of the workflows that name no credentials of their own */
	constructor(
		private readonly lab: Lab,
		private readonly account: Credential,
	) {}

	/** Trigger -> a node that does nothing, or the one given. */
	async workflow(
		parameters: object,
		{
			credentials,
			last = {},
			webhookId = randomUUID(),
		}: { credentials?: object; last?: object; webhookId?: string } = {},
	): Promise<Made> {
		const ours = { cliqNodesOAuth2Api: { id: this.account.id, name: this.account.name } };
		const id = await this.lab.n8n.createDraft({
			name: `trigger ${webhookId}`,
			settings: { executionOrder: 'v1' },
			connections: { [TRIGGER]: { main: [[{ node: 'Last', type: 'main', index: 0 }]] } },
			nodes: [
				{
					id: randomUUID(),
					name: TRIGGER,
					type: 'n8n-nodes-zoho-cliq.zohoCliqTrigger',
					typeVersion: 1,
					position: [0, 0],
					webhookId,
					parameters: { bot: locator('name', BOT), ...parameters },
					credentials: credentials ?? ours,
				},
				{
					id: randomUUID(),
					name: 'Last',
					type: 'n8n-nodes-base.noOp',
					typeVersion: 1,
					position: [220, 0],
					parameters: {},
					...last,
				},
			],
		});
		return { id, path: `${webhookId}/webhook` };
	}

	/** @returns what a handler of a bot holds in Cliq. */
	script(bot: string, handler: string): string | undefined {
		return (this.lab.sandbox.control as any).core.world.bots
			.find(({ uniqueName }: any) => uniqueName === bot)
			.handlers.get(handler)?.script;
	}

	/** Waits until there are so many executions, and a moment longer for one too many. @returns the newest five */
	async runs({ id }: Made, count: number): Promise<Execution[]> {
		for (let tries = 0; tries < 200 && (await this.lab.n8n.executionIds(id)).length < count; tries++)
			await sleep(50);
		await sleep(300);
		const ids = await this.lab.n8n.executionIds(id);
		expect(ids).toHaveLength(count);
		return Promise.all(ids.slice(0, 5).map((one) => this.lab.n8n.ended(one)));
	}

	/** A delivery as the script makes it. */
	async deliver(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answered> {
		const begun = Date.now();
		const call = request(`${this.lab.n8n.url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
		});
		call.end(typeof body === 'string' ? body : JSON.stringify(body));
		const [response] = await once(call, 'response');
		return { status: response.statusCode, body: await text(response), ms: Date.now() - begun };
	}
}

/** A Code node at the end of a workflow. */
export const code = (jsCode: string) => ({
	last: { type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode } },
});

/** The secret that a script shows. */
export const secretIn = (script: string) => /"X-Cliq-Secret","([^"]+)"/.exec(script)![1];
