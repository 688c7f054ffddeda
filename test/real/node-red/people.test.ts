import { startSandbox, type Sandbox } from '../../../sandbox';
import { questionIn } from '../../support/links';
import { forwarderScript } from '../../../cliq/events/scripts/forwarder-script';
import { Artifacts } from '../artifacts';
import { BOT, tellStory } from '../people';
import { account, msg, str } from './flows';
import { Runner, until, type FlowNode } from './runner';

const SECRET = 'of the story about people';

let sandbox: Sandbox;
let runner: Runner;
let artifacts: Artifacts;
/** The question that was asked last. */
let asked: string;

beforeAll(async () => {
	artifacts = new Artifacts('node-red-people');
	artifacts.addSecrets(SECRET);
	sandbox = await startSandbox();
	runner = await Runner.start();
	const { clientId, clientSecret, refreshToken } = sandbox.control.issueTokens();
	artifacts.addSecrets(clientSecret, refreshToken);
	await runner.deploy([account(sandbox.url, { clientId, clientSecret, refreshToken }), ...bot, ...asking()]);
	for (const handler of ['message_handler', 'mention_handler']) {
		sandbox.control.setHandler({
			bot: BOT,
			type: handler,
			script: forwarderScript(handler, { url: `${runner.url}/cliq/people`, secret: SECRET }),
		});
	}
}, 60_000);

afterAll(async () => {
	artifacts.save('node-red.log', runner.log);
	await runner.stop();
	await sandbox.close();
	await artifacts.search();
});

/** Someone speaks to the bot -> `You said: …`. */
const bot: FlowNode[] = [
	{
		id: 'hear',
		type: 'zoho-cliq-in',
		path: 'cliq/people',
		bot: BOT,
		answer: 'reply',
		wait: '12',
		events: [],
		wires: [['say']],
		credentials: { secret: SECRET },
	},
	{
		id: 'say',
		type: 'function',
		func: 'msg.payload = `You said: ${msg.payload}`; return msg;',
		outputs: 1,
		wires: [['reply']],
	},
	{
		id: 'reply',
		type: 'zoho-cliq-reply',
		account: 'account',
		operation: 'message.send.chat',
		parameters: { text: msg('payload') },
		wires: [[]],
	},
];

const ask = (id: string, path: string, answer: object): FlowNode => ({
	id,
	type: 'zoho-cliq-ask',
	account: 'account',
	operation: 'message.send.channel',
	parameters: { channel: str('incidents'), text: msg('payload') },
	answer: { kind: 'approval', buttons: 'both', ...answer },
	timeout: '1',
	timeoutUnit: 'hours',
	publicUrl: runner.url,
	path,
	wires: [['keep'], ['keep']],
});

const asking = (): FlowNode[] => [
	{ id: 'in', type: 'http in', url: '/ask', method: 'post', wires: [['took', 'which']] },
	{ id: 'took', type: 'http response', statusCode: '200' },
	{
		id: 'which',
		type: 'function',
		func: 'const { question, approvers } = msg.payload; const asked = { payload: question, question, approvers }; return approvers ? [asked, null] : [null, asked];',
		outputs: 2,
		wires: [['pressed'], ['linked']],
	},
	ask('pressed', 'cliq/pressed', { way: 'cliq', approvers: msg('approvers') }),
	ask('linked', 'cliq/linked', { way: 'link' }),
	{
		id: 'keep',
		type: 'function',
		func: 'global.set("outcomes", { ...global.get("outcomes"), [msg.question]: msg.payload });',
	},
];

async function outcomeNow(): Promise<any> {
	const { msg: stored } = await runner.get('/context/global/outcomes');
	return stored === '(undefined)' ? undefined : JSON.parse(stored)[asked];
}

tellStory(() => ({
	sandbox,
	async ask(question, approvers) {
		asked = question;
		await fetch(`${runner.url}/ask`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ question, approvers }),
		});
		await until(
			async () => questionIn(sandbox.control.messages('#incidents').at(-1)?.text ?? '') === question,
			5_000,
		);
	},
	async outcome() {
		await until(async () => (await outcomeNow()) !== undefined, 5_000);
		return outcomeNow();
	},
	isWaiting: async () => (await outcomeNow()) === undefined,
}));
