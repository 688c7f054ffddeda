/** The page's example is an entry that works: it is added to the catalogue here, and called in a sandbox. */

const mockExample = () => {
	const { readFileSync } = jest.requireActual<typeof import('node:fs')>('node:fs');
	const page = readFileSync(`${__dirname}/../../docs/adding-an-endpoint.md`, 'utf8');
	const code = /```ts\n([\s\S]*?)```/.exec(page)![1]!;
	return jest.requireActual<typeof import('node:vm')>('node:vm').runInThisContext(`(${code})`) as Entry;
};

jest.mock('../../cliq/catalogue/functions', () => {
	const { functions } = jest.requireActual('../../cliq/catalogue/functions');
	return { functions: [...functions, mockExample()] };
});

import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { catalogue, operation, operations, outputs, scopes } from '../../cliq/catalogue';
import type { Entry } from '../../cliq/catalogue/entry';
import { CliqClient } from '../../cliq/client';
import { compose } from '../../cliq/message/compose';
import { sendAll } from '../../cliq/message/send-all';
import type { Values } from '../../cliq/parameters/values';
import { SharedState } from '../../cliq/shared-state';
import { nodeProperties } from '../../nodes/ZohoCliq/properties';
import { render } from '../../scripts/reference';
import { rejection } from '../cliq/support/expect';
import { httpPorts } from '../cliq/support/http';
import { goodIn } from '../cliq/support/plain-operations';
import { timedSandbox } from '../cliq/support/timed-sandbox';

const timed = timedSandbox();
const example = operations.find(({ id }) => id === 'poll.create')!;

function connect() {
	const { control, url } = timed.sandbox;
	control.reset();
	const { accessToken } = control.issueTokens();
	const ports = httpPorts(timed.clock, () => accessToken);
	const client = new CliqClient(ports, new SharedState(), url, { account: 'owner' });
	const run = (values: Values) => timed.clock.run(sendAll(client, compose(example, values, []), { maxWait: 60_000 }));
	return { control, run };
}

test('it is in the catalogue, with kinds of its own and its scope', () => {
	expect(example).toBe(operation('poll.create'));
	expect(new Set(example.parameters.map(({ type }) => type)).size).toBe(4);
	expect(scopes).toContain('ZohoCliq.Chats.CREATE');
});

test.each([false, true])('it works in a sandbox, over HTTP, with everything given: %s', async (all) => {
	const { control, run } = connect();
	const values = goodIn(control, example, all);
	expect(await run(values)).toEqual([{ pollId: expect.stringMatching(/^\d+$/), title: values.title }]);
	expect(control.journal().at(-1)).toMatchObject({ operation: 'poll.create', status: 200 });
});

test('the sandbox refuses what the client would not send', async () => {
	const { control } = connect();
	const { accessToken } = control.issueTokens();
	const { chatId } = control.state().channels[0]!;
	const post = async (body: object) => {
		const answer = await fetch(`${timed.sandbox.url}/api/v2/chats/${chatId}/polls`, {
			method: 'POST',
			headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		return ((await answer.json()) as { code: string }).code;
	};
	const options = [{ text: 'Yes' }];
	expect(await post({ options })).toBe('param_missing');
	expect(await post({ title: 'x'.repeat(101), options })).toBe('invalid_parameters');
	expect(await post({ title: 'x', options: { form: options } })).toBe('input_pattern_mismatch');
	expect(await post({ title: 'x', options, user_ids: '1,2' })).toBe('input_pattern_mismatch');
});

test('a wrong value is refused before anything is sent', async () => {
	const { control, run } = connect();
	const error = await rejection(
		Promise.resolve().then(() => run({ ...goodIn(control, example, false), choices: [{ votes: 1 }] })),
	);
	expect(error).toMatchObject({
		kind: 'invalidInput',
		message: expect.stringContaining('Choices, choice 1, Answer'),
	});
	expect(control.journal()).toEqual([]);
});

test('n8n offers it, with a field for each parameter', () => {
	const properties = nodeProperties();
	const shown = properties.filter(({ displayOptions }) => displayOptions?.show?.resource?.includes('poll'));
	const choice = shown.find(({ name }) => name === 'operation')!;
	expect(choice.options).toEqual([
		{ name: 'Create', value: 'create', action: 'Create a poll', description: example.description },
	]);
	const options = shown.flatMap(({ name, options: inner }) =>
		name === 'options' ? inner! : [],
	) as INodeProperties[];
	expect([...shown, ...options].map(({ name, type }) => `${name} ${type}`)).toEqual(
		expect.arrayContaining([
			'chatId resourceLocator',
			'title string',
			'choices fixedCollection',
			'voterIds string',
		]),
	);
	const resources = properties.find(({ name }) => name === 'resource')!.options as INodePropertyOptions[];
	expect(resources.map(({ value }) => value)).toContain('poll');
});

test('the reference has it', () => {
	const page = render(catalogue, {}, outputs);
	expect(page).toContain('## Create a poll');
	expect(page).toContain('| Choices › Votes | `votes` | body `max_votes` |  | How many votes it takes |');
});
