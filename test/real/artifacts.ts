import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(__dirname, '..', '..');

/**
 * Everything a suite leaves behind that somebody might read one day: logs, execution records, outputs, flows, pages.
 * They go to `.cache/artifacts/<suite>`, the secrets that were used to `.cache/secrets/<suite>.json`, and
 * `scripts/leaks.mjs` looks for the ones in the others. Encrypted credential stores have no place here.
 */
export class Artifacts {
	readonly folder: string;
	private readonly secrets = new Set<string>();

	/** @param suite a name of its own for each suite; what an earlier run left under it is removed. */
	constructor(private readonly suite: string) {
		this.folder = join(root, '.cache', 'artifacts', suite);
		rmSync(this.folder, { recursive: true, force: true });
		mkdirSync(this.folder, { recursive: true });
		mkdirSync(join(root, '.cache', 'secrets'), { recursive: true });
		this.writeSecrets();
	}

	/** Registers tokens, client secrets, grant codes, zapikeys: whatever nobody may ever see. */
	addSecrets(...secrets: string[]): void {
		for (const secret of secrets) this.secrets.add(secret);
		this.writeSecrets();
	}

	/** The path of a file here, for a process that writes it itself. */
	path(file: string): string {
		return join(this.folder, file);
	}

	/** Saves text as it is, anything else as JSON. */
	save(file: string, content: unknown): void {
		writeFileSync(this.path(file), typeof content === 'string' ? content : JSON.stringify(content, null, 1));
	}

	/** Copies a file or a folder. */
	copy(from: string, file: string): void {
		cpSync(from, this.path(file), { recursive: true });
	}

	/** @throws Error naming the files with a secret in them, or if there was nothing to search or to search for. */
	async search(): Promise<void> {
		await promisify(execFile)(process.execPath, [join(root, 'scripts', 'leaks.mjs'), this.suite]).catch((error) => {
			throw new Error(`The search for leaked secrets failed:\n${error.stdout}${error.stderr}`);
		});
	}

	private writeSecrets(): void {
		writeFileSync(join(root, '.cache', 'secrets', `${this.suite}.json`), JSON.stringify([...this.secrets]));
	}
}
