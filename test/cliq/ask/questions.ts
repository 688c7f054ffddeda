import type { Question } from '../../../cliq/ask/types';
import type { EventRequest } from '../../../cliq/events/types';

/** 22 Nov 2026 15:04 in Berlin. */
export const NOW = Date.parse('2026-11-22T14:04:00Z');

export const KEY = '5f0c6f0a4f6f4b7f9d4a1f2b3c4d5e6f';

export function approval(changes: Partial<Question> = {}): Question {
	return {
		key: KEY,
		text: 'Shall *server 5* be restarted?\nIt takes a minute.',
		kind: 'approval',
		way: 'link',
		labels: { approve: 'Approve', decline: 'Decline' },
		form: { fields: [] },
		approvers: [],
		timeZone: 'Europe/Berlin',
		...changes,
	};
}

export function freeText(changes: Partial<Question> = {}): Question {
	return approval({ kind: 'freeText', labels: { respond: 'Respond' }, ...changes });
}

export function customForm(fields: Question['form']['fields'], changes: Partial<Question> = {}): Question {
	return approval({ kind: 'customForm', labels: { respond: 'Respond' }, form: { fields }, ...changes });
}

/** A request to a question's address; with a form, as a browser sends it. */
export function delivery(
	method: string,
	query: Record<string, unknown>,
	form?: Record<string, string> | Array<[string, string]>,
): EventRequest {
	return {
		method,
		headers: method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {},
		query: { key: KEY, ...query },
		body: Buffer.from(new URLSearchParams(form).toString()),
	};
}
