import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	NodeHelpers,
	type INode,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { ZohoCliq } from '../../../nodes/ZohoCliq/ZohoCliq.node';
import { ZohoCliqPollTrigger } from '../../../nodes/ZohoCliqPollTrigger/ZohoCliqPollTrigger.node';
import { ZohoCliqTrigger } from '../../../nodes/ZohoCliqTrigger/ZohoCliqTrigger.node';

interface Workflow {
	nodes: INode[];
	/** By the kind of connection. */
	connections: Record<string, Record<string, Array<Array<{ node: string }>>>>;
}

type Values = Record<string, unknown>;

const folder = join(__dirname, '../../../examples');
const descriptions = [ZohoCliq, ZohoCliqPollTrigger, ZohoCliqTrigger].map((Type) => new Type().description);
/** n8n makes two more types of one that agents may use: a tool, and one for human review. */
const descriptionOf = ({ type }: INode) =>
	descriptions.find(({ name }) => type.replace(/(Hitl)?Tool$/, '') === `n8n-nodes-zoho-cliq.${name}`);
const isOfAgents = ({ type }: INode) => type.endsWith('Tool');
const examples = readdirSync(folder).map(
	(file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as Workflow] as const,
);

/** @returns the paths of values that the form does not have, or does not offer to choose. */
function strangers(values: Values, properties: INodeProperties[], path = ''): string[] {
	return Object.entries(values).flatMap(([name, value]) => {
		const place = `${path}${name}`;
		const property = properties.find((one) => one.name === name);
		if (!property) return [place];
		switch (property.type) {
			case 'collection':
				return strangers(value as Values, property.options as INodeProperties[], `${place}.`);
			case 'fixedCollection': {
				const [group] = property.options as INodePropertyCollection[];
				const entries = Object.entries(value as Values);
				return entries.flatMap(([key, rows]) =>
					key === group!.name
						? [rows].flat().flatMap((row) => strangers(row as Values, group!.values, `${place}.`))
						: [`${place}.${key}`],
				);
			}
			case 'options': {
				const isOffered =
					String(value).startsWith('=') ||
					(property.options as INodePropertyOptions[]).some((option) => option.value === value);
				return isOffered ? [] : [`${place}: ${value}`];
			}
			default:
				return [];
		}
	});
}

interface Box {
	left: number;
	top: number;
	width: number;
	height: number;
}

/** In pixels, as n8n 2.41 draws them, with the name below. A root of sub-nodes is wide, and its name stands in it. */
function boxOf({ type, parameters, position: [left, top] }: INode, isSubNode: boolean): Box {
	if (type === 'n8n-nodes-base.stickyNote')
		return { left, top, width: Number(parameters.width), height: Number(parameters.height) };
	if (isSubNode) return { left, top, width: 80, height: 130 };
	return { left, top, width: /\.(agent|chainLlm)$/.test(type) ? 256 : 96, height: 146 };
}

const overlap = (one: Box, other: Box) =>
	one.left < other.left + other.width &&
	other.left < one.left + one.width &&
	one.top < other.top + other.height &&
	other.top < one.top + one.height;

describe.each(examples)('the example %s', (_file, workflow) => {
	const own = workflow.nodes.filter((node) => descriptionOf(node) !== undefined);
	const nodeOf = (name: string) => workflow.nodes.find((node) => node.name === name)!;

	it('connects nodes that are there, from left to right', () => {
		for (const [from, { main = [] }] of Object.entries(workflow.connections)) {
			for (const { node } of main.flat())
				expect(nodeOf(node).position[0] - nodeOf(from).position[0]).toBeGreaterThanOrEqual(200);
		}
	});

	it('shows what an agent uses below it', () => {
		for (const [from, { main: _main, ...others }] of Object.entries(workflow.connections)) {
			for (const { node } of Object.values(others).flat(2))
				expect(nodeOf(from).position[1] - nodeOf(node).position[1]).toBeGreaterThanOrEqual(200);
		}
	});

	it('shows each node and the note beside each other', () => {
		const subNodes = Object.keys(workflow.connections).filter((name) => !workflow.connections[name]!.main);
		const boxes = workflow.nodes.map((node) => ({ name: node.name, ...boxOf(node, subNodes.includes(node.name)) }));
		const lying = boxes.flatMap((one, index) =>
			boxes
				.slice(index + 1)
				.filter((other) => overlap(one, other))
				.map((other) => `${one.name} and ${other.name}`),
		);
		expect(lying).toEqual([]);
	});

	it('uses the node as it is today, and leaves only the account and the place to be chosen', () => {
		expect(own.length).toBeGreaterThan(0);
		for (const node of own) {
			const description = descriptionOf(node)!;
			const given = node.type.endsWith('HitlTool')
				? { resource: 'message', operation: 'sendAndWait', ...node.parameters }
				: node.parameters;
			const values = NodeHelpers.getNodeParameters(
				description.properties,
				given,
				true,
				false,
				node,
				description,
			)!;
			const shown = description.properties.filter((property) =>
				NodeHelpers.displayParameter(values, property, node, description),
			);
			expect(strangers(node.parameters, shown)).toEqual([]);
			// n8n does not keep what is hidden.
			expect(values).toMatchObject(node.parameters);
			for (const { name, type } of shown.filter((property: INodeProperties) => property.required)) {
				// A model, or n8n, fills in what is left empty in a tool.
				if (type !== 'resourceLocator' && !isOfAgents(node)) expect(values[name]).toBeTruthy();
			}
		}
	});

	it('holds nothing of an account, and says what to fill in', () => {
		for (const node of workflow.nodes) expect(node).not.toHaveProperty('credentials');
		expect(JSON.stringify(workflow)).not.toMatch(/CT_|\d{8}/);
		const [note, ...others] = workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(others).toEqual([]);
		expect(note!.parameters.content).toMatch(/^## .+\n- .+\n- .+\n- .+$/);
		expect(note!.parameters.content).toContain('Fill in');
	});
});
