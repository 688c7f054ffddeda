import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Credential } from './workflow';

export interface ExampleNode {
	name: string;
	type: string;
	parameters: Record<string, any>;
	[more: string]: unknown;
}

export interface Example {
	name: string;
	nodes: ExampleNode[];
}

export interface Finishing {
	account: Credential;
	/** Of the chat models. */
	model?: Credential;
	/** Unique name of the bot to choose. */
	bot: string;
	/** ID of the chat to choose. */
	chat: (node: ExampleNode) => string;
	/**
	 * What a Wait node takes, and about the time between two polls or two times of a schedule, where they shall be
	 * short.
	 */
	seconds?: number;
}

/** How an example can be started; `node` is its trigger. */
export interface Start {
	by: 'hand' | 'webhook' | 'bot' | 'poll';
	node: ExampleNode;
}

const OURS = 'n8n-nodes-zoho-cliq.';
const CHAT_MODEL = '@n8n/n8n-nodes-langchain.lmChatOpenAi';
const STARTS: Record<string, Start['by']> = {
	'n8n-nodes-base.manualTrigger': 'hand',
	'n8n-nodes-base.webhook': 'webhook',
	[`${OURS}zohoCliqTrigger`]: 'bot',
	[`${OURS}zohoCliqPollTrigger`]: 'poll',
};

/** @param root of the checkout. @returns the example workflows by their files, as they are published. */
export function readExamples(root: string): Map<string, Example> {
	const folder = join(root, 'examples');
	return new Map(readdirSync(folder).map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8'))]));
}

/** A schedule is left out: nobody waits for nine in the morning. */
export function startsOf({ nodes }: Example): Start[] {
	return nodes.flatMap((node) => {
		const by = STARTS[node.type];
		return by ? [{ by, node }] : [];
	});
}

/** An example as a person would finish it: an account, and a chat or bot where one is to be chosen. */
export function finish(example: Example, finishing: Finishing): Example {
	return { ...example, nodes: example.nodes.map((node) => finishNode(node, finishing)) };
}

function finishNode(
	node: ExampleNode,
	{ account: { id, name, type }, model, bot, chat, seconds }: Finishing,
): ExampleNode {
	if (node.type === CHAT_MODEL && model)
		return { ...node, credentials: { [model.type]: { id: model.id, name: model.name } } };
	if (node.type === 'n8n-nodes-base.wait' && seconds)
		return { ...node, parameters: { ...node.parameters, amount: seconds, unit: 'seconds' } };
	if (node.type === 'n8n-nodes-base.scheduleTrigger' && seconds)
		return { ...node, parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: seconds }] } } };
	if (node.type === 'n8n-nodes-base.formTrigger') return { ...node, webhookId: randomUUID() };
	if (!node.type.startsWith(OURS)) return node;
	const choose = (name: string) =>
		name === 'bot' ? { __rl: true, mode: 'name', value: bot } : { __rl: true, mode: 'id', value: chat(node) };
	const isPolling = STARTS[node.type] === 'poll';
	return {
		...node,
		...(STARTS[node.type] === 'bot' && { webhookId: randomUUID() }),
		parameters: {
			...chosen(node.parameters, choose),
			...(isPolling && seconds && { pollTimes: { item: every(seconds) } }),
		},
		credentials: { [type]: { id, name } },
	};
}

/** Fills what is to be chosen from a list and is not yet, wherever it stands. */
function chosen(value: any, choose: (name: string) => object, name = ''): any {
	if (Array.isArray(value)) return value.map((one) => chosen(one, choose, name));
	if (typeof value !== 'object' || value === null) return value;
	if (value.__rl) return value.value === '' ? choose(name) : value;
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, chosen(one, choose, key)]));
}

/** n8n takes no schedule by the second, but as many by the minute as one likes. */
export function every(seconds: number): object[] {
	return Array.from({ length: Math.floor(60 / seconds) }, (_, index) => ({
		mode: 'custom',
		cronExpression: `${index * seconds} * * * * *`,
	}));
}
