/** The flow that the demo deploys: each operation of Cliq at least once, one node after the other. */

const text = (value) => ({ type: 'str', value });
const json = (value) => ({ type: 'json', value: JSON.stringify(value) });
const form = (value) => ({ type: 'form', value });
const pairs = (entries) => Object.entries(entries).map(([label, value]) => ({ label: text(label), value: text(value) }));

const release = {
	channel: text('releases'),
	text: text('*Release 2.4* is out. It was built, tested and announced by a flow.'),
	card: form({ theme: 'modern-inline', title: text('Release 2.4') }),
	slides: form([
		{ type: 'label', entries: pairs({ Version: '2.4.0', Built: '14 minutes', Coverage: '96 %' }) },
		{ type: 'percentage_chart', title: text('What it is made of'), chart: 'doughnut', entries: pairs({ Features: '9', Fixes: '14', Chores: '4' }) },
	]),
	buttons: form([{ label: text('Release notes'), action: 'open.url', url: text('https://example.com/releases/2.4') }]),
};

/** A message with everything on it, as the node of Node-RED stores it. The README's pictures show it too. */
export const incident = {
	text: text('Checkout answers slowly: 95 % of requests take 2.1 s'),
	card: form({
		theme: 'modern-inline',
		title: text('Incident 481: checkout is slow'),
		sections: [{ title: text('Now'), fields: [{ title: text('Severity'), value: text('Critical') }, { title: text('On call'), value: text('Leo Lindqvist') }] }],
	}),
	slides: form([
		{
			type: 'table',
			title: text('Response times'),
			data: json([
				{ service: 'checkout', p95: '2,100 ms', trend: 'rising' },
				{ service: 'search', p95: '140 ms', trend: 'steady' },
				{ service: 'login', p95: '95 ms', trend: 'steady' },
			]),
		},
		{
			type: 'graph',
			title: text('Last hour'),
			graph: 'trend',
			xAxis: text('Time'),
			yAxis: text('ms'),
			data: json([['09:00', 180], ['09:15', 240], ['09:30', 900], ['09:45', 1700], ['10:00', 2100]].map(([time, checkout]) => ({ time, checkout }))),
		},
	]),
	buttons: form([
		{ label: text('Acknowledge'), action: 'copy', text: text('ack 481'), style: '+' },
		{ label: text('Roll back'), action: 'invoke.function', function: text('rollback'), style: '-', confirm: [{ title: text('Roll back to 2.3?'), button_label: text('Roll back') }] },
		{ label: text('Dashboard'), action: 'open.url', url: text('https://example.com/d/checkout') },
	]),
};

const poll = {
	text: text('When do we look back at it?'),
	card: form({ theme: 'poll', title: text('Post-mortem'), options: ['Today at 16:00', 'Tomorrow at 10:00', 'By mail'].map((answer) => ({ text: text(answer) })) }),
};

const log = json({ name: 'checkout.log', content: '09:30 slow query on orders\n09:58 index created\n10:02 back to normal\n' });
const notes = json({ name: 'notes-2.4.md', content: '# Release 2.4\n\nFaster checkout.\n' });

/** In the order in which they run; what a step does not say, it takes from `msg.cliq` of the one before. */
const steps = (incidents) => [
	['zoho-cliq-send', 'message.send.channel', release],
	['zoho-cliq-file', 'file.send.channel', { channel: text('releases'), files: notes, comments: text('For the record') }],
	['zoho-cliq-send', 'message.send.bot', { bot: text('deploybot'), text: text('Deploy 2.4 to production') }],
	['zoho-cliq-file', 'file.send.bot', { bot: text('deploybot'), files: notes }],
	['zoho-cliq-send', 'message.send.user', { user: text('leo.lindqvist@zylker.example'), text: text('You are on call this week, Leo') }],
	['zoho-cliq-file', 'file.send.user', { user: text('leo.lindqvist@zylker.example'), files: log }],
	['zoho-cliq-send', 'message.send.chat', { chatId: text(incidents), text: text('A draft that nobody should see') }],
	['zoho-cliq-message', 'message.delete', {}],
	['zoho-cliq-send', 'message.send.chat', { chatId: text(incidents), ...incident }],
	['zoho-cliq-message', 'message.get', {}],
	['zoho-cliq-reaction', 'reaction.add', { emoji: text('🚨') }],
	['zoho-cliq-reaction', 'reaction.getMany', {}],
	['zoho-cliq-reaction', 'reaction.remove', { emoji: text('🚨') }],
	['zoho-cliq-message', 'message.edit', { text: text('Resolved: checkout answers in 180 ms again. An index was missing.') }],
	['zoho-cliq-reaction', 'reaction.add', { emoji: text('✅') }],
	['zoho-cliq-file', 'file.send.chat', { files: log }],
	['zoho-cliq-send', 'message.send.chat', { chatId: text(incidents), ...poll }],
	['zoho-cliq-message', 'message.schedule', { text: text('Still well after an hour?'), sendAt: { type: 'jsonata', value: '$fromMillis($millis() + 3600000)' }, timeZone: text('Etc/UTC') }],
	['zoho-cliq-message', 'message.getMany', { chatId: text(incidents), limit: { type: 'num', value: '20' } }],
	['zoho-cliq-file', 'file.download', { fileId: { type: 'jsonata', value: 'payload[file][-1].file.id' } }],
];

const account = 'cliq-demo-account';
const tab = 'cliq-demo-tab';

/**
 * @param {object} options
 * @param {string} options.sandbox address of the sandbox
 * @param {string} options.incidents chat ID of the channel where the story happens
 * @returns {object[]} a flow of Node-RED; it holds no secrets
 */
export function demoFlow({ sandbox, incidents }) {
	const chain = steps(incidents).map(([type, operation, parameters], index) => ({
		id: `cliq-demo-${index}`,
		z: tab,
		type,
		name: '',
		account,
		operation,
		parameters,
		...(type !== 'zoho-cliq-send' && { split: false }),
		x: 260 + 260 * (index % 4),
		y: 160 + 70 * Math.floor(index / 4),
		wires: [[`cliq-demo-${index + 1}`]],
	}));
	const last = { id: `cliq-demo-${chain.length}`, z: tab, type: 'http response', name: 'done', statusCode: '200', x: 260, y: 160 + 70 * Math.ceil(chain.length / 4), wires: [] };
	return [
		{ id: tab, type: 'tab', label: 'Zoho Cliq demo' },
		{ id: account, type: 'zoho-cliq-account', name: 'Sandbox', dataCenter: 'custom', baseUrl: sandbox, accountsUrl: sandbox, signIn: 'oauth', network: '', timeout: '30', maxWait: '900' },
		{ id: 'cliq-demo-note', z: tab, type: 'comment', name: 'Press the button: the whole flow runs again. Watch the sandbox page meanwhile.', x: 340, y: 60, wires: [] },
		{ id: 'cliq-demo-http', z: tab, type: 'http in', name: '', url: '/demo', method: 'post', x: 120, y: 100, wires: [['cliq-demo-0']] },
		{ id: 'cliq-demo-inject', z: tab, type: 'inject', name: 'Run', props: [], repeat: '', crontab: '', once: false, onceDelay: 0.1, topic: '', payload: '', payloadType: 'date', x: 110, y: 160, wires: [['cliq-demo-0']] },
		{ id: 'cliq-demo-catch', z: tab, type: 'catch', name: '', scope: null, x: 120, y: 640, wires: [['cliq-demo-failed', 'cliq-demo-debug']] },
		{ id: 'cliq-demo-failed', z: tab, type: 'change', name: 'say why', rules: [{ t: 'set', p: 'payload', pt: 'msg', to: 'error.message', tot: 'msg' }], x: 280, y: 640, wires: [['cliq-demo-answer']] },
		{ id: 'cliq-demo-answer', z: tab, type: 'http response', name: 'failed', statusCode: '500', x: 430, y: 640, wires: [] },
		{ id: 'cliq-demo-debug', z: tab, type: 'debug', name: 'errors', active: true, tosidebar: true, complete: 'error', targetType: 'msg', x: 270, y: 690, wires: [] },
		...chain,
		last,
	];
}

/** @returns the account's credentials, in the form in which Node-RED takes them with a flow. */
export function demoCredentials({ clientId, clientSecret, refreshToken }) {
	return { [account]: { clientId, clientSecret, refreshToken } };
}
