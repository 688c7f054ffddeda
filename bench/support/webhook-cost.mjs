import { measure } from './real-runner.mjs';

/** At most so many times the processor time that the Webhook node takes, for events one by one and fifty at once. */
export const aims = { single: 1.3, burst: 1.2 };

/**
 * What an event costs the trigger beside n8n's own Webhook node, in a real n8n. @param isShort less exact, in a minute.
 */
export function webhookCost(isShort) {
	return { ...measure('webhook', isShort ? { CLIQ_BENCH_EVENTS: '20', CLIQ_BENCH_ROUNDS: '3' } : {}), aims };
}
