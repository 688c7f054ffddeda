import type { Browser, Page } from 'playwright-core';
import { openLab, read, type Lab } from '../../sandbox/helpers';
import { openBrowser } from '../../../tools/browser';
import { hasBrowser, inBrowser } from '../../support/in-browser';

let lab: Lab;
let browser: Browser;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
	lab = await openLab();
	if (!hasBrowser) return;
	browser = await openBrowser();
	page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
	page.on('pageerror', (error) => problems.push(error.message));
	page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
	page.on(
		'request',
		(request) => new URL(request.url()).origin !== lab.sandbox.url && problems.push(`loads ${request.url()}`),
	);
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

test("files outside the page's folder are out of reach", async () => {
	for (const path of [
		'/_page/..%2fcli.ts',
		'/_page/%2e%2e/package.json',
		'/_page/lit/package.json',
		'/_page/lit/..%2f..%2fpackage.json',
		'/_page/preview/..%2fpackage.json',
		'/_page/preview/render.d.ts',
	])
		expect([path, (await read(fetch(`${lab.sandbox.url}${path}`))).status === 200]).toEqual([path, false]);
});

inBrowser(
	'a message shows up as it is posted, as text and nothing else',
	async () => {
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
	},
	60_000,
);

inBrowser(
	'a person can write and react as somebody else, and unread conversations say so',
	async () => {
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
		expect(lab.sandbox.control.messages('#marketing').at(-1)!.reactions[0]!.people[0]!.name).toBe('Leo Lindqvist');
		lab.sandbox.control.post({ chat: '#releases', text: 'Elsewhere' });
		expect(await page.locator('.entry:has-text("Releases") .badge').innerText()).toBe('1');
		expect(problems).toEqual([]);
	},
	60_000,
);

const incident = {
	text: 'checkout fails for *4 %* of the orders',
	bot: { name: 'Deploy Watch', image: 'https://pictures.example/bot.png' },
	card: {
		theme: 'modern-inline',
		title: 'Incident 4711',
		thumbnail: 'https://pictures.example/logo.png',
		sections: [
			{
				title: 'Where',
				fields: [
					{ title: 'Service', value: 'checkout' },
					{ title: 'Region', value: 'eu-west' },
				],
			},
		],
	},
	slides: [
		{
			type: 'table',
			title: 'By host',
			data: {
				headers: ['Host', 'Errors'],
				rows: [
					{ Host: 'web-1', Errors: '12' },
					{ Host: 'web-2', Errors: '7' },
				],
			},
		},
		{
			type: 'percentage_chart',
			title: 'Kinds',
			data: [
				{ label: 'Time-out', value: 40 },
				{ label: 'Refused', value: 25 },
			],
			styles: { preview: 'doughnut' },
		},
	],
	buttons: [
		{ label: 'Dashboard', action: { type: 'open.url', data: { web: 'https://dashboard.example/4711' } } },
		{ label: 'Copy number', type: '+', action: { type: 'copy', data: { text: 'INC-4711' } } },
		{
			label: 'Roll back',
			type: '-',
			key: 'rollback',
			action: {
				type: 'invoke.function',
				data: { name: 'rollback', owner: 'maya.okafor@zylker.example' },
				confirm: {
					title: 'Roll back?',
					description: 'Orders go on.',
					input: 'Reason',
					emotion: 'negative',
					button_label: 'Do it',
					cancel_button_label: 'Not now',
					mandatory: 'true',
				},
			},
		},
	],
};

inBrowser(
	'a card with table, chart and buttons is drawn, and a press says what it would do',
	async () => {
		await page.click('.entry:has-text("Incidents")');
		await page.waitForSelector('h1:has-text("Incidents")');
		const pressed: unknown[] = [];
		const end = lab.sandbox.control.subscribe(
			(event) => event.type === 'button.pressed' && pressed.push(event.button.label),
		);
		expect((await lab.call('POST', '/channelsbyname/incidents/message', incident)).status).toBeLessThan(300);
		const row = page.locator('.message').last();
		await row.locator('.cliq-card-title:text-is("Incident 4711")').waitFor();
		expect(await row.locator('.who').innerText()).toMatch(/^Deploy Watch\s*BOT.*sent by Maya Okafor/s);
		expect(await row.locator('dd').allInnerTexts()).toEqual(['checkout', 'eu-west']);
		expect(await row.locator('td').allInnerTexts()).toEqual(['web-1', '12', 'web-2', '7']);
		expect(await row.locator('.cliq-legend b').allInnerTexts()).toEqual(['61.5%', '38.5%']);
		expect(await row.locator('a.cliq-thumbnail').getAttribute('href')).toBe('https://pictures.example/logo.png');
		const box = page.getByRole('log', { name: 'Messages' });
		expect(await box.evaluate((node: any) => node.scrollWidth - node.clientWidth)).toBe(0);

		const press = page.locator('dialog.press');
		await row.getByText('Dashboard').click();
		await page.getByRole('dialog', { name: 'The button Dashboard' }).waitFor();
		expect(await press.locator('h2').innerText()).toBe('Opens https://dashboard.example/4711');
		expect(await press.locator('a').evaluate((link: any) => [link.href, link.rel])).toEqual([
			'https://dashboard.example/4711',
			'noreferrer noopener',
		]);
		await page.keyboard.press('Escape');
		await press.waitFor({ state: 'detached' });
		expect(await page.evaluate(() => (globalThis as any).document.activeElement.textContent)).toBe('Dashboard');

		await page.selectOption('.composer select', { label: 'Maya Okafor' });
		await row.getByText('Roll back').click();
		expect(await press.innerText()).toMatch(/Roll back\?\s+Orders go on\.\s+Reason/);
		await press.getByText('Do it').click();
		expect(await press.locator('form').count()).toBe(1);
		await press.locator('input').fill('Too many errors');
		await press.getByText('Do it').click();
		expect(await press.locator('h2').innerText()).toBe(
			'Runs the function rollback (owner maya.okafor@zylker.example)',
		);
		expect(await press.innerText()).toMatch(/key “rollback”[^]*Too many errors[^]*Pressed by\s+Maya Okafor/);
		await press.getByText('Close').click();
		await row.getByText('Copy number').click();
		await press.getByText('Copies “INC-4711”').waitFor();
		await press.click({ position: { x: 3, y: 3 } });
		expect(await press.count()).toBe(1);
		await page.mouse.click(5, 5);
		await press.waitFor({ state: 'detached' });
		expect(pressed).toEqual(['Dashboard', 'Roll back', 'Copy number']);
		expect(problems).toEqual([]);
		end();
	},
	60_000,
);

inBrowser('what did not change is not drawn anew', async () => {
	const card = page.locator('.cliq-card').last();
	await card.evaluate((node: any) => (node.seen = true));
	await lab.post('incidents', 'Another one');
	await page.locator('.text', { hasText: 'Another one' }).waitFor();
	expect(await card.evaluate((node: any) => node.seen)).toBe(true);
});

inBrowser(
	'a vote is that of the person who is chosen, and can be taken back',
	async () => {
		await lab.call('POST', '/channelsbyname/incidents/message', {
			text: 'Vote',
			card: { theme: 'poll', title: 'Who is on call?', options: [{ text: 'Priya' }, { text: 'Leo' }] },
		});
		await page.selectOption('.composer select', { label: 'Leo Lindqvist' });
		const option = page.locator('.cliq-vote', { hasText: 'Priya' });
		await option.click();
		await option.getByText('100% (1)').waitFor();
		expect(await option.getAttribute('aria-pressed')).toBe('true');
		expect(await option.getAttribute('title')).toBe('Leo Lindqvist');
		await page.selectOption('.composer select', { label: 'Maya Okafor' });
		await page.locator('.cliq-vote:not(.mine)', { hasText: 'Priya' }).waitFor();
		await page.locator('.cliq-vote', { hasText: 'Leo' }).click();
		await page.locator('.cliq-vote', { hasText: 'Leo' }).getByText('50% (1)').waitFor();
		expect(
			lab.sandbox.control
				.messages('#incidents')
				.at(-1)!
				.votes.map(({ name, option }) => [name, option]),
		).toEqual([
			['Leo Lindqvist', 0],
			['Maya Okafor', 1],
		]);
		expect(problems).toEqual([]);
	},
	60_000,
);

inBrowser(
	'a lock counts down',
	async () => {
		lab.sandbox.control.lock({ operation: 'message.edit', minutes: 1 });
		const figure = page.locator('.meter.locked .meter-figure');
		await figure.waitFor();
		const first = await figure.innerText();
		expect(first).toMatch(/^locked (1:00|0:5\d)$/);
		await page.waitForFunction(
			(before) => document.querySelector('.meter.locked .meter-figure')?.textContent !== before,
			first,
		);
		expect(problems).toEqual([]);
	},
	60_000,
);

inBrowser(
	'what happens while the page loads is not missed',
	async () => {
		lab.sandbox.control.clearJournal();
		await page.route('**/_sandbox/journal', async (route) => {
			const response = await route.fetch();
			await lab.post('incidents', 'While it loads');
			await route.fulfill({ response });
		});
		await page.reload();
		await page.locator('.text', { hasText: 'While it loads' }).waitFor();
		expect(await page.locator('.call').count()).toBe(1);
		await page.unroute('**/_sandbox/journal');
	},
	60_000,
);

inBrowser(
	'the console shows a secret once',
	async () => {
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
	},
	60_000,
);
