import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A file as it came, before anybody has judged the call it came with. */
export interface Upload {
	name: string;
	/** MIME type. */
	type: string;
	/** In bytes. */
	size: number;
	/** In hex. */
	sha256: string;
	open(): Readable;
}

/** Where uploads lie: in a temporary folder, so that large ones never fill the memory. */
export class FileStore {
	private folder: Promise<string> | undefined;
	private readonly paths = new Map<Upload, string>();

	/** Reads a file to its end. Rejects if it breaks off, and keeps nothing of it. */
	async receive(name: string, type: string, content: Readable): Promise<Upload> {
		this.folder ??= mkdtemp(join(tmpdir(), 'cliq-sandbox-'));
		const path = join(await this.folder, randomUUID());
		const hash = createHash('sha256');
		let size = 0;
		const measured = async function* (chunks: AsyncIterable<Buffer>) {
			for await (const chunk of chunks) {
				hash.update(chunk);
				size += chunk.length;
				yield chunk;
			}
		};
		await pipeline(content, measured, createWriteStream(path)).catch(async (error: unknown) => {
			await rm(path, { force: true });
			throw error;
		});
		const upload: Upload = { name, type, size, sha256: hash.digest('hex'), open: () => createReadStream(path) };
		this.paths.set(upload, path);
		return upload;
	}

	/** Throws away what nobody keeps. */
	async discard(uploads: Upload[]): Promise<void> {
		for (const upload of uploads) {
			const path = this.paths.get(upload);
			this.paths.delete(upload);
			if (path !== undefined) await rm(path, { force: true });
		}
	}

	/** Throws away everything. */
	async clear(): Promise<void> {
		const { folder } = this;
		this.folder = undefined;
		this.paths.clear();
		if (folder) await rm(await folder, { recursive: true, force: true });
	}
}
