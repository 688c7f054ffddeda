import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A fresh folder for one n8n's data. The caller removes it. */
export const createUserFolder = () => mkdtemp(join(tmpdir(), 'cliq-n8n-'));

/**
 * Puts a packed community package where n8n looks for it, in the way of n8n's own installer
 * (`CommunityPackagesService.downloadPackage`): unpack, drop what only developers and npm need, list it.
 *
 * @param userFolder `N8N_USER_FOLDER` of an n8n that is not running.
 * @param tarball a `.tgz` made by `npm pack`.
 */
export async function installPackage(userFolder: string, tarball: string): Promise<void> {
	const nodes = join(userFolder, '.n8n', 'nodes');
	const listed = execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' });
	const { devDependencies, peerDependencies, optionalDependencies, ...description } = JSON.parse(listed);
	const folder = join(nodes, 'node_modules', description.name);

	await mkdir(folder, { recursive: true });
	execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
	await writeFile(join(folder, 'package.json'), JSON.stringify(description, null, 2));
	execFileSync(
		'npm',
		'install --ignore-scripts --install-strategy=shallow --no-package-lock --no-bin-links'.split(' '),
		{ cwd: folder, stdio: 'ignore' },
	);

	const list = join(nodes, 'package.json');
	const installed = await readFile(list, 'utf8').then(JSON.parse, () => ({ dependencies: {} }));
	await writeFile(
		list,
		JSON.stringify({
			name: 'installed-nodes',
			private: true,
			dependencies: { ...installed.dependencies, [description.name]: description.version },
		}),
	);
}
