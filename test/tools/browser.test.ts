import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findBrowser } from '../../tools/browser';

/** A machine on which these are programs. */
const machine = (programs: string[], env: Record<string, string> = {}) =>
	findBrowser({ env, home: '/home/ana', isBrowser: (path) => programs.includes(path), hasFonts: () => true });

test.each([
	'/usr/bin/chromium',
	'/snap/bin/chromium',
	'/usr/bin/google-chrome-stable',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/home/ana/Applications/Chromium.app/Contents/MacOS/Chromium',
])('%s is found', (path) => {
	expect(machine([path])).toEqual({ path });
});

test('what the variable names comes first, and must be there', () => {
	const env = { CLIQ_NODES_BROWSER: '/opt/mine', CHROME_BIN: '/opt/other' };
	expect(machine(['/opt/mine', '/opt/other', '/usr/bin/chromium'], env)).toEqual({ path: '/opt/mine' });
	expect(machine(['/usr/bin/chromium'], env).why).toContain('/opt/mine, which is not a program');
	expect(machine(['/opt/other', '/usr/bin/chromium'], { CHROME_BIN: '/opt/other' })).toEqual({ path: '/opt/other' });
	expect(machine(['/usr/bin/chromium'], { CLIQ_NODES_BROWSER: 'none' }).why).toContain('CLIQ_NODES_BROWSER');
});

test('any folder of the path may hold one; without any, it says what helps', () => {
	expect(machine(['/nix/bin/google-chrome'], { PATH: '/bin:/nix/bin' })).toEqual({ path: '/nix/bin/google-chrome' });
	expect(machine([], { PATH: '/bin' }).why).toMatch(/install one, .* CLIQ_NODES_BROWSER$/);
});

test('a machine without a single font has none that draws text', () => {
	const found = (hasFonts: boolean, programs: string[]) =>
		findBrowser({ env: {}, home: '/', isBrowser: (path) => programs.includes(path), hasFonts: () => hasFonts });
	expect(found(false, ['/usr/bin/chromium']).why).toMatch(/no font .* fonts-dejavu-core$/);
	expect(found(false, []).why).toMatch(/no Chromium or Chrome/);
});

test('the script that Ubuntu has in the place of a browser is none', () => {
	const folder = mkdtempSync(join(tmpdir(), 'cliq-browser-'));
	const look = (path: string) => findBrowser({ env: { CLIQ_NODES_BROWSER: path }, hasFonts: () => true });
	try {
		const path = join(folder, 'chromium-browser');
		writeFileSync(
			path,
			'#!/bin/sh\necho "Command \'$0\' requires the chromium snap to be installed." >&2\nexit 1\n',
		);
		chmodSync(path, 0o755);
		expect(look(path).path).toBeUndefined();
		writeFileSync(path, '#!/bin/sh\nexec /usr/lib/chromium/chromium "$@"\n');
		expect(look(path)).toEqual({ path });
		chmodSync(path, 0o644);
		expect(look(path).why).toContain('not a program');
	} finally {
		rmSync(folder, { recursive: true });
	}
});
