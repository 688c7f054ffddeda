import { chromium, type Browser, type Locator, type Page } from 'playwright-core';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** What fetches the links of a message before anybody follows them. */
export const PREVIEWS = [
	'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
	'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
	'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com',
	'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
	'',
];

/** The sandbox's web page in a real browser, and what people do there. */
export class SandboxPage {
	private constructor(
		private readonly browser: Browser,
		readonly page: Page,
	) {}

	static async open(url: string): Promise<SandboxPage> {
		const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
		const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
		page.setDefaultTimeout(15_000);
		await page.goto(url);
		await page.getByRole('searchbox').waitFor();
		return new SandboxPage(browser, page);
	}

	async close(): Promise<void> {
		await this.browser.close();
	}

	/** Opens a conversation by what it is called in the list. */
	async enter(title: string): Promise<void> {
		await this.page.getByRole('searchbox').fill(title);
		await this.page.locator('.list .entry').filter({ has: this.page.locator('.entry-title', { hasText: new RegExp(`^#?${title}$`) }) }).first().click();
		await this.page.getByRole('heading', { level: 1, name: title }).waitFor();
	}

	/** Whoever acts on the page from now on. */
	async become(name: string): Promise<void> {
		await this.page.getByLabel('Write as').selectOption({ label: name });
	}

	async write(text: string): Promise<void> {
		await this.page.getByLabel('Message', { exact: true }).fill(text);
		await this.page.getByRole('button', { name: 'Send' }).click();
	}

	/** The newest message with this text. */
	message(text: string): Locator {
		return this.page.locator('article.message').filter({ hasText: text }).last();
	}
}

/** Fetches a link as a preview does: with GET and HEAD, by whatever name. */
export async function preview(link: string): Promise<number[]> {
	const statuses: number[] = [];
	for (const agent of PREVIEWS) {
		for (const method of ['GET', 'HEAD']) {
			const response = await fetch(link, { method, redirect: 'follow', headers: { 'user-agent': agent } });
			await response.arrayBuffer();
			statuses.push(response.status);
		}
	}
	return statuses;
}
