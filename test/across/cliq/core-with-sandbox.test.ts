import type { FileAnswer, Message, Reaction, Receipt } from '../../../cliq/catalogue/answers';
import { operation, outputs, type ParameterType } from '../../../cliq/catalogue';
import { SharedState } from '../../../cliq/shared-state';
import { CliqClient } from '../../../cliq/client';
import type { CliqError } from '../../../cliq/errors';
import { compose } from '../../../cliq/message/compose';
import { sendAll } from '../../../cliq/message/send-all';
import { fetchPage, walk, type ListEntry } from '../../../cliq/lookup/paging';
import { fetchChoices } from '../../../cliq/lookup/pickers';
import type { Values } from '../../../cliq/parameters/values';
import { variantValues, type Variants } from '../../../sandbox';
import { behaviours } from '../../../sandbox/behaviours';
import { rejection } from '../../cliq/support/expect';
import { httpPorts } from '../../cliq/support/http';
import { timedSandbox } from '../../cliq/support/timed-sandbox';

const MINUTE = 60_000;
const patience = { maxWait: 60 * MINUTE };
const CHANNEL = 'incidents';

const bytes = Buffer.from('Größe: 42 👍\n');
const file = {
	name: 'Bericht (neu) ü.txt',
	type: 'text/plain',
	size: bytes.length,
	open: async () => [bytes] as unknown as AsyncIterable<Uint8Array>,
};

const timed = timedSandbox();
const { clock } = timed;

/** A sandbox as at the start, playing these variants, and a client for its owner. */
function connect(variants: Partial<Variants> = {}, scopes?: string[]) {
	const { control } = timed.sandbox;
	control.reset();
	control.variants(variants);
	const { accessToken } = control.issueTokens({ scopes });
	const client = new CliqClient(
		httpPorts(clock, () => accessToken),
		new SharedState(),
		timed.sandbox.url,
		{ account: 'owner' },
	);
	const call = async (id: string, values: Values = {}) => {
		const { answer } = await clock.run(client.call(operation(id), values, patience));
		expectPromised(id, answer);
		return answer;
	};
	const state = control.state();
	const chatId = state.channels.find(({ uniqueName }) => uniqueName === CHANNEL)!.chatId;
	return { client, call, control, state, chatId };
}

/** An operation puts out what the catalogue says, under the names that it says. */
function expectPromised(id: string, answer: unknown): void {
	const { internal, returns } = operation(id);
	// Of a list, `gather` gives the fields that are promised.
	if (internal || returns.shape === 'list') return;
	const fields = outputs[returns.shape]!;
	const isOfOperation = (name: string) =>
		returns.shape !== 'nothing' ||
		name === 'success' ||
		operation(id).parameters.some((parameter) => parameter.name === name);
	for (const entry of [answer].flat() as object[]) {
		expect(Object.keys(entry)).toEqual(
			expect.arrayContaining(
				fields.filter(({ name, optional }) => !optional && isOfOperation(name)).map(({ name }) => name),
			),
		);
		// Of a message whatever else Cliq sends is handed on, and of a file its content.
		if (returns.shape.startsWith('message') || returns.shape === 'file') continue;
		expect(fields.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(entry)));
	}
}

/** The first page of what can be picked. */
async function pick(client: CliqClient, type: ParameterType, filter = '') {
	return (await clock.run(fetchChoices(client, type, filter, undefined, patience))).choices;
}

async function messageWith(client: CliqClient, chatId: string, text: string): Promise<Message | undefined> {
	const page = await clock.run(fetchPage(client, operation('message.getMany'), { chatId }, undefined, patience));
	return (page.entries as Message[]).find((message) => message.text === text);
}

const each = Object.entries(variantValues).flatMap(([name, values]) =>
	(values as readonly unknown[]).map(
		(value) => [`${name}: ${value}`, { [name]: value } as Partial<Variants>] as const,
	),
);
const mixed: Array<readonly [string, Partial<Variants>]> = [0, 1, 2, 3].map((turn) => [
	`a mix of all, number ${turn + 1}`,
	Object.fromEntries(
		Object.entries(variantValues).map(([name, values], index) => [name, values[(turn + index) % values.length]]),
	),
]);

it.each([...each, ...mixed])('all operations, %s', async (_name, variants) => {
	const { client, call, control, state, chatId } = connect(variants);

	const channels = (await call('channel.getMany', { limit: 100 })) as ListEntry[];
	expect(channels).toHaveLength(100);
	expect(await pick(client, 'channel', `#${CHANNEL}`)).toEqual(
		expect.arrayContaining([expect.objectContaining({ value: CHANNEL })]),
	);
	expect((await pick(client, 'chat')).map(({ value }) => value)).toContain(chatId);
	const [bot] = await pick(client, 'bot', 'statusbot');
	const user = state.people.find(({ id, member }) => member && id !== state.owner)!;
	expect(await pick(client, 'user', user.email)).toMatchObject([{ value: user.email }]);
	const channelId = state.channels.find(({ uniqueName }) => uniqueName === CHANNEL)!.id;
	const byName = clock
		.run(client.call(operation('channel.get'), { channel: CHANNEL }, patience))
		.catch((error: CliqError) => error.details.status);
	expect(await byName).toEqual(
		variants.lookUpByName === false
			? 404
			: expect.objectContaining({ answer: expect.objectContaining({ chat_id: chatId }) }),
	);
	expect(await clock.run(client.channel(CHANNEL, patience))).toEqual({ id: channelId, chatId, uniqueName: CHANNEL });
	expect(await clock.run(client.channel(channelId, patience))).toEqual({
		id: channelId,
		chatId,
		uniqueName: CHANNEL,
	});
	expect(await call('thread.getMany', { channelId })).toBeInstanceOf(Array);
	expect(await call('chat.getMany')).toHaveLength(100);
	const own = call('user.getOwn').catch((error: CliqError) => error.details.status);
	expect(await own).toEqual(variants.ownUser === false ? 404 : expect.objectContaining({ id: state.owner }));

	const first = (await call('message.send.channel', {
		channel: CHANNEL,
		text: 'First',
		markAsRead: true,
	})) as Receipt;
	const post = (await messageWith(client, chatId, 'First'))!;
	for (const channel of [channelId, CHANNEL])
		await call('message.send.channel', {
			channel,
			text: `In the thread, ${channel}`,
			threadMessageId: post.messageId,
		});
	expect(control.messages(`#${CHANNEL}`).find(({ text }) => text === 'First')!.thread?.messages).toBe(2);
	await call('message.send.channel', { channel: channelId, text: 'By ID' });
	expect(await messageWith(client, chatId, 'By ID')).toBeDefined();
	if (first.messageId !== undefined) expect(first.messageId).toBe(post.messageId);
	await call('message.send.channel', { channel: `#${CHANNEL}`, text: 'As a bot', postAsBot: 'statusbot' });

	const sent = (await call('message.send.chat', {
		chatId,
		text: 'Größe 👍 & "more"',
		replyTo: post.messageId,
	})) as Receipt;
	expect(sent).toMatchObject({ success: true, chatId, messageId: expect.stringMatching(/^\d+[_ ]\d+$/) });
	const ids = { chatId, messageId: sent.messageId };
	expect(await call('message.send.user', { user: user.email, text: 'Hello' })).toMatchObject({
		success: true,
		messageId: expect.any(String),
	});
	expect(await call('message.send.bot', { bot: `@${bot!.value}`, text: 'Hello' })).toMatchObject({ success: true });

	const message = (await call('message.get', ids)) as Message;
	expect(message).toMatchObject({
		messageId: sent.messageId,
		chatId,
		text: 'Größe 👍 & "more"',
		type: 'text',
		senderId: state.owner,
		time: expect.any(Number),
	});
	expect(message.senderName).not.toBe('');
	expect(await messageWith(client, chatId, message.text)).toMatchObject({
		messageId: message.messageId,
		senderId: message.senderId,
		time: message.time,
	});

	expect(await call('message.edit', { ...ids, text: 'Second', notifyEdit: true })).toEqual({ success: true, ...ids });
	expect(await call('reaction.add', { ...ids, emoji: 'U+1F44D' })).toEqual({ success: true, ...ids, emoji: '👍' });
	await call('reaction.add', { ...ids, emoji: ':smile:' });
	const reactions = (await call('reaction.getMany', ids)) as Reaction[];
	expect(reactions.map(({ emoji, count }) => [emoji, count])).toEqual([
		['👍', 1],
		[':smile:', 1],
	]);
	expect(reactions[0]!.users[0]).toMatchObject({ userId: state.owner, name: message.senderName });
	expect(await call('reaction.remove', { ...ids, emoji: ':smile:' })).toEqual({
		success: true,
		...ids,
		emoji: ':smile:',
	});
	expect(control.messages(`#${CHANNEL}`).find(({ text }) => text === 'Second')).toMatchObject({
		deleted: false,
		reactions: [{ emoji: '👍' }],
	});
	expect(await call('message.delete', ids)).toEqual({ success: true, ...ids });

	expect(
		await call('message.schedule', {
			chatId,
			text: 'Later',
			sendAt: new Date(clock.now() + MINUTE),
			timeZone: 'Asia/Kolkata',
		}),
	).toEqual({
		success: true,
		chatId,
		scheduledMessageId: expect.any(String),
		time: expect.any(Number),
		sendAt: new Date(Math.floor((clock.now() + MINUTE) / 1000) * 1000).toISOString(),
	});
	const places = {
		channel: { channel: CHANNEL },
		bot: { bot: bot!.value },
		chat: { chatId },
		user: { user: user.email },
	};
	for (const [place, values] of Object.entries(places)) {
		expect(await call(`file.send.${place}`, { ...values, files: [file], comments: ['Größe'] })).toMatchObject({
			success: true,
		});
	}
	const shared = control.messages(`#${CHANNEL}`).filter((stored) => stored.file);
	expect(shared.map(({ text, file: stored }) => [text, stored?.name])).toEqual(
		expect.arrayContaining([
			['Größe', file.name],
			['Größe', file.name],
		]),
	);
	const downloaded = (await call('file.download', { fileId: shared.at(-1)!.file!.id })) as FileAnswer;
	expect(downloaded).toMatchObject({
		fileId: shared.at(-1)!.file!.id,
		fileName: file.name,
		mimeType: expect.stringContaining('text/plain'),
		content: bytes,
	});

	const { id: botId } = ((await call('bot.getMany')) as Array<{ id: string }>)[0]!;
	const handler = { botId, handler: 'participation_handler' };
	expect(await rejection(call('handler.get', handler))).toMatchObject({
		details: { cliqCode: 'execution_handler_not_found' },
	});
	expect(await call('handler.create', { ...handler, script: 'return Map();' })).toMatchObject({
		script: 'return Map();',
	});
	await call('handler.update', { ...handler, script: 'response = Map(); return response;' });
	expect(await call('handler.get', handler)).toMatchObject({
		script: expect.stringMatching(/^response = Map\(\);\s+return response;$/),
	});
	expect(await call('handler.delete', handler)).toMatchObject({ success: true });

	await call('function.create', { name: 'approve', description: 'Handles the button', functionType: 'button' });
	const { id: functionId } = ((await call('function.getMany')) as Array<{ id: string }>)[0]!;
	const ofButton = { functionId, handler: 'button_handler' };
	const created = await call('functionHandler.create', { ...ofButton, script: 'return Map();' }).catch(
		(error: CliqError) => error.details.cliqCode,
	);
	if (variants.newFunction === 'with-handler') expect(created).toBe('execution_handler_already_exists');
	await call('functionHandler.update', { ...ofButton, script: 'response = Map(); return response;' });
	expect(await call('functionHandler.get', ofButton)).toMatchObject({
		script: expect.stringMatching(/^response = Map\(\);\s+return response;$/),
	});
	expect(await call('function.delete', { functionId })).toMatchObject({ success: true });
	expect(await call('function.getMany')).toEqual([]);

	expect(await rejection(call('message.get', ids))).toMatchObject({
		kind: variants.unknownId === '400' ? 'refused' : 'notFound',
	});
	const counters = control.counters();
	// The rest of the catalogue is called in `plain-operations.test.ts`.
	expect(Object.keys(counters).sort()).toEqual(Object.keys(behaviours).sort());
	for (const { overThreshold, intoLock } of Object.values(counters))
		expect({ overThreshold, intoLock }).toEqual({ overThreshold: 0, intoLock: 0 });
});

it.each([401, 403] as const)('a missing scope is named, refused with %i', async (scopeRefusal) => {
	const { call } = connect({ scopeRefusal, observedScopes: true }, [
		'ZohoCliq.Messages.READ',
		'ZohoCliq.Webhooks.UPDATE',
	]);
	const error = await rejection(call('message.edit', { chatId: 'CT_1', messageId: '1', text: 'x' }));
	expect(error).toMatchObject({ kind: 'scopeMissing', hint: expect.stringContaining('ZohoCliq.Messages.UPDATE') });
});

it('a token that is not accepted points to the data center', async () => {
	const { call, control } = connect();
	control.expireAccessTokens();
	expect(await rejection(call('channel.getMany'))).toMatchObject({
		kind: 'notAuthorized',
		hint: expect.stringContaining('data center'),
	});
});

describe('120 posts', () => {
	const texts = Array.from({ length: 120 }, (_, index) => `Post ${index}`);
	const stored = () =>
		timed.sandbox.control
			.messages(`#${CHANNEL}`)
			.map(({ text }) => text)
			.filter((text) => text.startsWith('Post '));

	it.each(variantValues.minute)('never pass the threshold, counted by the %s minute', async (minute) => {
		const { client, control } = connect({ minute });
		await clock.run(clock.sleep(37_000)); // Somewhere within a minute.
		const start = clock.now();
		await clock.run(
			Promise.all(
				texts.map((text) =>
					client.call(operation('message.send.channel'), { channel: CHANNEL, text }, patience),
				),
			),
		);
		expect(stored()).toEqual(texts);
		expect(control.counters()['message.send.channel']).toEqual({
			calls: 120,
			overThreshold: 0,
			intoLock: 0,
			locks: 0,
		});
		// Spread over the minute: 119 gaps of 1.2 seconds.
		expect((clock.now() - start) / (119 * (MINUTE / 50))).toBeLessThan(1.01);
	});

	it.each([
		{ limitAnswer: '429', retryAfter: false },
		{ limitAnswer: '429', retryAfter: true },
		{ limitAnswer: '400', retryAfter: false, lockRestarts: true },
	] as const)('survive a lock that others cause: %j', async (variants) => {
		const { client, control } = connect(variants);
		const posts = texts.map(async (text, index) => {
			await client.call(operation('message.send.channel'), { channel: CHANNEL, text }, patience);
			if (index === 60) control.lock({ operation: 'message.send.channel' });
		});
		await clock.run(Promise.all(posts));
		expect(stored()).toEqual(texts);
		// One call finds out about the lock; nobody calls again before it ends.
		expect(control.counters()['message.send.channel']).toMatchObject({ calls: 121, overThreshold: 0, intoLock: 1 });
	});

	it('are each stored once, whatever breaks: what got no answer is looked for', async () => {
		const { client, control } = connect();
		const send = 'message.send.channel';
		const faults = [
			{ kind: 'reset', when: 'before', from: 5 },
			{ kind: 'reset', when: 'after', from: 20 },
			{ kind: 'status', status: 502, when: 'before', from: 40 },
			{ kind: 'status', status: 503, when: 'after', from: 60 },
			{ kind: 'broken-json', from: 80 },
			{ kind: 'reset', when: 'after', from: 90 },
		] as const;
		for (const fault of faults) control.addFault({ ...fault, operation: send });
		const results = await clock.run(
			Promise.allSettled(texts.map((text) => client.call(operation(send), { channel: CHANNEL, text }, patience))),
		);
		for (const result of results)
			expect(result).toMatchObject({
				status: 'fulfilled',
				value: { answer: { success: true, messageId: expect.any(String) } },
			});
		expect(stored()).toEqual(texts);
	});
});

it('reads survive what breaks', async () => {
	const { call, control, chatId } = connect();
	const expected = await call('message.getMany', { chatId });
	for (const fault of [{ kind: 'reset' }, { kind: 'status', status: 500 }, { kind: 'broken-json' }] as const) {
		control.addFault({ ...fault, operation: 'message.getMany' });
		expect(await call('message.getMany', { chatId })).toEqual(expected);
	}
});

describe.each(variantValues.order.flatMap((order) => variantValues.fullPage.map((fullPage) => ({ order, fullPage }))))(
	'history, $order, full pages of the $fullPage',
	(variants) => {
		it('is read to its end, each message once', async () => {
			const { client, control, chatId } = connect(variants);
			control.setThresholds({ 'message.send.channel': 1000 });
			const free = { ...operation('message.send.channel'), threshold: 1000 };
			// The clock stands still while calls are under way, so all of these bear nearly the same time.
			for (let burst = 0; burst < 4; burst++) {
				await clock.run(
					Promise.all(
						Array.from({ length: 80 }, (_, index) =>
							client.call(free, { channel: CHANNEL, text: `${burst}/${index}` }, patience),
						),
					),
				);
				await clock.run(clock.sleep(1));
			}
			const found: ListEntry[] = [];
			const read = async () => {
				for await (const page of walk(client, operation('message.getMany'), { chatId }, Infinity, patience))
					found.push(...page);
			};
			await clock.run(read());
			const stored = control.messages(`#${CHANNEL}`).filter(({ deleted }) => !deleted);
			expect(found.map(({ text }) => text).sort()).toEqual(stored.map(({ text }) => text).sort());
			expect(control.counters()['message.getMany']).toMatchObject({ overThreshold: 0, intoLock: 0 });
		});
	},
);

it('a sandbox that is gone is told from one that does not answer', async () => {
	const { call, control } = connect();
	await control.goDown();
	// The fetch of Node 20 first uses up the connections that it kept, which break rather than refuse.
	for (let kept = 0; kept < 4; kept++) await rejection(call('channel.getMany'));
	expect(await rejection(call('channel.getMany'))).toMatchObject({
		kind: 'unavailable',
		hint: expect.stringContaining('Nothing was sent'),
	});
	await control.comeUp();
	expect(await call('channel.getMany', { limit: 1 })).toHaveLength(1);
});

describe("arguments at the buttons of a message, in JSON of one's own", () => {
	const SCRIPT = 'return {"type":"banner","status":"success","text":arguments.get("ticket")};';
	const json = {
		text: 'Deploy?',
		buttons: [
			{
				label: 'Go',
				arguments: { ticket: 'T-1' },
				action: { type: 'invoke.function', data: { name: 'deploy' } },
			},
		],
	};
	const send = ({ client }: ReturnType<typeof connect>, message: object = json) =>
		clock.run(
			sendAll(
				client,
				compose(operation('message.send.channel'), { channel: CHANNEL, json: message }, []),
				patience,
			),
		);

	it('are what the function gets, where the server takes them', async () => {
		const connected = connect({ buttonArguments: 'taken' });
		connected.control.setFunction({ name: 'deploy', script: SCRIPT });
		await send(connected);
		const { shown } = await connected.control.press({
			chat: `#${CHANNEL}`,
			message: connected.control.messages(`#${CHANNEL}`).at(-1)!.id,
		});
		expect(shown).toMatchObject({ kind: 'banner', text: 'T-1' });
	});

	it.each([
		['of the message', json],
		['of a slide', { text: 'Deploy?', slides: [{ type: 'text', data: 'x', buttons: json.buttons }] }],
	])('cost the message where it does not, and the error says what was too much: %s', async (_where, json) => {
		const connected = connect();
		connected.control.setFunction({ name: 'deploy', script: SCRIPT });
		const before = connected.control.messages(`#${CHANNEL}`).length;
		const error = (await rejection(send(connected, json))) as CliqError;
		expect([error.kind, error.hint]).toEqual(['refused', expect.stringContaining('buttons have "arguments"')]);
		expect(connected.control.messages(`#${CHANNEL}`)).toHaveLength(before);
		expect(connected.control.journal().filter(({ operation: of }) => of === 'message.send.channel')).toHaveLength(
			1,
		);
	});
});
