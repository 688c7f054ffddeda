import { createSign, randomBytes } from 'node:crypto';
import type { Invocation } from './deluge';
import type { Webhook } from '../model';
import type { Occasion } from './types';

/** Webhooks know some handlers by other names than scripts do. */
const names: Partial<Record<Occasion['handler'], string>> = {
	menu_handler: 'action_handler',
	call_handler: 'alert_handler',
	incoming_webhook_handler: 'incomingwebhook_handler',
	form_submit_handler: 'form_handler',
};

export interface WebhookCall {
	request: Invocation;
	/** In the address for a later answer. */
	token: string;
}

/**
 * What a webhook is sent. Source: the templates of Zoho's zcatalyst-cli 1.25.3; header and signature: those who check
 * it.
 * @param home where the sandbox can be reached
 */
export function webhookCall(
	{ bot, function: run, handler, entry, time }: Occasion,
	told: Record<string, unknown>,
	{ url, privateKey }: Webhook,
	home: string,
): WebhookCall {
	const token = randomBytes(16).toString('hex');
	const body = JSON.stringify({
		name: bot?.name ?? run!.name,
		...(bot && { unique_name: bot.uniqueName }),
		handler: { type: names[handler] ?? handler, ...(entry !== undefined && { name: entry }) },
		// Nobody answers a call.
		...(handler !== 'call_handler' && {
			response_url: `${home}/v2/extensions/${bot?.uniqueName ?? run!.id}/responses/${token}`,
		}),
		type: bot ? 'bot' : 'function',
		timestamp: time,
		params: told,
	});
	const signature = createSign('sha256').update(body).sign(privateKey, 'base64');
	return {
		token,
		request: {
			method: 'POST',
			url,
			headers: { 'content-type': 'application/json', 'x-cliq-signature': signature },
			body,
		},
	};
}

/**
 * @returns the message in a webhook's answer.
 * @throws Error if it is no JSON object
 */
export function outputOf(text: string): unknown {
	if (text.trim() === '') return null;
	const body = parse(text);
	if (typeof body !== 'object' || body === null || Array.isArray(body))
		throw new Error('The answer is not a JSON object');
	return (body as { output?: unknown }).output;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
