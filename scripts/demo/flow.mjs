/** The flow that the demo deploys: each operation of Cliq at least once, one node after the other. */

const text = (value) => ({ type: 'str', value });

/** In the order in which they run; what a step does not say, it takes from `msg.cliq` of the one before. */
const steps = (incidents) => [
	['zoho-cliq-send', 'message.send.channel', { channel: text('releases'), text: text('*Release 2.4* is out. It was built, tested and announced by a flow.') }],
	['zoho-cliq-send', 'message.send.bot', { bot: text('deploybot'), text: text('Deploy 2.4 to production') }],
	['zoho-cliq-send', 'message.send.user', { user: text('leo.lindqvist@zylker.example'), text: text('You are on call this week, Leo') }],
	['zoho-cliq-send', 'message.send.chat', { chatId: text(incidents), text: text('A draft that nobody should see') }],
	['zoho-cliq-message', 'message.delete', {}],
	['zoho-cliq-send', 'message.send.chat', { chatId: text(incidents), text: text('Checkout answers slowly: 95 % of requests take 2.1 s') }],
	['zoho-cliq-message', 'message.get', {}],
	['zoho-cliq-reaction', 'reaction.add', { emoji: text('🚨') }],
	['zoho-cliq-reaction', 'reaction.getMany', {}],
	['zoho-cliq-reaction', 'reaction.remove', { emoji: text('🚨') }],
	['zoho-cliq-message', 'message.edit', { text: text('Resolved: checkout answers in 180 ms again. An index was missing.') }],
	['zoho-cliq-reaction', 'reaction.add', { emoji: text('✅') }],
	['zoho-cliq-message', 'message.getMany', { limit: { type: 'num', value: '20' } }],
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
	const last = { id: `cliq-demo-${chain.length}`, z: tab, type: 'http response', name: 'done', statusCode: '200', x: 520, y: 370, wires: [] };
	return [
		{ id: tab, type: 'tab', label: 'Zoho Cliq demo' },
		{ id: account, type: 'zoho-cliq-account', name: 'Sandbox', dataCenter: 'custom', baseUrl: sandbox, accountsUrl: sandbox, signIn: 'oauth', network: '', timeout: '30', maxWait: '900' },
		{ id: 'cliq-demo-note', z: tab, type: 'comment', name: 'Press the button: the whole flow runs again. Watch the sandbox page meanwhile.', x: 340, y: 60, wires: [] },
		{ id: 'cliq-demo-http', z: tab, type: 'http in', name: '', url: '/demo', method: 'post', x: 120, y: 100, wires: [['cliq-demo-0']] },
		{ id: 'cliq-demo-inject', z: tab, type: 'inject', name: 'Run', props: [], x: 110, y: 160, wires: [['cliq-demo-0']] },
		{ id: 'cliq-demo-catch', z: tab, type: 'catch', name: '', scope: null, x: 120, y: 440, wires: [['cliq-demo-failed', 'cliq-demo-debug']] },
		{ id: 'cliq-demo-failed', z: tab, type: 'change', name: 'say why', rules: [{ t: 'set', p: 'payload', pt: 'msg', to: 'error.message', tot: 'msg' }], x: 280, y: 440, wires: [['cliq-demo-answer']] },
		{ id: 'cliq-demo-answer', z: tab, type: 'http response', name: 'failed', statusCode: '500', x: 430, y: 440, wires: [] },
		{ id: 'cliq-demo-debug', z: tab, type: 'debug', name: 'errors', active: true, tosidebar: true, complete: 'error', targetType: 'msg', x: 270, y: 490, wires: [] },
		...chain,
		last,
	];
}

/** @returns the account's credentials, in the form in which Node-RED takes them with a flow. */
export function demoCredentials({ clientId, clientSecret, refreshToken }) {
	return { [account]: { clientId, clientSecret, refreshToken } };
}
