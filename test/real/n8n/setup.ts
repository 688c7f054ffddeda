import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { installN8n } from '../../../tools/n8n/install';

/** Before the first suite: n8n is installed (once, cached), and our package is packed as it will be published. */
export default async function setup(): Promise<void> {
	const root = join(__dirname, '..', '..', '..');
	process.env.CLIQ_N8N = await installN8n(root);
	const pack = join(root, 'scripts', 'pack.mjs');
	process.env.CLIQ_N8N_PACKAGE = execFileSync(process.execPath, [pack, 'n8n'], { encoding: 'utf8' }).trim();
}
