import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startSandbox } from '../../../sandbox';
import { connectAccount } from '../../../tools/n8n/account';
import { N8n } from '../../../tools/n8n/n8n';
import { Artifacts } from '../artifacts';
import { locator } from './lab';

/** As the other packages for Cliq call theirs, Zoho's own among them. n8n knows credential types by this name alone. */
const THEIRS = 'zohoCliqOAuth2Api';
const OURS = 'n8n-nodes-zoho-cliq';

const temporary = mkdtempSync(join(tmpdir(), 'cliq-neighbours-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/**
 * Another package for Cliq, as far as n8n looks at one: a node that is called as ours, and a credential type that ours
 * once was.
 */
function neighbour(name: string): string {
	const folder = join(temporary, name, 'package');
	mkdirSync(folder, { recursive: true });
	const files = {
		'package.json': JSON.stringify({
			name,
			version: '1.0.0',
			n8n: {
				n8nNodesApiVersion: 1,
				nodes: ['ZohoCliq.node.js'],
				credentials: ['ZohoCliqOAuth2Api.credentials.js'],
			},
		}),
		'ZohoCliqOAuth2Api.credentials.js': `exports.ZohoCliqOAuth2Api = class {
			name = '${THEIRS}';
			extends = ['oAuth2Api'];
			displayName = 'Zoho Cliq OAuth2 API';
			properties = [{ displayName: 'Region', name: 'region', type: 'string', default: 'com' }, { displayName: 'Authorization URL', name: 'authUrl', type: 'hidden', default: 'https://neighbour.invalid/auth' }, { displayName: 'Access Token URL', name: 'accessTokenUrl', type: 'hidden', default: 'https://neighbour.invalid/token' }];
		};`,
		'ZohoCliq.node.js': `exports.ZohoCliq = class {
			description = { displayName: 'Zoho Cliq', name: 'zohoCliq', group: ['output'], version: 1, description: 'Of a neighbour', defaults: { name: 'Zoho Cliq' }, inputs: ['main'], outputs: ['main'], credentials: [{ name: '${THEIRS}', required: true }], properties: [] };
			async execute() { return [[{ json: { neighbour: true } }]]; }
		};`,
	};
	for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
	const tarball = join(temporary, `${name}.tgz`);
	execFileSync('tar', ['-czf', tarball, '-C', join(temporary, name), 'package']);
	return tarball;
}

// n8n loads community packages in the order of their names.
test.each([
	['before ours', 'n8n-nodes-cliq-by-zoho'],
	['after ours', 'n8n-nodes-zohocliq'],
])(
	'beside a package with the credential type of the others, loaded %s, ours connects and sends',
	async (when, name) => {
		const artifacts = new Artifacts(`n8n-neighbours-${when.split(' ')[0]}`);
		const sandbox = await startSandbox();
		const n8n = await N8n.start({
			packages: [process.env.CLIQ_N8N_PACKAGE as string, neighbour(name)],
			log: (file) => artifacts.path(file),
		});
		try {
			const loaded = [
				...readFileSync(artifacts.path('n8n.log'), 'utf8').matchAll(
					/Loaded all credentials and nodes from ([\w-]*cliq[\w-]*)/g,
				),
			].map(([, one]) => one);
			expect(loaded).toEqual(when === 'before ours' ? [name, OURS] : [OURS, name]);
			const nodes = (await n8n.nodeTypes()).map((type) => type.name);
			expect(nodes).toEqual(expect.arrayContaining([`${name}.zohoCliq`, `${OURS}.zohoCliq`]));

			// In "Add credential" a person sees nothing but this.
			const types = await n8n.credentialTypes();
			const shown = types
				.filter(({ displayName }) => displayName.includes('Cliq'))
				.map(({ displayName }) => displayName);
			expect(shown).toHaveLength(4);
			expect(new Set(shown).size).toBe(4);
			expect(types.filter((type) => type.name === THEIRS).map(({ properties }) => properties[0]!.name)).toEqual([
				'region',
			]);

			const { account } = await connectAccount(n8n, sandbox);
			const parameters = { channel: locator('name', 'incidents'), text: `Sent beside ${name}` };
			const workflow = await n8n.createWorkflow(name, {
				type: `${OURS}.zohoCliq`,
				credential: account,
				parameters,
			});
			const { status, error } = await n8n.run(workflow, [{}]);
			expect([status, error?.message]).toEqual(['success', undefined]);
			expect(sandbox.control.messages('#incidents').at(-1)).toMatchObject({ text: `Sent beside ${name}` });
		} finally {
			await n8n.stop();
			await sandbox.close();
		}
	},
	600_000,
);
