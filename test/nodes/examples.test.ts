import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers, type INode, type INodeProperties, type INodePropertyCollection, type INodePropertyOptions } from 'n8n-workflow';

import { ZohoCliq } from '../../nodes/ZohoCliq/ZohoCliq.node';
import { ZohoCliqPollTrigger } from '../../nodes/ZohoCliqPollTrigger/ZohoCliqPollTrigger.node';
import { ZohoCliqTrigger } from '../../nodes/ZohoCliqTrigger/ZohoCliqTrigger.node';

interface Workflow {
	nodes: INode[];
	connections: Record<string, { main: Array<Array<{ node: string }>> }>;
}

type Values = Record<string, unknown>;

const folder = join(__dirname, '../../examples');
const descriptions = [ZohoCliq, ZohoCliqPollTrigger, ZohoCliqTrigger].map((Type) => new Type().description);
const descriptionOf = ({ type }: INode) => descriptions.find(({ name }) => type === `n8n-nodes-zoho-cliq.${name}`);
const examples = readdirSync(folder).map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as Workflow] as const);

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
				return entries.flatMap(([key, rows]) => (key === group.name ? [rows].flat().flatMap((row) => strangers(row as Values, group.values, `${place}.`)) : [`${place}.${key}`]));
			}
			case 'options': {
				const isOffered = String(value).startsWith('=') || (property.options as INodePropertyOptions[]).some((option) => option.value === value);
				return isOffered ? [] : [`${place}: ${value}`];
			}
			default:
				return [];
		}
	});
}

describe.each(examples)('the example %s', (_file, workflow) => {
	const own = workflow.nodes.filter((node) => descriptionOf(node) !== undefined);
	const nodeOf = (name: string) => workflow.nodes.find((node) => node.name === name)!;

	it('connects nodes that are there, from left to right', () => {
		for (const [from, { main }] of Object.entries(workflow.connections)) {
			for (const { node } of main.flat()) expect(nodeOf(node).position[0] - nodeOf(from).position[0]).toBeGreaterThanOrEqual(200);
		}
		expect(new Set(workflow.nodes.map(({ position }) => position.join())).size).toBe(workflow.nodes.length);
	});

	it('uses the node as it is today, and leaves only the account and the place to be chosen', () => {
		expect(own.length).toBeGreaterThan(0);
		for (const node of own) {
			const description = descriptionOf(node)!;
			const values = NodeHelpers.getNodeParameters(description.properties, node.parameters, true, false, node, description)!;
			const shown = description.properties.filter((property) => NodeHelpers.displayParameter(values, property, node, description));
			expect(strangers(node.parameters, shown)).toEqual([]);
			// n8n does not keep what is hidden.
			expect(values).toMatchObject(node.parameters);
			for (const { name, type } of shown.filter((property: INodeProperties) => property.required)) {
				if (type !== 'resourceLocator') expect(values[name]).toBeTruthy();
			}
		}
	});

	it('holds nothing of an account, and says what to fill in', () => {
		for (const node of workflow.nodes) expect(node).not.toHaveProperty('credentials');
		expect(JSON.stringify(workflow)).not.toMatch(/CT_|\d{8}/);
		const [note, ...others] = workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(others).toEqual([]);
		expect(note.parameters.content).toMatch(/^## .+\n- .+\n- .+\n- .+$/);
		expect(note.parameters.content).toContain('Fill in');
	});
});
