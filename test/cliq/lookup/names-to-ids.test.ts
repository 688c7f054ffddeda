import type { Operation, Parameter } from '../../../cliq/catalogue';
import { CliqClient } from '../../../cliq/client';
import { withIds } from '../../../cliq/lookup/names-to-ids';
import type { Values } from '../../../cliq/parameters/values';
import { SharedState } from '../../../cliq/shared-state';
import { rejection } from '../support/expect';
import { httpPorts } from '../support/http';
import { nestedOperation } from '../support/nested-operation';
import { timedSandbox } from '../support/timed-sandbox';

const field = (name: string, type: Parameter['type'], others: Partial<Parameter> = {}): Parameter => ({
	name,
	label: name,
	type,
	in: 'body',
	wire: name,
	description: 'A field',
	...others,
});

/** Places and people within an object, within a list, and beside them. */
const operation: Operation = {
	...nestedOperation,
	parameters: [
		field('userIds', 'ids', { idOnly: true }),
		field('recipients', 'nested', {
			nested: {
				entry: 'Recipient',
				most: 3,
				fields: [
					field('chat', 'chat'),
					field('owner', 'nested', {
						nested: { entry: 'Owner', most: 1, fields: [field('userId', 'userIds', { idOnly: true })] },
					}),
				],
			},
		}),
	],
};

const timed = timedSandbox();

function connect() {
	const { control, url } = timed.sandbox;
	control.reset();
	const { accessToken } = control.issueTokens();
	const ports = httpPorts(timed.clock, () => accessToken);
	const client = new CliqClient(ports, new SharedState(), url, { account: 'owner' });
	const check = jest.fn();
	const found = (values: Values) => timed.clock.run(withIds(client, operation, values, { maxWait: 60_000 }, check));
	return { control, found, check };
}

test.each(['as it is', 'as a form', 'as JSON'])('IDs are found wherever names stand, given %s', async (way) => {
	const { control, found } = connect();
	const { channels, people } = control.state();
	const recipients = [
		{ chat: '#releases', owner: { userId: people[1]!.email } },
		{ chat: 'CT_1_2' },
		{ chat: channels[0]!.chatId, owner: { userId: people[2]!.id } },
	];
	const given = { 'as it is': recipients, 'as a form': { form: recipients }, 'as JSON': JSON.stringify(recipients) };
	const values = { userIds: [people[1]!.email, people[3]!.id], recipients: given[way as keyof typeof given] };

	expect(await found(values)).toEqual({
		userIds: `${people[1]!.id},${people[3]!.id}`,
		recipients: [
			{
				chat: channels.find(({ uniqueName }) => uniqueName === 'releases')!.chatId,
				owner: [{ userId: people[1]!.id }],
			},
			{ chat: 'CT_1_2' },
			{ chat: channels[0]!.chatId, owner: { userId: people[2]!.id } },
		],
	});
	expect(recipients[0]).toEqual({ chat: '#releases', owner: { userId: people[1]!.email } });
});

test('what holds no names is left as it is, and nothing is called', async () => {
	const { control, found, check } = connect();
	const values = { recipients: [{ chat: 'CT_1_2' }, {}] };
	expect(await found(values)).toBe(values);
	expect(check).not.toHaveBeenCalled();
	expect(control.journal()).toEqual([]);
});

test('what is wrong is refused with its place, before anything is looked up', async () => {
	const { control, found } = connect();
	const recipients = [{ chat: '#releases' }, { chat: 'Team Talk' }];
	expect((await rejection(found({ recipients }))).message).toContain('recipients, recipient 2, chat');
	expect(control.journal()).toEqual([]);
});
