import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { filesBelow } from '../../scripts/build/files';

const root = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const workflows = readdirSync(join(root, '.github/workflows')).map((name) => `.github/workflows/${name}`);

/** Jobs of a workflow by their names, each as it is written. */
function jobsOf(workflow: string): Array<[name: string, text: string]> {
	const [, jobs] = workflow.split(/^jobs:\n/m);
	return jobs!
		.split(/^(?= {2}[\w-]+:\n)/m)
		.flatMap((text) =>
			/^ {2}([\w-]+):\n/.test(text) ? [[/^ {2}([\w-]+):/.exec(text)![1], text] as [string, string]] : [],
		);
}

test.each(workflows)('%s names each action by commit, with the version beside it', (file) => {
	const uses = read(file)
		.split('\n')
		.filter((line) => /\buses\s*:/.test(line));
	expect(uses.length).toBeGreaterThan(0);
	for (const line of uses) expect(line).toMatch(/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test('an action has one commit and one version everywhere', () => {
	const named = new Map<string, Set<string>>();
	for (const file of workflows)
		for (const [, action, version] of read(file).matchAll(/uses: ([^@\s]+)@(.+)$/gm))
			named.set(action!, (named.get(action!) ?? new Set()).add(version!));
	expect([...named].filter(([, versions]) => versions.size > 1)).toEqual([]);
});

test.each(workflows)('%s may only read, except in jobs that run no code of dependencies', (file) => {
	const workflow = read(file);
	expect(workflow.split(/^jobs:/m)[0]).toMatch(/^permissions:\n {2}contents: read\n/m);
	const mayWrite = jobsOf(workflow).filter(([, text]) => /: write$/m.test(text));
	for (const [, text] of mayWrite)
		expect(text).not.toMatch(
			/npm (?:ci|run|test|install (?!--global --ignore-scripts npm@\d))|node (?!-p)|checkout@/,
		);
	expect(mayWrite.map(([name]) => name)).toEqual(file.endsWith('release.yml') ? ['publish', 'sbom'] : []);
});

test('a release needs no token of npm, and uses nothing that another workflow may have put into a cache', () => {
	const release = read('.github/workflows/release.yml');
	expect(release).not.toMatch(/NPM_TOKEN|NODE_AUTH_TOKEN|secrets\.|actions\/cache|^\s+cache:/m);
	expect(release.match(/setup-node@/g)).toHaveLength(release.match(/package-manager-cache: false/g)!.length);
	expect(Object.fromEntries(jobsOf(release)).publish).toMatch(
		/environment: npm\n {4}permissions:\n {6}id-token: write\n/,
	);
});

test('Dependabot looks after actions and after every lock file', () => {
	const dependabot = read('.github/dependabot.yml');
	expect(dependabot).toMatch(/package-ecosystem: github-actions\n {4}directory: \/\n/);
	const folders = [...dependabot.matchAll(/directory: (\S+)|directories: \[(.+)\]/g)].flatMap(
		([, one, many]) => one ?? many!.split(', ').map((name) => name.slice(1, -1)),
	);
	for (const folder of folders) expect(existsSync(join(root, folder))).toBe(true);
	const locks = filesBelow(root, ['node_modules', 'dist', '.cache', '.git']).filter(
		(file) => file.split('/').at(-1) === 'package-lock.json',
	);
	expect(locks.length).toBeGreaterThan(1);
	for (const lock of locks) expect(folders).toContain(join('/', dirname(lock)));
});

test('CODEOWNERS names files that are there, and the workflows, manifests and its own folder', () => {
	const rules = read('.github/CODEOWNERS')
		.split('\n')
		.filter((line) => line !== '' && !line.startsWith('#'))
		.map((line) => line.split(/\s+/));
	for (const [path, ...owners] of rules) {
		expect(owners.length).toBeGreaterThan(0);
		if (path !== '*') expect(existsSync(join(root, path!))).toBe(true);
	}
	expect(rules.map(([path]) => path)).toEqual(
		expect.arrayContaining(['*', '/.github/', '/package.json', '/package-lock.json', '/node-red/package.json']),
	);
});
