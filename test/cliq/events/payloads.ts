import type { EventKind } from '../../../cliq/events/types';

/** When Cliq sent them, in milliseconds since 1970. */
export const SENT = Date.parse('2026-11-22T12:00:00Z');

export const ada = {
	id: '56000001',
	zoho_user_id: '56000001',
	first_name: 'Ada',
	last_name: 'Byron',
	email: 'ada@example.com',
	admin: false,
	organization_id: '640001',
	timezone: 'Europe/London',
	country: 'gb',
	language: 'en',
};
const environment = { tld: '.eu', data_center: 'EU', base_url: 'https://cliq.zoho.eu/company/640001' };
const access = {
	user_id: ada.id,
	zoho_user_id: ada.id,
	organization: { type: 'company', id: '640001' },
	user_agent: 'Mozilla/5.0',
	chat_id: 'CT_2230001_640001-B2',
	message_id: '',
	parent_chat_id: '',
};
export const botChat = {
	id: 'CT_2230001_640001-B2',
	type: 'bot',
	title: 'Taz',
	owner: ada.id,
	members: [{ id: ada.id, first_name: 'Ada', last_name: 'Byron', email: ada.email, status: '0' }],
	recent_messages: [],
};
export const channelChat = {
	id: 'CT_1600002_640001',
	type: 'channel',
	chat_type: 'channel',
	title: '#Support',
	channel_unique_name: 'support',
	channel_id: 'P1970000000003',
	owner: ada.id,
};
const taz = { name: 'Taz', dname: '@Taz', id: 'b-1970000000004', type: 'bot' };
const shown = {
	id: '1795348800000 150000000001',
	time: '1795348800000',
	type: 'text',
	text: 'Deploy 1.4?',
	sender: { id: 'b-1970000000004', name: 'Taz' },
};

/** What a webhook extension sends: after the templates of zcatalyst-cli 1.25.3. */
function webhook(type: string, handler: object, params: object, responds = true) {
	const responseUrl = responds ? { response_url: 'https://cliq.zoho.eu/v2/extensions/2980/responses/1720282' } : {};
	return {
		name: 'Taz',
		unique_name: 'taz',
		handler,
		...responseUrl,
		type,
		timestamp: SENT,
		params: { environment, access, user: ada, ...params },
	};
}

const on = (type: string) => ({ type });

/** Every handler that a webhook extension can have, and what its deliveries are about. */
export const webhooks: ReadonlyArray<[name: string, kind: EventKind, payload: Record<string, any>]> = [
	[
		'a message to the bot',
		'message',
		webhook('bot', on('message_handler'), {
			message: 'hello bot',
			raw_message: 'hello bot',
			message_details: {
				time: SENT - 5,
				message: {
					type: 'text',
					text: 'hello bot',
					mentions: [],
					replied_message: { id: '1795000000000 15', type: 'text', text: 'Hi' },
				},
			},
			attachments: ['plan.pdf'],
			mentions: [taz],
			links: [],
			chat: botChat,
			location: {},
		}),
	],
	[
		'a mention',
		'mention',
		webhook('bot', on('mention_handler'), {
			message: {
				sender: { id: ada.id, name: 'Ada Byron' },
				time: SENT - 9,
				text: 'can {@b-1970000000004} look?',
				type: 'text',
			},
			mentions: [taz],
			chat: channelChat,
			location: {},
		}),
	],
	[
		'a message in a channel',
		'channelMessage',
		webhook('bot', on('participation_handler'), {
			operation: 'message_sent',
			data: {
				time: SENT - 7,
				message: { id: '1795348799993 15', type: 'text', text: 'it is down', mentions: [taz] },
			},
			chat: channelChat,
		}),
	],
	[
		'a file in a channel',
		'channelMessage',
		webhook('bot', on('participation_handler'), {
			operation: 'message_sent',
			data: {
				time: SENT,
				message: {
					id: '1795348799994 15',
					type: 'attachment',
					comment: 'the log',
					file: {
						name: 'app.log',
						type: 'text/plain',
						url: 'https://cliq.zoho.eu/company/640001/v2/attachments/x?type=transient',
					},
				},
			},
			chat: channelChat,
		}),
	],
	[
		'an edit',
		'messageEdited',
		webhook('bot', on('participation_handler'), {
			operation: 'message_edited',
			data: { time: SENT, message: { id: '1795348799993 15', type: 'text', text: 'it is up' } },
			chat: channelChat,
		}),
	],
	[
		'a deletion',
		'messageDeleted',
		webhook('bot', on('participation_handler'), {
			operation: 'message_deleted',
			data: { time: SENT, message: { id: '1795348799993 15' } },
			chat: channelChat,
		}),
	],
	[
		'the bot added',
		'botAdded',
		webhook('bot', on('participation_handler'), { operation: 'added', chat: channelChat }),
	],
	[
		'the bot removed',
		'botRemoved',
		webhook('bot', on('participation_handler'), { operation: 'removed', data: {}, chat: channelChat }),
	],
	...['auto_followed_thread', 'added_in_thread', 'removed_from_thread', 'thread_closed', 'thread_reopened'].map(
		(operation): [string, EventKind, object] => [
			operation,
			'threadEvent',
			webhook('bot', on('participation_handler'), { operation, data: { time: SENT }, chat: channelChat }),
		],
	),
	[
		'an operation that is not known yet',
		'other',
		webhook('bot', on('participation_handler'), {
			operation: 'message_pinned',
			data: { time: SENT },
			chat: channelChat,
		}),
	],
	['a subscription', 'welcome', webhook('bot', on('welcome_handler'), { newuser: true })],
	[
		'an incoming webhook',
		'incomingWebhook',
		webhook('bot', on('incomingwebhook_handler'), {
			http_method: 'POST',
			headers: { 'content-type': 'application/json' },
			params: { source: 'git' },
			body: '{"ok":true}',
		}),
	],
	[
		'the answers of a context',
		'context',
		webhook('bot', on('context_handler'), {
			context_id: 'order',
			answers: { size: { text: 'L' } },
			chat: botChat,
			mentions: [],
		}),
	],
	['a menu entry', 'menuAction', webhook('bot', { type: 'action_handler', name: 'Report' }, { chat: botChat })],
	[
		'a call',
		'call',
		webhook('bot', on('alert_handler'), { operation: 'ringing', data: { call_id: '12', time: SENT } }, false),
	],
	[
		'a command',
		'command',
		webhook('command', on('execution_handler'), {
			arguments: 'list open',
			options: [],
			selections: [],
			chat: channelChat,
			mentions: [],
			attachments: [],
			location: {},
		}),
	],
	[
		'the suggestions of a command',
		'other',
		webhook('command', on('suggestion_handler'), { arguments: 'li', options: [], chat: channelChat }),
	],
	[
		'a message action',
		'messageAction',
		webhook('messageaction', on('execution_handler'), {
			messages: { count: 1, list: [shown] },
			message: shown,
			attachments: [],
			mentions: [],
			chat: channelChat,
			location: {},
		}),
	],
	[
		'a button',
		'button',
		webhook('function', on('button_handler'), {
			message: shown,
			chat: channelChat,
			target: { type: 'button', label: 'Approve', key: 'yes' },
			event: 'click',
			arguments: { key: 'yes' },
		}),
	],
	[
		'a button of an applet',
		'button',
		webhook('function', on('applet_button_handler'), { target: { id: 'refresh' } }),
	],
	[
		'a form',
		'form',
		webhook('function', on('form_handler'), {
			form: { name: 'Leave', action: 'submit', values: { days: '3' } },
			chat: channelChat,
			message: shown,
		}),
	],
	...['form_change_handler', 'form_values_handler', 'form_view_handler'].map(
		(handler): [string, EventKind, object] => [
			handler,
			'other',
			webhook(
				'function',
				on(handler),
				{ form: { name: 'Leave', values: {} }, target: { name: 'days' }, chat: channelChat },
				false,
			),
		],
	),
	[
		'a widget',
		'other',
		webhook('widget', on('view_handler'), { target: { id: 'home' }, event: 'load', chat: {} }, false),
	],
	...[
		'unfurl_handler',
		'unfurl_button_action_handler',
		'unfurl_dynamic_action_handler',
		'unfurl_post_message_handler',
	].map((handler): [string, EventKind, object] => [
		handler,
		'other',
		webhook(
			'link_preview',
			on(handler),
			{ url: 'https://example.com/1', domain: 'example.com', chat: channelChat },
			false,
		),
	]),
	...['installation_handler', 'installation_validator', 'uninstallation_handler'].map(
		(handler): [string, EventKind, object] => [
			handler,
			'other',
			webhook('extension', on(handler), { app_info: { current_version: '2', type: 'install' }, form: {} }, false),
		],
	),
];

const forwarded = (handler: string, variables: object) => ({ forwarder: 1, handler, time: SENT, ...variables });

/** What our own scripts post. */
export const forwards: ReadonlyArray<[name: string, kind: EventKind, payload: Record<string, any>]> = [
	[
		'a message to the bot',
		'message',
		forwarded('message_handler', {
			message: 'hello bot',
			user: ada,
			chat: botChat,
			attachments: ['plan.pdf'],
			mentions: [],
			links: [],
		}),
	],
	[
		'a mention',
		'mention',
		forwarded('mention_handler', {
			message: { sender: { id: ada.id, name: 'Ada Byron' }, time: String(SENT), text: '@Taz look', type: 'text' },
			mentions: [taz],
			user: ada,
			chat: channelChat,
		}),
	],
	[
		'a message in a channel',
		'channelMessage',
		forwarded('participation_handler', {
			operation: 'message_sent',
			data: {
				time: SENT,
				message: { id: '1795348799993 15', type: 'text', content: { text: 'it is down' }, mentions: [taz] },
			},
			user: ada,
			chat: channelChat,
		}),
	],
	[
		'a closed thread, whose data is not told',
		'threadEvent',
		forwarded('participation_handler', { operation: 'thread_closed', user: ada, chat: channelChat }),
	],
	['a subscription', 'welcome', forwarded('welcome_handler', { user: ada, newuser: true })],
	[
		'the answers of a context',
		'context',
		forwarded('context_handler', {
			context_id: 'order',
			answers: { size: { text: 'L' } },
			user: ada,
			chat: botChat,
		}),
	],
	[
		'an incoming webhook',
		'incomingWebhook',
		forwarded('incoming_webhook_handler', {
			http_method: 'POST',
			headers: { host: 'cliq.zoho.eu' },
			body: '{"ok":true}',
			user: ada,
		}),
	],
	['a menu entry', 'menuAction', forwarded('menu_handler', { name: 'Report', user: ada, chat: botChat })],
];

/** What scripts of others post, as far as they are public. */
export const foreign: ReadonlyArray<[name: string, kind: EventKind, payload: Record<string, any>]> = [
	[
		'the operation alone',
		'channelMessage',
		{
			operation: 'message_sent',
			data: { time: SENT, message: { id: '1795348799993 15', type: 'text', text: 'it is down' } },
			user: ada,
			chat: channelChat,
		},
	],
	[
		'a short name',
		'channelMessage',
		{
			handler: 'participation',
			operation: 'message_sent',
			data: { message: { id: '1795348799993 15', text: 'it is down' } },
			user: ada,
			chat: channelChat,
		},
	],
	[
		'names of operations with the bot first',
		'botAdded',
		{ handler: 'participation', operation: 'bot_added', user: ada, chat: channelChat },
	],
	['text alone', 'message', { handler: 'message', message: 'it is down', user: ada, chat: channelChat }],
	['no handler', 'message', { message: 'it is down', user: ada, chat: channelChat }],
	[
		'a message as an object',
		'message',
		{
			message: { id: 'm1', text: 'it is down', time: '2026-11-22T12:00:00Z' },
			user: ada,
			chat: { id: 'CT_1', type: 'channel' },
			channel: { unique_name: 'support', id: 'P1970000000003' },
		},
	],
	['a channel as text', 'message', { text: 'it is down', user: ada, channel: 'support' }],
	[
		'variables in params',
		'message',
		{
			handler: 'messagehandler',
			params: {
				message: { id: 'm1', text: 'it is down' },
				user: { id: ada.id, name: 'Ada Byron', email: ada.email },
				chat: channelChat,
			},
		},
	],
	[
		'a sender in the message',
		'mention',
		{
			message: { sender: { id: ada.id, name: 'Ada Byron', email: ada.email }, time: SENT, text: 'it is down' },
			chat: channelChat,
		},
	],
];
