import type { IDataObject, IHookFunctions, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

import {
	type Door,
	type EventKind,
	ExpiringMap,
	type FilledFilter,
	type Filters,
	filterNames,
	textIn,
} from '../../cliq';
import { elapsed } from '../shared/clock';
import { AUTOMATIC } from '../shared/textFormat';
import { expressionIn } from '../ZohoCliq/values';
import type { SetUp } from './eventSources';
import { expectedSecret, forAWhile } from './webhookSecret';

/** What the node does unless told otherwise below "Options". */
const usual = { ignoreOwnBot: true, maxAge: 300, textFormat: AUTOMATIC, prefix: 'attachment_' };

type Answering = 'nothing' | 'text' | 'lastNode';

/** What was filled in, as the webhook wants it. */
export interface Settings {
	kinds: EventKind[];
	door: Door;
	answer: Answering;
	/** Of the answer's text, or `AUTOMATIC`. */
	textFormat: string;
	/** Whether what a workflow ends with may mention more than single people. */
	allowGroupMentions: boolean;
	/** What is said if the workflow fails; empty for nothing. */
	failureText: string;
	/** What is said while the workflow takes its time; empty for nothing. */
	workingText: string;
	/** Unique name or ID; empty if none was given. */
	bot: string;
	/** Whether the node has an account. */
	isConnected: boolean;
	/** What the binary fields of attachments begin with; `undefined` if they are not to be downloaded. */
	prefix?: string;
	includeRaw: boolean;
}

/** @returns how the node receives events from Cliq. */
export function setUpOf(context: IHookFunctions | IWebhookFunctions): SetUp {
	return context.getNodeParameter('setUp') as SetUp;
}

/** @returns the unique name or ID of the bot; empty if none was given. */
export function botOf(context: IHookFunctions | IWebhookFunctions): string {
	const chosen = setUpOf(context) === 'install' ? context.getNodeParameter('bot', '') : optionsOf(context).botName;
	const value = typeof chosen === 'object' && chosen !== null ? (chosen as IDataObject).value : chosen;
	return String(value ?? '')
		.trim()
		.replace(/^@/, '');
}

export function optionsOf(context: IHookFunctions | IWebhookFunctions): IDataObject {
	return context.getNodeParameter('additionalFields', {}) as IDataObject;
}

/** @throws if a credential is missing. */
export async function settingsOf(context: IWebhookFunctions): Promise<Settings> {
	const { maxAge, ownBots, ...form } = once(forms, context, () => readForm(context));
	return { ...form, door: { ...(await proofsOf(context)), maxAge, ownBots } };
}

type TriggerForm = Omit<Settings, 'door'> & Pick<Door, 'maxAge' | 'ownBots'>;

/** In milliseconds: so long what was read of a node is kept; after a change of the node it is of no use. */
const KEPT = 3_600_000;

/** How many nodes it is kept of. */
const MOST_NODES = 1000;

/** What parameters say, by node and as they are written. */
const forms = new ExpiringMap<TriggerForm>(KEPT, MOST_NODES);
const filters = new ExpiringMap<Filters>(KEPT, MOST_NODES);

/**
 * @returns what `read` gives. Where no expression is in the node, that is the same for each event, and n8n need not
 * work it out again.
 */
function once<What>(known: ExpiringMap<What>, context: IWebhookFunctions, read: () => What): What {
	const { id, parameters } = context.getNode();
	const written = JSON.stringify(parameters) as string | undefined;
	if (written === undefined || written.includes('"=')) return read();
	const key = JSON.stringify([context.getWorkflow().id, id, written]);
	const before = known.get(key, elapsed());
	if (before) return before;
	const what = read();
	known.set(key, what, elapsed());
	return what;
}

function readForm(context: IWebhookFunctions): TriggerForm {
	const {
		ignoreOwnBot = usual.ignoreOwnBot,
		maxAge = usual.maxAge,
		textFormat = usual.textFormat,
		attachmentPrefix = usual.prefix,
		includeRaw,
		allowGroupMentions,
		failureText,
		workingText,
		downloadAttachments,
	} = optionsOf(context);
	const bot = botOf(context);
	const isConnected = setUpOf(context) === 'install' || context.getNodeParameter('useAccount', false) === true;
	return {
		kinds: context.getNodeParameter('events', []) as EventKind[],
		maxAge: Number(maxAge),
		ownBots: ignoreOwnBot && bot !== '' ? [bot] : [],
		answer: context.getNodeParameter('answer') as Answering,
		textFormat: String(textFormat),
		allowGroupMentions: allowGroupMentions === true,
		failureText: String(failureText ?? '').trim(),
		// An edit, which turns it into the answer, takes an account.
		workingText: isConnected ? String(workingText ?? '').trim() : '',
		bot,
		isConnected,
		...(isConnected && downloadAttachments === true && { prefix: String(attachmentPrefix) }),
		includeRaw: includeRaw === true,
	};
}

/**
 * What was filled in to keep events out.
 *
 * @throws CliqError `invalidInput` for an expression that gives nothing.
 */
export async function filtersOf(context: IWebhookFunctions): Promise<Filters> {
	return once(filters, context, () => readFilters(context));
}

function readFilters(context: IWebhookFunctions): Filters {
	const filled = filledIn(context, 'additionalFields');
	if (setUpOf(context) !== 'install')
		textIn({ ...filled('botName', 'Bot Unique Name'), emptyMeans: 'to let what the bot itself writes through' });
	return {
		chats: filterNames(filled('chats', 'Only Chats')),
		users: filterNames(filled('users', 'Only Users')),
		text: textIn(filled('text', 'Only Text Containing')),
	};
}

/** @returns what finds a field in a collection of fields, with the expression in it. */
export function filledIn(
	context: IPollFunctions | IWebhookFunctions,
	collection: string,
): (name: string, label: string) => FilledFilter {
	const values = context.getNodeParameter(collection, {}) as IDataObject;
	const written = context.getNodeParameter(collection, {}, { rawExpressions: true }) as IDataObject;
	return (name, label) => ({ label, value: values[name], source: expressionIn(written[name]) });
}

/** By what a delivery shows that it may come in. */
async function proofsOf(context: IWebhookFunctions): Promise<Pick<Door, 'secret' | 'publicKey'>> {
	const setUp = setUpOf(context);
	if (setUp === 'install') return { secret: await expectedSecret(context) };
	const { secret, publicKey } = await forAWhile(
		context,
		'cliqNodesEventsApi',
		async () => await context.getCredentials<{ secret?: string; publicKey?: string }>('cliqNodesEventsApi'),
	);
	// A script cannot sign; an extension shows those of the two that the credential has.
	return {
		...(secret || setUp === 'paste' ? { secret: secret ?? '' } : {}),
		...(publicKey && setUp === 'extension' ? { publicKey } : {}),
	};
}
