import { list, record, webAddress, words } from './dom.js';

/**
 * @param {import('./render.js').Context} context
 * @param {unknown} buttons
 * @returns {HTMLElement | undefined} a row of buttons, or nothing if there are none.
 */
export function buttonRow(context, buttons) {
	const drawn = list(buttons).filter((button) => button !== null && typeof button === 'object');
	return drawn.length > 0
		? context.el(
				'div',
				{ class: 'cliq-buttons' },
				drawn.map((button) => buttonOf(context, button)),
			)
		: undefined;
}

/** @returns {HTMLElement} one button; `label` is what a text calls an instant button. */
export function buttonOf(context, button, label = words(record(button).label)) {
	const { type, hint } = record(button);
	const mood = type === '+' ? 'positive' : type === '-' ? 'negative' : 'neutral';
	const node = context.el(
		'button',
		{ type: 'button', class: `cliq-button ${mood}`, title: words(hint) || describePress(button).title },
		label || 'Button',
	);
	node.addEventListener('click', () => context.onPress?.(record(button), node));
	return node;
}

/** What a person reads about `system.api`, by the first part of its path. */
const SYSTEM = {
	audiocall: (id) => ['Starts an audio call', `with ${id}`],
	videocall: (id) => ['Starts a video call', `with ${id}`],
	startchat: (id) => ['Opens a chat', `with ${id}`],
	invite: (id) => ['Invites a contact', `with the ID ${id}`],
	joinchannel: (id) => ['Joins a channel', `with the ID ${id}`],
	locationpermission: () => ['Asks for the location', ''],
};

const DEVICES = { web: 'in a browser', windows: 'on Windows', iOS: 'on iOS', android: 'on Android' };

/** By the type of the action: from its data and the button to what it would do. */
const DEEDS = {
	'open.url'(data) {
		const url = webAddress(data.web);
		const others = Object.keys(DEVICES).filter((device) => device !== 'web' && words(data[device]) !== '');
		const first = words(data.web) || words(data[others[0]]);
		return {
			title: `Opens ${first || 'a page without an address'}`,
			detail: others.map((device) => `${DEVICES[device]}: ${words(data[device])}`).join('\n'),
			...(url ? { href: url.href } : {}),
		};
	},
	'preview.url'(data) {
		const address = words(data.url) || words(data.web);
		const url = webAddress(address);
		return {
			title: `Shows ${address || 'a page without an address'} within Cliq`,
			detail: '',
			...(url ? { href: url.href } : {}),
		};
	},
	copy(data) {
		const text = words(data.text);
		return { title: `Copies “${text}”`, detail: '', copy: text };
	},
	'system.api'(data) {
		const [deed = '', ...id] = words(data.api).split('/');
		if (!Object.hasOwn(SYSTEM, deed))
			return { title: `Calls ${words(data.api) || 'an action of Cliq'}`, detail: '' };
		const [does, whom] = SYSTEM[deed](id.join('/') || '…');
		return { title: `${does} ${whom}`.trim(), detail: '' };
	},
	'invoke.function'(data, button) {
		const given =
			Object.keys(record(button.arguments)).length > 0 ? `with ${JSON.stringify(button.arguments, null, 2)}` : '';
		const key = words(button.key) ? `The function is told the key “${words(button.key)}”.` : '';
		return {
			title: `Runs the function ${words(data.name) || 'without a name'}${words(data.owner) ? ` (owner ${words(data.owner)})` : ''}`,
			detail: [given, key].filter(Boolean).join('\n'),
		};
	},
	'invoke.bot': (data) => ({
		title: `Sends “${words(data.message)}” to the bot ${words(data.bot_name)}`,
		detail: '',
	}),
};

/**
 * What pressing a button would do, in words, for somebody who wants to know before it does.
 *
 * @param {unknown} button as Cliq has it.
 * @returns {import('./render.js').Press} with `href` only if it is an http or https address.
 */
export function describePress(button) {
	const { action } = record(button);
	const { type, data, confirm } = record(action);
	const known = Object.hasOwn(DEEDS, words(type)) ? DEEDS[words(type)] : undefined;
	const deed = known
		? known(record(data), record(button))
		: { title: words(type) ? `Does “${words(type)}”` : 'Does nothing yet', detail: words(data) };
	return confirm !== null && typeof confirm === 'object' ? { ...deed, confirm: question(confirm) } : deed;
}

function question(confirm) {
	const {
		title,
		description,
		input,
		emotion,
		button_label: yes,
		cancel_button_label: no,
		mandatory,
	} = record(confirm);
	return {
		title: words(title) || 'Are you sure?',
		description: words(description),
		input: words(input),
		mood: ['positive', 'negative'].includes(words(emotion)) ? words(emotion) : 'neutral',
		yes: words(yes) || 'Yes',
		no: words(no) || 'Cancel',
		mandatory: words(mandatory) === 'true',
	};
}
