import { Refusal } from '../errors';
import type { Variants } from '../variants';
import { freeNames } from './deluge';
import { respaced } from './respaced';
import { allVariableNames, variableNames } from './variables';

/** What the API of handlers checks in scripts and tells of them, for bots and functions alike. */

/** Of UTF-8. Source: Zoho's OpenAPI files of the REST API v3. */
const MOST_BYTES = 250 * 1_024;

/** @returns a script as it is kept, and told to whoever asks. */
export function kept(script: string, { respacedScripts }: Variants): string {
	return respacedScripts ? respaced(script) : script;
}

/**
 * Live, a mention handler whose script names `attachments` is refused: scripts know the variables of their handler only.
 * @param code of the refusal
 * @throws Refusal
 */
export function checkScript(handler: string, script: string, code: string, { handlerVariables }: Variants): void {
	if (Buffer.byteLength(script) > MOST_BYTES) throw refusal('execution_handler_data_invalid', 'A script has 250 KB at most');
	const missing = namesIn(script).find((name) => allVariableNames.has(name) && !variableNames(handler, handlerVariables).includes(name));
	if (missing) throw refusal(code, `Variable '${missing}' is not defined in a ${handler}`);
}

/** A script beyond what the sandbox reads is kept as it is: Cliq may know what it means. */
function namesIn(script: string): string[] {
	try {
		return [...freeNames(script)];
	} catch {
		return [];
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
