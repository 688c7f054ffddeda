import { randomUUID } from 'node:crypto';

export interface Credential {
	id: string;
	name: string;
	type: string;
}

export interface NodeUnderTest {
	/** Its type, with the package: `n8n-nodes-zoho-cliq.zohoCliq`. */
	type: string;
	typeVersion?: number;
	parameters: Record<string, unknown>;
	credential?: Credential;
	onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	/** Nodes between the items and the node under test, e.g. one that makes files of them. */
	before?: FurtherNode[];
	/** Nodes behind it, e.g. one that reads a file. */
	after?: FurtherNode[];
	/** Further settings of the node: retryOnFail, maxTries, waitBetweenTries (ms), executeOnce … */
	settings?: Record<string, unknown>;
}

export interface FurtherNode {
	name: string;
	type: string;
	typeVersion: number;
	parameters: Record<string, unknown>;
}

/** The name of the node under test in a workflow made here. */
export const UNDER_TEST = 'Under Test';

/**
 * Webhook -> Split Out -> the node under test, with others before and behind it: each element of the posted `items` is
 * one input item.
 *
 * @returns what `POST /rest/workflows` takes, and the path of its webhook.
 */
export function webhookWorkflow(name: string, node: NodeUnderTest) {
	const path = randomUUID();
	const { before = [], after = [] } = node;
	const order = [
		'Webhook',
		'Split Out',
		...before.map((one) => one.name),
		UNDER_TEST,
		...after.map((one) => one.name),
	];
	const next = (to: string) => ({ main: [[{ node: to, type: 'main', index: 0 }]] });
	const further = (one: FurtherNode) => ({ id: randomUUID(), position: [220 * order.indexOf(one.name), 0], ...one });
	return {
		path,
		definition: {
			name,
			settings: { executionOrder: 'v1' },
			connections: Object.fromEntries(order.slice(1).map((to, index) => [order[index], next(to)])),
			nodes: [
				{
					id: randomUUID(),
					name: 'Webhook',
					type: 'n8n-nodes-base.webhook',
					typeVersion: 2,
					position: [0, 0],
					webhookId: path,
					parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', responseData: 'allEntries' },
				},
				{
					id: randomUUID(),
					name: 'Split Out',
					type: 'n8n-nodes-base.splitOut',
					typeVersion: 1,
					position: [220, 0],
					parameters: { fieldToSplitOut: 'body.items' },
				},
				...[...before, ...after].map(further),
				{
					id: randomUUID(),
					name: UNDER_TEST,
					type: node.type,
					typeVersion: node.typeVersion ?? 1,
					position: [220 * order.indexOf(UNDER_TEST), 0],
					parameters: node.parameters,
					...(node.onError && { onError: node.onError }),
					...(node.credential && {
						credentials: { [node.credential.type]: { id: node.credential.id, name: node.credential.name } },
					}),
					...node.settings,
				},
			],
		},
	};
}
