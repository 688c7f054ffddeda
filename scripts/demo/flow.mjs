/** The flow that the demo deploys: each operation of Cliq at least once, a bot that answers, and a question. */
import { layOut } from './layout.mjs';
import { form, incident, json, poll, release, services, text } from './messages.mjs';

export { incident } from './messages.mjs';

const account = 'cliq-demo-account';
const tab = 'cliq-demo-tab';
const hearing = 'cliq-demo-hear';

/** The bot whose messages the flow hears. */
export const bot = 'deploybot';
/** Below Node-RED's own address. */
export const botPath = 'cliq/demo-bot';

const jsonata = (value) => ({ type: 'jsonata', value });
const leo = text('leo.lindqvist@zylker.example');
const log = json({
	name: 'checkout.log',
	content: '09:30 slow query on orders\n09:58 index created\n10:02 back to normal\n',
});
const notes = json({ name: 'notes-2.4.md', content: '# Release 2.4\n\nFaster checkout.\n' });

const id = (name) => `cliq-demo-${name}`;
const wires = (...next) => [next.map(id)];

/**
 * A node that calls an operation of the catalogue; what it does not say, it takes from `msg.cliq` of the one before.
 */
function call(row, name, label, operation, parameters, ...next) {
	const [resource, verb] = operation.split('.');
	const type = resource === 'message' && verb === 'send' ? 'zoho-cliq-send' : `zoho-cliq-${resource}`;
	return {
		row,
		id: id(name),
		type,
		name: label,
		account,
		operation,
		parameters,
		...(type !== 'zoho-cliq-send' && { split: false }),
		wires: wires(...next),
	};
}

function button(row, name, label, ...next) {
	return {
		row,
		id: id(name),
		type: 'inject',
		name: label,
		props: [],
		repeat: '',
		crontab: '',
		once: false,
		onceDelay: 0.1,
		topic: '',
		payload: '',
		payloadType: 'date',
		wires: wires(...next),
	};
}

const sending = (chatId) => [
	button(0, 'send', 'Send', 'release', 'bot'),
	call(0, 'release', 'To #releases', 'message.send.channel', release, 'poll'),
	call(0, 'poll', 'A poll', 'message.send.chat', { chatId, ...poll }),
	call(1, 'bot', 'To the bot', 'message.send.bot', { bot: text(bot), text: text('Deploy 2.4 to production') }, 'leo'),
	call(1, 'leo', 'To Leo', 'message.send.user', { user: leo, text: text('You are on call this week, Leo') }, 'later'),
	call(1, 'later', 'Later', 'message.schedule', {
		chatId,
		text: text('Still well after an hour?'),
		sendAt: jsonata('$fromMillis($millis() + 3600000)'),
		timeZone: text('Etc/UTC'),
	}),
];

const files = (chatId) => [
	button(0, 'files', 'Files', 'notes', 'log'),
	call(
		0,
		'notes',
		'To #releases',
		'file.send.channel',
		{ channel: text('releases'), files: notes, comments: text('For the record') },
		'notes-bot',
	),
	call(0, 'notes-bot', 'To the bot', 'file.send.bot', { bot: text(bot), files: notes }, 'log-leo'),
	call(0, 'log-leo', 'To Leo', 'file.send.user', { user: leo, files: log }),
	call(1, 'log', 'To #incidents', 'file.send.chat', { chatId, files: log }, 'find'),
	call(1, 'find', 'Find it', 'message.getMany', { chatId, limit: { type: 'num', value: '20' } }, 'download'),
	call(1, 'download', 'Download', 'file.download', { fileId: jsonata('payload[fileId][-1].fileId') }),
];

const reactions = (chatId) => [
	button(0, 'react', 'React', 'incident', 'draft'),
	call(0, 'incident', 'Incident 481', 'message.send.chat', { chatId, ...incident }, 'read', 'alarm'),
	call(0, 'read', 'Read it', 'message.get', {}, 'resolve'),
	call(
		0,
		'resolve',
		'Resolve',
		'message.edit',
		{ text: text('Resolved: checkout answers in 180 ms again. An index was missing.') },
		'check',
	),
	call(0, 'check', 'Add ✅', 'reaction.add', { emoji: text('✅') }),
	call(1, 'alarm', 'Add 🚨', 'reaction.add', { emoji: text('🚨') }, 'count'),
	call(1, 'count', 'Count', 'reaction.getMany', {}, 'undo'),
	call(1, 'undo', 'Undo', 'reaction.remove', { emoji: text('🚨') }),
	call(
		2,
		'draft',
		'A draft',
		'message.send.chat',
		{ chatId, text: text('A draft that nobody should see') },
		'delete',
	),
	call(2, 'delete', 'Delete it', 'message.delete', {}),
];

const answering = (nodeRed) => [
	{
		row: 0,
		id: hearing,
		type: 'zoho-cliq-in',
		name: 'The bot',
		way: 'webhook',
		account: '',
		watched: [],
		interval: '60',
		path: botPath,
		publicUrl: nodeRed,
		publicKey: '',
		bot,
		events: ['message'],
		chats: '',
		people: '',
		text: '',
		ignored: '',
		skipOwn: true,
		answer: 'reply',
		wait: '12',
		wires: wires('what'),
	},
	{
		row: 0,
		id: id('what'),
		type: 'switch',
		name: 'status?',
		property: 'payload',
		propertyType: 'msg',
		rules: [{ t: 'regex', v: 'status', vt: 'str', case: true }, { t: 'else' }],
		checkall: 'false',
		repair: false,
		outputs: 2,
		wires: [[id('look')], [id('explain')]],
	},
	{
		row: 0,
		id: id('look'),
		type: 'change',
		name: 'Look it up',
		rules: [{ t: 'set', p: 'payload', pt: 'msg', to: JSON.stringify(services), tot: 'json' }],
		wires: wires('answer'),
	},
	{
		row: 0,
		id: id('answer'),
		type: 'zoho-cliq-reply',
		name: 'Answer',
		account,
		operation: 'message.send.chat',
		parameters: {
			text: jsonata('"Here is the status, " & event.user.name & "."'),
			slides: form([{ type: 'table', title: text('Services') }]),
		},
		wires: [[]],
	},
	{
		row: 1,
		id: id('explain'),
		type: 'zoho-cliq-reply',
		name: 'Explain',
		account,
		operation: 'message.send.chat',
		parameters: { text: jsonata('"I understand *status*. You wrote: " & payload') },
		wires: [[]],
	},
	button(2, 'ask', 'Ask', 'approval'),
	{
		row: 2,
		id: id('approval'),
		type: 'zoho-cliq-ask',
		name: 'Go live?',
		account,
		operation: 'message.send.channel',
		parameters: { channel: text('releases'), text: text('Release *2.4* is tested. May it go live?') },
		answer: {
			kind: 'approval',
			way: 'cliq',
			buttons: 'both',
			approveLabel: text('Go live'),
			declineLabel: text('Not yet'),
		},
		timeout: '1',
		timeoutUnit: 'hours',
		timeZone: '',
		publicUrl: nodeRed,
		path: 'cliq/demo-ask',
		wires: [[id('announce')], [id('announce')]],
	},
	call(2, 'announce', 'Announce it', 'message.send.channel', {
		channel: text('releases'),
		text: jsonata(
			'payload.approved ? "🚀 Release 2.4 goes live, says " & payload.responder.name & "." : payload.expired ? "Nobody has decided about 2.4." : "Release 2.4 waits, says " & payload.responder.name & "."',
		),
	}),
];

const failing = () => [
	{ row: 0, id: id('catch'), type: 'catch', name: 'Any error', scope: null, uncaught: false, wires: wires('why') },
	{
		row: 0,
		id: id('why'),
		type: 'debug',
		name: 'The reason',
		active: true,
		tosidebar: true,
		console: true,
		tostatus: false,
		complete: 'error',
		targetType: 'msg',
		statusVal: '',
		statusType: 'auto',
		wires: [],
	},
];

/**
 * @param {object} options
 * @param {string} options.sandbox address of the sandbox
 * @param {string} options.nodeRed address of Node-RED
 * @param {string} options.incidents chat ID of the channel where the story happens
 * @returns {object[]} a flow of Node-RED; it holds no secrets
 */
export function demoFlow({ sandbox, nodeRed, incidents }) {
	const chat = text(incidents);
	const groups = [
		{
			id: id('of-sending'),
			title: 'Send: to channels, bots and people, now or later',
			color: '#3f93cf',
			nodes: sending(chat),
		},
		{ id: id('of-files'), title: 'Files: up and down', color: '#a4a4a4', nodes: files(chat) },
		{ id: id('of-reactions'), title: 'Read and react, edit, delete', color: '#e6a23c', nodes: reactions(chat) },
		{
			id: id('of-answers'),
			title: 'Hear and answer: write “status” to deploybot, or press Ask, and decide in #releases',
			color: '#2b9b7f',
			nodes: answering(nodeRed),
		},
		{ id: id('of-errors'), title: 'What fails says why', color: '#d9534f', nodes: failing() },
	];
	return [
		{
			id: tab,
			type: 'tab',
			label: 'Zoho Cliq demo',
			disabled: false,
			info: `Press a blue button, and watch the conversations: ${sandbox}/\n\nEvery node is an ordinary one: open it, change it, deploy. Nothing leaves this machine, and nothing is kept.`,
		},
		{
			id: account,
			type: 'zoho-cliq-account',
			name: 'Sandbox',
			dataCenter: 'custom',
			baseUrl: sandbox,
			accountsUrl: sandbox,
			signIn: 'oauth',
			network: '',
			timeout: '30',
			maxWait: '900',
		},
		{
			id: id('note'),
			z: tab,
			type: 'comment',
			name: `Press a blue button, and watch ${sandbox}`,
			info: `The conversations: ${sandbox}/`,
			x: 230,
			y: 40,
			wires: [],
		},
		...layOut(tab, groups),
	];
}

/**
 * @param {{ clientId: string, clientSecret: string, refreshToken: string }} tokens of the account
 * @param {string} [botSecret] what the bot's messages are proved with
 * @returns the credentials by node, in the form in which Node-RED takes them with a flow
 */
export function demoCredentials({ clientId, clientSecret, refreshToken }, botSecret) {
	return {
		[account]: { clientId, clientSecret, refreshToken },
		...(botSecret && { [hearing]: { secret: botSecret } }),
	};
}
