import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, writeFileSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Lab, locator } from '../../test/real/n8n/lab';
import type { FurtherNode } from '../../tools/n8n/workflow';
import { memoryOf, usageOf } from '../overhead/usage';

/**
 * What it costs a real n8n to send ten files of the largest size at once, with binary data on disk (n8n's default). Not
 * a test: it measures, and `files.mjs` judges.
 */
const COUNT = 10;
const LARGEST = 50 * 1024 * 1024;

interface Made {
	name: string;
	sha256: string;
}

/** Files that differ, and take no space themselves: what follows their beginning is never written. */
async function makeFiles(folder: string, prefix: string, size: number): Promise<Made[]> {
	const names = Array.from({ length: COUNT }, (_, index) => `${prefix}-${index}.bin`);
	return await Promise.all(
		names.map(async (name) => {
			const file = await open(join(folder, name), 'w');
			await file.write(randomBytes(1000));
			await file.truncate(size);
			await file.close();
			const hash = createHash('sha256');
			await pipeline(createReadStream(join(folder, name)), hash);
			return { name, sha256: hash.digest('hex') };
		}),
	);
}

/** Reads the files from disk and puts them all into one item. */
const reading = (pattern: string): FurtherNode[] => [
	{
		name: 'Read',
		type: 'n8n-nodes-base.readWriteFile',
		typeVersion: 1.1,
		parameters: { operation: 'read', fileSelector: pattern, options: {} },
	},
	{
		name: 'Together',
		type: 'n8n-nodes-base.aggregate',
		typeVersion: 1,
		parameters: { aggregate: 'aggregateAllItemData', options: { includeBinaries: true } },
	},
];

test('n8n', async () => {
	const lab = await Lab.start('bench-files');
	try {
		const { n8n, sandbox } = lab;
		const folder = join(n8n.userFolder, '.n8n-files'); // The only one that n8n lets its nodes read.
		await mkdir(folder);
		const [small, large] = [await makeFiles(folder, 'small', 1000), await makeFiles(folder, 'large', LARGEST)];

		const parameters = {
			resource: 'file',
			operation: 'send',
			target: 'channel',
			channel: locator('name', 'releases'),
			files: '*',
		};
		const send = (prefix: string) => lab.workflow({ parameters, before: reading(join(folder, `${prefix}-*.bin`)) });
		const nothing = await n8n.createWorkflow('nothing', {
			type: 'n8n-nodes-base.noOp',
			parameters: {},
			before: reading(join(folder, 'large-*.bin')),
		});
		const run = async (workflow: Awaited<ReturnType<typeof send>>) => {
			const { status, error, runs } = await n8n.run(workflow, [{}]);
			expect([status, error?.message, error?.description]).toEqual(['success', undefined, undefined]);
			return runs;
		};
		const there = sandbox.control.files().length;
		await run(await send('small')); // Loads what is loaded once.
		const before = memoryOf(n8n.pid, 'VmRSS');
		const grown = async (work: () => Promise<unknown>) => {
			const { wall, peak } = await usageOf(n8n.pid, work);
			return { seconds: wall, megabytes: ((peak - before) * 1024 * 1024) / 1_000_000 };
		};
		const withoutUs = await grown(async () => {
			const outputs = (await run(nothing))('Together')[0]?.outputs ?? [];
			const { binary } = outputs[0]?.[0] as unknown as { binary: Record<string, { id?: string }> };
			expect(Object.values(binary).map(({ id }) => id?.split(':')[0])).toEqual(
				Array(COUNT).fill('filesystem-v2'),
			);
		});
		const workflow = await send('large');
		const withUs = await grown(() => run(workflow));

		const arrived = sandbox.control
			.files()
			.slice(there)
			.map(({ name, sha256 }) => ({ name, sha256 }));
		const byName = (one: Made, other: Made) => one.name.localeCompare(other.name);
		expect(arrived.sort(byName)).toEqual([...small, ...large].sort(byName));
		writeFileSync(
			process.env.CLIQ_BENCH_OUT as string,
			JSON.stringify({
				count: COUNT,
				bytes: COUNT * LARGEST,
				seconds: withUs.seconds,
				residentGrowthMB: withUs.megabytes,
				readingOnlyMB: withoutUs.megabytes,
			}),
		);
	} finally {
		await lab.end();
	}
}, 240_000);
