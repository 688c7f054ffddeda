import { writeFileSync } from 'node:fs';
import { startSandbox } from '../../sandbox';
import { Lab, locator } from '../../test/real/n8n/lab';
import { Runner } from '../../test/real/node-red/runner';
import { account, cliq, str } from '../../test/real/node-red/flows';
import { median, type Usage, usageOf } from './usage';

/**
 * What our nodes cost beside the runners' own HTTP nodes: the same reads with the same account from the same server, in
 * turns, so that the machine's moods hit both alike. Not a test: it measures, and `overhead.mjs` prints.
 */
const READS = Number(process.env.CLIQ_BENCH_READS ?? 1000);
const ROUNDS = Number(process.env.CLIQ_BENCH_ROUNDS ?? 5);

const results: Record<string, unknown> = {};

afterAll(() =>
	writeFileSync(process.env.CLIQ_BENCH_OUT as string, JSON.stringify({ reads: READS, rounds: ROUNDS, ...results })),
);

/** Alternates the two, first once unmeasured, and compares the medians. */
async function compare(pid: number, ours: () => Promise<unknown>, theirs: () => Promise<unknown>) {
	const taken: Record<'ours' | 'theirs', Usage[]> = { ours: [], theirs: [] };
	await ours();
	await theirs();
	for (let round = 0; round < ROUNDS; round++) {
		taken.ours.push(await usageOf(pid, ours));
		taken.theirs.push(await usageOf(pid, theirs));
	}
	const of = (usages: Usage[]): Usage => ({
		wall: median(usages.map(({ wall }) => wall)),
		cpu: median(usages.map(({ cpu }) => cpu)),
		peak: median(usages.map(({ peak }) => peak)),
	});
	const [us, them] = [of(taken.ours), of(taken.theirs)];
	return {
		ours: us,
		theirs: them,
		ratio: { wall: us.wall / them.wall, cpu: us.cpu / them.cpu, peak: us.peak / them.peak },
	};
}

test('n8n', async () => {
	const lab = await Lab.start('bench-overhead');
	try {
		const { n8n, sandbox } = lab;
		sandbox.control.setThresholds(false);
		const { chatId } = sandbox.control.state().channels[0]!;
		const { messageId } = sandbox.control.post({ chat: chatId, text: 'Read me' });
		const url = `${sandbox.url}/api/v2/chats/${chatId}/messages/${encodeURIComponent(messageId)}/messages`;
		const credential = await lab.connectedAccount({ rateLimit: 'none' });
		const items = Array.from({ length: READS }, (_, index) => ({ index }));
		const ours = await n8n.createWorkflow('ours', {
			type: 'n8n-nodes-zoho-cliq.zohoCliq',
			credential,
			parameters: { operation: 'get', chatId: locator('id', chatId), messageId, simplify: false },
		});
		const theirs = await n8n.createWorkflow('theirs', {
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			credential,
			parameters: {
				url,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: credential.type,
				options: {},
			},
		});
		const run = (workflow: typeof ours) => async () => {
			const { status, runs } = await n8n.run(workflow, items);
			expect([status, runs('Under Test')[0]?.outputs[0]?.length]).toEqual(['success', READS]);
		};
		results.n8n = await compare(n8n.pid, run(ours), run(theirs));
	} finally {
		await lab.end();
	}
}, 400_000);

test('Node-RED', async () => {
	const sandbox = await startSandbox({ thresholds: false });
	const runner = await Runner.start();
	try {
		const { chatId } = sandbox.control.state().channels[0]!;
		const { messageId } = sandbox.control.post({ chat: chatId, text: 'Read me' });
		const url = `${sandbox.url}/api/v2/chats/${chatId}/messages/${encodeURIComponent(messageId)}/messages`;
		const { accessToken, ...secrets } = sandbox.control.issueTokens();
		const count = {
			id: 'count',
			type: 'function',
			func: `if (!(msg.payload.messageId || msg.payload.id)) throw new Error('No message came back'); const n = (context.get('n') || 0) + 1; context.set('n', n); if (n === ${READS}) { context.set('n', 0); msg.res = flow.get('res'); return msg; } return null;`,
			outputs: 1,
			wires: [['answer']],
		};
		const many = (id: string, to: string) => [
			{ id: `${id}-in`, type: 'http in', url: `/${id}`, method: 'post', wires: [[`${id}-many`]] },
			{
				id: `${id}-many`,
				type: 'function',
				func: `flow.set('res', msg.res); for (let n = 0; n < ${READS}; n++) node.send({ n }); return null;`,
				outputs: 1,
				wires: [[to]],
			},
		];
		await runner.deploy([
			account(sandbox.url, secrets, { rateLimit: 'none' }),
			...many('ours', 'cliq'),
			...many('theirs', 'request'),
			cliq('cliq', 'message.get', { chatId: str(chatId), messageId: str(messageId) }, 'count'),
			{
				id: 'request',
				type: 'http request',
				method: 'GET',
				ret: 'obj',
				url,
				authType: 'bearer',
				credentials: { password: accessToken },
				wires: [['count']],
			},
			count,
			// What fails is said at once, instead of waiting for an answer that never comes.
			{ id: 'catch', type: 'catch', scope: null, wires: [['failed']] },
			{
				id: 'failed',
				type: 'function',
				func: `const res = flow.get('res'); flow.set('res', undefined); if (!res) return null; return { res, statusCode: 500, payload: msg.error.message };`,
				outputs: 1,
				wires: [['answer']],
			},
			{ id: 'answer', type: 'http response', wires: [] },
		]);
		const run = (name: string) => async () => {
			const response = await fetch(`${runner.url}/${name}`, { method: 'POST' });
			if (!response.ok) throw new Error(await response.text());
		};
		results.nodeRed = await compare(runner.pid, run('ours'), run('theirs'));
	} finally {
		await runner.stop();
		await sandbox.close();
	}
}, 400_000);
