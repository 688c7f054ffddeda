import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { bot } from '../../cliq/catalogue/parameters';
import { forwarderScript } from '../../cliq/events/forwarder';
import { widgetOf } from '../ZohoCliq/widgets';
import { kindsOf, offersOf, scriptHandlers, type SetUp } from './kinds';

/** Stands in a script that a person completes. */
const BLANKS = { url: 'https://n8n.example.com/REPLACE-WITH-THE-PRODUCTION-URL', secret: 'REPLACE-WITH-THE-SECRET' };

const setUpNotices: Record<SetUp, string> = {
	install: 'When the workflow is activated, the node writes a small script into the handlers of the bot; when it is deactivated, it removes it. A script of somebody else is never touched. The account needs the scopes ZohoCliq.Bots.READ, ZohoCliq.Bots.CREATE and ZohoCliq.Bots.UPDATE.',
	paste: 'For each event, copy the script below into the handler of your bot (Bots & Tools > Bots > your bot > Edit Handlers). In the script, replace the example address by the Production URL of this node (above, under Webhook URLs), and REPLACE-WITH-THE-SECRET by the secret of the credential.',
	extension: 'Give the Production URL of this node (above, under Webhook URLs) to the bot, command or function as its execution URL. Cliq signs what an extension sends: its public key goes into the credential. For one that does not sign, add ?secret= and the secret of the credential to the URL.',
};

const setUp: INodeProperties = {
	displayName: 'Set Up',
	name: 'setUp',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Install in Cliq', value: 'install', description: 'The node sets up the bot and clears up after itself' },
		{ name: 'Paste Script Myself', value: 'paste', description: 'For scripts of your own, or without a connected account' },
		{ name: 'Webhook Extension', value: 'extension', description: 'Cliq itself calls the address of this node' },
	],
	default: 'install',
	description: 'How Cliq comes to tell this node',
};

/** @returns all form fields of the node. */
export function triggerProperties(): INodeProperties[] {
	return [
		setUp,
		...(['install', 'paste', 'extension'] as const).map(notice),
		shownWith('install', { ...widgetOf(bot), description: 'The bot whose handlers tell the events' }),
		...(['install', 'paste', 'extension'] as const).map(events),
		...scriptHandlers.map(scriptField),
		...answerFields,
		options,
	];
}

function shownWith(way: SetUp, property: INodeProperties): INodeProperties {
	return { ...property, displayOptions: { show: { setUp: [way], ...property.displayOptions?.show } } };
}

function notice(way: SetUp): INodeProperties {
	return shownWith(way, { displayName: setUpNotices[way], name: `${way}Notice`, type: 'notice', default: '' });
}

function events(way: SetUp): INodeProperties {
	return shownWith(way, {
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		noDataExpression: true,
		options: offersOf(way).map(({ kind, label, description }): INodePropertyOptions => ({ name: label, value: kind, description })),
		default: ['message'],
		description: 'What starts the workflow',
	});
}

function scriptField(handler: string): INodeProperties {
	const label = titleOf(handler);
	return {
		displayName: `Script for the ${label}`,
		name: `${handler}Script`,
		type: 'string',
		noDataExpression: true,
		typeOptions: { rows: 6 },
		displayOptions: { show: { setUp: ['paste'], events: kindsOf(handler) } },
		default: forwarderScript(handler, BLANKS),
		description: `To be copied into the ${label.toLowerCase()} of the bot. What is changed here has no effect.`,
	};
}

function titleOf(handler: string): string {
	return handler.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}

const answerFields: INodeProperties[] = [
	{
		displayName: 'Answer',
		name: 'answer',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Nothing', value: 'nothing', description: 'The bot says nothing; the workflow can still send messages' },
			{ name: 'Text', value: 'text', description: 'The bot answers at once, before the workflow runs' },
			{ name: 'When Last Node Finishes', value: 'lastNode', description: 'The bot says what the workflow ends with' },
		],
		default: 'nothing',
		description: 'What the bot answers where the event happened',
	},
	{
		displayName: 'Answer Text',
		name: 'answerText',
		type: 'string',
		required: true,
		typeOptions: { rows: 2 },
		displayOptions: { show: { answer: ['text'] } },
		default: '',
		placeholder: 'e.g. Thanks, {{ $json.body.user.first_name }}, I am on it',
		description: 'In Cliq\'s own formatting. An expression sees what Cliq sent, below "body" and under Cliq\'s own names; of a webhook extension below "body.params".',
	},
	{
		displayName: 'The first item of the last node becomes the answer: its field "text", and "card", "slides" and "buttons" if it has them. Cliq waits for 15 seconds; a workflow that takes longer should answer nothing here and send a message with the Zoho Cliq node instead.',
		name: 'lastNodeNotice',
		type: 'notice',
		displayOptions: { show: { answer: ['lastNode'] } },
		default: '',
	},
];

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Bot Unique Name',
			name: 'botName',
			type: 'string',
			displayOptions: { hide: { '/setUp': ['install'] } },
			default: '',
			placeholder: 'e.g. deploybot',
			description: 'Whose own messages are ignored',
		},
		{
			displayName: 'Ignore Own Messages',
			name: 'ignoreOwnBot',
			type: 'boolean',
			default: true,
			description: 'Whether to ignore what the bot itself writes, so that it does not answer itself',
		},
		{ displayName: 'Include Raw', name: 'includeRaw', type: 'boolean', default: false, description: 'Whether to put what Cliq sent into the field "raw"' },
		{
			displayName: 'Max Age (Seconds)',
			name: 'maxAge',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 300,
			description: 'How old an event may be that tells when it was sent; older ones are refused',
		},
		{
			displayName: 'Only Chats',
			name: 'chats',
			type: 'string',
			default: '',
			placeholder: 'e.g. CT_1847392056173920481_748291635, incidents',
			description: 'IDs of chats and channels, and unique names of channels, separated by commas. Events elsewhere are ignored.',
		},
		{
			displayName: 'Only Text Containing',
			name: 'text',
			type: 'string',
			default: '',
			placeholder: 'e.g. deploy',
			description: 'Messages without this text are ignored; upper and lower case are the same',
		},
		{
			displayName: 'Only Users',
			name: 'users',
			type: 'string',
			default: '',
			placeholder: 'e.g. sam@example.com, 55743307',
			description: 'Email addresses and user IDs, separated by commas. What others do is ignored.',
		},
		{
			displayName: 'Replace Other Forwarders',
			name: 'replaceForwarders',
			type: 'boolean',
			displayOptions: { show: { '/setUp': ['install'] } },
			default: false,
			description: 'Whether to take over a handler that already forwards to another workflow, which then hears nothing any more',
		},
	],
};
