import { Refusal } from '../errors';
import type { Variants } from '../variants';
import { DelugeError, freeNames, respaced } from './deluge';
import { variableNames } from './variables';

/** What the API of handlers checks in scripts and tells of them, for bots and functions alike. */

/** Of UTF-8. Source: Zoho's OpenAPI files of the REST API v3. */
const MOST_BYTES = 250 * 1_024;

/** @returns a script as it is kept, and told to whoever asks. */
export function kept(script: string, { respacedScripts }: Variants): string {
	return respacedScripts ? respaced(script) : script;
}

/**
 * Refuses what Deluge does not save: what it cannot read, and names that are neither set nor variables of the handler
 * (live, a mention handler whose script names `attachments`).
 * @param code of the refusal
 * @throws Refusal that names the line, or the variable
 */
export function checkScript(handler: string, script: string, code: string, { handlerVariables }: Variants): void {
	if (Buffer.byteLength(script) > MOST_BYTES)
		throw refusal('execution_handler_data_invalid', 'A script has 250 KB at most');
	const known = ['zoho', ...variableNames(handler, handlerVariables)];
	const missing = namesIn(script, code).find((name) => !known.includes(name));
	if (missing !== undefined) throw refusal(code, `Variable '${missing}' is not defined in a ${handler}`);
}

function namesIn(script: string, code: string): string[] {
	try {
		return [...freeNames(script)];
	} catch (error) {
		throw error instanceof DelugeError ? refusal(code, error.message) : error;
	}
}

const TEXTS = ['message', 'raw_message', 'operation', 'body', 'http_method', 'context_id', 'sub_action', 'event'];
const LISTS = ['attachments', 'mentions', 'links', 'options', 'selections'];
/** Where the message is a bare text. */
const BARE = ['message_handler'];

/** @returns the variables of a handler, as the API lists them. */
export function params(handler: string, { handlerVariables }: Variants): { param_name: string; param_type: string }[] {
	const typeOf = (name: string): string => {
		if (name === 'newuser') return 'BOOLEAN';
		if (LISTS.includes(name)) return 'LIST';
		return TEXTS.includes(name) && (name !== 'message' || BARE.includes(handler)) ? 'STRING' : 'MAP';
	};
	return variableNames(handler, handlerVariables).map((name) => ({ param_name: name, param_type: typeOf(name) }));
}

export function refusal(code: string, reason: string): Refusal {
	return new Refusal(400, code, reason, { alwaysCode: true });
}
