import { START, openLab, virtualClock, type Lab } from './helpers';

let lab: Lab;
const clock = virtualClock();
beforeAll(async () => void (lab = await openLab({ thresholds: false, now: clock.now })));
afterAll(() => lab.sandbox.close());

const colleague = 'leo.lindqvist@zylker.example';
const zuid = (email: string) => lab.sandbox.control.state().people.find((person) => person.email === email)!.id;

describe('the life of a message', () => {
	test('posted, read, edited, reacted to and deleted', async () => {
		const chat = lab.chat('marketing');
		const id = await lab.post('marketing', 'Hello world');
		expect(id).toMatch(/^\d{13}_\d+$/);

		const { body } = await lab.call('GET', `/chats/${chat}/messages/${id}/messages`);
		expect(body).toEqual({
			sender: { senderName: 'Maya Okafor', senderID: expect.any(String) },
			id,
			time: START,
			type: 'text',
			content: 'Hello world',
		});

		expect(
			(await lab.call('PUT', `/chats/${chat}/messages/${id}`, { text: 'Hello all', notify_edit: true })).status,
		).toBe(204);
		expect((await lab.call('GET', `/chats/${chat}/messages/${id}/messages`)).body.content).toBe('Hello all');

		expect(
			(await lab.call('POST', `/chats/${chat}/messages/${id}/reactions`, { emoji_code: 'U+1F44D' })).status,
		).toBe(204);
		const reactions = await lab.call('GET', `/chats/${chat}/messages/${id}/reactions`);
		expect(reactions.body).toEqual({ data: { '👍': [expect.stringMatching(/^\d{13}:\d+:Maya Okafor$/)] } });
		expect((await lab.call('DELETE', `/chats/${chat}/messages/${id}/reactions`, { emoji_code: '👍' })).status).toBe(
			204,
		);
		expect((await lab.call('GET', `/chats/${chat}/messages/${id}/reactions`)).body).toEqual({ data: {} });

		expect((await lab.call('DELETE', `/chats/${chat}/messages/${id}`)).status).toBe(204);
		expect((await lab.call('GET', `/chats/${chat}/messages/${id}/messages`)).status).toBe(404);
		expect(lab.sandbox.control.messages('#marketing').find((message) => message.id === id)).toMatchObject({
			deleted: true,
			edits: [{ text: 'Hello world' }],
		});
	});

	test('emoji come as characters, code points or Zomojis, and each person reacts once with each', async () => {
		const chat = lab.chat('marketing');
		const path = `/chats/${chat}/messages/${await lab.post('marketing', 'React!')}/reactions`;
		for (const emoji_code of ['👍', 'U+1F44D', ':smile:', '👩‍💻', 'U+2764', '🇩🇪'])
			expect((await lab.call('POST', path, { emoji_code })).status).toBe(204);
		await lab.as(colleague)('POST', path, { emoji_code: '👍' });
		const { data } = (await lab.call('GET', path)).body;
		expect(Object.keys(data)).toEqual(['👍', ':smile:', '👩‍💻', '❤', '🇩🇪']);
		expect(data['👍']).toHaveLength(2);
		for (const emoji_code of ['thumbs', 'U+FFFFFF', '👍 nice', ':no good:'])
			expect((await lab.call('POST', path, { emoji_code })).body.code).toBe('input_pattern_mismatch');
		// The page lists the emoji in the query of Delete a Reaction too.
		expect((await lab.call('DELETE', `${path}?emoji_code=${encodeURIComponent('👍')}`)).status).toBe(204);
		expect((await lab.call('DELETE', path)).body.code).toBe('param_missing');
		expect((await lab.call('DELETE', path, { emoji_code: '🎉' })).status).toBe(400);
	});
});

describe('posting', () => {
	test('to a chat and to a user lands in one and the same direct chat', async () => {
		const first = await lab.call('POST', `/buddies/${colleague}/message`, {
			text: 'By e-mail',
			sync_message: true,
		});
		await lab.call('POST', `/buddies/${zuid(colleague)}/message`, { text: 'By ZUID', mark_as_read: true });
		const chat = lab.sandbox.control
			.state()
			.chats.find((one) => one.kind === 'direct' && one.title === 'Leo Lindqvist')!;
		const answer = await lab.call('POST', `/chats/${chat.id}/message`, {
			text: 'By chat',
			reply_to: first.body.message_id,
			sync_message: true,
		});
		expect(answer.body).toEqual({ message_id: expect.stringMatching(/^\d+_\d+$/) });
		const messages = lab.sandbox.control.messages(`@${colleague}`);
		expect(messages.map((message) => message.text)).toEqual(['By e-mail', 'By ZUID', 'By chat']);
		expect(messages[2]!.replyTo).toEqual({ id: first.body.message_id, author: 'Maya Okafor', text: 'By e-mail' });
	});

	test('to a bot speaks as the bot, to oneself or to each of the subscribers named', async () => {
		const own = await lab.call('POST', '/bots/statusbot/message', { text: 'For me', sync_message: true });
		const me = lab.sandbox.control.state().owner;
		expect(own.body).toEqual({
			user_ids: [me],
			message_details: {
				[me]: {
					chat_id: expect.stringMatching(/^CT_.+-B1$/),
					message_id: expect.stringMatching(/^\d+%20\d+$/),
				},
			},
		});
		expect(lab.sandbox.control.messages(own.body.message_details[me].chat_id)[0]!.author).toMatchObject({
			kind: 'bot',
			name: 'Status Bot',
		});
		const ids = [zuid(colleague), zuid('priya.raman@zylker.example')];
		const broadcast = await lab.call('POST', '/bots/statusbot/message', {
			text: 'For them',
			userids: ids.join(','),
			sync_message: true,
		});
		expect(broadcast.body.user_ids).toEqual(ids);
		expect((await lab.call('POST', '/bots/statusbot/message', { text: 'No', userids: `${ids[0]},1` })).status).toBe(
			400,
		);
		const chats = ids.map((id) => broadcast.body.message_details[id].chat_id);
		expect(lab.sandbox.control.messages(chats[0])).toHaveLength(1);
		// A message of the first chat is no message of the second: the whole call is refused, and nothing is posted.
		const reply_to = broadcast.body.message_details[ids[0]!].message_id;
		expect(
			(await lab.call('POST', '/bots/statusbot/message', { text: 'No', userids: ids.join(','), reply_to }))
				.status,
		).toBe(400);
		expect(chats.map((chat) => lab.sandbox.control.messages(chat).length)).toEqual([1, 1]);
	});

	test('in a channel as a bot that takes part there', async () => {
		const posted = await lab.call(
			'POST',
			'/channelsbyname/incidents/message?bot_unique_name=statusbot&mark_as_read=true',
			{ text: 'Down', sync_message: true },
		);
		expect([posted.status, posted.text]).toEqual([204, '']);
		expect(lab.sandbox.control.messages('#incidents').at(-1)).toMatchObject({
			text: 'Down',
			author: { kind: 'bot', name: 'Status Bot' },
			postedBy: lab.sandbox.control.state().owner,
		});
		expect(
			(await lab.call('POST', '/channelsbyname/marketing/message?bot_unique_name=statusbot', { text: 'Down' }))
				.status,
		).toBe(403);
		expect(
			(await lab.call('POST', '/channelsbyname/marketing/message?bot_unique_name=nobot', { text: 'Down' }))
				.status,
		).toBe(400);
	});

	test('into a thread, by its chat id', async () => {
		const channel = lab.sandbox.control.state().channels.find((one) => one.uniqueName === 'incidents')!;
		const { body } = await lab.call('GET', `/channels/${channel.id}/threads`);
		const thread = body.data[0];
		expect(thread).toMatchObject({
			parent_chat_id: channel.chatId,
			title: 'checkout-api is slow',
			chat_id: expect.stringContaining('-T-'),
		});
		expect((await lab.call('POST', `/chats/${thread.chat_id}/message`, { text: 'In the thread' })).status).toBe(
			204,
		);
		expect((await lab.call('GET', `/chats/${thread.chat_id}/messages`)).body.data.at(-1).content).toBe(
			'In the thread',
		);
	});

	test('below a network and a company', async () => {
		for (const root of ['/network/partners', '/company/54107592'])
			expect(
				(await lab.call('POST', `${root}/api/v2/channelsbyname/marketing/message`, { text: root })).status,
			).toBe(204);
		expect(lab.sandbox.control.messages('#marketing').at(-1)!.text).toBe('/company/54107592');
	});
});

describe('who may do what', () => {
	test.each([
		[
			'post to a channel without being a member',
			'POST',
			() => '/channelsbyname/board-room/message',
			{ text: 'Hi' },
		],
		[
			'post to somebody who is neither member nor contact',
			'POST',
			() => '/buddies/sam.stranger@elsewhere.example/message',
			{ text: 'Hi' },
		],
		['post to nobody', 'POST', () => '/buddies/nobody@zylker.example/message', { text: 'Hi' }],
		[
			'read a chat of others',
			'GET',
			() =>
				`/chats/${lab.sandbox.control.state().chats.find((chat) => chat.kind === 'direct' && !chat.joined)!.id}/messages`,
			undefined,
		],
		[
			'edit a message of somebody else',
			'PUT',
			() => `/chats/${lab.chat('marketing')}/messages/${lab.sandbox.control.messages('#marketing')[0]!.id}`,
			{ text: 'Mine now' },
		],
		[
			'delete a message of somebody else',
			'DELETE',
			() => `/chats/${lab.chat('marketing')}/messages/${lab.sandbox.control.messages('#marketing')[0]!.id}`,
			undefined,
		],
	])('nobody may %s', async (_name, method, path, body) => {
		const before = JSON.stringify(lab.sandbox.control.messages('#marketing'));
		expect(await lab.call(method, path(), body)).toMatchObject({ status: 403, body: { code: 'access_denied' } });
		expect(JSON.stringify(lab.sandbox.control.messages('#marketing'))).toBe(before);
	});

	test('a mutual contact may be written to', async () => {
		expect((await lab.call('POST', '/buddies/iris.novak@partner.example/message', { text: 'Hi' })).status).toBe(
			204,
		);
	});

	test('what a bot has posted cannot be deleted by its user', async () => {
		const chat = lab.chat('incidents');
		const posted = lab.sandbox.control.post({ chat: '#incidents', text: 'From the bot', bot: 'statusbot' });
		expect((await lab.call('DELETE', `/chats/${chat}/messages/${posted.messageId}`)).body.code).toBe(
			'message_delete_failed',
		);
	});
});

describe('lists', () => {
	async function pages(path: string, at: string, size: number): Promise<any[]> {
		const found: any[] = [];
		let token = '';
		for (let page = 0; page < 20; page++) {
			const { status, body } = await lab.call(
				'GET',
				`${path}?limit=${size}${token && `&next_token=${encodeURIComponent(token)}`}`,
			);
			expect(status).toBe(200);
			expect(body[at].length).toBeLessThanOrEqual(size);
			found.push(...body[at]);
			if (!body.next_token) return found;
			token = body.next_token;
		}
		throw new Error('There is no end of pages');
	}

	test.each([
		['/channels', 'channels', 100, 'channel_id', 129], // One of the 130 is hidden from the owner.
		['/users', 'data', 50, 'zuid', 120],
		['/api/v3/bots', 'data', 50, 'id', 60],
	])('%s has more than one page, with every entry once', async (path, at, size, key, count) => {
		const entries = await pages(path, at, size);
		expect(new Set(entries.map((entry) => entry[key])).size).toBe(count);
		expect(entries).toHaveLength(count);
	});

	test('bots come by twenty unless more are asked for', async () => {
		expect((await lab.call('GET', '/api/v3/bots')).body.data).toHaveLength(20);
	});

	test('chats are paged by time, newest first', async () => {
		const ids: string[] = [];
		let before = '';
		for (let page = 0; page < 10; page++) {
			const { chats } = (
				await lab.call('GET', `/chats?limit=40${before && `&modified_before=${encodeURIComponent(before)}`}`)
			).body;
			if (chats.length === 0) break;
			ids.push(...chats.map((chat: any) => chat.chat_id));
			before = chats.at(-1).last_modified_time;
		}
		expect(ids.length).toBeGreaterThan(105);
		expect(new Set(ids).size).toBe(ids.length);
	});

	test('users can be searched', async () => {
		const { data } = (await lab.call('GET', '/users?search=PRIYA')).body;
		expect(data.map((user: any) => user.name)).toEqual(['Priya Raman']);
		expect(data[0]).toMatchObject({
			email_id: 'priya.raman@zylker.example',
			display_name: 'Priya',
			zuid: data[0].id,
		});
	});

	test('messages come out of a window in time, both ends included', async () => {
		const chat = lab.chat('sales');
		const times: number[] = [];
		for (let index = 0; index < 5; index++) {
			clock.advance(1_000);
			times.push(clock.now());
			await lab.call('POST', '/channelsbyname/sales/message', { text: `Deal ${index}` });
		}
		const { data } = (
			await lab.call('GET', `/chats/${chat}/messages?fromtime=${times[1]}&totime=${times[3]}&limit=100`)
		).body;
		expect(data.map((message: any) => message.content)).toEqual(['Deal 1', 'Deal 2', 'Deal 3']);
		expect(data[0]).toEqual({
			sender: { name: 'Maya Okafor', id: lab.sandbox.control.state().owner },
			id: expect.any(String),
			time: times[1],
			type: 'text',
			content: 'Deal 1',
		});
	});

	test('a file shows as on the page', async () => {
		const { data } = (await lab.call('GET', `/chats/${lab.chat('design')}/messages`)).body;
		expect(data[0]).toMatchObject({
			type: 'file',
			content: {
				thumbnail: { height: 230 },
				file: { name: 'sign-up.png', dimensions: { size: 559_008 } },
				comment: expect.stringContaining('sign-up'),
			},
		});
	});

	test('a next_token of another list is refused', async () => {
		const { next_token } = (await lab.call('GET', '/users?limit=2')).body;
		expect((await lab.call('GET', `/channels?next_token=${encodeURIComponent(next_token)}`)).status).toBe(400);
	});
});
