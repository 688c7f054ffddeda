/**
 * `npm run scan`: what the two communities' own judges say about what we publish. Ends non-zero on any finding.
 *
 * n8n: both legs of its package scanner, with the file patterns it uses itself: the sources as they lie here, and the
 * unpacked tarball. Node-RED: its scorecard over the unpacked tarball.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { reviewTools } from '../tools/review/install.mjs';
import { capture, ensureBuilt, pack, root, unpack } from './lib.mjs';

const tools = await reviewTools();
const { analyzePackage, SOURCE_FILE_PATTERNS } = await import(
	pathToFileURL(tools.resolve('@n8n/scan-community-package/scanner/scanner.mjs')).href
);

let findings = 0;

function report(what, complaints) {
	findings += complaints.length;
	console.log(`${complaints.length === 0 ? 'ok  ' : 'FAIL'}  ${what}`);
	for (const complaint of complaints) console.log(complaint.replace(/^/gm, '      '));
}

const complaintsOf = ({ passed, message, details }) => (passed && !message ? [] : [details ?? message]);

/** The scorecard's checks that must hold; a check that did not run must not pass for one that held. */
const checks = ['P01', 'P03', 'P04', 'P05', 'P06', 'P07', 'P08', 'N01', 'N02', 'D01', 'D02', 'D03'];

/** The node types that a package registers, from its editor files; configuration nodes need no example. */
function nodeTypes(folder, { nodes }) {
	return Object.values(nodes).flatMap((file) => {
		const html = readFileSync(join(folder, file.replace(/\.js$/, '.html')), 'utf8');
		return html.includes("category: 'config'")
			? []
			: [...html.matchAll(/registerType\('([^']+)'/g)].map(([, type]) => type);
	});
}

function scorecard(folder) {
	const output = join(folder, 'scorecard.json');
	const tool = tools.resolve('node-red-dev/bin/run');
	// The tool asks npm what is installed, so the dependencies have to be.
	capture('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
	capture(
		process.execPath,
		['--require', join(root, 'scripts', 'scorecard-stub.cjs'), tool, 'validate', '-p', folder, '-o', output],
		{ cwd: folder },
	);
	const card = JSON.parse(readFileSync(output, 'utf8'));
	const missing = checks
		.filter((check) => card[check]?.test !== true)
		.map((check) => `${check}: ${JSON.stringify(card[check] ?? 'did not run')}`);
	const types = nodeTypes(folder, JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))['node-red']);
	// The tool leaves out node types that it could not read, and then has nothing to complain about.
	const unread = types.filter((type) => !card.N02?.nodes?.includes(type)).map((type) => `N02: ${type} is not listed`);
	if (types.length === 0) unread.push('no node types found');
	return [...missing, ...unread];
}

ensureBuilt();
const n8n = unpack(pack('n8n'));
const nodeRed = unpack(pack('node-red'));
try {
	report('n8n scanner, sources', complaintsOf(await analyzePackage(root, SOURCE_FILE_PATTERNS)));
	report('n8n scanner, packed package', complaintsOf(await analyzePackage(n8n, ['**/*.js', 'package.json'])));
	report(
		`Node-RED scorecard, packed package (${checks.length} checks; P08 and N01 against an empty catalogue)`,
		scorecard(nodeRed),
	);
} finally {
	for (const folder of [n8n, nodeRed]) rmSync(folder, { recursive: true });
}
process.exitCode = findings === 0 ? 0 : 1;
