/** The browser of this machine, for tests, pictures and whatever else opens a page: Chromium, Chrome or Edge. */
const { spawnSync } = require('node:child_process');
const { accessSync, constants, readFileSync, statSync } = require('node:fs');
const { homedir } = require('node:os');
const { delimiter, join } = require('node:path');

/** Names a browser; `none` says that there shall be none. */
const VARIABLE = 'CLIQ_NODES_BROWSER';

/** What else names one, by the habit of other tools. */
const HABITS = ['CHROME_PATH', 'CHROME_BIN'];

const APPLICATIONS = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
	(name) => `${name}.app/Contents/MacOS/${name}`,
);

/** Debian, Ubuntu (its package installs a snap), Google's packages, Fedora, macOS. */
const places = (home) => [
	'/usr/bin/chromium',
	'/snap/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome-stable',
	'/usr/bin/google-chrome',
	'/opt/google/chrome/chrome',
	...APPLICATIONS.flatMap((path) => [join('/Applications', path), join(home, 'Applications', path)]),
	'/usr/bin/microsoft-edge',
];

const commands = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

/** A page needs no GPU, no sandbox of its own (root has none), and nothing from the network. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/**
 * @param {object} [machine] for tests of this
 * @returns {{ path?: string, why?: string }} where a browser is, or why there is none and what helps
 */
function findBrowser({ env = process.env, home = homedir(), isBrowser = isProgram, hasFonts = isAnyFontThere } = {}) {
	const found = look(env, home, isBrowser);
	return found.path && !hasFonts()
		? {
				why: "no font is installed, so that a browser draws no text: install one, such as Debian's package fonts-dejavu-core",
			}
		: found;
}

function look(env, home, isBrowser) {
	const wanted = env[VARIABLE];
	if (wanted === 'none') return { why: `${VARIABLE} says that there is none` };
	if (wanted)
		return isBrowser(wanted) ? { path: wanted } : { why: `${VARIABLE} names ${wanted}, which is not a program` };
	const onPath = (env.PATH ?? '')
		.split(delimiter)
		.filter(Boolean)
		.flatMap((folder) => commands.map((name) => join(folder, name)));
	const path = [...HABITS.map((name) => env[name]).filter(Boolean), ...places(home), ...onPath].find(isBrowser);
	return path
		? { path }
		: {
				why: `no Chromium or Chrome was found: install one, such as Debian's package chromium, or name it in ${VARIABLE}`,
			};
}

function isProgram(path) {
	try {
		accessSync(path, constants.X_OK);
		const { size } = statSync(path);
		// Ubuntu's package is a script that does nothing but tell to install the snap.
		return size > 10_000 || !/requires the chromium snap/i.test(readFileSync(path, 'utf8'));
	} catch {
		return false;
	}
}

/** Where fontconfig rules, it tells; a machine without its command is taken to have fonts. */
function isAnyFontThere() {
	if (process.platform !== 'linux') return true;
	const { status, stdout } = spawnSync('fc-list', [':', 'file'], { encoding: 'utf8' });
	return status !== 0 || stdout.trim() !== '';
}

/** @returns {Promise<import('playwright-core').Browser>} @throws Error if this machine has none, saying what helps */
async function openBrowser() {
	const { path, why } = findBrowser();
	if (!path) throw new Error(`This needs a browser, and ${why}.`);
	return await require('playwright-core').chromium.launch({ executablePath: path, args: FLAGS });
}

module.exports = { findBrowser, openBrowser };
