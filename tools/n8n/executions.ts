import { join } from 'node:path';
import type { Session } from './session';

export interface Item {
	json: Record<string, any>;
	pairedItem?: { item: number } | number;
	error?: any;
}

/** One run of one node. A node that threw has an error and no outputs. */
export interface NodeRun {
	error?: { message: string; description?: string; [more: string]: any };
	executionTime: number;
	hints: any[];
	/** Items by output: 0 is the main one, 1 the error output. */
	outputs: Item[][];
}

export interface Execution {
	id: string;
	status: 'success' | 'error' | 'canceled' | 'running' | 'waiting' | 'new' | 'crashed';
	/** What ended the execution, in stop mode. */
	error?: { message: string; description?: string; [more: string]: any };
	/** What nodes put into the record itself ("Highlighted Data"). */
	customData: Record<string, string>;
	/** The runs of a node, by its name; empty for a node that was not reached. */
	runs(node: string): NodeRun[];
}

/** n8n stores results in the format of the library flatted; its own copy reads it. */
const flatted = (): { parse(text: string): any } =>
	require(join(process.env.CLIQ_N8N as string, 'node_modules', 'flatted'));

const toRun = (run: any): NodeRun => ({
	error: run.error,
	executionTime: run.executionTime,
	hints: run.hints ?? [],
	outputs: (run.data?.main ?? []).map((items: Item[] | null) => items ?? []),
});

/** @param id of a finished or running execution. */
export async function readExecution(session: Session, id: string): Promise<Execution> {
	const record = await session.rest('GET', `/executions/${id}`);
	// A manual execution that has just begun has no data yet.
	const { resultData } = flatted().parse(record.data) ?? {};
	return {
		id,
		status: record.status,
		error: resultData?.error,
		customData: record.customData ?? {},
		runs: (node) => (resultData?.runData?.[node] ?? []).map(toRun),
	};
}

/** The ids of a workflow's executions, newest first; of all workflows if none is named. */
export async function executionIds(session: Session, workflowId?: string): Promise<string[]> {
	// A run that begins between two pages moves the next one on, which then repeats the last id of the page before.
	const ids = new Set<string>();
	const filter = encodeURIComponent(JSON.stringify({ ...(workflowId && { workflowId }) }));
	let page = '';
	for (;;) {
		const { results, nextCursor } = await session.rest('GET', `/executions?limit=100&filter=${filter}${page}`);
		for (const { id } of results) ids.add(id);
		if (!nextCursor) return [...ids];
		page = `&cursor=${nextCursor}`;
	}
}
