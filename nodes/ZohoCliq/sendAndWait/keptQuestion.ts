import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { Question } from '../../../cliq';

/** What the node keeps about its question while it waits. */
export interface KeptQuestion {
	/** In which run of the node in its execution. */
	runIndex: number;
	question: Question;
	/** Of the message, as far as it is known. */
	place: { chatId?: string | undefined; messageId?: string | undefined };
}

/** n8n stores what a node keeps with the execution, so that it outlives retries, restarts and the wait. */
export function keep(context: IExecuteFunctions, asked: KeptQuestion): void {
	context.getContext('node').asked = asked;
}

/** @returns what an earlier try of this run has kept. */
export function keptByThisRun(context: IExecuteFunctions, runIndex: number): KeptQuestion | undefined {
	const asked = context.getContext('node').asked as KeptQuestion | undefined;
	return asked?.runIndex === runIndex ? asked : undefined;
}

/** A webhook gets at what its node keeps only through an expression. */
export function keptByNode(context: IWebhookFunctions): KeptQuestion | undefined {
	// Braces in the name would end the expression.
	const name = JSON.stringify(context.getNode().name).replace(
		/[{}]/g,
		(brace) => `\\u00${brace.charCodeAt(0).toString(16)}`,
	);
	const text = context.evaluateExpression(`{{ JSON.stringify($node[${name}].context["asked"] ?? null) }}`);
	return (JSON.parse(String(text)) as KeptQuestion | null) ?? undefined;
}
