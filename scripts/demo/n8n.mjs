/**
 * `npm run demo -- --n8n`: a real n8n with the packed package, connected to the sandbox, with the example workflows.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { pack, root } from '../lib.mjs';
import { atTheEnd, endAll } from './ending.mjs';
import { choosePort } from './ports.mjs';
import { runExample } from './run-examples.mjs';
import { standIn } from './stand-in.mjs';

const require = createRequire(import.meta.url);
const { startSandbox } = require('../../sandbox/dist/sandbox/index.js');
const {
	connectAccount,
	finish,
	installN8n,
	N8n,
	owner,
	readExamples,
	ScriptedModel,
	startsOf,
} = require('../../tools/dist/n8n.js');

/** Of the sandbox, one for each workflow that answers: a handler of a bot tells one workflow. */
const BOTS = ['statusbot', 'standupbot'];

/**
 * @param {boolean} once runs every example and ends, with what came of them as JSON in the last line; otherwise n8n
 * stays up until Ctrl-C
 * @throws Error if n8n cannot be installed or started
 */
export async function n8nDemo(once) {
	const { n8n, sandbox, accounts } = await start(once);
	const workflows = await importExamples(n8n, sandbox, accounts, once);
	if (!once) return welcome(n8n, sandbox, workflows);

	console.log(`Running the ${workflows.length} example workflows …\n`);
	const results = [];
	for (const workflow of workflows) {
		const result = await runExample(n8n, sandbox, workflow);
		for (const { start, status, error } of result.runs)
			console.log(
				`  ${status === 'success' ? '✓' : '✗'} ${result.name}, started by ${start}${error ? `: ${error}` : ''}`,
			);
		results.push(result);
	}
	const ok = results.length > 0 && results.every((result) => result.ok);
	const failed = results.filter((result) => !result.ok).map(({ name }) => name);
	console.log(
		ok
			? `\nAll ${results.length} example workflows ran.\n`
			: `\nThese did not run as they should: ${failed.join(', ')}.\n`,
	);
	await endAll();
	console.log(JSON.stringify({ ok, workflows: results }));
	process.exitCode = ok ? 0 : 1;
}

async function start(once) {
	const abort = new AbortController();
	const installing = installN8n(root, { signal: abort.signal });
	atTheEnd(async () => {
		abort.abort();
		await installing.catch(() => {});
	});
	process.env.CLIQ_N8N = await installing;

	console.log('Packing n8n-nodes-zoho-cliq as npm would publish it …');
	const tarball = pack('n8n');
	const sandbox = await startSandbox({ port: await choosePort(once ? 0 : 8787) });
	atTheEnd(() => sandbox.close());

	console.log('Starting n8n with it; that takes about half a minute …');
	const folder = mkdtempSync(join(tmpdir(), 'cliq-demo-n8n-'));
	atTheEnd(() => rmSync(folder, { recursive: true, force: true }));
	mkdirSync(join(folder, 'data'));
	const n8n = await N8n.start({
		packages: [tarball],
		log: (name) => join(folder, name),
		folder: join(folder, 'data'),
		port: await choosePort(once ? 0 : 5678),
		onProcess: (process) => atTheEnd(() => process.stop()),
		environment: { N8N_LOG_LEVEL: 'info' },
	});
	console.log('Connecting an account of the sandbox …');
	const { account } = await connectAccount(n8n, sandbox, {}, 'Zoho Cliq (sandbox)');
	const model = await ScriptedModel.start(n8n);
	atTheEnd(() => model.stop());
	model.answer = standIn;
	return { n8n, sandbox, accounts: { account, model: model.account } };
}

/**
 * @returns the examples as they are in n8n. What waits for Cliq or for a call is active already; the rest starts by
 * hand.
 */
async function importExamples(n8n, sandbox, accounts, once) {
	console.log('Importing the example workflows …');
	const { channels } = sandbox.control.state();
	const chatOf = (channel) => channels.find(({ uniqueName }) => uniqueName === channel).chatId;
	const bots = [...BOTS];
	const workflows = [];
	for (const [file, example] of readExamples(root)) {
		const isWatched = ({ type }) => type.endsWith('PollTrigger');
		const isAnswered = startsOf(example).some(({ by }) => by === 'bot');
		const bot = isAnswered ? bots.shift() : undefined;
		const finished = finish(example, {
			...accounts,
			bot,
			chat: (node) => chatOf(isWatched(node) ? 'engineering' : 'incidents'),
			...(once && { seconds: 2 }),
		});
		const id = await n8n.createDraft(finished);
		const starts = startsOf(finished);
		if (starts.some(({ by }) => by !== 'hand')) await n8n.activate(id);
		workflows.push({ file, id, name: finished.name, starts, bot, watched: chatOf('engineering') });
	}
	return workflows;
}

function welcome(n8n, sandbox, workflows) {
	const first = workflows.find(({ file }) => file.startsWith('report')) ?? workflows[0];
	console.log(`
n8n is up, with an account of the sandbox connected and ${workflows.length} example workflows.

  n8n             ${n8n.url}/
                  sign in as ${owner.email} with the password ${owner.password}
  Conversations   ${sandbox.url}/
                  the Cliq of this demo: what the workflows do, live

Try first:
  1. In the conversations, write "When is the next release?" to Status Bot. A workflow answers.
  2. Open ${n8n.url}/workflow/${first.id}
     and press "Execute workflow". Watch #Incidents in the conversations.
  3. Post an alert:
     curl -H 'content-type: application/json' -d '{"severity":"critical","service":"checkout","message":"95 % of requests take 2.1 s"}' ${n8n.url}/webhook/cliq-alert

Ctrl-C ends everything; nothing is kept but the installed n8n.`);
}
