/** Runs the demo's flow as a person would, and watches what reaches Cliq. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { bot, botPath, demoCredentials, demoFlow } from './flow.mjs';

const { forwarderScript } = createRequire(import.meta.url)('../../dist/cliq/events/scripts/forwarder-script.js');

/** In milliseconds. */
const WITHIN = 30_000;

/** Deploys the flow, and connects the bot that it hears. @returns the flow */
export async function deployDemo(sandbox, nodeRed) {
	const { control, url } = sandbox;
	const incidents = control.state().channels.find(({ uniqueName }) => uniqueName === 'incidents').chatId;
	const flow = demoFlow({ sandbox: url, nodeRed: nodeRed.url, incidents });
	const secret = randomBytes(32).toString('hex');
	await nodeRed.deploy(flow, demoCredentials(control.issueTokens(), secret));
	control.setHandler({
		bot,
		type: 'message_handler',
		script: forwarderScript('message_handler', { url: `${nodeRed.url}/${botPath}`, secret }),
	});
	return flow;
}

/**
 * Presses each button, waits until Cliq has seen what follows from it, and writes to the bot.
 *
 * @returns {Promise<string>} what went wrong; empty if nothing did. The question is left for somebody to answer.
 */
export async function runDemo(sandbox, nodeRed, flow) {
	for (const button of flow.filter(({ type }) => type === 'inject')) {
		const problem = await press(sandbox, nodeRed, button, callsAfter(flow, button));
		if (problem) return problem;
	}
	const before = botMessages(sandbox);
	const { chatId } = sandbox.control.write({ bot, text: 'status, please' });
	return (await until(() => sandbox.control.messages(chatId).length > before + 1))
		? ''
		: whyOf(nodeRed, `${bot} did not answer`);
}

/** Somebody lets the release go live. @returns {Promise<string>} what went wrong; empty if nothing did */
export async function decide(sandbox, nodeRed) {
	const { control } = sandbox;
	const question = control
		.messages('#releases')
		.findLast(({ content }) => content.buttons?.some(({ label }) => label === 'Go live'));
	if (!question) return 'Nothing was asked in #releases';
	await control.press({ chat: '#releases', message: question.id, as: 'leo.lindqvist@zylker.example' });
	const isAnnounced = () => control.messages('#releases').some(({ text }) => text.includes('goes live, says Leo'));
	return (await until(isAnnounced)) ? '' : whyOf(nodeRed, 'The flow did not go on after the answer');
}

function botMessages({ control }) {
	return control.messages(control.openChat({ bot }).chatId).length;
}

async function press(sandbox, nodeRed, { id, name }, wanted) {
	const { control } = sandbox;
	const start = control.journal().at(-1)?.number ?? 0;
	await fetch(`${nodeRed.url}/inject/${id}`, { method: 'POST' });
	const since = () => control.journal().filter(({ number, operation }) => number > start && operation);
	const missing = () => {
		const left = [...wanted];
		for (const { operation, status } of since())
			if (status < 300 && left.includes(operation)) left.splice(left.indexOf(operation), 1);
		return left;
	};
	const refused = () => since().find(({ status, operation }) => status >= 400 && !operation.startsWith('oauth.'));
	if ((await until(() => missing().length === 0 || refused())) && !refused()) return '';
	return whyOf(
		nodeRed,
		refused()
			? `The button "${name}": Cliq refused ${refused().operation}`
			: `The button "${name}": Cliq did not see ${missing().join(', ')}`,
	);
}

/** The operations of the nodes that a button starts. What follows a question takes somebody who answers it. */
function callsAfter(flow, { wires }, seen = new Set()) {
	const next = wires
		.flat()
		.filter((id) => !seen.has(id))
		.map((id) => flow.find((node) => node.id === id));
	for (const { id } of next) seen.add(id);
	return next.flatMap((node) => [
		...(node.operation ? [node.operation] : []),
		...(node.type === 'zoho-cliq-ask' ? [] : callsAfter(flow, node, seen)),
	]);
}

/** The flow writes its errors into Node-RED's log. */
function whyOf({ log }, what) {
	const errors = [...readFileSync(log, 'utf8').matchAll(/^\s*message: (.+)$/gm)].map(([, message]) => message);
	return [what, ...errors, `Node-RED's log is ${log}`].join('\n  ');
}

async function until(isSo) {
	const deadline = Date.now() + WITHIN;
	while (Date.now() < deadline) {
		if (isSo()) return true;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	return false;
}
