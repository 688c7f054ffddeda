/** Ports of this machine for servers that a person opens: always the same one, unless something else uses it. */
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { tryLock } from '../build/lock.js';

/**
 * Two demos that start at the same time do not choose the same port: a server that is starting listens only seconds
 * later, so the one that chose it keeps a lock on it until it ends.
 *
 * @param {number} wanted the port to take if it is free; 0 for any
 * @returns {Promise<number>} it, or any free one
 */
export async function choosePort(wanted) {
	if (wanted === 0) return await listenTo(0);
	const release = tryLock(join(tmpdir(), `cliq-nodes-port-${wanted}.lock`));
	if (!release) return await listenTo(0);
	const port = await listenTo(wanted);
	if (port === undefined) release();
	else process.once('exit', release);
	return port ?? (await listenTo(0));
}

/** @returns {Promise<number | undefined>} the port that a server had for a moment; undefined if it is taken */
function listenTo(port) {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(undefined));
		server.listen(port, '127.0.0.1', () => {
			const { port: taken } = server.address();
			server.close(() => resolve(taken));
		});
	});
}
