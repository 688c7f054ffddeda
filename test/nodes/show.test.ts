import fc from 'fast-check';
import { NodeHelpers, type INode, type INodeProperties } from 'n8n-workflow';

import { operations, type Operation } from '../../cliq/catalogue';
import { shownFor, siblingsOf } from '../../nodes/ZohoCliq/show';
import { ZohoCliq } from '../../nodes/ZohoCliq/ZohoCliq.node';

const { description } = new ZohoCliq();
const field: INodeProperties = { displayName: 'Field', name: 'field', type: 'string', default: '' };

function isShown(property: INodeProperties, { resource, name, target }: Operation): boolean {
	return NodeHelpers.displayParameter({ resource, operation: name, target: target ?? '' }, property, { typeVersion: 1 } as INode, description);
}

test('a property is shown for its operations, once, and for no others', () => {
	fc.assert(
		fc.property(fc.subarray([...operations], { minLength: 1 }), (owners) => {
			const shown = shownFor(owners, field);
			for (const operation of operations) expect(shown.filter((property) => isShown(property, operation))).toHaveLength(owners.includes(operation) ? 1 : 0);
		}),
		{ numRuns: 300 },
	);
});

test('operations whose resources and names go together share one condition', () => {
	const [first] = operations;
	const ofOneResource = operations.filter(({ resource }) => resource === first.resource);
	expect(shownFor(ofOneResource, field)).toHaveLength(1);
	expect(shownFor(siblingsOf(first), field).map(({ displayOptions }) => displayOptions)).toEqual([{ show: { resource: [first.resource], operation: [first.name] } }]);
	expect(shownFor([...operations], field)).toHaveLength(1);
});
