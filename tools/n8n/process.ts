import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A port of this machine that nobody listens at just now. */
export async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

export interface Start extends Pick<SpawnOptions, 'env' | 'uid' | 'gid'> {
	command: string;
	args: string[];
	/** A file for everything that it prints. */
	log: string;
	/** Whether it can be used; asked again and again. */
	isReady: () => Promise<boolean>;
	/** Gets it before it is ready. */
	onProcess?: ((process: Process) => void) | undefined;
}

/** A server as a child process. */
export class Process {
	private constructor(private readonly child: ChildProcess) {}

	/** @throws Error if it ends, or is not ready within five minutes. */
	static async start({ command, args, log, isReady, onProcess, ...options }: Start): Promise<Process> {
		const output = createWriteStream(log);
		await once(output, 'open');
		const child = spawn(command, args, { stdio: ['ignore', output, output], ...options });
		let failure: Error | undefined;
		child.on('error', (error) => (failure = error));
		const server = new Process(child);
		onProcess?.(server);
		try {
			for (let tries = 0; tries < 1_500; tries++) {
				if (failure) throw failure;
				if (!server.isRunning)
					throw new Error(
						`${command} ${args.join(' ')} ended with ${child.exitCode ?? child.signalCode}; see ${log}`,
					);
				if (await isReady()) return server;
				await sleep(200);
			}
			throw new Error(`${command} ${args.join(' ')} was not ready in five minutes; see ${log}`);
		} catch (error) {
			child.kill('SIGKILL');
			throw error;
		}
	}

	get pid(): number {
		return this.child.pid as number;
	}

	private get isRunning(): boolean {
		return this.child.exitCode === null && this.child.signalCode === null;
	}

	/** Asks it to end, and sees to it after twenty seconds. */
	async stop(): Promise<void> {
		if (!this.isRunning) return;
		const ended = once(this.child, 'exit');
		this.child.kill('SIGTERM');
		await Promise.race([ended, sleep(20_000, undefined, { ref: false })]);
		this.child.kill('SIGKILL');
	}
}
