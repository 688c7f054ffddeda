import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../../tools/browser';
import type { Runner } from './runner';

const shots = join(__dirname, '..', '..', '..', '.cache', 'shots');

export type Clip = { x: number; y: number; width: number; height: number };

declare const RED: any;

/** Node-RED's editor in a browser, and what a person does there again and again. */
export class Editor {
	/** What the page complained about. */
	readonly complaints: string[] = [];

	private constructor(
		private readonly browser: Browser,
		readonly page: Page,
	) {
		page.on('pageerror', (error) => this.complaints.push(error.stack ?? String(error)));
		page.on('console', (entry) => {
			if (entry.type() === 'error') this.complaints.push(entry.text());
		});
	}

	static async open(runner: Runner): Promise<Editor> {
		mkdirSync(shots, { recursive: true });
		const browser = await openBrowser();
		const page = await browser.newPage({ viewport: { width: 1500, height: 950 }, deviceScaleFactor: 1 });
		page.setDefaultTimeout(20_000);
		const editor = new Editor(browser, page);
		await page.goto(runner.url, { timeout: 90_000 });
		await page.waitForSelector('.red-ui-palette-node[data-palette-type="zoho-cliq-send"]', { timeout: 60_000 });
		return editor;
	}

	async close(): Promise<void> {
		await this.browser.close();
	}

	async shot(name: string, clip?: Clip): Promise<void> {
		await this.page.screenshot({ path: join(shots, `${name}.png`), ...(clip && { clip }) });
	}

	async settle(): Promise<void> {
		await this.page.waitForTimeout(400);
	}

	/** Waits until no notice covers the page. */
	async quiet(): Promise<void> {
		await this.page.waitForFunction(() => !document.querySelector('.red-ui-notification:not([style*="none"])'));
		await this.settle();
	}

	async edit(id: string): Promise<void> {
		await this.page.evaluate((node) => RED.editor.edit(RED.nodes.node(node)), id);
		await this.page.waitForSelector('#node-input-operation');
		await this.settle();
	}

	async accept(): Promise<void> {
		await this.page.click('#node-dialog-ok');
		await this.page.waitForSelector('#node-dialog-ok', { state: 'detached' });
		await this.settle();
	}

	async deploy(): Promise<void> {
		await this.page.click('#red-ui-header-button-deploy');
		await this.page.waitForSelector('#red-ui-header-button-deploy.disabled');
		await this.settle();
	}
}
