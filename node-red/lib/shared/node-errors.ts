import { CliqError, type ErrorDetails, type ErrorKind } from '../../../cliq';

/**
 * What a Catch node gets. Node-RED hands on the message, `name`, `code` and `cause` of an error and drops everything
 * else, so what a flow may want to switch on is in these.
 */
export class NodeError extends Error {
	override readonly name = 'Zoho Cliq';

	constructor(
		message: string,
		readonly code: ErrorKind | 'internalError',
		override readonly cause: { kind: string } & ErrorDetails,
	) {
		super(message);
	}
}

/** @returns the error as a flow gets it: the message says what happened and what to do. */
export function toNodeError(error: unknown): NodeError {
	if (error instanceof CliqError)
		return new NodeError(withHint(error), error.kind, { kind: error.kind, ...error.details });
	const message = error instanceof Error ? error.message : String(error);
	const hint = 'This is a fault of the node; please report it.';
	return new NodeError(`${message}. ${hint}`, 'internalError', { kind: 'internalError', hint });
}

/** @returns what happened and how to get unstuck, for a person. */
export function withHint({ message, hint }: CliqError): string {
	if (!hint) return message;
	return `${message}${/[.!?…]$/.test(message) ? '' : '.'} ${hint}`;
}
