import { setTimeout as sleep } from 'node:timers/promises';
import { operations } from '../../../cliq/catalogue';
import { behaviours } from '../../../sandbox/behaviours';
import { goodIn, putListed, putNamed } from '../../cliq/support/plain-operations';
import { filledIn } from './form-values';
import { Lab, locator } from './lab';
import { UNDER_TEST } from '../../../tools/n8n/workflow';

const channel = locator('name', 'releases');
const toChannel = { resource: 'message', operation: 'send', target: 'channel', channel };

let lab: Lab;
/** The channel's conversation. */
let chatId: Record<string, unknown>;

beforeAll(async () => {
	lab = await Lab.start('n8n-operations');
	chatId = locator('id', lab.sandbox.control.post({ chat: '#releases', text: 'before' }).chatId);
}, 180_000);

afterAll(() => lab.end(), 60_000);

const inChannel = () => lab.sandbox.control.messages('#releases');
const calls = (operation: string) => lab.sandbox.control.counters()[operation]?.calls ?? 0;

test('the account was connected over a consent page that names least scopes', async () => {
	expect(lab.consentPage).toContain('ZohoCliq.Webhooks.CREATE');
	// Of events Cliq has no smaller one.
	expect(lab.consentPage.match(/ZohoCliq\.(?!CalendarEvents)\w+\.ALL/)).toBeNull();
	expect(await lab.n8n.readCredential(lab.account)).toHaveProperty('oauthTokenData');
});

test('n8n shows the node, and a tool made from it', async () => {
	const names = (await lab.n8n.nodeTypes()).map(({ name }) => name);
	expect(names).toEqual(expect.arrayContaining(['n8n-nodes-zoho-cliq.zohoCliq', 'n8n-nodes-zoho-cliq.zohoCliqTool']));
});

describe('all operations', () => {
	let messageId: string;

	beforeAll(() => lab.sandbox.control.clearJournal());

	test('send a message to a channel, a bot, a chat and a user', async () => {
		const [receipt] = await lab.outputOf({ ...toChannel, text: '={{ $json.text }}' }, [{ text: 'hello' }]);
		expect(receipt).toMatchObject({
			json: { success: true, messageId: expect.any(String) },
			pairedItem: { item: 0 },
		});
		expect(inChannel().at(-1)).toMatchObject({ text: 'hello' });
		messageId = receipt!.json.messageId;

		const send = { resource: 'message', operation: 'send', text: 'hello too' };
		const [bot] = await lab.outputOf({ ...send, target: 'bot', bot: locator('name', 'deploybot') });
		expect(bot!.json).toMatchObject({ success: true });
		const [chat] = await lab.outputOf({
			...send,
			target: 'chat',
			chatId,
			options: { replyTo: messageId, markAsRead: true },
		});
		expect(chat!.json).toMatchObject({ success: true, chatId: chatId.value });
		expect(inChannel().at(-1)).toMatchObject({ text: 'hello too', replyTo: { text: 'hello' } });
		const [user] = await lab.outputOf({ ...send, target: 'user', user: locator('id', '55744524') });
		expect(user!.json).toMatchObject({ success: true });
	});

	test('get, edit and react', async () => {
		const [edited] = await lab.outputOf({
			resource: 'message',
			operation: 'edit',
			chatId,
			messageId,
			text: 'second thoughts',
			options: { notifyEdit: true },
		});
		expect(edited!.json).toMatchObject({ success: true });
		const [got] = await lab.outputOf({ resource: 'message', operation: 'get', chatId, messageId });
		expect(got!.json).toMatchObject({ text: 'second thoughts', chatId: chatId.value });

		await lab.outputOf({ resource: 'reaction', operation: 'add', chatId, messageId, emoji: '👍' });
		const reactions = await lab.outputOf({ resource: 'reaction', operation: 'getMany', chatId, messageId });
		expect(reactions.map(({ json }) => json)).toMatchObject([{ emoji: '👍', count: 1 }]);
		await lab.outputOf({ resource: 'reaction', operation: 'remove', chatId, messageId, emoji: '👍' });
		expect(inChannel().find(({ text }) => text === 'second thoughts')?.reactions).toEqual([]);
	});

	test('get many, and delete', async () => {
		const last = await lab.outputOf({
			resource: 'message',
			operation: 'getMany',
			chatId,
			returnAll: false,
			limit: 2,
		});
		expect(last.map(({ json }) => json.text)).toEqual(['second thoughts', 'hello too']);

		await lab.outputOf({ resource: 'message', operation: 'delete', chatId, messageId });
		expect(inChannel().find(({ text }) => text === 'second thoughts')?.deleted ?? true).toBe(true);
	});

	test('schedule', async () => {
		const sendAt = `${new Date().getFullYear() + 1}-03-01T08:00:00`;
		const [scheduled] = await lab.outputOf({
			resource: 'message',
			operation: 'schedule',
			chatId,
			text: 'in spring',
			sendAt,
			options: { timeZone: 'Asia/Kolkata' },
		});
		expect(scheduled!.json).toMatchObject({
			success: true,
			chatId: chatId.value,
			scheduledMessageId: expect.any(String),
			sendAt: `${new Date().getFullYear() + 1}-03-01T02:30:00.000Z`,
		});
	});

	test('send a file to a channel, a bot, a chat and a user, and download it', async () => {
		const toFile = {
			name: 'To File',
			type: 'n8n-nodes-base.convertToFile',
			typeVersion: 1.1,
			parameters: { operation: 'toText', sourceProperty: 'text', options: { fileName: 'notes.txt' } },
		};
		const before = lab.sandbox.control.files().length;
		for (const place of [
			{ target: 'channel', channel },
			{ target: 'bot', bot: locator('name', 'deploybot') },
			{ target: 'chat', chatId },
			{ target: 'user', user: locator('id', '55744524') },
		]) {
			const { status, error, runs } = await lab.run(
				{ parameters: { resource: 'file', operation: 'send', ...place }, before: [toFile] },
				[{ text: 'Remember the milk' }],
			);
			expect([place.target, status, error?.message]).toEqual([place.target, 'success', undefined]);
			expect(runs(UNDER_TEST)[0]!.outputs[0]).toMatchObject([
				{ json: { success: true }, pairedItem: { item: 0 } },
			]);
		}
		const sent = lab.sandbox.control.files().slice(before);
		expect(sent.map(({ name, size }) => [name, size])).toEqual(Array(4).fill(['notes.txt', 17]));

		const { json } = (await lab.outputOf({ resource: 'file', operation: 'download', fileId: sent[0]!.id }))[0]!;
		expect(json).toMatchObject({ fileId: sent[0]!.id, fileName: 'notes.txt', fileSize: 17 });
	});

	test('find channels, chats and users by a part of their name', async () => {
		const found = async (resource: string, search: string) =>
			(
				await lab.outputOf({ resource, operation: 'getMany', returnAll: false, limit: 5, options: { search } })
			).map(({ json }) => json);
		const { channels, people } = lab.sandbox.control.state();
		const releases = channels.find(({ uniqueName }) => uniqueName === 'releases')!;
		expect(await found('channel', '#release')).toContainEqual(
			expect.objectContaining({ uniqueName: 'releases', chatId: releases.chatId, channelId: releases.id }),
		);
		expect(await found('user', people[3]!.email)).toEqual([
			{ name: people[3]!.name, email: people[3]!.email, userId: people[3]!.id },
		]);
		expect(await found('chat', 'book')).toContainEqual(
			expect.objectContaining({ name: 'Book club', chatId: expect.stringMatching(/^CT_/), type: 'chat' }),
		);
	});

	const plain = operations.filter(({ id }) => !behaviours[id]);

	test.each(plain.flatMap((own) => [false, true].map((all) => [own.id, all, own] as const)))(
		'%s, which the sandbox plays from the catalogue, with everything given: %s',
		async (id, all, own) => {
			const { control } = lab.sandbox;
			const values = goodIn(control, own, all);
			putNamed(control, own, values);
			if (own.paging) putListed(control, own, values, own.paging.pageSize + 5);
			const before = calls(id);
			const output = await lab.outputOf(filledIn(own, values));
			expect(output.length).toBeGreaterThanOrEqual(own.paging ? own.paging.pageSize + 5 : 1);
			expect(calls(id) - before).toBeGreaterThanOrEqual(own.paging ? 2 : 1);
			expect(control.journal().filter(({ operation, status }) => operation === id && status > 204)).toEqual([]);
			const fields = 'fields' in own.returns ? own.returns.fields! : [{ name: 'success' }];
			for (const { name } of fields.filter((field) => !('optional' in field)))
				expect(output[0]!.json).toHaveProperty([name]);
		},
	);

	test('were all of them', () => {
		const made = Object.keys(lab.sandbox.control.counters()).filter((id) =>
			operations.some((operation) => operation.id === id),
		);
		expect(made.sort()).toEqual(operations.map(({ id }) => id).sort());
	});
});

test('one message goes out for each item, and each output is paired with its item', async () => {
	const items = Array.from({ length: 5 }, (_, index) => ({ text: `item ${index}` }));
	const output = await lab.outputOf({ ...toChannel, text: '={{ $json.text }}' }, items);
	expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	expect(
		inChannel()
			.slice(-5)
			.map(({ text }) => text),
	).toEqual(items.map(({ text }) => text));
});

test('return all goes through the pages, and every message is there once', async () => {
	const { chatId: support } = lab.sandbox.control.post({ chat: '#support', text: 'first of many' });
	for (let index = 0; index < 130; index++) {
		// Cliq cannot list more than a page of messages of one millisecond.
		if (index % 50 === 0) await sleep(2);
		lab.sandbox.control.post({ chat: '#support', text: `many ${index}` });
	}
	const getMany = { resource: 'message', operation: 'getMany', chatId: locator('id', support) };
	const before = calls('message.getMany');
	const all = await lab.outputOf({ ...getMany, returnAll: true });
	expect(calls('message.getMany') - before).toBeGreaterThan(1);
	expect(new Set(all.map(({ json }) => json.messageId)).size).toBe(all.length);
	expect(all.length).toBe(lab.sandbox.control.messages(support).filter(({ deleted }) => !deleted).length);
	expect(await lab.outputOf({ ...getMany, returnAll: false, limit: 105 })).toHaveLength(105);
});

test('simplify keeps at most ten flat fields; without it the whole message comes', async () => {
	const { messageId } = lab.sandbox.control.post({ chat: '#releases', text: 'plain' });
	for (const parameters of [
		{ operation: 'get', messageId },
		{ operation: 'getMany', returnAll: false, limit: 1 },
	]) {
		const [simple] = await lab.outputOf({ resource: 'message', chatId, ...parameters, simplify: true });
		const [whole] = await lab.outputOf({ resource: 'message', chatId, ...parameters, simplify: false });
		expect(Object.keys(simple!.json).length).toBeLessThanOrEqual(10);
		expect(Object.values(simple!.json).filter((value) => typeof value === 'object')).toEqual([]);
		expect(simple!.json).toMatchObject({ text: 'plain', senderId: expect.any(String) });
		expect(whole!.json).toMatchObject({ text: 'plain', senderId: simple!.json.senderId });
	}
});

test('a webhook token sends to channels and bots, and says why it does nothing else', async () => {
	const { zapikey } = lab.sandbox.control.createWebhookToken();
	const credential = await lab.n8n.createCredential('cliqNodesWebhookTokenApi', {
		token: zapikey,
		dataCenter: 'custom',
		baseUrl: lab.sandbox.url,
	});
	const webhook = { authentication: 'webhookToken', resource: 'message', operation: 'send', text: 'by webhook' };
	const sent = await lab.run({ credential, parameters: { ...webhook, target: 'channel', channel } });
	expect(sent.runs(UNDER_TEST)[0]!.outputs[0]![0]!.json).toMatchObject({ success: true });
	expect(inChannel().at(-1)).toMatchObject({ text: 'by webhook' });

	const refused = await lab.run({
		credential,
		parameters: { ...webhook, target: 'user', user: locator('id', '55744524') },
	});
	expect(refused).toMatchObject({
		status: 'error',
		error: { message: expect.stringContaining('webhook token'), description: expect.stringContaining('OAuth2') },
	});
});
