#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { type Sandbox, startSandbox } from './index';

const DEFAULT_PORT = 8787;

const help = `cliq-sandbox: a local Zoho Cliq to try things on. It is not Zoho, and nothing leaves this machine.

Usage: cliq-sandbox [--port ${DEFAULT_PORT}] [--help]

  --port <number>   port on 127.0.0.1; 0 takes any free one. Without it: ${DEFAULT_PORT}, or any free one if that is taken.
  --help            this text
`;

/** @returns the port. @throws Error if it is none */
function readPort(text: string): number {
	const port = Number(text);
	if (!/^\d+$/.test(text) || port > 65_535) throw new Error(`--port is a number from 0 to 65535, not "${text}"`);
	return port;
}

/** Beside another sandbox, such as a demo's, on any port. */
async function startAnywhere(): Promise<Sandbox> {
	return await startSandbox({ port: DEFAULT_PORT }).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'EADDRINUSE') throw error;
		return startSandbox({ port: 0 });
	});
}

async function main(): Promise<void> {
	const { values } = parseArgs({ options: { port: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
	if (values.help) {
		process.stdout.write(help);
		return;
	}
	const sandbox = await (values.port === undefined ? startAnywhere() : startSandbox({ port: readPort(values.port) }));
	process.stdout.write(`The Cliq sandbox is up.

  Conversations     ${sandbox.url}/
  Console           ${sandbox.url}/console   (make a client, a Self Client code or a webhook token here)

To connect n8n or Node-RED, choose Custom as the data center and enter
  Cliq server       ${sandbox.url}
  Accounts server   ${sandbox.url}

Ctrl-C ends it; nothing is kept.
`);
	// SIGHUP is the terminal being closed: files must not stay behind then either.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void sandbox.close());
}

main().catch((error: NodeJS.ErrnoException) => {
	const taken = error.code === 'EADDRINUSE';
	process.stderr.write(`${taken ? 'This port is taken; try another with --port' : error.message}\n`);
	process.exitCode = 1;
});
