/**
 * `npm run demo`: the sandbox, a real Node-RED, and a flow that uses every operation of its nodes. Stays up until
 * Ctrl-C. `npm run demo -- --n8n`: the sandbox, a real n8n, and the example workflows. With `--once`: ends by itself,
 * non-zero if anything failed; the last line is a JSON object.
 */
import { parseArgs } from 'node:util';
import { createRequire } from 'node:module';

import { atTheEnd, endAll, endOnSignals, isEnding } from './demo/ending.mjs';
import { n8nDemo } from './demo/n8n.mjs';
import { startNodeRed } from './demo/node-red.mjs';
import { choosePort } from './demo/ports.mjs';
import { decide, deployDemo, runDemo } from './demo/run.mjs';

const require = createRequire(import.meta.url);
const { startSandbox } = require('../sandbox/dist/sandbox/index.js');
const { offered } = require('../node-red/dist/node-red/lib/operation/offered-operations.js');

const { values: options } = parseArgs({
	options: { once: { type: 'boolean', default: false }, n8n: { type: 'boolean', default: false } },
});

/** Of the terminal, in characters. */
const WIDTH = process.stdout.columns ?? 120;

endOnSignals(options.once ? 130 : 0);
await (options.n8n ? n8nDemo(options.once) : nodeRedDemo()).catch(async (error) => {
	if (isEnding()) return;
	console.error(`\n${error.message}`);
	await endAll();
	if (options.once) console.log(JSON.stringify({ ok: false, error: error.message }));
	process.exitCode = 1;
});

async function nodeRedDemo() {
	console.log('Starting a local Cliq, the sandbox, and a real Node-RED …');
	const sandbox = await startSandbox({ port: await choosePort(options.once ? 0 : 8787) });
	atTheEnd(() => sandbox.close());
	const nodeRed = await startNodeRed(options.once ? 0 : 1880);
	atTheEnd(() => nodeRed.stop());

	const flow = await deployDemo(sandbox, nodeRed);
	console.log('Running a flow with every operation …\n');
	const problem = (await runDemo(sandbox, nodeRed, flow)) || (options.once ? await decide(sandbox, nodeRed) : '');
	const result = report(sandbox, problem);

	if (options.once) {
		await endAll();
		console.log(JSON.stringify(result));
		process.exitCode = result.ok ? 0 : 1;
	} else {
		const { chatId } = sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === 'releases');
		console.log(`
Open these two beside each other:

  Conversations   ${sandbox.url}/   what people see in Cliq, live
  Node-RED        ${nodeRed.url}/   the flow: its blue buttons run it again

Your turn:

  - #releases asks whether 2.4 may go live. Decide there, and the flow goes on:
    ${sandbox.url}/#${encodeURIComponent(chatId)}
  - Write "status" to Deploy Bot, and it answers.

The same in n8n: npm run demo -- --n8n
Ctrl-C ends both; nothing is kept.`);
	}
}

/** Tells what reached the sandbox, as the sandbox saw it. */
function report(sandbox, problem) {
	const calls = sandbox.control.journal().filter(({ operation }) => operation);
	for (const { operation, status, method, path } of calls) {
		const line = `  ${status < 300 ? '✓' : '✗'} ${operation.padEnd(22)} ${String(status)}  ${method} ${path}`;
		console.log(line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line);
	}
	if (problem) console.error(`\n${problem}`);
	const done = new Set(calls.filter(({ status }) => status < 300).map(({ operation }) => operation));
	const operations = offered();
	const used = operations.map(({ id }) => id).filter((id) => done.has(id));
	const messages = calls.filter(
		({ operation, status }) => operation.startsWith('message.send') && status < 300,
	).length;
	const ok = !problem && used.length === operations.length && calls.every(({ status }) => status < 300);
	console.log(
		`\n${used.length} of ${operations.length} operations, ${messages} messages posted${ok ? '' : ': something went wrong'}.`,
	);
	return { ok, operations: used, messages };
}
