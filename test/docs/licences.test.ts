import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

import { licences } from '../../scripts/licences';

const root = join(__dirname, '../..');

test.each(['cliq/message/text/markdown-parser.ts', 'node-red/editor/main.ts'])(
	'the bundle of %s passes on the licence of every package in it, nested ones included',
	async (entry) => {
		const { metafile } = await build({
			absWorkingDir: root,
			entryPoints: [entry],
			bundle: true,
			write: false,
			metafile: true,
			platform: 'neutral',
			mainFields: ['module', 'main'],
			external: ['./catalogue.js'],
			outfile: 'out.js',
		});
		const folders = new Set(
			Object.keys(metafile.inputs)
				.filter((file) => file.includes('node_modules/'))
				.map((file) => file.slice(0, /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)![0].length)),
		);
		const head = await licences(metafile);
		for (const folder of folders) {
			const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
			expect(head).toContain(`${name} ${version} (${license})\n\n`);
		}
		if (entry.includes('parser'))
			for (const name of ['markdown-it', 'entities'])
				expect([...folders].map((folder) => folder.split('/').at(-1))).toContain(name);
		expect(head.match(/Permission|Redistribution/g)?.length ?? 0).toBeGreaterThanOrEqual(folders.size);
	},
);

test('a package without a licence is not bundled', async () => {
	await expect(licences({ inputs: { 'node_modules/nobody/index.js': {} } })).rejects.toThrow('node_modules/nobody');
});
