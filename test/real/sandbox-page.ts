import type { Browser, Locator, Page } from 'playwright-core';
import { openBrowser } from '../../tools/browser';

/** The sandbox's web page in a real browser, and what people do there. */
export class SandboxPage {
	private constructor(
		private readonly browser: Browser,
		readonly page: Page,
	) {}

	static async open(url: string): Promise<SandboxPage> {
		const browser = await openBrowser();
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
		await this.page
			.locator('.list .entry')
			.filter({ has: this.page.locator('.entry-title', { hasText: new RegExp(`^#?${title}$`) }) })
			.first()
			.click();
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
	message(text: string | RegExp): Locator {
		return this.page.locator('article.message').filter({ hasText: text }).last();
	}

	/** Presses a button of a message as whoever acts. */
	async press(text: string, label: string): Promise<void> {
		await this.message(text).getByRole('button', { name: label, exact: true }).click();
	}

	/** Chooses an answer in the form that opens where a function is not told which message was pressed. */
	async confirm(answer: string): Promise<void> {
		const form = this.page.getByRole('dialog', { name: 'Confirm your answer' });
		await form.getByRole('combobox').selectOption({ label: answer });
		await form.getByRole('button', { name: 'Submit' }).click();
	}

	/** What a function tells whoever pressed. */
	banner(text: string | RegExp): Locator {
		return this.page.getByRole('status').locator('.banner').filter({ hasText: text });
	}

	/** Follows a link of a message. */
	async follow(text: string, label: string): Promise<Page> {
		const opening = this.page.waitForEvent('popup');
		await this.message(text).getByRole('link', { name: label, exact: true }).click();
		return await opening;
	}

	/** The links and buttons in a message itself, by what they say. */
	async pressable(message: Locator): Promise<string[]> {
		return await message.locator('.cliq-message').locator('a, button').allTextContents();
	}
}
