import { createVerify } from 'node:crypto';
import { FORWARDED_HANDLERS, forwarderScript } from '../../../cliq/events/scripts/forwarder-script';
import { openLab, virtualClock, until, type Lab } from '../../sandbox/helpers';
import { forwarder, openReceiver } from '../../sandbox/receiver';

const MAYA = '55743307';
const STATUS_BOT = 'b-53719000001878011';
const LEO = 'leo.lindqvist@zylker.example';

let lab: Lab;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
const clock = virtualClock();
beforeEach(async () => {
	lab = await openLab({ now: clock.now, deliveryTimeout: 2_000 });
	receiver = await openReceiver();
});
afterEach(async () => {
	await lab.sandbox.close();
	await receiver.close();
});

/** Gives Status Bot a forwarder. */
function listen(type: string, names: string[]): void {
	lab.sandbox.control.setHandler({ bot: 'statusbot', type, script: forwarder(type, receiver.url, names) });
}

const delivered = () => lab.sandbox.control.delivered();
const texts = (chat: string) => lab.sandbox.control.messages(chat).map(({ author, text }) => [author.name, text]);

describe('writing to a bot', () => {
	beforeEach(() =>
		listen('message_handler', [
			'message',
			'user',
			'chat',
			'attachments',
			'mentions',
			'links',
			'access',
			'environment',
			'location',
		]),
	);

	test('runs its message handler, and it answers in the chat', async () => {
		receiver.reply = () => ({ text: 'All is well', card: { theme: 'modern-inline', title: 'Servers' } });
		const { chatId } = lab.sandbox.control.write({
			bot: 'statusbot',
			text: 'How are {@b-53719000001878011} and https://status.example/now?',
		});
		const [delivery, ...others] = await delivered();
		expect(others).toEqual([]);
		expect(receiver.received).toHaveLength(1);
		const { method, headers, body } = receiver.received[0]!;
		expect([method, headers['content-type'], headers['x-cliq-secret']]).toEqual([
			'POST',
			'application/json',
			'open-sesame',
		]);
		expect(body).toEqual({
			forwarder: 1,
			handler: 'message_handler',
			message: 'How are @Status Bot and https://status.example/now?',
			user: expect.objectContaining({
				id: MAYA,
				first_name: 'Maya',
				last_name: 'Okafor',
				email: 'maya.okafor@zylker.example',
				admin: true,
			}),
			chat: expect.objectContaining({
				id: chatId,
				type: 'bot',
				title: 'Status Bot',
				members: [expect.objectContaining({ id: MAYA })],
			}),
			attachments: [],
			mentions: [{ name: 'Status Bot', dname: 'Status Bot', id: STATUS_BOT, type: 'bot' }],
			links: ['https://status.example/now?'],
			access: expect.objectContaining({ user_id: MAYA, chat_id: chatId }),
			environment: expect.objectContaining({ data_center: 'US' }),
			location: {},
		});
		// Scripts are not told the message's ID.
		expect(JSON.stringify(body)).not.toContain('message_id');
		expect(texts(chatId)).toEqual([
			['Maya Okafor', expect.any(String)],
			['Status Bot', 'All is well'],
		]);
		expect(delivery).toMatchObject({
			id: 1,
			to: 'statusbot',
			handler: 'message_handler',
			via: 'script',
			state: 'answered',
			status: 200,
			user: MAYA,
			chat: chatId,
			message: lab.sandbox.control.messages(chatId)[1]!.id,
		});
		expect(delivery!.request).toMatchObject({ url: receiver.url, headers: { 'x-cliq-secret': '***' } });
	});

	test('over the API, and as somebody else, is the same', async () => {
		const { chatId } = lab.sandbox.control.openChat({ bot: STATUS_BOT, as: LEO });
		expect((await lab.as(LEO)('POST', `/chats/${chatId}/message`, { text: 'Hello' })).status).toBe(204);
		await delivered();
		expect(receiver.received.map(({ body }) => [body.message, body.user.first_name])).toEqual([['Hello', 'Leo']]);
	});

	test("an empty answer posts nothing; the bot's own messages tell it nothing", async () => {
		const { chatId } = lab.sandbox.control.write({ bot: 'statusbot', text: 'Hello' });
		expect((await lab.call('POST', '/bots/statusbot/message', { text: 'By the way' })).status).toBe(204);
		expect(await delivered()).toHaveLength(1);
		expect(texts(chatId)).toEqual([
			['Maya Okafor', 'Hello'],
			['Status Bot', 'By the way'],
		]);
	});

	test('files come one by one, by name', async () => {
		const { chatId } = lab.sandbox.control.write({
			bot: 'statusbot',
			text: 'Two files',
			attachments: [
				{ name: 'a.txt', text: 'A' },
				{ name: 'b.png', type: 'image/png', base64: 'iVBORw==' },
			],
		});
		await delivered();
		expect(receiver.received.map(({ body }) => [body.message, body.attachments])).toEqual([
			['Two files', ['a.txt']],
			['', ['b.png']],
		]);
		const { content } = (await lab.call('GET', `/chats/${chatId}/messages`)).body.data[1];
		expect((await lab.call('GET', `/files/${content.file.id}`)).headers.get('content-length')).toBe('4');
	});

	test.each<[unknown, RegExp]>([
		['[]', /not a JSON object/],
		['oops', /not a JSON object/],
		[{ text: 5 }, /text .*string/],
		[{ txt: 'Hi' }, /no key "txt"/],
		[{ card: { theme: 'modern-inline', title: 'No text' } }, /no text/],
		[{ text: 'Hi', buttons: [{ label: 'Go' }] }, /buttons\[0\]/],
		[{ text: '{@nobody}' }, /mentions nobody/],
		[{ status: 500, body: '{"text":"Hi"}' }, /Answered with 500/],
		[{ status: 302, body: '{}' }, /Answered with 302/],
	])('the answer %j is written down as a failure, and nothing is posted', async (answer, error) => {
		receiver.reply = () => answer;
		const { chatId } = lab.sandbox.control.write({ bot: 'statusbot', text: 'Hello' });
		expect(await delivered()).toMatchObject([{ state: 'failed', error: expect.stringMatching(error) }]);
		expect(texts(chatId)).toHaveLength(1);
	});

	test('an answer that is too long too', async () => {
		receiver.reply = () => ({ text: 'x'.repeat(5_001) });
		lab.sandbox.control.write({ bot: 'statusbot', text: 'Hello' });
		expect(await delivered()).toMatchObject([{ state: 'failed', error: expect.stringMatching(/5001 characters/) }]);
	});

	test('after 15 seconds an answer is not shown', async () => {
		receiver.reply = () => {
			clock.advance(15_000);
			return { text: 'Too late' };
		};
		const { chatId } = lab.sandbox.control.write({ bot: 'statusbot', text: 'Hello' });
		expect(await delivered()).toMatchObject([{ state: 'late', ms: 15_000, status: 200 }]);
		expect(texts(chatId)).toHaveLength(1);
	});

	test('and one of more megabytes than `invokeurl` takes is read no further', async () => {
		receiver.reply = () => ({ text: 'x'.repeat(6 * 1024 * 1024) });
		lab.sandbox.control.write({ bot: 'statusbot', text: 'Hello' });
		expect(await delivered()).toMatchObject([
			{ state: 'failed', error: expect.stringMatching(/longer than 5 MB/) },
		]);
	});

	test('nobody there, no answer, and an address elsewhere', async () => {
		receiver.reply = () => new Promise(() => undefined);
		lab.sandbox.control.write({ bot: 'statusbot', text: 'Slow' });
		await delivered();
		await receiver.close();
		lab.sandbox.control.write({ bot: 'statusbot', text: 'Nobody' });
		await delivered();
		for (const url of [
			'http://192.0.2.1/hook',
			'https://cliq.zoho.com/',
			'http://127.0.0.1.evil.example/',
			'file:///etc/passwd',
			'nonsense',
		]) {
			lab.sandbox.control.setHandler({
				bot: 'statusbot',
				type: 'message_handler',
				script: forwarder('message_handler', url, ['message']),
			});
			lab.sandbox.control.write({ bot: 'statusbot', text: 'Elsewhere' });
		}
		expect((await delivered()).map(({ error }) => error)).toEqual([
			'No answer within 2 s',
			'No answer: ECONNREFUSED',
			...Array(5).fill(expect.stringMatching(/this machine only/)),
		]);
	});

	test('a script that forwards nothing can answer itself', async () => {
		lab.sandbox.control.setHandler({
			bot: 'statusbot',
			type: 'message_handler',
			script: 'response = Map(); response.put("text","You said " + message); return response;',
		});
		const { chatId } = lab.sandbox.control.write({ bot: 'statusbot', text: 'Hello' });
		await delivered();
		expect(texts(chatId).at(-1)).toEqual(['Status Bot', 'You said Hello']);
	});
});

describe('in a channel that the bot takes part in', () => {
	test.each(['Is it up, @Status Bot?', '@statusbot: hello', '{@b-53719000001878011} hello'])(
		'"%s" mentions it',
		async (text) => {
			listen('mention_handler', ['message', 'mentions', 'chat', 'user']);
			receiver.reply = () => ({ text: 'Here' });
			lab.sandbox.control.write({ chat: '#incidents', as: LEO, text });
			lab.sandbox.control.write({ chat: '#incidents', as: LEO, text: 'And @Status Botany is nothing' });
			lab.sandbox.control.write({ chat: '#marketing', as: LEO, text });
			await delivered();
			expect(receiver.received).toHaveLength(1);
			const { message, mentions, chat } = receiver.received[0]!.body;
			expect(message).toMatchObject({
				sender: { name: 'Leo Lindqvist' },
				text: expect.stringMatching(/^(?!.*\{@)/),
				time: clock.now(),
			});
			expect(mentions).toEqual([expect.objectContaining({ id: STATUS_BOT, type: 'bot' })]);
			expect(chat).toMatchObject({ id: lab.chat('incidents'), channel_unique_name: 'incidents' });
			expect(texts('#incidents').at(-1)).toEqual(['Status Bot', 'Here']);
		},
	);

	test('its participation handler hears of messages, edits and deletions', async () => {
		listen('participation_handler', ['operation', 'data', 'user', 'chat']);
		const id = await lab.post('incidents', 'Look, {@b-53719000001878011}');
		await delivered();
		const { messageId } = lab.sandbox.control.write({
			chat: '#incidents',
			as: LEO,
			attachments: [{ name: 'log.txt', text: 'x' }],
		});
		await delivered();
		await lab.call('PUT', `/chats/${lab.chat('incidents')}/messages/${id}`, { text: 'Never mind' });
		await delivered();
		expect((await lab.call('GET', new URL(receiver.received[1]!.body.data.message.file.url).pathname)).status).toBe(
			200,
		);
		lab.sandbox.control.remove({ chat: '#incidents', message: messageId });
		await lab.post('marketing', 'Elsewhere');
		await delivered();
		expect(receiver.received.map(({ body }) => [body.operation, body.data.message.type])).toEqual([
			['message_sent', 'text'],
			['message_sent', 'attachment'],
			['message_edited', 'text'],
			['message_deleted', 'attachment'],
		]);
		const { body } = receiver.received[0]!;
		expect(body.data).toEqual({
			time: clock.now(),
			message: {
				id: id.replace('_', ' '),
				type: 'text',
				text: 'Look, {@b-53719000001878011}',
				mentions: [expect.objectContaining({ id: STATUS_BOT })],
			},
		});
		expect(body.user).toMatchObject({ id: MAYA });
		expect(body.chat).toMatchObject({
			type: 'channel',
			chat_type: 'channel',
			title: '#Incidents',
			channel_id: expect.stringMatching(/^O/),
		});
		// The ID of an event leads to the message.
		expect(
			(
				await lab.call('POST', '/channelsbyname/incidents/message', {
					text: 'Yes',
					reply_to: body.data.message.id,
				})
			).status,
		).toBe(204);
	});

	test('what it says itself comes too, unless the variant keeps that back', async () => {
		listen('participation_handler', ['operation', 'user']);
		receiver.reply = ({ body }) => (body.user.id === STATUS_BOT ? {} : { text: 'Noted' });
		lab.sandbox.control.write({ chat: '#incidents', text: 'One' });
		await delivered();
		expect(receiver.received.map(({ body }) => body.user.id)).toEqual([MAYA, STATUS_BOT]);
		lab.sandbox.control.variants({ ownMessages: false });
		lab.sandbox.control.write({ chat: '#incidents', text: 'Two' });
		expect(await delivered()).toHaveLength(3);
	});

	test('threads of the channel belong to it', async () => {
		listen('mention_handler', ['message', 'chat', 'access']);
		receiver.reply = () => ({ text: 'In here' });
		const root = lab.sandbox.control.messages('#incidents').find(({ thread }) => thread)!.thread!;
		lab.sandbox.control.write({ chat: root.id, as: LEO, text: '@Status Bot?' });
		await delivered();
		expect(receiver.received[0]!.body).toMatchObject({
			chat: { id: root.id, type: 'thread' },
			access: { parent_chat_id: lab.chat('incidents') },
		});
		expect(texts(root.id).at(-1)).toEqual(['Status Bot', 'In here']);
	});
});

test('a person subscribes', async () => {
	listen('welcome_handler', ['newuser', 'user']);
	receiver.reply = () => ({ text: 'Welcome!' });
	lab.sandbox.control.subscribeTo({ bot: 'statusbot', as: LEO });
	const { chat } = (await delivered())[0]!;
	expect(receiver.received[0]!.body).toMatchObject({ newuser: true, user: { first_name: 'Leo' } });
	expect(texts(chat)).toEqual([['Status Bot', 'Welcome!']]);
});

describe('a webhook bot', () => {
	test('is handed signed JSON, and answers with an output', async () => {
		const { publicKey } = lab.sandbox.control.setWebhook({ bot: 'statusbot', url: receiver.url });
		receiver.reply = () => ({ output: { text: 'Signed and sealed' } });
		const { chatId, messageId } = lab.sandbox.control.write({ bot: 'statusbot', text: 'Grüße' });
		const { request } = (await delivered())[0]!;
		const { raw, headers, body } = receiver.received[0]!;
		const fits = (text: string) =>
			createVerify('sha256')
				.update(text)
				.verify(publicKey!, headers['x-cliq-signature'] as string, 'base64');
		expect([fits(raw), fits(`${raw} `)]).toEqual([true, false]);
		expect(body).toMatchObject({
			name: 'Status Bot',
			unique_name: 'statusbot',
			handler: { type: 'message_handler' },
			type: 'bot',
			timestamp: clock.now(),
			params: {
				message: 'Grüße',
				user: { id: MAYA },
				chat: { id: chatId, owner: MAYA, recent_messages: [] },
				access: { message_id: messageId.replace('_', ' ') },
			},
		});
		expect(texts(chatId).at(-1)).toEqual(['Status Bot', 'Signed and sealed']);
		// Whoever sees the delivery cannot answer in its place.
		expect(body.response_url).toMatch(/\/v2\/extensions\/statusbot\/responses\/[0-9a-f]{32}$/);
		expect(request!.body).toContain('/responses/***');
	});

	test('can answer later, once', async () => {
		lab.sandbox.control.setWebhook({ bot: 'statusbot', url: receiver.url });
		const { chatId } = lab.sandbox.control.write({ bot: 'statusbot', text: 'Take your time' });
		await delivered();
		const { response_url: url } = receiver.received[0]!.body;
		const answer = (body: unknown) =>
			fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
		expect((await answer({ output: { txt: 'Wrong' } })).status).toBe(400);
		expect([
			(await answer({ output: { text: 'Done' } })).status,
			(await answer({ output: { text: 'Done' } })).status,
		]).toEqual([200, 404]);
		expect(texts(chatId)).toEqual([
			['Maya Okafor', 'Take your time'],
			['Status Bot', 'Done'],
		]);
		expect(lab.sandbox.control.deliveries()[0]!.message).toBe(lab.sandbox.control.messages(chatId)[1]!.id);
	});

	test('lives on this machine', () => {
		expect(() => lab.sandbox.control.setWebhook({ bot: 'statusbot', url: 'https://example.com/' })).toThrow(
			/this machine only/,
		);
		expect(lab.sandbox.control.setWebhook({ bot: 'statusbot', url: null })).toEqual({});
	});
});

describe('a button that runs a function', () => {
	const press = async () => {
		await lab.call('POST', '/bots/statusbot/message', {
			text: 'Restart?',
			buttons: [{ label: 'Yes', key: 'yes', action: { type: 'invoke.function', data: { name: 'restart' } } }],
		});
		const { chatId } = lab.sandbox.control.openChat({ bot: 'statusbot' });
		void lab.sandbox.control.press({ chat: chatId, message: lab.sandbox.control.messages(chatId)[0]!.id });
		return chatId;
	};

	test('nothing happens while there is no such function', async () => {
		await press();
		expect(await delivered()).toEqual([]);
	});

	test('a script is told who pressed what', async () => {
		lab.sandbox.control.setFunction({
			name: 'restart',
			script: forwarder('button_handler', receiver.url, ['message', 'target', 'arguments', 'user', 'chat']),
		});
		receiver.reply = () => ({ text: 'Restarted' });
		const chat = await press();
		expect(await delivered()).toMatchObject([{ to: 'restart', handler: 'button_handler', state: 'answered' }]);
		expect(receiver.received[0]!.body).toMatchObject({
			message: { text: 'Restart?' },
			target: { name: 'Yes', key: 'yes' },
			arguments: { key: 'yes' },
			user: { id: MAYA },
		});
		expect(texts(chat).at(-1)).toEqual(['Status Bot', 'Restarted']);
	});

	test('an address gets it signed', async () => {
		lab.sandbox.control.setFunction({ name: 'restart', url: receiver.url });
		await press();
		await delivered();
		expect(receiver.received[0]!.body).toMatchObject({
			type: 'function',
			name: 'restart',
			handler: { type: 'button_handler' },
			params: { arguments: { key: 'yes' } },
		});
	});
});

describe('again', () => {
	test('on demand, the same to the byte', async () => {
		lab.sandbox.control.setWebhook({ bot: 'statusbot', url: receiver.url });
		lab.sandbox.control.write({ bot: 'statusbot', text: 'Once' });
		const { id } = (await delivered())[0]!;
		clock.advance(60_000);
		expect(lab.sandbox.control.redeliver(id)).toMatchObject({ id: id + 1, repeats: id });
		await delivered();
		const [one, other] = receiver.received;
		expect([other!.raw, other!.headers['x-cliq-signature']]).toEqual([one!.raw, one!.headers['x-cliq-signature']]);
		expect(() => lab.sandbox.control.redeliver(99)).toThrow(/no delivery 99/);
	});

	test('always, with the variant', async () => {
		listen('message_handler', ['message']);
		lab.sandbox.control.variants({ redeliver: true });
		lab.sandbox.control.write({ bot: 'statusbot', text: 'Twice' });
		expect((await delivered()).map(({ repeats }) => repeats)).toEqual([undefined, 1]);
		expect(receiver.received.map(({ raw }) => raw)).toEqual(Array(2).fill(receiver.received[0]!.raw));
	});
});

describe('the script of the nodes', () => {
	test.each([...FORWARDED_HANDLERS])('%s is taken by the API', async (type) => {
		const script = forwarderScript(type, { url: receiver.url, secret: 'open "sesame"' });
		const { status, body } = await lab.call('POST', `/api/v3/bots/${STATUS_BOT}/handlers`, { type, script });
		// An entry of a menu needs a name, which a person gives it.
		expect([status, body.code]).toEqual(
			type === 'menu_handler' ? [400, 'execution_handler_data_required'] : [200, undefined],
		);
	});

	test('runs, and answers', async () => {
		for (const type of FORWARDED_HANDLERS)
			lab.sandbox.control.setHandler({
				bot: 'statusbot',
				type,
				script: forwarderScript(type, { url: receiver.url, secret: 'open "sesame"' }),
			});
		receiver.reply = ({ body }) => (body.operation ? {} : { text: 'Heard' });
		const { chatId } = lab.sandbox.control.write({ bot: 'statusbot', text: 'Say "hi"' });
		lab.sandbox.control.write({ chat: '#incidents', text: 'Hi @Status Bot' });
		lab.sandbox.control.subscribeTo({ bot: 'statusbot', as: LEO });
		expect((await delivered()).map(({ handler, state }) => [handler, state])).toEqual(
			[
				'message_handler',
				'mention_handler',
				'participation_handler',
				'welcome_handler',
				'participation_handler',
			].map((handler) => [handler, 'answered']),
		);
		const { headers, body } = receiver.received.find((one) => one.body.handler === 'message_handler')!;
		expect(headers['x-cliq-secret']).toBe('open "sesame"');
		expect(body).toMatchObject({
			forwarder: 1,
			time: clock.now(),
			message: 'Say "hi"',
			user: { id: MAYA },
			attachments: [],
		});
		expect(texts(chatId).at(-1)).toEqual(['Status Bot', 'Heard']);
	});

	test('survives a webhook that says no, and one that is not there', async () => {
		lab.sandbox.control.setHandler({
			bot: 'statusbot',
			type: 'message_handler',
			script: forwarderScript('message_handler', { url: receiver.url, secret: 'x' }),
		});
		receiver.reply = () => ({ status: 401, body: '' });
		lab.sandbox.control.write({ bot: 'statusbot', text: 'One' });
		await delivered();
		await receiver.close();
		lab.sandbox.control.write({ bot: 'statusbot', text: 'Two' });
		expect((await delivered()).map(({ state, error }) => [state, error])).toEqual([
			['failed', 'Answered with 401'],
			['failed', 'No answer: ECONNREFUSED'],
		]);
	});
});

test('from another process', async () => {
	const deed = async (name: string, body: unknown) =>
		(
			await fetch(`${lab.sandbox.url}/_sandbox/${name}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', 'x-cliq-sandbox': 'control' },
				body: JSON.stringify(body),
			})
		).json() as Promise<any>;
	const view = async (name: string) => (await fetch(`${lab.sandbox.url}/_sandbox/${name}`)).json() as Promise<any>;
	receiver.reply = ({ body }) => (body.params ? { output: { text: 'Heard' } } : { text: 'Heard' });
	await deed('bots/handler', {
		bot: 'statusbot',
		type: 'message_handler',
		script: forwarder('message_handler', receiver.url, ['message']),
	});
	const { chatId } = await deed('write', { bot: 'statusbot', as: LEO, text: 'Hi' });
	expect((await deed('deliveries/settle', {})).deliveries).toMatchObject([
		{ id: 1, state: 'answered', chat: chatId },
	]);
	expect(await deed('deliveries/redeliver', { id: 1 })).toMatchObject({ id: 2, repeats: 1 });
	expect((await deed('bots/webhook', { bot: 'deploybot', url: receiver.url })).publicKey).toMatch(
		/^-----BEGIN PUBLIC KEY-----/,
	);
	await deed('bots/subscribe', { bot: 'deploybot' });
	expect(await deed('bots/chat', { bot: 'deploybot' })).toEqual({ chatId: expect.stringMatching(/-B2$/) });
	expect(await deed('functions', { name: 'restart', script: 'return Map();' })).toEqual({});
	await deed('deliveries/settle', {});
	expect((await view('deliveries')).deliveries).toHaveLength(3);
	expect((await view('state')).bots.slice(0, 2)).toEqual([
		expect.objectContaining({ handlers: ['message_handler'] }),
		expect.objectContaining({ webhook: receiver.url }),
	]);
	for (const [name, body, message] of [
		['write', { bot: 'nobot', text: 'x' }, 'There is no bot "nobot"'],
		['write', { text: 'x' }, 'There is no chat ""'],
		['write', { bot: 'statusbot' }, 'A message has 1 to 5,000 characters'],
		['write', { bot: 'statusbot', attachments: [{}] }, 'A file needs a name'],
		['bots/handler', { bot: 'statusbot', type: 'x', script: '' }, expect.stringMatching(/^A handler is one of/)],
		['bots/handler', { bot: 'statusbot', type: 'message_handler' }, '"script" is text, or null'],
		['bots/webhook', { bot: 'statusbot', url: 'http://example.com' }, expect.stringMatching(/this machine only/)],
		['functions', { name: 'x' }, 'A function has a "script" or a "url"'],
	] as const)
		expect([name, await deed(name, body)]).toEqual([name, { message }]);
});

test('a thousand at once, each answered once', async () => {
	// However long a busy machine takes.
	await lab.sandbox.close();
	lab = await openLab({ now: clock.now });
	listen('message_handler', ['message']);
	receiver.reply = ({ body }) => ({ text: `You said ${body.message}` });
	const { chatId } = lab.sandbox.control.openChat({ bot: 'statusbot' });
	for (let count = 0; count < 1_000; count++)
		lab.sandbox.control.write({ bot: 'statusbot', text: `Number ${count}` });
	const deliveries = await delivered();
	expect(deliveries.filter(({ state }) => state === 'answered')).toHaveLength(1_000);
	expect(new Set(lab.sandbox.control.messages(chatId).map(({ text }) => text)).size).toBe(2_000);
});

test('a sandbox that is closed or reset tells nothing more', async () => {
	receiver.reply = () => new Promise(() => undefined);
	listen('message_handler', ['message']);
	lab.sandbox.control.write({ bot: 'statusbot', text: 'Hello' });
	await until(() => receiver.received.length === 1);
	lab.sandbox.control.reset();
	expect(lab.sandbox.control.deliveries()).toEqual([]);
	lab.sandbox.control.write({ bot: 'statusbot', text: 'Hello' });
	expect(lab.sandbox.control.deliveries()).toEqual([]);
});
