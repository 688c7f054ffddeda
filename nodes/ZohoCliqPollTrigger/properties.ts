import type { INodeProperties } from 'n8n-workflow';

import { chat, operation } from '../../cliq';
import { widgetOf } from '../shared/parameterWidgets';

const { threshold } = operation('message.getMany');

/** @returns all form fields of the node. */
export function pollProperties(): INodeProperties[] {
	return [notice, conversations, ignored, options];
}

const notice: INodeProperties = {
	displayName: `Cliq lets an account look into ${threshold} conversations a minute, over all its workflows. With more, the node takes them in turns: ${2 * threshold} take two minutes a round, and no message is lost. Edits, deletions and reactions are not seen; for them, and to answer at once, use the Zoho Cliq Trigger with a bot.`,
	name: 'limitsNotice',
	type: 'notice',
	default: '',
};

const conversations: INodeProperties = {
	displayName: 'Conversations',
	name: 'conversations',
	type: 'fixedCollection',
	required: true,
	placeholder: 'Add Conversation',
	typeOptions: { multipleValues: true },
	default: { conversation: [{ chat: { __rl: true, mode: 'list', value: '' } }] },
	description: 'The channels, group and direct chats to look into, as the connected account sees them',
	options: [
		{
			displayName: 'Conversation',
			name: 'conversation',
			values: [
				{
					...widgetOf(chat),
					displayName: 'Conversation',
					name: 'chat',
					description: 'A channel, or a group or direct chat',
				},
			],
		},
	],
};

const ignored: INodeProperties = {
	displayName: 'Ignore Messages From',
	name: 'ignored',
	type: 'string',
	default: '',
	placeholder: 'e.g. sam@example.com, 55743307, Status Bot',
	description: 'Email addresses, user IDs and names, separated by commas',
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Attachment Field Prefix',
			name: 'attachmentPrefix',
			type: 'string',
			default: 'attachment_',
			description: 'What the binary fields with downloaded attachments are called: this, and a number from 0',
		},
		{
			displayName: 'Download Attachments',
			name: 'downloadAttachments',
			type: 'boolean',
			default: false,
			description:
				'Whether to download the files of a message into binary fields. The account needs the scope ZohoCliq.Attachments.READ. If a file cannot be downloaded in time, the item says so.',
		},
		{
			displayName: 'Ignore Own Messages',
			name: 'ignoreOwn',
			type: 'boolean',
			default: true,
			description:
				'Whether to ignore what the Zoho Cliq nodes of this n8n sent, to keep a workflow that answers from starting itself. Posts as a bot and files cannot be recognized; name their sender above.',
		},
		{
			displayName: 'Include Raw',
			name: 'includeRaw',
			type: 'boolean',
			default: false,
			description: 'Whether to include the data as Cliq sent it, in the field "raw"',
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
			description: 'Email addresses and user IDs, separated by commas. What others write is ignored.',
		},
	],
};
