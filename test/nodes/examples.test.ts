import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers, type INode, type INodeProperties } from 'n8n-workflow';

import { ZohoCliq } from '../../nodes/ZohoCliq/ZohoCliq.node';

interface Workflow {
	nodes: INode[];
	connections: Record<string, { main: Array<Array<{ node: string }>> }>;
}

const folder = join(__dirname, '../../examples');
const { description } = new ZohoCliq();
const examples = readdirSync(folder).map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as Workflow] as const);

describe.each(examples)('the example %s', (_file, workflow) => {
	const own = workflow.nodes.filter(({ type }) => type.endsWith('.zohoCliq'));

	it('connects nodes that are there', () => {
		const names = workflow.nodes.map(({ name }) => name);
		for (const [from, { main }] of Object.entries(workflow.connections)) {
			expect(names).toContain(from);
			for (const { node } of main.flat()) expect(names).toContain(node);
		}
	});

	it('uses the node as it is today, and leaves only the account and the place to be chosen', () => {
		expect(own.length).toBeGreaterThan(0);
		for (const node of own) {
			const values = NodeHelpers.getNodeParameters(description.properties, node.parameters, true, false, node, description);
			const shown = description.properties.filter((property) => NodeHelpers.displayParameter(values ?? {}, property, node, description));
			for (const name of Object.keys(node.parameters)) expect(shown.map((property) => property.name)).toContain(name);
			for (const { name, type } of shown.filter((property: INodeProperties) => property.required)) {
				if (type !== 'resourceLocator') expect(node.parameters[name]).toBeTruthy();
			}
		}
	});
});
