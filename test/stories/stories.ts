import type { MessageView } from '../../sandbox/views';
import { linksIn } from '../support/links';
import { BOT, LEO, PRIYA, type StoryRunner } from './runner';

const CHANNEL = '#releases';

/** What people do, and what has to come of it, whichever way the sources are read. */
export const stories: Record<string, (runner: StoryRunner) => Promise<void>> = {
	'somebody writes to the bot, mentions it and writes in its channel: all of it is heard, at its time, and answered':
		async (runner) => {
			const { sandbox } = runner;
			await runner.hear();
			const begun = Date.now();
			const { chatId } = sandbox.control.write({ bot: BOT, text: 'Is "checkout" up?\nReally?', as: LEO });
			const [message] = await runner.heard(1);
			expect(message).toMatchObject({
				kind: 'message',
				user: { email: LEO, name: 'Leo Lindqvist' },
				chat: { id: chatId },
				message: { text: 'Is "checkout" up?\nReally?' },
			});
			expect(Math.abs(message.time - begun)).toBeLessThan(60_000);
			await until(() => last(sandbox.control.messages(chatId))?.text === 'You said: Is "checkout" up?\nReally?');
			const incidents = sandbox.control.write({
				chat: '#incidents',
				text: '@Status Bot who is on call?',
				as: LEO,
			}).chatId;
			const [, ...inChannel] = await runner.heard(3);
			expect(inChannel.map(({ kind }) => kind).sort()).toEqual(['channelMessage', 'mention']);
			for (const event of inChannel)
				expect(event).toMatchObject({
					user: { name: 'Leo Lindqvist' },
					chat: { id: incidents, channelName: 'incidents' },
					message: { text: expect.stringContaining('who is on call?') },
				});
			await until(() => last(sandbox.control.messages(incidents))?.text.startsWith('You said: ') === true);
			await runner.stopHearing();
		},

	'somebody sends a file with a text: the text is heard, and the file is had': async (runner) => {
		await runner.hear();
		runner.sandbox.control.write({
			bot: BOT,
			text: 'See this',
			attachments: [{ name: 'log.txt', text: 'It failed' }],
		});
		const [event] = await runner.heard(1);
		expect(event).toMatchObject({ kind: 'message', user: { name: 'Maya Okafor' }, message: { text: 'See this' } });
		// Where the handler has them.
		if (runner.sandbox.control.variants().handlerVariables === 'all') {
			expect(event.message.attachments).toMatchObject([{ name: 'log.txt' }]);
			const { 'log.txt': had } = await runner.files();
			expect(had).toMatch(runner.downloads ? /^It failed$/ : /./);
		}
		await runner.stopHearing();
	},

	'what is installed is known again and taken back, and nothing else is touched': async (runner) => {
		const { control } = runner.sandbox;
		const theirs = 'response = Map();\nresponse.put("text","Welcome");\nreturn response;';
		control.setHandler({ bot: BOT, type: 'welcome_handler', script: theirs });
		const welcome = () => scriptsOf(runner)['welcome_handler'];
		const kept = welcome();
		await runner.hear();
		const installed = scriptsOf(runner);
		await runner.hearAgain();
		expect(scriptsOf(runner)).toEqual(installed);
		await runner.stopHearing();
		if (runner.installs)
			for (const [handler, script] of Object.entries(scriptsOf(runner)))
				if (handler !== 'welcome_handler')
					expect([handler, script.replace(/\s/g, '')]).toEqual([handler, 'response=Map();returnresponse;']);
		expect(welcome()).toBe(kept);
	},

	'who is not on the list presses Approve and is told so; who is presses it, and it counts once': async (runner) => {
		await runner.ask({ text: 'Roll back 4.2?', kind: 'approval', way: 'cliq', approvers: LEO });
		expect(await answer(runner, { as: PRIYA })).toMatchObject({
			kind: 'banner',
			status: 'failure',
			text: expect.stringContaining('not on the list'),
		});
		expect(await runner.isWaiting()).toBe(true);
		expect(await answer(runner, { as: LEO })).toMatchObject({ kind: 'banner', status: 'success' });
		expect(await runner.outcome()).toMatchObject({
			approved: true,
			responder: { email: LEO, name: 'Leo Lindqvist', source: 'cliq' },
			edited: true,
		});
		expect(asked(runner).text).toMatch(/✅ \*Approved\* by Leo Lindqvist/);
		expect(await runner.isWaiting()).toBe(false);
	},

	'the same of a question that a bot asks': async (runner) => {
		if (!runner.asksAsBot) return;
		await runner.ask({ text: 'Restart it?', kind: 'approval', way: 'cliq', asBot: BOT });
		expect(await answer(runner, { as: LEO, button: 1 })).toMatchObject({ kind: 'banner', status: 'success' });
		expect(await runner.outcome()).toMatchObject({ approved: false, responder: { email: LEO } });
	},

	'a button that somebody copied into another message answers nothing': async (runner) => {
		await runner.ask({ text: 'Pay it?', kind: 'approval', way: 'cliq', approvers: LEO });
		const { control } = runner.sandbox;
		const { content } = asked(runner);
		const { accessToken } = control.issueTokens();
		const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
		const copied = await fetch(`${runner.sandbox.url}/api/v2/channelsbyname/incidents/message`, {
			method: 'POST',
			headers,
			body: JSON.stringify({ text: 'Lunch?', buttons: content.buttons }),
		});
		expect(copied.ok).toBe(true);
		const { shown } = await control.press({
			chat: '#incidents',
			message: last(control.messages('#incidents'))!.id,
			as: LEO,
		});
		// Where the message is not told, the answer is chosen once more below what is asked.
		if (shown?.kind === 'form') expect(shown.form.hint).toContain('Pay it?');
		else expect(shown).not.toMatchObject({ status: 'success' });
		expect(await runner.isWaiting()).toBe(true);
		await answer(runner, { as: LEO });
		expect(await runner.outcome()).toMatchObject({ approved: true });
	},

	'a text is written in Cliq, over several lines': async (runner) => {
		await runner.ask({ text: 'Why is it slow?', kind: 'text', way: 'cliq', approvers: LEO });
		expect(await answer(runner, { as: LEO, values: ['The "index"\nis gone & 100 %'] })).toMatchObject({
			kind: 'banner',
			status: 'success',
		});
		expect(await runner.outcome()).toMatchObject({
			text: 'The "index"\nis gone & 100 %',
			responder: { email: LEO },
		});
	},

	'a form is filled in in Cliq: what is wrong is said, what is right counts': async (runner) => {
		await runner.ask({ text: 'Which release?', kind: 'form', way: 'cliq' });
		expect(await answer(runner, { as: LEO, values: ['4.3', ['1'], false, ''] })).toMatchObject({
			kind: 'banner',
			status: 'failure',
			text: expect.stringContaining('“Sure”'),
		});
		expect(await runner.isWaiting()).toBe(true);
		expect(await answer(runner, { as: LEO, values: ['4.3', ['1'], true, 'One\nTwo'] })).toMatchObject({
			kind: 'banner',
			status: 'success',
		});
		expect(await runner.outcome()).toMatchObject({
			Version: '4.3',
			Where: ['Production'],
			Sure: true,
			Notes: 'One\nTwo',
			responder: { email: LEO },
		});
	},

	'a link is followed, and the button of its page pressed': async (runner) => {
		await runner.ask({ text: 'Publish it?', kind: 'approval', way: 'link' });
		const { address: approve } = linksIn(asked(runner).text)[0]!;
		expect((await fetch(approve)).status).toBe(200);
		expect(await runner.isWaiting()).toBe(true);
		expect((await fetch(approve, { method: 'POST', body: new URLSearchParams({ name: 'Ana' }) })).status).toBe(200);
		expect(await runner.outcome()).toMatchObject({ approved: true, responder: { name: 'Ana', source: 'self' } });
	},

	'nobody answers in time, and who does later is told that it is over': async (runner) => {
		await runner.ask({ text: 'Anybody?', kind: 'approval', way: 'cliq', timeout: runner.soon });
		await until(async () => !(await runner.isWaiting()), 90_000);
		expect(await answer(runner, { as: LEO })).toMatchObject({ kind: 'banner', status: 'failure' });
		expect(await runner.outcome()).not.toHaveProperty('approved', true);
	},
};

const last = (messages: MessageView[]) => messages.at(-1);

/** The message that asked last: nobody else writes there. */
function asked({ sandbox }: StoryRunner): MessageView {
	return last(sandbox.control.messages(CHANNEL))!;
}

/** What the handlers of the bot hold. */
function scriptsOf({ sandbox }: StoryRunner): Record<string, string> {
	const { handlers } = (sandbox.control as any).core.world.bots.find(({ uniqueName }: any) => uniqueName === BOT);
	return Object.fromEntries([...handlers].map(([handler, { script }]: any) => [handler, script]));
}

/**
 * Presses a button of the question, and fills in the form that may come.
 *
 * @param values of a form, in the order of its fields; of an approval that asks once more, what was pressed.
 */
async function answer(
	runner: StoryRunner,
	{ as, button = 0, values = [String(button)] }: { as: string; button?: number; values?: unknown[] },
) {
	const { control } = runner.sandbox;
	const { shown } = await control.press({ chat: CHANNEL, message: asked(runner).id, as, button });
	if (shown?.kind !== 'form') return shown;
	const given = Object.fromEntries(values.map((value, index) => [shown.form.inputs[index]!.name, value]));
	return (await control.submit({ form: shown.id, values: given })).shown;
}

/** @throws Error if it does not become so within so many milliseconds. */
export async function until(isSo: () => boolean | Promise<boolean>, milliseconds = 20_000): Promise<void> {
	for (const end = Date.now() + milliseconds; !(await isSo());) {
		if (Date.now() > end) throw new Error('It has not become so');
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}
