import { openLab, virtualClock, type Lab } from '../helpers';

let lab: Lab;
const clock = virtualClock();
beforeEach(async () => void (lab = await openLab({ now: clock.now, thresholds: false })));
afterEach(() => lab.sandbox.close());

test('of a handler that fails, the person sees that it failed, and the owner where', async () => {
	lab.sandbox.control.setHandler({
		bot: 'statusbot',
		type: 'message_handler',
		script: 'info "Begins";\nm = Map();\nreturn m.get("a").get("b");',
	});
	const { chatId } = lab.sandbox.control.write({ bot: 'statusbot', text: 'Hi' });
	const [delivery] = await lab.sandbox.control.delivered();
	expect(delivery).toMatchObject({
		state: 'failed',
		error: 'Line 3: Error in get: null has no such function',
		log: ['Begins'],
		shown: { kind: 'failure', text: 'Status Bot could not answer: its message handler failed' },
	});
	expect(lab.sandbox.control.messages(chatId).map(({ text }) => text)).toEqual(['Hi']);
});

test('of a button whose function fails, whoever presses sees that', async () => {
	lab.sandbox.control.setFunction({ name: 'run', script: 'return {"a":1}.toMap();' });
	await lab.call('POST', '/channelsbyname/marketing/message', {
		text: 'x',
		buttons: [{ label: 'Run', action: { type: 'invoke.function', data: { name: 'run' } } }],
	});
	const message = lab.sandbox.control.messages('#marketing').at(-1)!.id;
	expect(await lab.sandbox.control.press({ chat: '#marketing', message })).toMatchObject({
		shown: { kind: 'failure', text: 'run could not answer: its button handler failed' },
		delivery: { error: 'Line 1: Error in toMap: a value of the type map has no such function' },
	});
});

test('a script that cannot be read fails the same way, as one that was typed into Cliq unchecked', async () => {
	lab.sandbox.control.setHandler({ bot: 'statusbot', type: 'message_handler', script: 'return Map()' });
	lab.sandbox.control.write({ bot: 'statusbot', text: 'Hi' });
	expect(await lab.sandbox.control.delivered()).toMatchObject([
		{ state: 'failed', error: 'Line 1: a semicolon was expected, not the end', shown: { kind: 'failure' } },
	]);
});

test('what a receiver does wrong is no failure of the script', async () => {
	lab.sandbox.control.setHandler({ bot: 'statusbot', type: 'message_handler', script: 'return {"txt":"x"};' });
	lab.sandbox.control.write({ bot: 'statusbot', text: 'Hi' });
	const [delivery] = await lab.sandbox.control.delivered();
	expect([delivery!.state, delivery!.shown]).toEqual(['failed', undefined]);
});
