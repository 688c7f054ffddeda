import { parseUrl } from '../addresses';
import { CliqError } from '../errors';
import { FORWARDER_VERSION } from './parse';

/**
 * The variables that a handler has, as far as the pages of the bot handlers agree on them: a script that names another is
 * refused as a whole (`execution_handler_update_failed`), as the mention handler's is that names `attachments`.
 *
 * `location` is left out on purpose, since a person's whereabouts are nobody's business who did not ask for them; so are
 * the query parameters of an incoming webhook, which one page of Zoho's calls `params` and another `parameters`.
 */
const variables: Record<string, { always: string[]; sometimes?: string[] }> = {
	message_handler: { always: ['message', 'user', 'chat'], sometimes: ['attachments', 'mentions', 'links'] },
	mention_handler: { always: ['message', 'user', 'chat'], sometimes: ['mentions'] },
	participation_handler: { always: ['operation', 'user', 'chat'], sometimes: ['data'] },
	welcome_handler: { always: ['user', 'newuser'] },
	context_handler: { always: ['context_id', 'answers', 'user', 'chat'] },
	incoming_webhook_handler: { always: ['http_method', 'headers', 'body', 'user'] },
	menu_handler: { always: ['user', 'chat'] },
};

/** Cliq's own names of the handlers for which there is a script. */
export const FORWARDED_HANDLERS: readonly string[] = Object.keys(variables);

export interface ForwarderTarget {
	/** Of the webhook. */
	url: string;
	/** What the webhook's door asks for. */
	secret: string;
	/** Of the menu entry, which its handler does not know. */
	name?: string;
}

const MARKER = '// Forwarder of the Zoho Cliq nodes for n8n and Node-RED, version';

/**
 * The Deluge script that hands on everything a bot's handler is told, and answers with what the webhook answers.
 *
 * The map itself is the body, not its `toString()`: Deluge then writes JSON, while `toString()` neither escapes the
 * quotation marks in a text nor quotes maps within maps. Both were seen live; the JSON of a map with the header
 * Content-Type is what openclaw-cliq came to after losing messages (its issues 223, 227 and 259).
 *
 * @param handler one of FORWARDED_HANDLERS.
 * @throws CliqError `invalidInput` for a handler without a script, an address that is none, a secret that no header carries.
 */
export function forwarderScript(handler: string, { url, secret, name }: ForwarderTarget): string {
	const { always, sometimes = [] } = variablesOf(handler);
	return [
		`${MARKER} ${FORWARDER_VERSION}`,
		'// Written by the node. What is changed here is lost when it is installed anew.',
		'response = Map();',
		'forwarded = Map();',
		`forwarded.put("forwarder",${FORWARDER_VERSION});`,
		`forwarded.put("handler",${literal(handler)});`,
		...(name === undefined ? [] : [`forwarded.put("name",${literal(name)});`]),
		'forwarded.put("time",zoho.currenttime.toLong());',
		...always.map((variable) => `forwarded.put("${variable}",${variable});`),
		...sometimes.flatMap((variable) => [`if(${variable} != null)`, '{', `\tforwarded.put("${variable}",${variable});`, '}']),
		'forwarded_headers = Map();',
		'forwarded_headers.put("Content-Type","application/json");',
		`forwarded_headers.put("X-Cliq-Secret",${literal(carried(secret))});`,
		'try',
		'{',
		'\tanswer = invokeurl',
		'\t[',
		`\t\turl : ${literal(address(url))}`,
		'\t\ttype : POST',
		'\t\tbody : forwarded',
		'\t\theaders : forwarded_headers',
		'\t\tdetailed : true',
		'\t];',
		'\tif(answer.get("responseCode") == 200)',
		'\t{',
		'\t\tsaid = answer.get("responseText");',
		'\t\ttry',
		'\t\t{',
		'\t\t\tsaid = said.toMap();',
		'\t\t}',
		'\t\tcatch (read)',
		'\t\t{',
		'\t\t\t// It is a map already; anything else has no "get".',
		'\t\t\tsaid_text = said.get("text");',
		'\t\t}',
		'\t\tresponse = said;',
		'\t}',
		'\telse',
		'\t{',
		'\t\tinfo "The webhook answered with status " + answer.get("responseCode");',
		'\t}',
		'}',
		'catch (problem)',
		'{',
		'\tinfo "The webhook could not be reached, or its answer not be read: " + problem;',
		'}',
		'return response;',
		'',
	].join('\n');
}

/** Whether a script is one of ours, of whichever version and for whichever webhook. */
export function isForwarder(script: string): boolean {
	return script.trimStart().startsWith(`${MARKER} `);
}

/** The address that one of our scripts posts to. Each line is looked at by itself, or a script of blank lines would take minutes. */
export function forwardsTo(script: string): string | undefined {
	const found = isForwarder(script) ? /^[ \t]*url[ \t]*:[ \t]*"((?:[^"\\\r\n]|\\.)*)"[ \t]*\r?$/m.exec(script) : null;
	return found?.[1].replace(/\\(.)/g, '$1');
}

function variablesOf(handler: string): { always: string[]; sometimes?: string[] } {
	if (Object.hasOwn(variables, handler)) return variables[handler];
	throw new CliqError('invalidInput', 'There is no script for this handler', { hint: `There is one for ${FORWARDED_HANDLERS.join(', ')}.` });
}

/** In a form that holds nothing but plain characters. */
function address(url: string): string {
	const parsed = parseUrl(url);
	if (parsed && /^https?:$/.test(parsed.protocol)) return parsed.href;
	throw new CliqError('invalidInput', 'The address of the webhook is no address', { hint: 'It begins with https://, as the node shows it.' });
}

function carried(secret: string): string {
	if (secret.trim() !== '' && !hasInvisible(secret)) return secret;
	throw new CliqError('invalidInput', 'The secret is empty, or has line breaks or other invisible characters', { hint: 'Use letters, digits and signs.' });
}

function hasInvisible(text: string): boolean {
	return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/u.test(text);
}

/** A text as a string of Deluge, which nothing in it ends. */
export function literal(text: string): string {
	return `"${text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').replace(/[\\"]/g, '\\$&')}"`;
}
