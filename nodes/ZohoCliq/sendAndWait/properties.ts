import {
	SEND_AND_WAIT_OPERATION,
	type IDisplayOptions,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { type Parameter, fieldsShape, operation } from '../../../cliq';
import { behaviour } from '../retryAndWaitOptions';
import { collectionOf } from '../../shared/messageForms';
import { byDisplayName, byName } from '../sorting';
import { groupMentions } from '../../shared/textFormat';
import { widgetOf } from '../../shared/parameterWidgets';
import { limitWaitTime } from './waitLimit';

type Show = NonNullable<IDisplayOptions['show']>;

const ofQuestion: Show = { resource: ['message'], operation: [SEND_AND_WAIT_OPERATION] };

const choice: INodePropertyOptions = {
	name: 'Send and Wait for Response',
	value: SEND_AND_WAIT_OPERATION,
	action: 'Send a message and wait for response',
	description: 'Ask people for an approval, a text or a form, and go on with the workflow once someone has answered',
	// As a tool that an agent calls it would not wait. For agents n8n makes a tool of its own of it, for human review.
	displayOptions: { hide: { '@tool': [true] } },
};

/**
 * Of the n8n node with all else that it does: the operation is not in the catalogue, since it is more than a call.
 */
export function withSendAndWait(properties: INodeProperties[]): INodeProperties[] {
	const own = [message, options].map((property) => shown(ofQuestion, property));
	return [
		...properties.map((property) =>
			isMessageOperation(property)
				? { ...property, options: sorted([...(property.options ?? []), choice]) }
				: property,
		),
		...own,
	];
}

function isMessageOperation({ name, displayOptions }: INodeProperties): boolean {
	return name === 'operation' && displayOptions?.show?.resource?.includes('message') === true;
}

function sorted(options: NonNullable<INodeProperties['options']>): NonNullable<INodeProperties['options']> {
	return [...options].sort(byName);
}

function shown(show: Show, property: INodeProperties): INodeProperties {
	return { ...property, displayOptions: { show: { ...show, ...property.displayOptions?.show } } };
}

/** What the message to a channel takes, by the name of the parameter. */
function parameterOf(name: string): Parameter {
	return operation('message.send.channel').parameters.find((parameter) => parameter.name === name) as Parameter;
}

/** Comes before the fields that name the place, which it shares with other operations. */
export const questionTarget = shown(ofQuestion, {
	displayName: 'Send To',
	name: 'target',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Channel', value: 'channel' },
		{ name: 'Chat', value: 'chat', description: 'Also a thread, by its ID' },
		{ name: 'User', value: 'user' },
	],
	default: 'channel',
});

const message: INodeProperties = {
	displayName: 'Message',
	name: 'message',
	type: 'string',
	required: true,
	typeOptions: { rows: 4 },
	default: '',
	placeholder: 'e.g. Deploy version 4.2 to production?',
	description:
		"What people are asked, in Cliq's own formatting (*bold*, _italic_) unless Text Format says otherwise. The links or buttons come below it.",
};

/** As a human review it is always an approval. n8n hides this on its own only where it stands outside the options. */
const responseType: INodeProperties = {
	displayName: 'Response Type',
	name: 'responseType',
	type: 'options',
	noDataExpression: true,
	displayOptions: { hide: { '@tool': [true] } },
	options: [
		{ name: 'Approval', value: 'approval', description: 'Someone approves or declines' },
		{ name: 'Free Text', value: 'freeText', description: 'Someone writes an answer' },
		{ name: 'Custom Form', value: 'form', description: 'Someone fills in a form' },
	],
	default: 'approval',
	description: 'What people answer with; an approval unless said otherwise here',
};

const approvalOptions: INodeProperties = {
	displayName: 'Approval Options',
	name: 'approvalOptions',
	type: 'fixedCollection',
	displayOptions: { hide: { responseType: ['freeText', 'form'] } },
	placeholder: 'Add Option',
	// n8n cannot read a workflow if this is filled in from the start.
	default: {},
	description: 'The links or buttons below the message: Approve and Decline, unless said otherwise here',
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName: 'Type of Approval',
					name: 'approvalType',
					type: 'options',
					options: [
						{ name: 'Approve and Disapprove', value: 'double' },
						{ name: 'Approve Only', value: 'single' },
					],
					default: 'double',
				},
				{
					displayName: 'Approve Button Label',
					name: 'approveLabel',
					type: 'string',
					default: 'Approve',
					description: 'Up to 20 characters',
				},
				{
					displayName: 'Disapprove Button Label',
					name: 'disapproveLabel',
					type: 'string',
					displayOptions: { show: { approvalType: ['double'] } },
					default: 'Decline',
					description: 'Up to 20 characters',
				},
			],
		},
	],
};

const formFields: INodeProperties = {
	displayName: 'Form Fields',
	name: 'formFields',
	required: true,
	...collectionOf(fieldsShape),
};

const answerWays: INodeProperties[] = [
	{
		displayName: 'Answer By',
		name: 'answerWay',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Link in the Message',
				value: 'link',
				description:
					'A link opens a page on which people answer or confirm. Nothing to set up. Whoever can open the page can answer; their browser must reach this n8n.',
			},
			{
				name: 'Buttons in Cliq',
				value: 'cliq',
				description:
					'A press counts at once, or shows a form of Cliq. Cliq tells who answers, and only approvers count. Cliq must reach this n8n over https. The node adds a small function to Cliq, once, for which the account needs the scopes ZohoCliq.Functions.READ, ZohoCliq.Functions.CREATE and ZohoCliq.Functions.UPDATE.',
			},
		],
		default: 'link',
		description: 'How people answer; by a link unless said otherwise here',
	},
	{
		displayName: 'Approvers',
		name: 'approvers',
		type: 'string',
		default: '',
		placeholder: 'e.g. sam@example.com, 55743307',
		description:
			'Email addresses or user IDs of those who may answer by buttons in Cliq, separated by commas. Others are told that they may not answer. Leave empty to let everybody who sees the message answer.',
	},
];

/** Of free texts and forms, on the page or in Cliq. */
const formOptions: INodeProperties[] = [
	{
		displayName: 'Message Button Label',
		name: 'messageButtonLabel',
		type: 'string',
		default: 'Respond',
		description: 'Of the link or button in the message; up to 20 characters',
	},
	{ displayName: 'Response Form Button Label', name: 'responseFormButtonLabel', type: 'string', default: 'Submit' },
	{
		displayName: 'Response Form Description',
		name: 'responseFormDescription',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		description: 'Shown above the form; the message unless said otherwise',
	},
	{ displayName: 'Response Form Title', name: 'responseFormTitle', type: 'string', default: '' },
];

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add response type, approvers or option',
	default: {},
	options: [
		responseType,
		approvalOptions,
		shown({ responseType: ['form'] }, formFields),
		...answerWays,
		limitWaitTime,
		...formOptions.map((property) => shown({ responseType: ['freeText', 'form'] }, property)),
		...['mentions', 'replyTo', 'textFormat'].map((name) => widgetOf(parameterOf(name))),
		...['threadMessageId', 'threadTitle'].map((name) =>
			shown({ '/target': ['channel'] }, widgetOf(parameterOf(name))),
		),
		groupMentions,
		...behaviour,
	].sort(byDisplayName),
};
