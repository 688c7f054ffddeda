import { Control } from './control';
import { Core, type SandboxOptions } from './core';
import { HttpServer } from './server';
import { checkVariants } from './variants';

export type { Delivery } from './bots/types';
export type { Control } from './control';
export type { SandboxOptions } from './core';
export type { SandboxEvent } from './events';
export type { FaultKind, FaultRule } from './faults';
export type { Counters, JournalEntry } from './journal';
export type { Usage } from './thresholds';
export { defaultVariants, variantValues, type Variants } from './variants';
export { VirtualClock } from './virtual-clock';

export interface Sandbox {
	/** `http://127.0.0.1:<port>`; the accounts server and the API both live here. */
	url: string;
	control: Control;
	/** Ends everything, calls under way too. */
	close(): Promise<void>;
}

/**
 * Starts a local Cliq on loopback.
 * @throws Error if the port is taken or a variant does not exist
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	checkVariants({ ...options.variants });
	const core = new Core(options);
	const { http, control } = await HttpServer.start(core, (server) => new Control(core, server));
	const close = async () => {
		control.dispose();
		await http.close();
	};
	return { url: core.url, control, close };
}
