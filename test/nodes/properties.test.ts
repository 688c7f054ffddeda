import { NodeHelpers, type INode, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow';

import { operations, type Operation } from '../../cliq/catalogue';
import { ZohoCliq } from '../../nodes/ZohoCliq/ZohoCliq.node';

const { description } = new ZohoCliq();

/** What a person sees after choosing the operation, as n8n itself decides it. */
function shownFor(operation: Operation): INodeProperties[] {
	const values = { authentication: 'oAuth2', resource: operation.resource, operation: operation.name, target: operation.target ?? '', returnAll: false };
	const node = { typeVersion: 1 } as INode;
	return description.properties.filter((property) => NodeHelpers.displayParameter(values, property, node, description));
}

function optionNames(property: INodeProperties | undefined): string[] {
	return (property?.options ?? []).map((option) => option.name);
}

describe('the form of the n8n node', () => {
	it.each(operations.map((operation) => [operation.id, operation] as const))('%s shows each of its parameters once, and no other', (_id, operation) => {
		const shown = shownFor(operation);
		const { paging } = operation;
		const own = operation.parameters.filter(({ name }) => name !== paging?.limit);
		const required = own.filter((parameter) => parameter.required).map(({ name }) => name);
		const optional = own.filter((parameter) => !parameter.required).map(({ name }) => name);

		const fields = shown.map(({ name }) => name).filter((name) => !['authentication', 'resource', 'operation', 'target', 'options', 'returnAll', 'limit', 'simplify'].includes(name));
		expect(fields.sort()).toEqual(required.sort());
		expect(optionNames(shown.find(({ name }) => name === 'options')).sort()).toEqual([...optional, 'maxWait', 'timeout'].sort());
		expect(shown.some(({ name }) => name === 'target')).toBe(operation.target !== undefined);
		expect(shown.some(({ name }) => name === 'returnAll')).toBe(paging !== undefined);
	});

	it('asks for what identifies the message before what is sent', () => {
		const shown = shownFor(operations.find(({ id }) => id === 'message.edit') as Operation).map(({ name }) => name);
		expect(shown.indexOf('chatId')).toBeLessThan(shown.indexOf('messageId'));
		expect(shown.indexOf('messageId')).toBeLessThan(shown.indexOf('text'));
		const user = shownFor(operations.find(({ id }) => id === 'message.send.user') as Operation).map(({ name }) => name);
		expect(user.indexOf('user')).toBeLessThan(user.indexOf('text'));
	});

	it('keeps the conventions that n8n reviews by hand, since its linter cannot see derived properties', () => {
		const all = description.properties.flatMap((property) => [property, ...((property.type === 'collection' ? property.options : []) as INodeProperties[])]);
		for (const property of all) {
			expect(property.displayName).toMatch(/^[A-Z]/);
			if (property.type === 'boolean') expect(property.description).toMatch(/^Whether /);
			if (property.description) expect(property.description).not.toMatch(/\.$/);
			if (property.type === 'resourceLocator') {
				expect(property.default).toEqual({ mode: 'list', value: '' });
				expect(property.modes?.[0].name).toBe('list');
			}
			if (['options', 'collection'].includes(property.type)) {
				const names = (property.options ?? []).map((option) => ('displayName' in option ? option.displayName : option.name));
				expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other)));
			}
			if (property.name === 'operation') {
				for (const option of property.options as INodePropertyOptions[]) {
					expect(option.action).toMatch(/^[A-Z][a-z ]+$/);
					expect(option.description).toBeTruthy();
				}
			}
		}
	});

	it('has a list method for each list it offers', () => {
		const listed = JSON.stringify(description.properties).match(/"searchListMethod":"(\w+)"/g)?.map((hit) => hit.split('"')[3]);
		expect([...new Set(listed)].sort()).toEqual(Object.keys(new ZohoCliq().methods.listSearch).sort());
	});

	it('stays small, since the editor loads every description at start', () => {
		expect(JSON.stringify(description).length).toBeLessThan(40_000);
	});
});
