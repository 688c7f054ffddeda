import type { IExecuteFunctions } from 'n8n-workflow';

import type { Patience } from '../../cliq';
import { elapsed } from '../shared/clock';
import type { Progress } from './progress';

/** In milliseconds: a shorter wait needs no words. */
const NOTABLE_WAIT = 5000;

/** In milliseconds: not more often than anybody reads. */
const TELL_EVERY = 15_000;

/**
 * Tells how far a run is, and when it goes on, while it waits for the rate limit. On the canvas n8n shows nothing of a
 * node that runs, and hints only when it has ended; so it goes to n8n's log, and to the browser's console where the run
 * was started in the editor.
 */
export function tellOfWaits(context: IExecuteFunctions, progress: Progress): NonNullable<Patience['onWait']> {
	let firstWait: number | undefined;
	let told = -Infinity;
	return (until, isLocked) => {
		progress.waits(until, isLocked);
		const now = elapsed();
		firstWait ??= now;
		const isNotable = now - firstWait >= NOTABLE_WAIT || until - Date.now() >= NOTABLE_WAIT;
		if (!isNotable || until === Infinity || now - told < TELL_EVERY) return;
		told = now;
		const why = isLocked ? 'Cliq has locked this operation for the account' : "It waits for Cliq's rate limit";
		const text = `${progress.count}. ${why}; the next call goes at ${new Date(until).toISOString().slice(11, 19)} UTC.`;
		context.logger.info(`Execution ${context.getExecutionId()}, node "${context.getNode().name}": ${text}`);
		context.sendMessageToUI?.(text);
	};
}
