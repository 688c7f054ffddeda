import { execFileSync, type SpawnOptions } from 'node:child_process';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, Process } from '../../../tools/n8n/process';

const LOCALHOST = '127.0.0.1';

const REDIS = '/usr/bin/redis-server';

/** Debian puts each version of PostgreSQL into a folder of its own. */
const POSTGRES = '/usr/lib/postgresql';

/** @returns the folder with the newest PostgreSQL's programs; nothing if there is none. */
function postgresFolder(): string | undefined {
	const versions = existsSync(POSTGRES) ? readdirSync(POSTGRES) : [];
	const folders = versions
		.sort((one, other) => Number(one) - Number(other))
		.map((version) => join(POSTGRES, version, 'bin'));
	return folders.filter((folder) => existsSync(join(folder, 'initdb'))).at(-1);
}

/** What n8n's queue mode needs beside n8n: Redis and PostgreSQL, on free ports and in a folder that goes with them. */
export class Services {
	private constructor(
		private readonly folder: string,
		private readonly processes: Process[],
		/** For n8n's environment. */
		readonly environment: Record<string, string>,
	) {}

	/**
	 * @param log gives the path of a log file.
	 * @throws Error if one of them is not installed, or does not start.
	 */
	static async start(log: (name: string) => string): Promise<Services> {
		const bin = postgresFolder();
		if (!existsSync(REDIS) || bin === undefined) {
			throw new Error(
				'n8n in queue mode needs Redis and PostgreSQL. Install them: apt-get install -y --no-install-recommends redis-server postgresql',
			);
		}
		const folder = await mkdtemp(join(tmpdir(), 'cliq-services-'));
		const processes: Process[] = [];
		try {
			const redis = await startRedis(folder, log('redis.log'), processes);
			const postgres = await startPostgres(bin, folder, log('postgres.log'), processes);
			return new Services(folder, processes, {
				EXECUTIONS_MODE: 'queue',
				QUEUE_BULL_REDIS_HOST: LOCALHOST,
				QUEUE_BULL_REDIS_PORT: String(redis),
				DB_TYPE: 'postgresdb',
				DB_POSTGRESDB_HOST: LOCALHOST,
				DB_POSTGRESDB_PORT: String(postgres),
				DB_POSTGRESDB_USER: 'n8n',
				DB_POSTGRESDB_DATABASE: 'postgres',
			});
		} catch (error) {
			await new Services(folder, processes, {}).stop();
			throw error;
		}
	}

	async stop(): Promise<void> {
		await Promise.all(this.processes.map((process) => process.stop()));
		await rm(this.folder, { recursive: true, force: true });
	}
}

/** @returns its port. */
async function startRedis(folder: string, log: string, processes: Process[]): Promise<number> {
	const port = await freePort();
	const args = ['--port', String(port), '--bind', LOCALHOST, '--save', '', '--appendonly', 'no', '--dir', folder];
	processes.push(await Process.start({ command: REDIS, args, log, isReady: () => isListening(port) }));
	return port;
}

/** @returns its port. */
async function startPostgres(bin: string, folder: string, log: string, processes: Process[]): Promise<number> {
	const port = await freePort();
	const user = ordinaryUser();
	if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
	const data = join(folder, 'postgres');
	execFileSync(
		join(bin, 'initdb'),
		['-D', data, '-U', 'n8n', '--auth', 'trust', '--no-locale', '-E', 'UTF8', '--no-sync'],
		{ ...user, stdio: 'pipe', cwd: folder },
	);
	const args = [
		'-D',
		data,
		'-p',
		String(port),
		'-k',
		folder,
		'-c',
		`listen_addresses=${LOCALHOST}`,
		'-c',
		'fsync=off',
	];
	processes.push(
		await Process.start({
			command: join(bin, 'postgres'),
			args,
			log,
			...user,
			isReady: async () => answers(bin, port),
		}),
	);
	return port;
}

/** PostgreSQL refuses to run as root; its package brings a user for it. */
function ordinaryUser(): Pick<SpawnOptions, 'uid' | 'gid'> {
	if (process.getuid?.() !== 0) return {};
	const id = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
	return { uid: id('-u'), gid: id('-g') };
}

function answers(bin: string, port: number): boolean {
	try {
		execFileSync(join(bin, 'pg_isready'), ['-h', LOCALHOST, '-p', String(port)], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

function isListening(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, LOCALHOST, () => resolve(socket.destroy().destroyed));
		socket.on('error', () => resolve(false));
	});
}
