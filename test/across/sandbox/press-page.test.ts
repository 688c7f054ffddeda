import type { Browser, Page } from 'playwright-core';
import { openLab, type Lab } from '../../sandbox/helpers';
import { forwarder, openReceiver } from '../../sandbox/receiver';
import { openBrowser } from '../../../tools/browser';
import { hasBrowser, inBrowser } from '../../support/in-browser';

/** Presses, banners, forms, menus and questions on the page, as people in a browser meet them. */

let lab: Lab;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
let browser: Browser;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
	lab = await openLab();
	receiver = await openReceiver();
	if (!hasBrowser) return;
	browser = await openBrowser();
	page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
	page.on('pageerror', (error) => problems.push(error.message));
	page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
	page.setDefaultTimeout(10_000);
	await page.goto(lab.sandbox.url);
	await page.getByRole('searchbox').waitFor();
}, 120_000);
afterAll(async () => {
	await browser?.close();
	await lab.sandbox.close();
	await receiver.close();
});

const control = () => lab.sandbox.control;
const enter = async (title: string) => {
	await page.getByRole('searchbox').fill(title);
	await page.locator('.entry').filter({ hasText: title }).first().click();
	await page.getByRole('heading', { level: 1, name: title }).waitFor();
};
const become = (name: string) => page.getByLabel('Write as').selectOption({ label: name });
const write = async (text: string) => {
	await page.getByLabel('Message', { exact: true }).fill(text);
	await page.getByRole('button', { name: 'Send' }).click();
};
const message = (text: string) => page.locator('article.message').filter({ hasText: text }).last();
const banner = (text: string) => page.getByRole('status').locator('.banner').filter({ hasText: text });
const decide = (extra: object = {}) => [
	{ label: 'Approve', action: { type: 'invoke.function', data: { name: 'decide' } }, ...extra },
];

inBrowser('whoever presses is told in a banner, and the message changes', async () => {
	control().setFunction({ name: 'decide', script: forwarder('button_handler', receiver.url, ['user', 'message']) });
	await lab.post('marketing', 'Hello');
	await lab.call('POST', '/channelsbyname/marketing/message', { text: 'Publish?', buttons: decide() });
	await enter('Marketing');
	await become('Leo Lindqvist');
	receiver.reply = ({ body }) => ({ type: 'banner', status: 'failure', text: `${body.user.first_name} may not` });
	await message('Publish?').getByRole('button', { name: 'Approve' }).click();
	const refused = banner('Leo may not');
	await refused.waitFor();
	expect(await refused.getAttribute('class')).toBe('banner failure');
	expect(await refused.innerText()).toContain('to Leo Lindqvist only');
	// Nothing is explained where something happens.
	expect(await page.getByRole('dialog').count()).toBe(0);
	await become('Maya Okafor');
	receiver.reply = ({ body }) => ({ type: 'message_edit', text: `Publish? Approved by ${body.user.first_name}` });
	await message('Publish?').getByRole('button', { name: 'Approve' }).click();
	await message('Approved by Maya').getByText('edited').waitFor();
	expect(await message('Approved by Maya').getByRole('button', { name: 'Approve' }).count()).toBe(0);
	await refused.getByRole('button', { name: 'Close the banner' }).click();
	await refused.waitFor({ state: 'detached' });
});

inBrowser('what somebody else pressed shows nothing here', async () => {
	await lab.call('POST', '/channelsbyname/marketing/message', { text: 'Quiet?', buttons: decide() });
	receiver.reply = () => ({ type: 'banner', status: 'success', text: 'For somebody else' });
	await control().press({
		chat: '#marketing',
		message: control().messages('#marketing').at(-1)!.id,
		as: 'leo.lindqvist@zylker.example',
	});
	receiver.reply = () => ({ type: 'banner', status: 'success', text: 'For me' });
	await message('Quiet?').getByRole('button', { name: 'Approve' }).click();
	await banner('For me').waitFor();
	expect(await banner('For me').getAttribute('class')).toBe('banner success');
	expect(await banner('For somebody else').count()).toBe(0);
});

inBrowser('a question comes first, and a function that there is not is explained', async () => {
	await lab.call('POST', '/channelsbyname/marketing/message', {
		text: 'Sure?',
		buttons: decide({
			action: {
				type: 'invoke.function',
				data: { name: 'decide' },
				confirm: { title: 'Really?', button_label: 'Do it' },
			},
		}),
	});
	await message('Sure?').getByRole('button', { name: 'Approve' }).click();
	receiver.reply = () => ({ type: 'banner', status: 'success', text: 'After the question' });
	await page.getByRole('dialog').getByRole('button', { name: 'Do it' }).click();
	await banner('After the question').waitFor();
	expect(await page.getByRole('dialog').count()).toBe(0);
	await lab.call('POST', '/channelsbyname/marketing/message', {
		text: 'Nobody home',
		buttons: decide({ action: { type: 'invoke.function', data: { name: 'nothing' } } }),
	});
	await message('Nobody home').getByRole('button', { name: 'Approve' }).click();
	await page.getByRole('dialog').getByText('Runs the function nothing').waitFor();
	await page.getByRole('button', { name: 'Close', exact: true }).click();
});

inBrowser('a form is filled in', async () => {
	receiver.reply = ({ body }) =>
		body.handler === 'button_handler'
			? {
					type: 'form',
					title: 'Tell us why',
					hint: 'In a word',
					name: 'why',
					button_label: 'Send it',
					trigger_on_cancel: true,
					action: { type: 'invoke.function', name: 'reasons' },
					inputs: [
						{ type: 'text', name: 'why', label: 'Why', mandatory: true },
						{ type: 'textarea', name: 'more', label: 'More' },
						{
							type: 'select',
							name: 'size',
							label: 'Size',
							options: [
								{ label: 'Small', value: 's' },
								{ label: 'Large', value: 'l' },
							],
						},
						{
							type: 'radio',
							name: 'when',
							label: 'When',
							options: [
								{ label: 'Now', value: 'now' },
								{ label: 'Later', value: 'later' },
							],
						},
						{
							type: 'checkbox',
							name: 'extras',
							label: 'Extras',
							options: [
								{ label: 'One', value: '1' },
								{ label: 'Two', value: '2' },
							],
						},
						{ type: 'toggle', name: 'urgent', label: 'Urgent' },
						{ type: 'date', name: 'day', label: 'Day' },
						{ type: 'native_select', name: 'who', label: 'Who' },
						{ type: 'hidden', name: 'key', value: '7' },
					],
				}
			: { type: 'banner', status: 'success', text: `Thanks for “${body.form.values.why ?? body.form.action}”` };
	control().setFunction({
		name: 'reasons',
		type: 'form',
		script: forwarder('form_submit_handler', receiver.url, ['form', 'user']),
	});
	await message('Quiet?').getByRole('button', { name: 'Approve' }).click();
	const form = page.getByRole('dialog', { name: 'Tell us why' });
	await form.getByLabel('Why *').fill('Because');
	await form.getByLabel('More').fill('Two\nlines');
	await form.getByLabel('Size').selectOption({ label: 'Large' });
	await form.getByLabel('Later').check();
	await form.getByLabel('Two').check();
	await form.getByLabel('Urgent').check();
	await form.getByLabel('Day').fill('2026-11-30');
	await form.getByLabel('Who').selectOption({ label: 'Leo Lindqvist' });
	await form.getByRole('button', { name: 'Send it' }).click();
	await banner('Thanks for “Because”').waitFor();
	await form.waitFor({ state: 'detached' });
	expect(receiver.received.at(-1)!.body.form).toEqual({
		name: 'why',
		action: 'submit',
		values: {
			why: 'Because',
			more: 'Two\nlines',
			size: { label: 'Large', value: 'l' },
			when: { label: 'Later', value: 'later' },
			extras: [{ label: 'Two', value: '2' }],
			urgent: true,
			day: '2026-11-30',
			who: expect.objectContaining({ name: 'Leo Lindqvist' }),
			key: '7',
		},
	});
	await message('Quiet?').getByRole('button', { name: 'Approve' }).click();
	await form.getByLabel('Why *').fill('   ');
	await page.keyboard.press('Escape');
	await banner('Thanks for “cancel”').waitFor();
	await form.waitFor({ state: 'detached' });
});

inBrowser('a bot has a menu, and asks with suggestions', async () => {
	await enter('Support Bot');
	await page
		.getByRole('group', { name: 'Menu of Support Bot' })
		.getByRole('button', { name: 'Opening hours' })
		.click();
	await message('Hello Maya, we are here from 9 to 17.').waitFor();
	await page.getByRole('button', { name: 'Call me back' }).click();
	await banner('Somebody will call you.').waitFor();
	control().setHandler({
		bot: 'supportbot',
		type: 'message_handler',
		script: 'return {"text":"Let us see","context":{"id":"c","params":[{"name":"os","question":"Which system?","suggestions":{"list":[{"text":"Linux"},{"text":"Windows"}]}}]}};',
	});
	control().setHandler({
		bot: 'supportbot',
		type: 'context_handler',
		script: 'return {"text":"So it is " + answers.get("os").get("text")};',
	});
	await write('It is broken');
	await page.getByRole('group', { name: 'Suggestions' }).getByRole('button', { name: 'Linux' }).click();
	await message('So it is Linux').waitFor();
	expect(await page.getByRole('group', { name: 'Suggestions' }).count()).toBe(0);
});

inBrowser('whom an @ may mean is offered', async () => {
	control().setHandler({
		bot: 'statusbot',
		type: 'mention_handler',
		script: 'return {"text":"Here I am, " + user.get("first_name")};',
	});
	await enter('Incidents');
	await page.getByLabel('Message', { exact: true }).pressSequentially('Anybody, @sta');
	await page.getByRole('group', { name: 'Mention' }).getByRole('button', { name: '@Status Bot' }).click();
	await page.keyboard.type('there?');
	await page.keyboard.press('Enter');
	await message('Here I am, Maya').waitFor();
	expect(
		control()
			.messages('#incidents')
			.map(({ text }) => text),
	).toContain('Anybody, @Status Bot there?');
	expect(await page.getByRole('group', { name: 'Mention' }).count()).toBe(0);
	expect(problems).toEqual([]);
});

inBrowser('a message that is edited over the API keeps its buttons and says that it was', async () => {
	await lab.call('POST', '/channelsbyname/marketing/message', { text: 'Deploy now?', buttons: decide() });
	const { id } = control().messages('#marketing').at(-1)!;
	expect(
		(await lab.call('PUT', `/chats/${lab.chat('marketing')}/messages/${id}`, { text: 'Deployed by Sam' })).status,
	).toBe(204);
	await enter('Marketing');
	await message('Deployed by Sam').locator('.edited').waitFor();
	expect(await message('Deployed by Sam').getByRole('button', { name: 'Approve' }).count()).toBe(1);
});
