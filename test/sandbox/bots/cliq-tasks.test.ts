import { openLab, virtualClock, type Lab } from '../helpers';

let lab: Lab;
const clock = virtualClock();
beforeEach(async () => {
	lab = await openLab({ now: clock.now, thresholds: false });
	await lab.sandbox.control.join({ bot: 'statusbot', chat: '#incidents' });
});
afterEach(() => lab.sandbox.close());

/** Runs a script as the message handler of Status Bot. @returns how that went */
async function run(script: string) {
	lab.sandbox.control.setHandler({ bot: 'statusbot', type: 'message_handler', script });
	lab.sandbox.control.write({ bot: 'statusbot', text: 'Go' });
	return (await lab.sandbox.control.delivered()).filter(({ handler }) => handler === 'message_handler').at(-1)!;
}
const last = (chat: string) => lab.sandbox.control.messages(chat).at(-1)!;

test('a script posts into a channel, as its owner and as a bot', async () => {
	expect(await run('zoho.cliq.postToChannel("incidents","From me"); return Map();')).toMatchObject({
		state: 'answered',
	});
	expect(last('#incidents')).toMatchObject({
		text: 'From me',
		author: { kind: 'person', name: lab.sandbox.control.state().people[0]!.name },
	});
	const delivery = await run(
		'r = zoho.cliq.postToChannelAsBot("incidents","statusbot",{"text":"From the bot","card":{"title":"Card","theme":"modern-inline"}}); info r; return Map();',
	);
	expect(delivery).toMatchObject({ state: 'answered', log: ['{"status":"success"}'] });
	expect(last('#incidents')).toMatchObject({
		text: 'From the bot',
		author: { kind: 'bot', name: 'Status Bot' },
		content: { card: { title: 'Card' } },
	});
});

test("to a person, a bot's chat, and any chat", async () => {
	const { id } = lab.sandbox.control
		.state()
		.chats.find(({ title }) => title.includes('marketing') || title.includes('Marketing'))!;
	await run(
		`zoho.cliq.postToUser("leo.lindqvist@zylker.example","Hi Leo"); zoho.cliq.postToBot("supportbot","Hi support"); zoho.cliq.postToChat("${id}","Hi here"); return Map();`,
	);
	expect(last('@leo.lindqvist@zylker.example').text).toBe('Hi Leo');
	expect(last(lab.sandbox.control.openChat({ bot: 'supportbot' }).chatId)).toMatchObject({
		text: 'Hi support',
		author: { kind: 'bot', name: 'Support Bot' },
	});
	expect(last(id).text).toBe('Hi here');
});

test('a script that hears what it posts comes to an end', async () => {
	lab.sandbox.control.setHandler({
		bot: 'statusbot',
		type: 'message_handler',
		script: 'zoho.cliq.postToChat(chat.get("id"),"Again"); return Map();',
	});
	lab.sandbox.control.write({ bot: 'statusbot', text: 'Go' });
	const deliveries = await lab.sandbox.control.delivered();
	expect(deliveries.length).toBe(61);
	expect(deliveries.at(-1)).toMatchObject({
		state: 'failed',
		error: 'Line 1: Scripts posted too much within a minute',
	});
});

test.each([
	['zoho.cliq.postToChannel("nowhere","x")', /There is no channel "nowhere"/],
	['zoho.cliq.postToChannelAsBot("incidents","nobody","x")', /There is no bot "nobody"/],
	['zoho.cliq.postToChannelAsBot("incidents","supportbot","x")', /"supportbot" is not in "incidents"/],
	['zoho.cliq.postToUser("nobody@zylker.example","x")', /There is no person/],
	['zoho.cliq.postToChat("CT_0","x")', /There is no chat/],
	['zoho.cliq.postToChannel("incidents",{"text":"x","foreign":1})', /A message has no key "foreign"/],
	['zoho.cliq.postToChannel("incidents",7)', /A message is a text, or a map/],
	['zoho.cliq.sing("incidents")', /does not know the task "sing"/],
])('%s fails with its line', async (call, why) => {
	const before = last('#incidents').id;
	expect(await run(`x = 1;\n${call};\nreturn Map();`)).toMatchObject({
		state: 'failed',
		error: expect.stringMatching(new RegExp(`^Line 2: .*${why.source}`)),
	});
	expect(last('#incidents').id).toBe(before);
});
