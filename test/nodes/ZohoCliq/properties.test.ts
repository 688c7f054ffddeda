import {
	NodeHelpers,
	type INode,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { operations, type Operation } from '../../../cliq/catalogue';
import { ZohoCliq } from '../../../nodes/ZohoCliq/ZohoCliq.node';

const { description } = new ZohoCliq();

const node = { typeVersion: 1 } as INode;

/** What a person sees after choosing the operation, as n8n itself decides it. */
function shownFor(operation: Operation, more: object = {}): INodeProperties[] {
	const values = valuesFor(operation, more);
	return description.properties.filter((property) =>
		NodeHelpers.displayParameter(values, property, node, description),
	);
}

function valuesFor({ resource, name, target = '' }: Operation, more: object) {
	return { authentication: 'oAuth2', resource, operation: name, target, returnAll: false, options: {}, ...more };
}

/** @param chosen what stands in the options already. */
function optionNames(operation: Operation, chosen = {}): string[] {
	const options = (shownFor(operation).find(({ name }) => name === 'options')?.options ?? []) as INodeProperties[];
	const isShown = (option: INodeProperties) =>
		NodeHelpers.displayParameter(chosen, option, node, description, valuesFor(operation, { options: chosen }));
	return options.filter(isShown).map(({ name }) => name);
}

/** Fields that are no parameter of any operation. */
const ofTheNode = [
	'authentication',
	'resource',
	'operation',
	'target',
	'options',
	'returnAll',
	'limit',
	'simplify',
	'binaryPropertyName',
];

describe('the form of the n8n node', () => {
	it.each(operations.map((operation) => [operation.id, operation] as const))(
		'%s shows each of its parameters once, and no other',
		(_id, operation) => {
			const isMessage = operation.id.startsWith('message.send.');
			const shown = shownFor(operation);
			const { paging } = operation;
			const fields = shown.map(({ name }) => name).filter((name) => !ofTheNode.includes(name));
			const options = optionNames(operation, { combine: 'digest' });
			const own = operation.parameters.filter(
				({ name }) => name !== paging?.limit && name !== 'nextToken' && name !== 'modifiedBefore',
			);

			expect([...fields, ...options].sort()).toEqual(
				[
					...own.map(({ name }) => name),
					'maxWait',
					'timeout',
					...(isMessage ? ['combine'] : []),
					...(own.some(({ name }) => name === 'textFormat') ? ['allowGroupMentions'] : []),
				].sort(),
			);
			// A zone is required too, and the workflow has one.
			expect([...fields, 'timeZone']).toEqual(
				expect.arrayContaining(own.filter((parameter) => parameter.required).map(({ name }) => name)),
			);
			for (const names of [shown.map(({ name }) => name), options]) expect(names).toEqual([...new Set(names)]);
			expect(shown.some(({ name }) => name === 'target')).toBe(operation.target !== undefined);
			expect(shown.some(({ name }) => name === 'returnAll')).toBe(paging !== undefined);
			expect(shown.some(({ name }) => name === 'binaryPropertyName')).toBe(operation.id === 'file.download');
		},
	);

	it('shows at first sight what nobody can do without', () => {
		const first = (target: string) =>
			shownFor(operations.find(({ id }) => id === `message.send.${target}`)!).map(({ name }) => name);
		// n8n shows the first one with the credential.
		expect(first('channel')).toEqual([
			'authentication',
			'resource',
			'operation',
			'target',
			'channel',
			'text',
			'options',
		]);
		for (const target of ['bot', 'chat', 'user']) expect(first(target)).toHaveLength(7);
		for (const operation of operations)
			expect(shownFor(operation).length).toBeLessThanOrEqual(operation.paging ? 8 : 7);
	});

	it('offers what a message is made of as options, and what a digest needs with a digest alone', () => {
		const send = operations.find(({ id }) => id === 'message.send.channel') as Operation;
		const options = optionNames(send);
		expect(optionNames(send, { combine: 'digest' }).filter((name) => !options.includes(name))).toEqual([
			'digestGroups',
			'digestFull',
		]);
		expect(options).toEqual(expect.arrayContaining(['card', 'slides', 'buttons', 'combine', 'textFormat', 'json']));
		const { placeholder } = shownFor(send).find(({ name }) => name === 'options')!;
		expect(placeholder).toBe('Add card, slides, buttons or option');
	});

	it('is completed by n8n with what was filled in', () => {
		const completed = (options: object) =>
			NodeHelpers.getNodeParameters(
				description.properties,
				{ text: 'x', options } as never,
				true,
				false,
				node,
				description,
			)!.options;
		const options = { slides: { form: [{ type: 'table' }] }, textFormat: 'plain' };
		expect(completed({ ...options, combine: 'digest', digestFull: 3 })).toMatchObject({
			...options,
			slides: { form: [{ type: 'table', data: '' }] },
			digestFull: 3,
		});
		expect(completed({ ...options, combine: 'all', digestFull: 3 })).not.toHaveProperty('digestFull');
	});

	it('of a question shows what goes with the answer that is wanted, and with the place', () => {
		const shown = (values: object) => {
			const all = {
				authentication: 'oAuth2',
				resource: 'message',
				operation: 'sendAndWait',
				target: 'channel',
				...values,
			};
			return description.properties.filter((property) =>
				NodeHelpers.displayParameter(all, property, node, description),
			);
		};
		const names = (values: object) => shown(values).map(({ name }) => name);
		const first = ['authentication', 'resource', 'operation', 'target'];
		expect(names({})).toEqual([...first, 'channel', 'message', 'options']);
		expect(names({ target: 'chat' })).toEqual([...first, 'chatId', 'message', 'options']);
		expect(names({ target: 'user' })).toEqual([...first, 'user', 'message', 'options']);

		const offered = (options: object, type = description) => {
			const all = shown({}).find(({ name }) => name === 'options')!.options as INodeProperties[];
			return all
				.filter((property) =>
					NodeHelpers.displayParameter(options as never, property, node, type, { target: 'user' }),
				)
				.map(({ name }) => name);
		};
		const always = ['answerWay', 'approvers', 'limitWaitTime', 'responseType'];
		const ofForms = [
			'messageButtonLabel',
			'responseFormButtonLabel',
			'responseFormDescription',
			'responseFormTitle',
		];
		const among = (names: string[]) =>
			names.filter((name) => [...always, ...ofForms, 'approvalOptions', 'formFields'].includes(name)).sort();
		expect(among(offered({}))).toEqual(['approvalOptions', ...always].sort());
		expect(among(offered({ responseType: 'freeText' }))).toEqual([...always, ...ofForms].sort());
		expect(among(offered({ responseType: 'form' }))).toEqual([...always, ...ofForms, 'formFields'].sort());
		// A human review is an approval.
		expect(offered({}, { ...description, name: 'zohoCliqHitlTool' })).not.toContain('responseType');
	});

	it('of a question is completed by n8n with what was filled in', () => {
		const parameters = (options: object) => ({ operation: 'sendAndWait', message: 'x', options }) as never;
		const completed = (options: object) =>
			NodeHelpers.getNodeParameters(description.properties, parameters(options), true, false, node, description)!
				.options;
		const form = {
			responseType: 'form',
			formFields: { form: [{ label: 'Why' }] },
			responseFormTitle: 'Release',
			answerWay: 'cliq',
			approvers: 'sam@example.com',
		};
		expect(completed(form)).toMatchObject(form);
		const approval = { approvalOptions: { values: { approveLabel: 'Ship It' } }, approvers: 'sam@example.com' };
		expect(completed(approval)).toMatchObject(approval);
	});

	it('asks for what identifies the message before what is sent', () => {
		const shown = shownFor(operations.find(({ id }) => id === 'message.edit') as Operation).map(({ name }) => name);
		expect(shown.indexOf('chatId')).toBeLessThan(shown.indexOf('messageId'));
		expect(shown.indexOf('messageId')).toBeLessThan(shown.indexOf('text'));
		const user = shownFor(operations.find(({ id }) => id === 'message.send.user') as Operation).map(
			({ name }) => name,
		);
		expect(user.indexOf('user')).toBeLessThan(user.indexOf('text'));
	});

	it('keeps the conventions that n8n reviews by hand, since its linter cannot see derived properties', () => {
		for (const property of everyProperty(description.properties)) {
			expect(property.displayName).toMatch(/^[A-Z]/);
			if (property.type === 'boolean') expect(property.description).toMatch(/^Whether /);
			// A single sentence has no full stop.
			if (property.description && !/[.:] /.test(property.description))
				expect(property.description).not.toMatch(/\.$/);
			if (property.type === 'resourceLocator') {
				expect(property.default).toEqual({ mode: 'list', value: '' });
				expect(property.modes?.[0]!.name).toBe('list');
			}
			const names = (property.options ?? []).map((option) =>
				'displayName' in option ? option.displayName : option.name,
			);
			if (property.type === 'collection' || (property.type === 'options' && names.length >= 5)) {
				expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other)));
			}
			if (property.type === 'options') {
				expect((property.options as INodePropertyOptions[]).map(({ value }) => value)).toContain(
					property.default,
				);
				expect(JSON.stringify(property.options)).not.toMatch(/\p{Extended_Pictographic}/u);
			}
			if (property.type === 'fixedCollection') {
				expect(property.placeholder).toMatch(/^Add [A-Z]/);
				// Within a collection it is added by hand, and may be filled in then, as in n8n's own nodes.
				if (property.name !== 'limitWaitTime') expect(property.default).toEqual({});
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
		const listed = JSON.stringify(description.properties)
			.match(/"searchListMethod":"(\w+)"/g)
			?.map((hit) => hit.split('"')[3]);
		expect([...new Set(listed)].sort()).toEqual(Object.keys(new ZohoCliq().methods.listSearch).sort());
	});

	it('has each option of a collection once, since older n8n adds the first of a name', () => {
		for (const { type, options = [] } of description.properties) {
			const names = options.map(({ name }) => name);
			if (type === 'collection') expect(names).toEqual([...new Set(names)]);
		}
	});

	it('stays small, since the editor loads every description at start: the same is said once', () => {
		const bytes = Buffer.byteLength(JSON.stringify(description));
		expect(bytes / operations.length).toBeLessThan(2_700);
		expect(bytes).toBeLessThan(117_000); // n8n's Slack node has 116 kB.
	});
});

/** With what is inside collections, however deep. */
function everyProperty(properties: INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) => [property, ...everyProperty(innerOf(property))]);
}

function innerOf({ type, options = [] }: INodeProperties): INodeProperties[] {
	if (type === 'collection') return options as INodeProperties[];
	return type === 'fixedCollection' ? (options as INodePropertyCollection[]).flatMap(({ values }) => values) : [];
}
