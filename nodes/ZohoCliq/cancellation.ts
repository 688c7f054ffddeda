import type { IExecuteFunctions } from 'n8n-workflow';

/** In characters; n8n cuts off more. */
const LONGEST_KEY = 50;

/**
 * Puts into the record of an execution how far the node came when it was cancelled. n8n keeps nothing there of what a
 * cancelled node returns or throws, only the execution's custom data: "Highlighted Data" where the edition shows it,
 * and `customData` in the API. As that is easily missed, it goes to the log as well.
 *
 * @param report asked at the moment of the cancellation.
 * @returns a function for when the node is done.
 */
export function reportCancellation(context: IExecuteFunctions, report: () => string): () => void {
	const signal = context.getExecutionCancelSignal();
	// n8n saves the record right after it has told the signal's listeners, so this must not wait for anything.
	const note = () => {
		const { name } = context.getNode();
		const said = report();
		context.logger.info(`Execution ${context.getExecutionId()} was cancelled at the node "${name}": ${said}`);
		const key = name.replace(/[^\p{L}\p{N}]+/gu, '_').slice(0, LONGEST_KEY);
		try {
			context.getWorkflowDataProxy(0).$execution.customData.set(key, said);
		} catch {
			// Without a record to write into, as for a tool of an agent. An error in a listener would end all of n8n.
		}
	};
	signal?.addEventListener('abort', note);
	return () => signal?.removeEventListener('abort', note);
}
