import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * A file of these nodes in Node-RED's user directory, that its owner alone may read. It may be missing or broken at any
 * time.
 */
export class OwnFile {
	/** @param failed told in words when it cannot be written, once. */
	constructor(
		private readonly path: string,
		private readonly failed: (what: string) => void,
	) {}

	private hasFailed = false;

	/** @returns nothing where it cannot be read. */
	read(): string | undefined {
		try {
			return readFileSync(this.path, 'utf8');
		} catch {
			return undefined;
		}
	}

	/** All of it or nothing. @returns whether it is written. */
	write(text: string): boolean {
		// Another process with the same folder writes to a name of its own.
		const draft = `${this.path}.${process.pid}`;
		try {
			writeFileSync(draft, text, { mode: 0o600 });
			renameSync(draft, this.path);
			return true;
		} catch (error) {
			rmSync(draft, { force: true });
			if (!this.hasFailed) this.failed(`${this.path} cannot be written: ${(error as Error).message}`);
			this.hasFailed = true;
			return false;
		}
	}
}
