import { operation as operationOf } from '../../cliq/catalogue';
import { compose } from '../../cliq/message/compose';
import { buildRequest } from '../../cliq/http/request';
import { sampleOf, type Sample } from './samples';
import type { StoredValue } from './types';

export interface Drawn {
	/** As they go over the wire: one, or several where the text is too long for one. */
	messages?: object[];
	/** Why there is no message. */
	error?: string;
	unknown: Sample['unknown'];
}

/** @returns what the values of a dialog come to, composed and checked as if it were sent. */
export function messagesOf(operationId: string, stored: Record<string, StoredValue>): Drawn {
	const { values, named, unknown } = sampleOf(operationId, stored);
	try {
		const steps = compose(operationOf(operationId), values, []);
		const bodies = steps.map(
			(step) => buildRequest(step.operation, step.values, 'https://preview.invalid').body ?? {},
		);
		return { messages: bodies.map((body) => named(body)), unknown };
	} catch (error) {
		return { error: named((error as Error).message), unknown };
	}
}
