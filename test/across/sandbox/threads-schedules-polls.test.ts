import { openLab, virtualClock, type Lab } from '../../sandbox/helpers';

let lab: Lab;
const clock = virtualClock();
beforeEach(async () => void (lab = await openLab({ thresholds: false, now: clock.now })));
afterEach(() => lab.sandbox.close());

const post = (parts: object) =>
	lab.call('POST', '/channelsbyname/marketing/message', { text: 'x', sync_message: true, ...parts });
const channelId = () => lab.sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === 'marketing')!.id;
const start = (parts: object) =>
	lab.call('POST', `/channels/${channelId()}/message`, { text: 'x', sync_message: true, ...parts });
const last = (chat = '#marketing') => lab.sandbox.control.messages(chat).at(-1)!;

test('a thread starts from a message, is used again, and shows in both places', async () => {
	const root = await lab.post('marketing', 'Launch');
	const first = await start({
		text: 'In the thread',
		thread_message_id: root,
		thread_title: 'Plans',
		post_in_parent: true,
	});
	await start({ text: 'More', thread_message_id: root, thread_title: 'Ignored' });
	const { thread } = lab.sandbox.control.messages('#marketing').find((message) => message.id === root)!;
	expect(thread).toMatchObject({ title: 'Plans', messages: 2 });
	expect(last().text).toBe('In the thread');
	const path = `/chats/${thread!.id}/messages/${first.body.message_id}/messages`;
	expect((await lab.call('GET', path)).body.thread_information).toMatchObject({
		is_follower: true,
		message_count: 2,
		title: 'Plans',
		chat_id: thread!.id,
		thread_message_id: root.replace('_', '%20'),
	});
	await lab.call('POST', `/chats/${thread!.id}/message`, { text: 'By chat', post_in_parent: true });
	expect([last().text, last(thread!.id).text]).toEqual(['By chat', 'By chat']);
	expect((await start({ thread_message_id: '1_2' })).body.code).toBe('message_not_found');
	expect((await post({ thread_message_id: root })).body.code).toBe('extra_key_found');
	expect(
		(await lab.as('leo.lindqvist@zylker.example')('POST', '/channels/O1/message', { text: 'x' })).body.code,
	).toBe('channel_not_found');
});

test('a scheduled message waits for its time on the clock of its zone', async () => {
	const schedule = (changes: object) =>
		lab.call('POST', `/chats/${lab.chat('marketing')}/scheduledmessages`, {
			text: 'Later',
			schedule_time: '20260115T110000',
			schedule_timezone: 'Europe/Berlin',
			...changes,
		});
	const { status, body } = await schedule({});
	expect([status, body.time, body.timezone]).toEqual([200, Date.UTC(2026, 0, 15, 10), 'Europe/Berlin']);
	expect(lab.sandbox.control.scheduled()).toMatchObject([{ id: body.id, text: 'Later' }]);
	expect((await schedule({ schedule_time: '20260230T110000' })).body.code).toBe('input_pattern_mismatch');
	expect((await schedule({ schedule_timezone: 'Mars/Base' })).body.code).toBe('input_pattern_mismatch');
	expect((await schedule({ schedule_time: '20250115T110000' })).body.code).toBe('invalid_parameters');
	clock.advance(3_600_000);
	expect(last()).toMatchObject({ text: 'Later', time: body.time });
	expect(lab.sandbox.control.scheduled()).toEqual([]);
});

test('a press is told to those who listen, and a poll counts votes', async () => {
	const buttons = [
		{
			label: 'Open',
			action: {
				type: 'open.url',
				data: { web: 'https://example.com' },
				confirm: { title: 'Sure?', button_label: 'Yes' },
			},
		},
	];
	await post({
		buttons,
		card: { theme: 'poll', title: 'Lunch?', options: [{ text: 'Yes' }, { text: 'No' }] },
		bot: { name: 'Cook' },
	});
	const [chat, message] = ['#marketing', last().id];
	const { control } = lab.sandbox;
	const told: object[] = [];
	control.subscribe((event) => event.type === 'button.pressed' && told.push(event));
	expect(await control.press({ chat, message, button: 0, as: 'leo.lindqvist@zylker.example' })).toEqual({
		button: buttons[0],
	});
	expect(told).toMatchObject([{ message, user: '55744524', button: buttons[0] }]);
	await expect(control.press({ chat, message, button: 1 })).rejects.toThrow('no such button');
	control.vote({ chat, message, option: 1 });
	expect(last()).toMatchObject({
		shown: { name: 'Cook' },
		content: { buttons },
		votes: [{ name: 'Maya Okafor', option: 1 }],
	});
	control.vote({ chat, message, option: 1 });
	expect(last().votes).toEqual([]);
	expect(() => control.vote({ chat, message, option: 2 })).toThrow('no such option');
});
