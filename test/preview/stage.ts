import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../tools/browser';
import { hasBrowser } from '../support/in-browser';

export { inBrowser } from '../support/in-browser';

/** A page with the preview's modules and styles, and nothing else. */
export interface Stage {
	page: Page;
	/** What went wrong in the page, and what it tried to load from elsewhere. */
	problems: string[];
	/** Draws a message in place of what was there. Presses and votes are noted in `window.calls`. */
	draw(
		message: unknown,
		options?: { images?: boolean; votes?: unknown[]; names?: Record<string, string> | undefined },
	): Promise<void>;
	/** @returns the tags of all that was drawn, each once, sorted. */
	tags(): Promise<string[]>;
	close(): Promise<void>;
}

const folder = join(__dirname, '../../preview');
const types: Record<string, string> = { js: 'text/javascript', css: 'text/css' };

function serve(): Promise<Server> {
	const server = createServer((request, response) => {
		const name = basename(request.url ?? '');
		const type = types[name.split('.').at(-1)!];
		if (type && existsSync(join(folder, name)))
			return response.setHeader('content-type', type).end(readFileSync(join(folder, name)));
		return response
			.setHeader('content-type', 'text/html')
			.end(
				'<!doctype html><link rel="icon" href="data:,"><link rel="stylesheet" href="/preview.css"><title>Stage</title><body></body>',
			);
	});
	return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** @returns null where there is no browser. */
export async function openStage(): Promise<Stage | null> {
	if (!hasBrowser) return null;
	const server = await serve();
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const browser: Browser = await openBrowser();
	const page = await browser.newPage({ viewport: { width: 600, height: 800 } });
	const problems: string[] = [];
	page.on('pageerror', (error) => problems.push(error.message));
	page.on(
		'request',
		(request) =>
			new URL(request.url()).origin !== origin &&
			!request.url().startsWith('data:') &&
			problems.push(`loads ${request.url()}`),
	);
	await page.goto(origin);
	await page.addScriptTag({
		type: 'module',
		content: `
		import { describePress, renderMessage } from '/render.js';
		window.describePress = describePress;
		window.draw = (message, { names, ...options } = {}) => {
			window.calls = [];
			const more = { onPress: (button) => window.calls.push(button), onVote: (index) => window.calls.push(index), names: names && ((id) => names[id]) };
			document.body.replaceChildren(renderMessage(message, { ...options, ...more }));
		};
	`,
	});
	await page.waitForFunction('window.draw');
	return {
		page,
		problems,
		draw: (message, options) =>
			page.evaluate(([given, chosen]) => (globalThis as any).draw(given, chosen), [
				message,
				options ?? {},
			] as const),
		tags: () =>
			page.evaluate(() =>
				[
					...new Set(
						[...(globalThis as any).document.querySelectorAll('body *')].map(
							(node: any) => node.localName as string,
						),
					),
				].sort(),
			),
		close: async () => {
			await browser.close();
			server.close();
		},
	};
}
