/** Starts an example workflow in each way that it has, and does what people in Cliq would. */
import { setTimeout as sleep } from 'node:timers/promises';

import { linksIn } from './links.mjs';

/** In milliseconds. */
const WITHIN = 60_000;

const ways = {
	hand: 'hand',
	webhook: 'a call of its webhook',
	bot: 'a message to a bot',
	poll: 'a message in a channel',
};

/**
 * @returns {Promise<{ name: string, ok: boolean, runs: Array<{ start: string, status: string, error?: string }> }>} one
 *   run for each way to start it
 */
export async function runExample(n8n, sandbox, { id, name, starts, bot, watched }) {
	const runs = [];
	for (const { by, node } of starts) {
		const run = await execution(n8n, sandbox, id, { by, node, bot, watched }).catch((error) => ({
			status: 'error',
			error,
		}));
		runs.push({ start: ways[by], status: run.status, ...(run.status !== 'success' && { error: whyOf(run) }) });
	}
	return { name, ok: runs.length > 0 && runs.every(({ status }) => status === 'success'), runs };
}

function whyOf({ status, error }) {
	return error ? [error.message, error.description].filter(Boolean).join(' ') : `it ended as "${status}"`;
}

async function execution(n8n, sandbox, workflow, { by, node, bot, watched }) {
	if (by === 'hand') return await answered(n8n, sandbox, await n8n.runDraft(workflow, node.name));
	const [newest] = await n8n.executionIds(workflow);
	if (by === 'webhook') await call(`${n8n.url}/webhook/${node.parameters.path}`);
	if (by === 'bot') sandbox.control.write({ bot, text: 'When is the next release?' });
	if (by === 'poll') sandbox.control.post({ chat: watched, text: 'Checkout has an outage' });
	const isNew = async () => (await n8n.executionIds(workflow)).find((id) => id !== newest);
	return await answered(n8n, sandbox, await n8n.ended(await until(isNew, 'it was not started')));
}

/** n8n registers a webhook a moment after its workflow was activated. */
async function call(url) {
	const post = () => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
	const response = await until(async () => {
		const answer = await post();
		return answer.status !== 404 && answer;
	}, 'n8n does not know its webhook');
	if (!response.ok) throw new Error(`its webhook answered ${response.status}`);
}

/** One that asks somebody waits for the answer: here it is the first link of what was asked. */
async function answered(n8n, sandbox, execution) {
	if (execution.status !== 'waiting') return execution;
	const links = sandbox.control
		.state()
		.chats.flatMap(({ id }) => sandbox.control.messages(id))
		.flatMap(({ text }) => linksIn(text))
		.filter((address) => address.startsWith(`${n8n.url}/`));
	if (links.length === 0) throw new Error('it waits, and nobody was asked');
	await fetch(links[0], { method: 'POST', body: new URLSearchParams({ name: 'Maya Okafor' }) });
	return await until(async () => {
		const now = await n8n.ended(execution.id);
		return now.status !== 'waiting' && now;
	}, 'it did not go on after the answer');
}

async function until(find, otherwise) {
	for (const end = Date.now() + WITHIN; Date.now() < end; await sleep(200)) {
		const found = await find();
		if (found) return found;
	}
	throw new Error(otherwise);
}
