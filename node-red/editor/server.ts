import type { Refused } from './types';

const CATALOG = '@cliq-nodes/node-red-zoho-cliq/zoho-cliq-account:';

/** @returns a sentence of the catalog that all dialogs share. */
export function phrase(key: string, values?: Record<string, string | number>): string {
	return RED._(CATALOG + key, values);
}

/** Asks one of the package's admin routes. Never rejects: what went wrong comes back as `error`. */
export async function ask<Answer extends object>(route: string, body: object): Promise<Answer | Refused> {
	return await new Promise((resolve) => {
		$.ajax({
			// Relative, so that it works wherever the editor is mounted.
			url: `zoho-cliq/${route}`,
			method: 'POST',
			contentType: 'application/json',
			data: JSON.stringify(body),
			success: (answer: Answer | Refused) => resolve(answer),
			error: ({ status }: { status: number }) =>
				resolve({ error: phrase(status === 401 || status === 403 ? 'dialog.forbidden' : 'dialog.noServer') }),
		});
	});
}
