import { startSandbox, type Sandbox } from '../../../sandbox';
import { VirtualClock } from './clock';

/** A sandbox, and the virtual time that it goes by. */
export interface TimedSandbox {
	clock: VirtualClock;
	sandbox: Sandbox;
}

/** Starts one before the first test of a file, and closes it after the last. @returns what is there once tests run */
export function timedSandbox(): TimedSandbox {
	const clock = new VirtualClock();
	const timed = { clock } as TimedSandbox;
	beforeAll(async () => {
		timed.sandbox = await startSandbox({ now: () => clock.now() });
	});
	afterAll(() => timed.sandbox.close());
	return timed;
}
