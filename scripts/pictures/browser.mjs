import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';

import { openBrowser as openAnyBrowser } from '../../tools/browser.js';
import { root } from '../lib.mjs';

/** @returns a browser that draws all that the pictures show. @throws Error if there is none */
export async function openBrowser() {
	const { status, stdout } = spawnSync('fc-list', [':lang=und-zsye', 'family'], { encoding: 'utf8' });
	if (status === 0 && stdout.trim() === '')
		throw new Error(
			"No font with emoji is installed, which the pictures show: install one, such as Debian's package fonts-noto-color-emoji",
		);
	return await openAnyBrowser();
}

/** @returns a page of that size, in CSS pixels, which are the picture's */
export async function openPage(browser, url, width, height) {
	const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: 1 });
	page.setDefaultTimeout(30_000);
	await page.goto(url, { timeout: 120_000 });
	return page;
}

/** Takes `docs/pictures/<name>.png`, once nothing moves any more. @param clip the part of the page that counts */
export async function take(page, name, clip) {
	await page.waitForTimeout(600);
	const path = join(root, 'docs', 'pictures', `${name}.png`);
	await page.screenshot({ path, ...(clip && { clip }) });
	console.log(`${path}  ${Math.round(statSync(path).size / 1_000)} kB`);
}

/** Takes parts of a page that is too long for one picture, in columns from left to right. */
export async function takeBesideEachOther(page, name, clips) {
	const columns = [];
	for (const clip of clips)
		columns.push(
			`<div><img src="data:image/png;base64,${(await page.screenshot({ clip })).toString('base64')}"></div>`,
		);
	const width = clips.reduce((sum, clip) => sum + clip.width + 1, -1);
	const height = Math.max(...clips.map((clip) => clip.height));
	const sheet = await openPage(page.context().browser(), 'about:blank', Math.ceil(width), Math.ceil(height));
	await sheet.setContent(
		`<style>body { margin: 0; display: flex } div + div { border-left: 1px solid #ddd } img { display: block }</style>${columns.join('')}`,
	);
	await take(sheet, name);
	await sheet.close();
}
