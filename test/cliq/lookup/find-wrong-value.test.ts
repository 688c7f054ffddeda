import { blamed } from '../../../cliq/lookup/find-wrong-value';
import { operation, type Operation } from '../../../cliq/catalogue';
import { SharedState } from '../../../cliq/shared-state';
import { CliqClient } from '../../../cliq/client';
import { CliqError } from '../../../cliq/errors';
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

async function refused(
	id: string,
	values: Values,
	{ scopes, variants = {} }: { scopes?: string[]; variants?: Partial<Variants> } = {},
): Promise<CliqError> {
	sandbox.control.variants(variants);
	const { accessToken } = sandbox.control.issueTokens({ scopes });
	const client = new CliqClient(
		httpPorts(clock, () => accessToken),
		new SharedState(),
		sandbox.url,
		{ account: 'owner' },
	);
	return await rejection(clock.run(client.call(operation(id), { text: 'Hi', ...values }, { maxWait: Infinity })));
}

const chatId = () => sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === 'releases')!.chatId;
const unknown = '1599387839188_229293271789';
const variants = [{ unknownId: '404' }, { unknownId: '400' }] as Array<Partial<Variants>>;

describe.each(variants)('where an unknown ID is answered %j', (played) => {
	test('a message that is answered and is not there is named', async () => {
		const error = await refused('message.send.chat', { chatId: chatId(), replyTo: unknown }, { variants: played });
		expect([error.message, error.details.parameter]).toEqual([
			expect.stringContaining(`message "${unknown}"`),
			'replyTo',
		]);
	});

	test('the chat is named where it is the chat', async () => {
		const error = await refused(
			'message.send.chat',
			{ chatId: 'CT_123_1', replyTo: unknown },
			{ variants: played },
		);
		expect(error.message).toContain('"CT_123_1"');
		expect(error.message).not.toContain('Reply to');
	});

	test('a person of whom nobody knows is not forbidden', async () => {
		const error = await refused('message.send.user', { user: 'nobody@zylker.example' }, { variants: played });
		expect([error.kind, error.message]).toEqual([
			'notFound',
			'There is no user "nobody@zylker.example" in the organization',
		]);
	});
});

describe('where Cliq refuses and does not say why', () => {
	const vague = new CliqError('refused', 'There may be no chat "CT_1_2"', { cliqCode: 'operation_failed' });
	const knows = (...ids: string[]) => ({
		isWebhookToken: false,
		channel: async () => ({ chatId: 'CT_1_2' }),
		call: async ({ id }: Operation) => {
			if (ids.includes(id)) return { answer: [], raw: {} };
			throw new CliqError('notFound', 'There is no such thing');
		},
	});
	const settle = async (client: ReturnType<typeof knows>, id: string, values: Values) =>
		await blamed(client, vague, operation(id), values, { maxWait: 1000 });

	test.each([
		['message.send.chat', { chatId: 'CT_1_2' }],
		['message.send.chat', { chatId: 'releases' }],
		['message.send.channel', { channel: 'releases' }],
	])(
		'%s %j: the message that is answered is named if the chat can be read and the message cannot',
		async (id, place) => {
			const { message, details } = await settle(knows('message.getMany'), id, { ...place, replyTo: unknown });
			expect([message, details.parameter]).toEqual([
				`"Reply to Message ID" is not a message of this chat: "${unknown}"`,
				'replyTo',
			]);
			expect(await settle(knows('message.getMany', 'message.get'), id, { ...place, replyTo: unknown })).toBe(
				vague,
			);
			expect(await settle(knows(), id, { ...place, replyTo: unknown })).toBe(vague);
			expect(await settle(knows('message.getMany'), id, place)).toBe(vague);
		},
	);
});

test('without the scope to look, both are said to be possible', async () => {
	const error = await refused(
		'message.send.user',
		{ user: 'nobody@zylker.example' },
		{ scopes: ['ZohoCliq.Webhooks.CREATE'] },
	);
	expect([error.kind, error.message]).toEqual([
		'forbidden',
		'There may be no user "nobody@zylker.example", or this account may not write to them',
	]);
});

test('nothing is looked up for an error that says what it is', async () => {
	await refused('message.send.chat', { chatId: chatId(), text: 'x'.repeat(6000), replyTo: unknown });
	expect(sandbox.control.counters()['message.get']?.calls ?? 0).toBe(0);
});

test.each(['null', 'none', 'undefined'])('%j is not the ID of a message, and nothing is sent', async (replyTo) => {
	const error = await refused('message.send.chat', { chatId: chatId(), replyTo });
	expect([error.kind, error.message]).toEqual([
		'invalidInput',
		`The parameter "Reply to Message ID" is not the ID of a message: "${replyTo}"`,
	]);
	expect(sandbox.control.counters()['message.send.chat']?.calls ?? 0).toBe(0);
});
