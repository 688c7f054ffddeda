import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { bot, forwarderScript, textFormat } from '../../cliq';
import { groupMentions, textFormatField } from '../shared/textFormat';
import { widgetOf } from '../shared/parameterWidgets';
import { kindsOf, offersOf, scriptHandlers, type SetUp } from './eventSources';

/** Stands in a script that a person completes. */
const BLANKS = { url: 'https://n8n.example.com/REPLACE-WITH-THE-PRODUCTION-URL', secret: 'REPLACE-WITH-THE-SECRET' };

const setUpNotices: Record<SetUp, string> = {
	install:
		'When the workflow is published (activated), the node writes a small script into the handlers of the bot; when it is unpublished, it removes it. A script of somebody else is never touched. The account needs the scopes ZohoCliq.Bots.READ, ZohoCliq.Bots.CREATE and ZohoCliq.Bots.UPDATE.',
	paste: 'For each event, copy the script below into the handler of your bot (Bots & Tools > Bots > your bot > Edit Handlers). In the script, replace the example address by the Production URL of this node (above, under Webhook URLs), and REPLACE-WITH-THE-SECRET by the secret of the credential.',
	extension:
		'Give the Production URL of this node (above, under Webhook URLs) to the bot, command or function as its execution URL. Cliq signs what an extension sends: its public key goes into the credential. For one that does not sign, add ?secret= and the secret of the credential to the URL.',
};

const setUp: INodeProperties = {
	displayName: 'Set Up',
	name: 'setUp',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Install in Cliq',
			value: 'install',
			description: 'The node sets up the bot and clears up after itself',
		},
		{
			name: 'Paste Script Myself',
			value: 'paste',
			description: 'For scripts of your own, or without a connected account',
		},
		{ name: 'Webhook Extension', value: 'extension', description: 'Cliq itself calls the address of this node' },
	],
	default: 'install',
	description: 'How this node receives events from Cliq',
};

/** @returns all form fields of the node. */
export function triggerProperties(): INodeProperties[] {
	return [
		setUp,
		...(['install', 'paste', 'extension'] as const).map(notice),
		shownWith('install', { ...widgetOf(bot), description: 'The bot whose handlers send the events' }),
		...(['paste', 'extension'] as const).map(useAccount),
		...(['install', 'paste', 'extension'] as const).map(events),
		...scriptHandlers.map(scriptField),
		...answerFields,
		bodyAsItIs,
		options,
	];
}

function shownWith(way: SetUp, property: INodeProperties): INodeProperties {
	return { ...property, displayOptions: { show: { setUp: [way], ...property.displayOptions?.show } } };
}

function notice(way: SetUp): INodeProperties {
	return shownWith(way, { displayName: setUpNotices[way], name: `${way}Notice`, type: 'notice', default: '' });
}

function useAccount(way: SetUp): INodeProperties {
	return shownWith(way, {
		displayName: 'Use an Account',
		name: 'useAccount',
		type: 'boolean',
		default: false,
		noDataExpression: true,
		description:
			'Whether to connect an account, for answers that take longer than Cliq waits or more than one message, and for the download of attachments',
	});
}

function events(way: SetUp): INodeProperties {
	return shownWith(way, {
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		noDataExpression: true,
		options: offersOf(way).map(({ kind, label, description }): INodePropertyOptions => ({
			name: label,
			value: kind,
			description,
		})),
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
		description: `Copy it into the ${label.toLowerCase()} of the bot. Changes made here have no effect.`,
	};
}

function titleOf(handler: string): string {
	return handler
		.split('_')
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
		.join(' ');
}

const answerFields: INodeProperties[] = [
	{
		displayName: 'Answer',
		name: 'answer',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Nothing',
				value: 'nothing',
				description: 'The bot says nothing; the workflow can still send messages',
			},
			{ name: 'Text', value: 'text', description: 'The bot answers at once, before the workflow runs' },
			{
				name: 'When Last Node Finishes',
				value: 'lastNode',
				description: 'The bot says what the workflow ends with',
			},
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
		placeholder: 'e.g. Thanks, {{ $json.user.name }}, I am on it',
		description: 'What the bot says; an expression sees the event, as the next node gets it',
	},
	{
		...lastNodeNotice('An answer that takes longer is sent as a message of its own.'),
		name: 'lastNodeNotice',
		displayOptions: { show: { answer: ['lastNode'] }, hide: { useAccount: [false] } },
	},
	{
		...lastNodeNotice(
			'One that takes longer is lost, unless you switch on "Use an Account": then it is sent as a message of its own.',
		),
		name: 'lastNodeScriptNotice',
		displayOptions: { show: { answer: ['lastNode'], useAccount: [false], setUp: ['paste'] } },
	},
	{
		...lastNodeNotice('One that takes longer goes to the address that Cliq gives for it.'),
		name: 'lastNodeExtensionNotice',
		displayOptions: { show: { answer: ['lastNode'], useAccount: [false], setUp: ['extension'] } },
	},
];

function lastNodeNotice(late: string): Pick<INodeProperties, 'displayName' | 'type' | 'default'> {
	const displayName = `The first item of the last node becomes the answer: its field "text", or "output" as AI agents have it, and "card", "slides" and "buttons" if it has them. Cliq waits for 15 seconds. ${late} A workflow that waits for hours or for people would answer with what it has when it begins to wait: choose Nothing, and end it with a Zoho Cliq node.`;
	return { displayName, type: 'notice', default: '' };
}

/**
 * Makes n8n leave the body of a request alone, which otherwise turns away what is not quite JSON before the node sees
 * it: Deluge does not escape the line breaks of a text. n8n reads this of version 1 of every node that has it.
 */
const bodyAsItIs: INodeProperties = {
	displayName: 'Body',
	name: 'options',
	type: 'hidden',
	default: { binaryData: true },
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			...groupMentions,
			displayOptions: { show: { '/answer': ['lastNode'] } },
			description:
				'Whether what the workflow ends with may mention everybody (@all, @available, @participants) or a team; people it mentions by email address',
		},
		{
			...textFormatField(textFormat, 'Markdown for what agents and chains say ("output", "response"), else Cliq'),
			displayName: 'Answer Text Format',
			noDataExpression: true,
			displayOptions: { hide: { '/answer': ['nothing'] } },
			description: 'How the text of the answer is written',
		},
		{
			displayName: 'Attachment Field Prefix',
			name: 'attachmentPrefix',
			type: 'string',
			default: 'attachment_',
			displayOptions: { hide: { '/useAccount': [false] } },
			description: 'What the binary fields with downloaded attachments are called: this, and a number from 0',
		},
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
			displayName: 'Download Attachments',
			name: 'downloadAttachments',
			type: 'boolean',
			default: false,
			displayOptions: { hide: { '/useAccount': [false] } },
			description:
				'Whether to download the files of a message into binary fields. The account needs the scopes ZohoCliq.Messages.READ and ZohoCliq.Attachments.READ, and gets the files of chats that it takes part in; for others the item says why not.',
		},
		{
			displayName: 'If the Workflow Fails, Say',
			name: 'failureText',
			type: 'string',
			noDataExpression: true,
			displayOptions: { show: { '/answer': ['lastNode'] } },
			default: '',
			placeholder: 'e.g. Sorry, that did not work. Please try again later.',
			description: 'What the bot says if the workflow fails; without it people get no answer',
		},
		{
			displayName: 'Ignore Own Messages',
			name: 'ignoreOwnBot',
			type: 'boolean',
			default: true,
			description: 'Whether to ignore messages from the bot itself, to keep it from answering itself',
		},
		{
			displayName: 'Include Raw',
			name: 'includeRaw',
			type: 'boolean',
			default: false,
			description: 'Whether to include the data as Cliq sent it, in the field "raw"',
		},
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
			description:
				'IDs of chats and channels, and unique names of channels, separated by commas. Events elsewhere are ignored.',
		},
		{
			displayName: 'Only Text Containing',
			name: 'text',
			type: 'string',
			default: '',
			placeholder: 'e.g. deploy',
			description: 'Messages without this text are ignored; case does not matter',
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
			description:
				'Whether to take over a handler that already forwards to another workflow, which then no longer receives events',
		},
		{
			displayName: 'While Working, Say',
			name: 'workingText',
			type: 'string',
			noDataExpression: true,
			displayOptions: { show: { '/answer': ['lastNode'] }, hide: { '/useAccount': [false] } },
			default: '',
			placeholder: 'e.g. Working on it…',
			description:
				'What the bot says after 5 seconds; the answer then replaces it, or follows it where Cliq does not let the account edit it',
		},
	],
};
