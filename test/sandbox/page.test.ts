import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { openLab, read, type Lab } from './helpers';

const CHROMIUM = '/usr/bin/chromium';
const inBrowser = existsSync(CHROMIUM) ? test : test.skip;

let lab: Lab;
let browser: Browser;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
	lab = await openLab();
	if (!existsSync(CHROMIUM)) return;
	browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
	page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
	page.on('pageerror', (error) => problems.push(error.message));
	page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
	page.on('request', (request) => new URL(request.url()).origin !== lab.sandbox.url && problems.push(`loads ${request.url()}`));
}, 120_000);
afterAll(async () => {
	await browser?.close();
	await lab.sandbox.close();
});

test.each(['/', '/console'])('%s has a strict policy and loads nothing from elsewhere', async (path) => {
	const { headers, text } = await read(fetch(`${lab.sandbox.url}${path}`));
	const policy = headers.get('content-security-policy')!;
	expect(policy).toMatch(/default-src 'none'/);
	expect(policy).not.toMatch(/unsafe|\*|http/);
	expect(policy).toMatch(/frame-ancestors 'none'/);
	expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
});

test('files outside the page\'s folder are out of reach', async () => {
	for (const path of ['/_page/..%2fcli.ts', '/_page/%2e%2e/package.json', '/_page/lit/package.json', '/_page/lit/..%2f..%2fpackage.json']) expect([path, (await read(fetch(`${lab.sandbox.url}${path}`))).status === 200]).toEqual([path, false]);
});

inBrowser('a message shows up as it is posted, as text and nothing else', async () => {
	await page.goto(lab.sandbox.url);
	await page.click('.entry:has-text("Marketing")');
	await page.waitForSelector('h1:has-text("Marketing")');
	const nasty = '<img src=x onerror="document.title=1"> *bold* javascript:alert(1) {@all}';
	const id = await lab.post('marketing', nasty);
	const text = page.locator('.message .text').last();
	await text.filter({ hasText: 'bold' }).waitFor();
	expect(await text.innerText()).toBe('<img src=x onerror="document.title=1"> bold javascript:alert(1) @all');
	expect(await page.locator('.messages img, .messages a').count()).toBe(0);
	expect(await page.title()).toBe('Cliq sandbox');

	await lab.call('PUT', `/chats/${lab.chat('marketing')}/messages/${id}`, { text: 'Better' });
	await page.locator('.edited').last().hover();
	expect(await page.locator('.former').last().innerText()).toContain(nasty);

	await lab.call('POST', `/chats/${lab.chat('marketing')}/messages/${id}/reactions`, { emoji_code: '👀' });
	await page.locator('.chip.mine').last().filter({ hasText: '1' }).waitFor();
	await lab.call('DELETE', `/chats/${lab.chat('marketing')}/messages/${id}`);
	await page.waitForSelector('.tombstone');
	expect(await page.locator('.call').count()).toBe(4);
	expect(problems).toEqual([]);
}, 60_000);

inBrowser('a person can write and react as somebody else, and unread conversations say so', async () => {
	await page.selectOption('.composer select', { label: 'Leo Lindqvist' });
	await page.fill('.composer input[name=text]', 'Typed at the page');
	await page.click('.composer button.primary');
	await page.locator('.text', { hasText: 'Typed at the page' }).waitFor();
	const posted = lab.sandbox.control.messages('#marketing').at(-1)!;
	expect([posted.text, posted.author.name]).toEqual(['Typed at the page', 'Leo Lindqvist']);
	const row = page.locator('.message', { hasText: 'Typed at the page' });
	await row.hover();
	await row.locator('[title="React with 🎉"]').click();
	await row.locator('.chip').waitFor();
	expect(lab.sandbox.control.messages('#marketing').at(-1)!.reactions[0].people[0].name).toBe('Leo Lindqvist');
	lab.sandbox.control.post({ chat: '#releases', text: 'Elsewhere' });
	expect(await page.locator('.entry:has-text("Releases") .badge').innerText()).toBe('1');
	expect(problems).toEqual([]);
}, 60_000);

inBrowser('a lock counts down', async () => {
	lab.sandbox.control.lock({ operation: 'message.edit', minutes: 1 });
	const figure = page.locator('.meter.locked .meter-figure');
	await figure.waitFor();
	const first = await figure.innerText();
	expect(first).toMatch(/^locked (1:00|0:5\d)$/);
	await page.waitForFunction((before) => document.querySelector('.meter.locked .meter-figure')?.textContent !== before, first);
	expect(problems).toEqual([]);
}, 60_000);

inBrowser('the console shows a secret once', async () => {
	await page.goto(`${lab.sandbox.url}/console`);
	await page.click('text=Generate token');
	const zapikey = await page.locator('.secret code').innerText();
	expect(zapikey).toMatch(/^1001\./);
	await page.selectOption('select[name=type]', 'server');
	await page.fill('input[name=redirectUri]', 'http://localhost:5678/cb');
	await page.click('button:text-is("Create")');
	await page.locator('.secret').first().getByText('Client secret').waitFor();
	expect(lab.sandbox.control.state().clients.at(-1)).toMatchObject({ type: 'server' });
	await page.reload();
	await page.waitForSelector('.card');
	expect(await page.content()).not.toContain(zapikey);
	expect(await page.locator('.secret').count()).toBe(0);
	expect(problems).toEqual([]);
}, 60_000);
