import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { expectPayload } from '../../payloads/expected';
import { nothings } from '../../payloads/nothing';
import { inNodeRed, payloads } from '../../payloads/payloads';
import { Artifacts } from '../artifacts';
import { account, cliq, door, str } from './flows';
import { Runner, until } from './runner';

const folder = join(__dirname, '..', '..', '..', 'node-red', 'examples');
const files = { alert: 'Alert from a webhook.json', answer: 'AI answer in Markdown.json', report: 'Daily report.json' };
const doors = { alert: '/cliq-alert', answer: '/cliq-question', report: undefined };

let sandbox: Sandbox;
let runner: Runner;
let artifacts: Artifacts;

beforeAll(async () => {
	artifacts = new Artifacts('node-red-payloads');
	sandbox = await startSandbox({ thresholds: false });
	runner = await Runner.start();
});

afterAll(async () => {
	artifacts.save('node-red.log', runner.log);
	await runner.stop();
	await sandbox.close();
	await artifacts.search();
});

/** The flow of an example that reads this payload, its Debug nodes replaced by ones that remember what they got. */
async function deploy(name: string): Promise<any[]> {
	const { clientId, clientSecret, refreshToken } = sandbox.control.issueTokens();
	artifacts.addSecrets(clientSecret, refreshToken);
	const example = JSON.parse(readFileSync(join(folder, files[payloads[name]!.example]), 'utf8')) as any[];
	const flow = inNodeRed(
		payloads[name]!,
		example.filter(({ type }) => type !== 'tab'),
	).map((node) => {
		if (node.type === 'zoho-cliq-account')
			return {
				...account(sandbox.url, { clientId, clientSecret, refreshToken }, { rateLimit: 'none' }),
				id: node.id,
			};
		if (node.type === 'debug')
			return {
				...node,
				type: 'function',
				func: 'global.set("seen", [...(global.get("seen") || []), { payload: msg.payload, warnings: msg.warnings || [] }]);',
				wires: [[]],
			};
		return node;
	});
	const caught = [
		{ id: 'catch', type: 'catch', scope: null, uncaught: false, wires: [['caught']] },
		{
			id: 'caught',
			type: 'function',
			func: 'global.set("seen", [...(global.get("seen") || []), { error: msg.error }]);',
		},
	];
	const forget = [
		{ id: 'forget', type: 'inject', props: [], wires: [['forgets']] },
		{ id: 'forgets', type: 'function', func: 'global.set("seen", []);' },
	];
	await runner.deploy([...flow, ...caught, ...forget]);
	await runner.post('/inject/forget', {});
	return flow;
}

const seen = async () => JSON.parse((await runner.get('/context/global/seen')).msg || '[]') as any[];

test.each(Object.entries(payloads))(
	'%s arrives, and nothing of it is lost or wrong',
	async (name, { example, body }) => {
		const all = () => sandbox.control.state().channels.flatMap(({ chatId }) => sandbox.control.messages(chatId));
		const before = new Set(all().map(({ id }) => id));
		const flow = await deploy(name);
		const path = doors[example];
		if (path === undefined) await runner.post(`/inject/${flow.find(({ type }) => type === 'inject').id}`, {});
		else await runner.post(path, body);
		const messages = name === 'alertmanager' ? 2 : 1;
		await until(async () => (await seen()).length >= messages, 15_000);
		const told = await seen();
		const posted = all().filter(({ id }) => !before.has(id));
		// Warnings stand beside the payload; a message that came to several stays one that tells of all.
		expect(told).toHaveLength(messages);
		expect(told.flatMap(({ payload, error }) => error ?? payload.messageIds ?? payload.messageId)).toEqual(
			posted.map(({ id }) => id),
		);
		expectPayload(
			name,
			posted,
			told.flatMap(({ warnings }) => warnings),
		);
	},
);

/** Deploys one node, and a Status node beside it. */
async function deployOne(operation: string, parameters: object, others: object = {}): Promise<void> {
	const { clientId, clientSecret, refreshToken } = sandbox.control.issueTokens();
	artifacts.addSecrets(clientSecret, refreshToken);
	const status = [
		{ id: 'status', type: 'status', scope: ['call'], wires: [['told']] },
		{ id: 'told', type: 'function', func: 'global.set("status", msg.status);' },
	];
	const keep = {
		id: 'keep',
		type: 'function',
		func: 'global.set("warnings", msg.warnings || []); return msg;',
		outputs: 1,
		wires: [['close']],
	};
	await runner.deploy([
		account(sandbox.url, { clientId, clientSecret, refreshToken }, { rateLimit: 'none' }),
		...door('call'),
		cliq('call', operation, parameters, 'keep', others),
		keep,
		...status,
	]);
}

const inContext = async (name: string) => JSON.parse((await runner.get(`/context/global/${name}`)).msg ?? 'null');
const inReleases = () => sandbox.control.messages('#releases');

test.each(nothings)('a property that gives nothing is no empty field: $field', async ({ nodeRed, error, warning }) => {
	const before = inReleases().length;
	await deployOne('message.send.channel', { channel: str('releases'), text: str('Hello'), ...nodeRed });
	const output = await runner.run({ payload: { secret: 'hunter2' } });
	if (error) {
		expect(output.error.message).toMatch(error);
		expect(output.error.message).toContain('msg.none');
		expect(inReleases()).toHaveLength(before);
		return;
	}
	expect(output).toMatchObject({ payload: { success: true }, cliq: { operation: 'message.send.channel' } });
	expect(await inContext('warnings')).toEqual(expect.arrayContaining([expect.stringMatching(warning!)]));
	await until(async () => (await inContext('status'))?.text === 'sent, see msg.warnings', 5_000);
	expect(await inContext('status')).toMatchObject({ fill: 'yellow', shape: 'dot' });
	expect(inReleases()).toHaveLength(before + 1);
	expect(JSON.stringify(inReleases().at(-1))).not.toContain('hunter2');
});

test('a list stays a list, as one message and as one an entry', async () => {
	const { chatId } = sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === 'releases')!;
	const parameters = { chatId: str(chatId), limit: { type: 'num', value: '5' } };
	await deployOne('message.getMany', parameters);
	expect((await runner.run({})).payload).toHaveLength(5);
	await deployOne('message.getMany', parameters, { split: true });
	expect(await runner.run({})).toMatchObject({ payload: { messageId: expect.any(String) }, parts: { count: 5 } });
});
