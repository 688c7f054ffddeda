import { operation, operations } from '../../../cliq/catalogue';
import { SharedState } from '../../../cliq/shared-state';
import { CliqClient } from '../../../cliq/client';
import type { CliqError } from '../../../cliq/errors';
import type { Values } from '../../../cliq/parameters/values';
import { startSandbox, type Sandbox, type Variants } from '../../../sandbox';
import { VirtualClock } from '../support/clock';
import { rejection } from '../support/expect';
import { httpPorts } from '../support/http';

const clock = new VirtualClock();
let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ thresholds: false, now: () => clock.now() })));
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.close());

async function refused(id: string, values: Values, variants: Partial<Variants> = {}): Promise<CliqError> {
	sandbox.control.variants(variants);
	const { accessToken } = sandbox.control.issueTokens();
	const client = new CliqClient(
		httpPorts(clock, () => accessToken),
		new SharedState(),
		sandbox.url,
		{ account: 'owner' },
	);
	return await rejection(clock.run(client.call(operation(id), values, { maxWait: Infinity })));
}

const file = { name: 'a.txt', size: 1, open: async () => [Buffer.from('x')] as unknown as AsyncIterable<Uint8Array> };
const chatId = () => sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === 'releases')!.chatId;

/** Values of an operation, with one that leads nowhere. */
const wrong: Record<string, unknown> = {
	channel: 'incidentz',
	bot: 'nobot',
	chatId: 'CT_123456789_1',
	messageId: '1599387839188_229293271789',
	fileId: '12345',
	user: 'nobody@zylker.example',
};
const others: Record<string, unknown> = {
	text: 'Hi',
	emoji: '👍',
	files: [file],
	sendAt: '2099-01-01T00:00:00',
	timeZone: 'UTC',
};

const nowhere = operations
	.map(
		({ id, parameters }) =>
			[
				id,
				parameters.filter((parameter) => parameter.in === 'path'),
				parameters.filter(({ required }) => required),
			] as const,
	)
	.filter(([, path]) => path.length > 0);

test.each(nowhere)('%s with what is not there names it', async (id, path, required) => {
	const values = Object.fromEntries(required.map(({ name }) => [name, wrong[name] ?? others[name]]));
	for (const unknownId of ['404', '400'] as unknown as Array<Variants['unknownId']>) {
		const error = await refused(id, values, { unknownId });
		const first = String(wrong[path[0]!.name]);
		expect([id, unknownId, error.message]).toEqual([id, unknownId, expect.stringContaining(`"${first}"`)]);
		expect(error.message).not.toMatch(/technical|URL/);
		expect(error.details.said ?? '').not.toBe('');
	}
});

test('which of two is missing is said where Cliq tells it', async () => {
	expect(await refused('message.get', { chatId: chatId(), messageId: '1_2' })).toMatchObject({
		message: 'There is no message "1_2" in the chat "'.concat(chatId(), '", or this account cannot see it'),
		hint: expect.stringContaining('"messageId"'),
		details: { parameter: 'messageId' },
	});
	expect(await refused('message.get', { chatId: 'CT_1_1', messageId: '1_2' })).toMatchObject({
		message: 'There is no chat "CT_1_1", or this account cannot see it',
		details: { parameter: 'chatId' },
	});
	expect((await refused('message.get', { chatId: '#releases', messageId: '1_2' })).message).toBe(
		'There is no message "1_2" in the channel "releases", or this account cannot see it',
	);
	expect((await refused('message.get', { chatId: 'CT_1_1-T-5', messageId: '1_2' })).message).toBe(
		'There is no thread "CT_1_1-T-5", or this account cannot see it',
	);
});

test('a message that is answered is named, too', async () => {
	expect(await refused('message.send.channel', { channel: 'releases', text: 'Hi', replyTo: '1_2' })).toMatchObject({
		message: 'There is no message "1_2" in the channel "releases", or this account cannot see it',
		details: { parameter: 'replyTo' },
	});
});

test('where the account may not do something is named', async () => {
	expect((await refused('message.send.user', { user: '999', text: 'Hi' })).message).toBe(
		'There may be no user "999", or this account may not write to them',
	);
	expect((await refused('message.send.channel', { channel: 'board-room', text: 'Hi' })).message).toBe(
		'The account is not allowed to do this in the channel "board-room": send a message',
	);
});
