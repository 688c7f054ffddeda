import { parseUrl } from '../../util/addresses';
import { CliqError } from '../../errors';
import { addingMap, flatBody, indented, startingFlat } from '../webhook/flattened-body';
import { FORWARDER_VERSION } from '../webhook/parse-event';
import { addressesIn, firstComment } from './script-text';

/** The variables of a handler that are handed on. */
interface Variables {
	/** On which the pages of the bot handlers agree. */
	always: string[];
	/** The same of those that may be null. */
	sometimes?: string[];
	/** Which one page or a live record has beside: named where Cliq lists them, or can still refuse them. */
	likely?: string[];
	/** On which the sources contradict each other: named where Cliq lists them. */
	ifListed?: string[];
}

/**
 * A script that names a variable which its handler has not is refused as a whole (`execution_handler_update_failed`),
 * as the mention handler's is that names `attachments`. So the list that Cliq gives with a handler decides, where there
 * is one.
 *
 * `location` is left out on purpose: a person's whereabouts are nobody's business who did not ask for them. The query
 * parameters of an incoming webhook are `params` on one page of Zoho's, and `parameters` on another.
 */
const variables: Record<string, Variables> = {
	message_handler: {
		always: ['message', 'user', 'chat'],
		sometimes: ['attachments', 'mentions', 'links'],
		likely: ['message_details'],
	},
	mention_handler: { always: ['message', 'user', 'chat'], sometimes: ['mentions'], likely: ['message_details'] },
	participation_handler: { always: ['operation', 'user', 'chat'], sometimes: ['data'] },
	welcome_handler: { always: ['user', 'newuser'] },
	context_handler: { always: ['context_id', 'answers', 'user', 'chat'], ifListed: ['attachments'] },
	incoming_webhook_handler: {
		always: ['http_method', 'headers', 'body', 'user'],
		ifListed: ['params', 'parameters'],
	},
	menu_handler: { always: ['user', 'chat'], likely: ['sub_action'] },
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

/** What the first comment of a script of ours begins with. */
const MARK = 'Forwarder of the Zoho Cliq nodes for n8n and Node-RED, version';

/**
 * These may be objects of the type FILE, which a map that becomes JSON may not hold. Source: a record of live
 * deliveries.
 */
const FILES = 'attachments';

/** Only the names of files, of any type. Nothing that goes wrong here may cost the text. */
const puttingFiles = [
	'\tfile_names = List();',
	'\ttry',
	'\t{',
	`\t\tfor each attached in ${FILES}`,
	'\t\t{',
	'\t\t\ttry',
	'\t\t\t{',
	'\t\t\t\tfile_name = attached.getFileName();',
	'\t\t\t}',
	'\t\t\tcatch (not_a_file)',
	'\t\t\t{',
	'\t\t\t\tfile_name = attached.toString();',
	'\t\t\t}',
	'\t\t\tfile_names.add(file_name);',
	'\t\t}',
	`\t\tforwarded.put("${FILES}",file_names);`,
	'\t}',
	'\tcatch (not_a_list)',
	'\t{',
	`\t\tforwarded.put("${FILES}",${FILES}.toString());`,
	'\t}',
];

/**
 * The Deluge script that hands on everything a bot's handler is told, and answers with what the webhook answers.
 *
 * The map itself is the body, not its `toString()`: Deluge then writes JSON, while `toString()` neither escapes the
 * quotation marks in a text nor quotes maps within maps. Both were seen live; the JSON of a map with the header
 * Content-Type is what openclaw-cliq came to after losing messages (its issues 223, 227 and 259). Where the map is
 * printed otherwise, the webhook says 400 and hears nothing; then it goes out as the text of `flat.ts`.
 *
 * @param handler one of FORWARDED_HANDLERS.
 * @param listed the variables that Cliq lists for the handler; `likely`: whoever installs the script can do with less
 *   if Cliq refuses it; without either, those on which its pages agree are named.
 * @throws CliqError `invalidInput` for a handler without a script, an address that is none, a secret that no header
 *   carries.
 */
export function forwarderScript(
	handler: string,
	{ url, secret, name }: ForwarderTarget,
	listed?: readonly string[] | 'likely',
): string {
	const { always, sometimes, unnamed } = named(variablesOf(handler), listed);
	return [
		`// ${MARK} ${FORWARDER_VERSION}`,
		'// Written by the node. Changes made here are lost when the node installs it again.',
		'response = Map();',
		'forwarded = Map();',
		`forwarded.put("forwarder",${FORWARDER_VERSION});`,
		`forwarded.put("handler",${literal(handler)});`,
		...(name === undefined ? [] : [`forwarded.put("name",${literal(name)});`]),
		'forwarded.put("time",zoho.currenttime.toLong());',
		...always.map((variable) => `forwarded.put("${variable}",${variable});`),
		...sometimes.flatMap((variable) => [
			`if(${variable} != null)`,
			'{',
			...(variable === FILES ? puttingFiles : [`\tforwarded.put("${variable}",${variable});`]),
			'}',
		]),
		...unnamed.flatMap((variable) => [
			`// If Cliq lists "${variable}" among the variables of this handler, remove the slashes from the next line.`,
			`//forwarded.put("${variable}",${variable});`,
		]),
		'forwarded_headers = Map();',
		'forwarded_headers.put("Content-Type","application/json");',
		`forwarded_headers.put("X-Cliq-Secret",${literal(carried(secret))});`,
		'try',
		'{',
		...indented(posting(url, 'forwarded')),
		'\tif(answer.get("responseCode") == 400)',
		'\t{',
		'\t\t// It could not be read, if Deluge does not print maps as JSON here: once more as a text.',
		...indented([...startingFlat(), ...addingMap('forwarded'), ...posting(url, flatBody(FORWARDER_VERSION))], 2),
		'\t}',
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

/** @param body an expression in Deluge. */
function posting(url: string, body: string): string[] {
	return [
		'answer = invokeurl',
		'[',
		`\turl : ${literal(address(url))}`,
		'\ttype : POST',
		`\tbody : ${body}`,
		'\theaders : forwarded_headers',
		'\tdetailed : true',
		'];',
	];
}

/** Whether a script is one of ours, of any version, for any webhook, in any layout. */
export function isForwarder(script: string): boolean {
	return forwardsTo(script) !== undefined;
}

/** @returns the address that one of our scripts posts to; `undefined` if it is not one, or posts to several. */
export function forwardsTo(script: string): string | undefined {
	if (firstComment(script)?.startsWith(`${MARK} `) !== true) return undefined;
	const addresses = new Set(addressesIn(script));
	return addresses.size === 1 ? [...addresses][0] : undefined;
}

/** @returns which variables a script names, and which it could name if there were a list. */
function named(
	{ always, sometimes = [], likely = [], ifListed = [] }: Variables,
	listed: readonly string[] | 'likely' | undefined,
) {
	if (listed === undefined) return { always, sometimes, unnamed: [...likely, ...ifListed] };
	if (listed === 'likely') return { always, sometimes: [...sometimes, ...likely], unnamed: [] };
	const isListed = (variable: string) => listed.includes(variable);
	return {
		always: always.filter(isListed),
		sometimes: [...sometimes, ...likely, ...ifListed].filter(isListed),
		unnamed: [],
	};
}

function variablesOf(handler: string): Variables {
	const known = Object.hasOwn(variables, handler) ? variables[handler] : undefined;
	if (known) return known;
	throw new CliqError('invalidInput', 'There is no script for this handler', {
		hint: `There is one for ${FORWARDED_HANDLERS.join(', ')}.`,
	});
}

/** In a form that holds nothing but plain characters. */
function address(url: string): string {
	const parsed = parseUrl(url);
	if (parsed && /^https?:$/.test(parsed.protocol)) return parsed.href;
	throw new CliqError('invalidInput', 'The webhook address is not a valid URL', {
		hint: 'It begins with https://, as the node shows it.',
	});
}

function carried(secret: string): string {
	if (secret.trim() !== '' && !hasInvisible(secret)) return secret;
	throw new CliqError('invalidInput', 'The secret is empty, or has line breaks or other invisible characters', {
		hint: 'Use letters, digits and signs.',
	});
}

function hasInvisible(text: string): boolean {
	return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/u.test(text);
}

/** A text as a string of Deluge, which nothing in it ends. */
export function literal(text: string): string {
	return `"${text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').replace(/[\\"]/g, '\\$&')}"`;
}
