import fc from 'fast-check';
import { NodeHelpers, type INode, type INodeProperties } from 'n8n-workflow';

import { formOperations, type FormOperation } from '../../../nodes/ZohoCliq/formOperations';
import { conditions, shownAmong, shownFor, siblingsOf } from '../../../nodes/shared/displayConditions';
import { ZohoCliq } from '../../../nodes/ZohoCliq/ZohoCliq.node';

const { description } = new ZohoCliq();
const field: INodeProperties = { displayName: 'Field', name: 'field', type: 'string', default: '' };

const valuesOf = ({ resource, name, target }: FormOperation) => ({ resource, operation: name, target: target ?? '' });

function isShown(property: INodeProperties, operation: FormOperation): boolean {
	return NodeHelpers.displayParameter(valuesOf(operation), property, { typeVersion: 1 } as INode, description);
}

/** Whether it is shown as an option of a collection. */
function isOffered(option: INodeProperties, operation: FormOperation): boolean {
	return NodeHelpers.displayParameter({}, option, { typeVersion: 1 } as INode, description, valuesOf(operation));
}

const someOperations = fc.subarray(formOperations, { minLength: 1 });

test('a property is shown for its operations, once, and for no others', () => {
	fc.assert(
		fc.property(someOperations, (owners) => {
			const shown = shownFor(owners, field);
			for (const operation of formOperations)
				expect(shown.filter((property) => isShown(property, operation))).toHaveLength(
					owners.includes(operation) ? 1 : 0,
				);
		}),
		{ numRuns: 300 },
	);
});

test('so is an option of a collection, whatever else the collection is for', () => {
	fc.assert(
		fc.property(someOperations, fc.func(fc.boolean()), (all, isOwner) => {
			const owners = all.filter(isOwner);
			const offered = shownAmong(all, owners, field);
			for (const operation of all)
				expect(offered.filter((option) => isOffered(option, operation))).toHaveLength(
					owners.includes(operation) ? 1 : 0,
				);
		}),
		{ numRuns: 100 },
	);
});

test('conditions name those for which they hold', () => {
	fc.assert(
		fc.property(someOperations, (owners) => {
			for (const { show, members } of conditions(owners)) {
				const shown = formOperations.filter((operation) =>
					isShown({ ...field, displayOptions: { show } }, operation),
				);
				expect(new Set(shown)).toEqual(new Set(members));
			}
		}),
		{ numRuns: 300 },
	);
});

test('operations whose resources and names go together share one condition, and so do targets of several operations', () => {
	const [first] = formOperations;
	const ofOneResource = formOperations.filter(({ resource }) => resource === first!.resource);
	expect(shownFor(ofOneResource, field)).toHaveLength(1);
	expect(shownFor(siblingsOf(first!), field).map(({ displayOptions }) => displayOptions)).toEqual([
		{ show: { resource: [first!.resource], operation: [first!.name] } },
	]);
	expect(shownFor(formOperations, field)).toHaveLength(1);
	const toChannels = formOperations.filter(({ target }) => target === 'channel');
	expect(shownFor(toChannels, field).map(({ displayOptions }) => displayOptions)).toEqual([
		{ show: { resource: ['message', 'file'], operation: ['send', 'sendAndWait'], target: ['channel'] } },
	]);
});

test('an option says only what tells its operations from the others of the collection', () => {
	const named = (id: string) =>
		formOperations.filter(({ resource, name, target }) =>
			[resource, name, target].filter(Boolean).join('.').startsWith(id),
		);
	const show = (all: FormOperation[], owners: FormOperation[], property = field) =>
		shownAmong(all, owners, property).map(({ displayOptions }) => displayOptions?.show);
	expect(show(named('message'), named('message'))).toEqual([undefined]);
	expect(show(named('message'), named('message.edit'))).toEqual([{ '/operation': ['edit'] }]);
	expect(show(named('message.send'), named('message.send.bot'))).toEqual([{ '/target': ['bot'] }]);
	expect(show([...named('channel'), ...named('reaction')], named('channel'))).toEqual([{ '/resource': ['channel'] }]);
	expect(
		show(named('message'), named('message.get'), { ...field, displayOptions: { show: { other: [1] } } }),
	).toEqual([{ '/operation': ['get', 'getMany'], other: [1] }]);
	expect(show(named('message'), [])).toEqual([]);
});
