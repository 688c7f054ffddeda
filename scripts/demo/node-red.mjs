/** A real Node-RED with the package of this checkout, in a folder of its own. */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { root } from '../lib.mjs';
import { choosePort } from './ports.mjs';

const READY_WITHIN = 60_000;

const settings = `module.exports = {
	uiHost: '127.0.0.1',
	credentialSecret: require('node:crypto').randomBytes(16).toString('hex'),
	telemetry: { enabled: false, updateNotification: false },
	editorTheme: { tours: false, projects: { enabled: false } },
	externalModules: { palette: { allowInstall: false } },
};
`;

/**
 * @param {number} port the one to take if it is free; 0 for any
 * @returns {Promise<{ url: string, deploy(flows: object[], credentials: object): Promise<void>, log: string, stop():
 *   Promise<void> }>}
 */
export async function startNodeRed(port) {
	const folder = mkdtempSync(join(tmpdir(), 'cliq-demo-'));
	const scope = join(folder, 'node_modules', '@cliq-nodes');
	mkdirSync(scope, { recursive: true });
	symlinkSync(join(root, 'node-red'), join(scope, 'node-red-zoho-cliq'));
	writeFileSync(join(folder, 'settings.js'), settings);
	const url = `http://127.0.0.1:${await choosePort(port)}`;
	const log = join(folder, 'node-red.log');
	writeFileSync(log, '');
	const out = createWriteStream(log);
	const child = spawn(
		process.execPath,
		[join(root, 'node_modules/node-red/red.js'), '-u', folder, '-p', new URL(url).port],
		{ stdio: ['ignore', 'pipe', 'pipe'] },
	);
	child.stdout.pipe(out, { end: false });
	child.stderr.pipe(out, { end: false });
	const ended = new Promise((resolve) => child.once('exit', resolve));
	// Whatever ends this process, also while Node-RED is starting.
	const abandon = () => {
		child.kill('SIGKILL');
		rmSync(folder, { recursive: true, force: true });
	};
	process.once('exit', abandon);
	await ready(url, child, log).catch((error) => {
		process.off('exit', abandon);
		throw error;
	});

	const deploy = async (flows, credentials) => {
		// Credentials go along with their node and are kept encrypted; they never stand in the flow file.
		const withCredentials = flows.map((node) =>
			credentials[node.id] ? { ...node, credentials: credentials[node.id] } : node,
		);
		const before = starts(log);
		const response = await fetch(`${url}/flows`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'node-red-api-version': 'v1' },
			body: JSON.stringify(withCredentials),
		});
		if (!response.ok)
			throw new Error(`Node-RED did not take the flow: ${response.status} ${await response.text()}`);
		// It answers before the nodes have started, and until then nobody listens to the flow's address.
		await until(() => starts(log) > before, child, log);
	};
	const stop = async () => {
		child.kill('SIGTERM');
		await ended;
		process.off('exit', abandon);
		rmSync(folder, { recursive: true, force: true });
	};
	return { url, deploy, log, stop };
}

/**
 * The admin API answers first, and only then the flows of before are started; a deploy in between would get lost among
 * them. Its log is what tells this Node-RED from another one that has the port.
 */
async function ready(url, child, log) {
	const answers = async () => (await fetch(`${url}/settings`).catch(() => undefined))?.ok === true;
	await until(
		async () => starts(log) > 0 && readFileSync(log, 'utf8').includes(`running at ${url}`) && (await answers()),
		child,
		log,
	);
}

/** How often Node-RED has said in its log that its flows are running. */
function starts(log) {
	return readFileSync(log, 'utf8').split('Started flows').length - 1;
}

async function until(isSo, child, log) {
	const deadline = Date.now() + READY_WITHIN;
	while (Date.now() < deadline && child.exitCode === null) {
		if (await isSo()) return;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	child.kill('SIGKILL');
	throw new Error(`Node-RED did not start; its log is ${log}`);
}
