import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Lab } from '../../test/real/n8n/lab';
import { BOT, secretIn, Triggers } from '../../test/real/n8n/triggers';
import { median, usageOf } from '../overhead/usage';

/**
 * What an event costs beside n8n's own Webhook node: the same bodies to workflows that do nothing else, in turns, so
 * that the machine's moods hit all alike. For each delivery n8n 2.41 starts a V8 isolate for expressions, unless it is
 * to its own Webhook node, and no expression is in that: `webhook`. With one in it, `isolated`, that node is served as
 * ours is. Not a test: it measures, and `webhook.mjs` prints.
 */
const SINGLE = Number(process.env.CLIQ_BENCH_EVENTS ?? 40);
const ROUNDS = Number(process.env.CLIQ_BENCH_ROUNDS ?? 5);
const BURST = 50;

/** In milliseconds: so long the executions that were started may go on. */
const SETTLING = 1500;

type Name = 'installed' | 'pasted' | 'webhook' | 'isolated';

/** Of one round, in milliseconds for each event. */
type Taken = Record<'wall' | 'cpu', number>;

interface Target {
	path: string;
	headers?: Record<string, string>;
}

const body = () => ({
	forwarder: 1,
	handler: 'participation_handler',
	operation: 'message_sent',
	data: { time: Date.now(), message: { id: randomUUID(), type: 'text', text: 'Something was written' } },
	user: { id: '55622727', first_name: 'Leo', email: 'leo@example.com' },
	chat: { id: 'CT_1_2', type: 'channel', channel_unique_name: 'incidents' },
});

test('events', async () => {
	const lab = await Lab.start('bench-webhook');
	try {
		const { n8n, sandbox } = lab;
		sandbox.control.setThresholds(false);
		const triggers = new Triggers(lab, await lab.connectedAccount({ rateLimit: 'none' }));
		const installed = await triggers.workflow({ events: ['channelMessage'] });
		await n8n.activate(installed.id);
		const secret = 'a secret of twenty characters';
		lab.artifacts.addSecrets(secret);
		const { id, name } = await n8n.createCredential('cliqNodesEventsApi', { secret });
		const pasted = await triggers.workflow(
			{ setUp: 'paste', events: ['channelMessage'] },
			{ credentials: { cliqNodesEventsApi: { id, name } } },
		);
		await n8n.activate(pasted.id);
		const plain = await webhook(n8n, {});
		const isolated = await webhook(n8n, { ignoreBots: '={{ false }}' });
		const targets: Record<Name, Target> = {
			installed: {
				path: installed.path,
				headers: { 'x-cliq-secret': secretIn(triggers.script(BOT, 'participation_handler')!)! },
			},
			pasted: { path: pasted.path, headers: { 'x-cliq-secret': secret } },
			webhook: { path: plain },
			isolated: { path: isolated },
		};
		const names = Object.keys(targets) as Name[];
		const deliver = async ({ path, headers }: Target) => {
			const { status, ms } = await triggers.deliver(path, body(), headers);
			expect(status).toBe(200);
			return ms;
		};
		const single = async (target: Target) => {
			for (let count = 0; count < SINGLE; count++) await deliver(target);
		};
		const burst = async (target: Target) =>
			void (await Promise.all(Array.from({ length: BURST }, async () => await deliver(target))));
		const figures: Record<string, unknown> = {};
		for (const [kind, play, events] of [
			['single', single, SINGLE],
			['burst', burst, BURST],
		] as const) {
			const taken = Object.fromEntries(names.map((one) => [one, []])) as unknown as Record<Name, Taken[]>;
			for (let round = -1; round < ROUNDS; round++) {
				for (const one of names) {
					let wall = 0;
					const { cpu } = await usageOf(n8n.pid, async () => {
						const begun = performance.now();
						await play(targets[one]);
						wall = performance.now() - begun;
						await sleep(SETTLING);
					});
					// The first round warms up.
					if (round >= 0) taken[one].push({ wall: wall / events, cpu: (cpu * 1000) / events });
				}
			}
			const of = (one: Name, figure: keyof Taken) => median(taken[one].map((entry) => entry[figure]));
			const beside = (one: Name, other: Name) => ({
				wall: of(one, 'wall') / of(other, 'wall'),
				cpu: of(one, 'cpu') / of(other, 'cpu'),
			});
			figures[kind] = Object.fromEntries(
				names.map((one) => [
					one,
					{
						ms: of(one, 'wall'),
						cpuMs: of(one, 'cpu'),
						besideWebhook: beside(one, 'webhook'),
						besideIsolated: beside(one, 'isolated'),
					},
				]),
			);
		}
		writeFileSync(
			process.env.CLIQ_BENCH_OUT as string,
			JSON.stringify({ events: SINGLE, rounds: ROUNDS, burst: BURST, ...figures }),
		);
	} finally {
		await lab.end();
	}
}, 900_000);

/** @param options of the node. @returns the path of a workflow that begins with n8n's own node */
async function webhook(n8n: Lab['n8n'], options: object): Promise<string> {
	const webhookId = randomUUID();
	const node = {
		id: randomUUID(),
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		position: [0, 0],
		webhookId,
		parameters: { httpMethod: 'POST', path: webhookId, options },
	};
	const last = {
		id: randomUUID(),
		name: 'Last',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [220, 0],
		parameters: {},
	};
	const id = await n8n.createDraft({
		name: 'webhook',
		settings: { executionOrder: 'v1' },
		connections: { Webhook: { main: [[{ node: 'Last', type: 'main', index: 0 }]] } },
		nodes: [node, last],
	});
	await n8n.activate(id);
	return webhookId;
}
