import type { Browser, Page } from 'playwright-core';
import { openLab, type Lab } from '../../sandbox/helpers';
import { forwarder, openReceiver } from '../../sandbox/receiver';
import { openBrowser } from '../../../tools/browser';
import { hasBrowser, inBrowser } from '../../support/in-browser';

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
}, 120_000);
afterAll(async () => {
	await browser?.close();
	await lab.sandbox.close();
	await receiver.close();
});

const write = async (text: string) => {
	await page.fill('.composer input[name=text]', text);
	await page.click('.composer .primary');
};

inBrowser('a bot that listens is in the list; what is written to it is delivered, and its answer shows', async () => {
	await page.goto(lab.sandbox.url);
	await page.waitForSelector('.entry');
	expect(await page.locator('.entry:has-text("Bot: write to it")').count()).toBe(0);
	lab.sandbox.control.setHandler({
		bot: 'statusbot',
		type: 'message_handler',
		script: forwarder('message_handler', receiver.url, ['message', 'user']),
	});
	await page.click('.entry:has-text("Bot: write to it")');
	await page.waitForSelector('h1:has-text("Status Bot")');
	receiver.reply = ({ body }) => ({ text: `All is well, ${body.user.first_name}` });
	await write('How are you?');
	await page.locator('.message:has(.bot) .text').filter({ hasText: 'All is well, Maya' }).waitFor();
	const line = page.locator('.call').filter({ hasText: 'Status Bot: message_handler' });
	expect(await line.locator('.status').innerText()).toBe('200');
	await line.locator('summary').click();
	expect(await line.locator('pre').allInnerTexts()).toEqual([
		expect.stringContaining('"message": "How are you?"'),
		expect.stringContaining('"text": "All is well, Maya"'),
	]);
	expect(await line.innerText()).not.toContain('open-sesame');
});

inBrowser('somebody else has a chat of her own with the bot', async () => {
	await page.selectOption('.composer select', { label: 'Leo Lindqvist' });
	await page.locator('.talk-head').filter({ hasText: 'Bot, with Leo Lindqvist' }).waitFor();
	await write('And for me?');
	await page.locator('.message:has(.bot) .text').filter({ hasText: 'All is well, Leo' }).waitFor();
	expect(await page.locator('.message').count()).toBe(2);
});

inBrowser('what went wrong is said in words', async () => {
	receiver.reply = () => ({ txt: 'No' });
	await write('Again');
	await page.locator('.call .why').filter({ hasText: 'A message has no key "txt"' }).waitFor();
	await page.getByRole('button', { name: 'Clear' }).click();
	await page.locator('.call').first().waitFor({ state: 'detached' });
	await page.reload();
	await page.waitForSelector('.entry');
	expect(await page.locator('.call').count()).toBe(0);
});

inBrowser('a script that fails: the person sees that, the owner sees the line and what it noted', async () => {
	lab.sandbox.control.setHandler({
		bot: 'statusbot',
		type: 'message_handler',
		script: 'info "Begins";\nreturn Map().get("a").get("b");',
	});
	await page.click('.entry:has-text("Status Bot")');
	await page.waitForSelector('h1:has-text("Status Bot")');
	await write('And now?');
	await page
		.locator('.banner.failure')
		.filter({ hasText: 'Status Bot could not answer: its message handler failed' })
		.waitFor();
	const line = page.locator('.call').filter({ hasText: 'Line 2: Error in get: null has no such function' });
	await line.locator('summary').filter({ hasText: 'What the script noted' }).click();
	expect(await line.locator('pre').innerText()).toBe('Begins');
});

inBrowser('any bot can be looked for', async () => {
	await page.fill('input[type=search]', 'leadbot');
	await page.click('.entry:has-text("Lead Bot")');
	await page.waitForSelector('h1:has-text("Lead Bot")');
	expect(problems).toEqual([]);
});
