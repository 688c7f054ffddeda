import { html, render } from 'lit-html';
import { activity } from './activity.js';
import { banners } from './banners.js';
import { fillIn } from './form.js';
import { conversation, speaker } from './messages.js';
import { conversations } from './conversations.js';
import { header } from './parts.js';
import { gather, get, listen, post } from './remote.js';

const FRESH_MS = 2_500;
const KEPT_CALLS = 200;
const BANNER_MS = 12_000;

/** All the page knows. Only the functions below change it, and each ends in `draw`. */
const model = {
	state: null,
	messages: [],
	calls: [],
	deliveries: [],
	usage: [],
	operations: [],
	unread: new Map(),
	fresh: new Set(),
	open: null,
	search: '',
	as: null,
	replyTo: null,
	online: true,
	clockOffset: 0,
	failure: null,
	banners: [],
	bannerCount: 0,
	typed: '',
};

const actions = {
	search: (text) => change({ search: text }),
	as(person) {
		const { bot } = model.state.chats.find((chat) => chat.id === model.open) ?? {};
		change({ as: person });
		// Everybody has a chat of their own with a bot.
		if (bot) void actions.openBot(bot, person);
	},
	replyTo: (message) => change({ replyTo: message }),
	async open(chat) {
		model.unread.delete(chat);
		model.typed = '';
		history.replaceState(null, '', `#${encodeURIComponent(chat)}`);
		change({ open: chat, replyTo: null, messages: [] });
		await loadMessages();
		toEnd(true);
	},
	openBot: (bot, as) =>
		attempt(async () => {
			const { chatId } = await post('bots/chat', { bot, as });
			await loadState();
			await actions.open(chatId);
		}),
	write(text) {
		const { replyTo } = model;
		change({ replyTo: null, typed: '' });
		return attempt(() =>
			post('messages', { chat: model.open, as: speaker(model), text, ...(replyTo ? { replyTo } : {}) }),
		);
	},
	react: (message, emoji, remove) =>
		attempt(() => post('reactions', { chat: model.open, message, as: speaker(model), emoji, remove })),
	vote: (message, option) => attempt(() => post('vote', { chat: model.open, message, as: speaker(model), option })),
	/** @returns {Promise<boolean>} whether a function ran */
	async press(message, which) {
		let ran = true;
		await attempt(async () => {
			const { delivery } = await post('press', { chat: model.open, message, as: speaker(model), ...which });
			ran = delivery !== undefined;
		});
		return ran;
	},
	menu: (bot, entry) => attempt(() => post('menu', { bot, entry, as: speaker(model) })),
	type: (typed) => change({ typed }),
	closeBanner: (id) => change({ banners: model.banners.filter((banner) => banner.id !== id) }),
	async clearJournal() {
		await post('journal/clear');
		change({ calls: [], deliveries: [] });
	},
};

function change(changes) {
	Object.assign(model, changes);
	draw();
}

async function attempt(deed) {
	try {
		await deed();
		change({ failure: null });
	} catch (error) {
		change({ failure: error.message });
	}
}

function draw() {
	if (!model.state) return;
	const failure = model.failure ? html`<p class="failure" role="alert">${model.failure}</p>` : null;
	render(
		html`${header(model.state.url, 'page', model.online)}${failure}${banners(model, actions)}
			<div class="columns">
				${conversations(model, actions)}${conversation(model, actions)}${activity(model, actions)}
			</div>`,
		document.body,
	);
}

/** Keeps the newest message in sight, unless the person has scrolled up to read. */
function toEnd(always) {
	const box = document.getElementById('messages');
	if (box && (always || box.scrollHeight - box.scrollTop - box.clientHeight < 160)) box.scrollTop = box.scrollHeight;
}

async function loadState() {
	const state = await get('state');
	model.clockOffset = state.time - Date.now();
	change({ state });
}

async function loadMessages() {
	const chat = model.open;
	if (!chat) return;
	const { messages } = await get(`messages?chat=${encodeURIComponent(chat)}`);
	if (chat !== model.open) return;
	change({ messages });
	toEnd(false);
}

async function loadUsage() {
	change(await get('usage'));
}

async function loadAll() {
	model.calls = [];
	model.deliveries = [];
	const [{ calls }, { deliveries }] = await Promise.all([
		get('journal'),
		get('deliveries'),
		loadState(),
		loadUsage(),
	]);
	model.as ??= model.state.owner;
	const wanted = decodeURIComponent(location.hash.slice(1));
	const chats = model.state.chats;
	const last = chats
		.filter((chat) => chat.messages > 0 && chat.joined)
		.sort((one, other) => other.lastTime - one.lastTime)[0];
	// Calls that were told of since the journal was asked for are not in its answer.
	const newest = calls.at(-1)?.number ?? 0;
	for (const delivery of deliveries)
		if (!model.deliveries.some((one) => one.id === delivery.id)) noteDelivery(delivery);
	change({ calls: [...calls, ...model.calls.filter((call) => call.number > newest)].slice(-KEPT_CALLS) });
	await actions.open([model.open, wanted].find((id) => chats.some((chat) => chat.id === id)) ?? last?.id);
}

const soonState = gather(loadState, 200);
const soonMessages = gather(loadMessages, 60);
const soonUsage = gather(loadUsage, 200);

/** A delivery is told of when it is sent, and again when it is known how it went. */
function noteDelivery(delivery) {
	model.deliveries = [...model.deliveries.filter((one) => one.id !== delivery.id), delivery]
		.sort((one, other) => one.id - other.id)
		.slice(-KEPT_CALLS);
}

/** Only who caused a delivery sees what came of it, messages apart. */
function show({ user, shown }) {
	if (user !== speaker(model)) return;
	const { name } = model.state.people.find((person) => person.id === user);
	if (shown.kind === 'banner' || shown.kind === 'failure') {
		const banner = { id: ++model.bannerCount, status: shown.status ?? 'failure', text: shown.text, to: name };
		model.banners = [...model.banners, banner];
		setTimeout(() => actions.closeBanner(banner.id), BANNER_MS);
	}
	if (shown.kind === 'form')
		fillIn(shown.form, { name, people: model.state.people }, (action, values) =>
			post('submit', { form: shown.id, action, values }),
		);
}

function onEvent(event) {
	if (event.type === 'reset') {
		model.unread.clear();
		return void loadAll();
	}
	if (event.type === 'delivery') {
		const { id, shown } = event.delivery;
		const before = model.deliveries.find((one) => one.id === id)?.shown;
		noteDelivery(event.delivery);
		if (shown && JSON.stringify(shown) !== JSON.stringify(before)) show(event.delivery);
		return draw();
	}
	if (event.type === 'call') {
		soonUsage();
		return change({ calls: [...model.calls, event.call].slice(-KEPT_CALLS) });
	}
	if (event.type === 'message.posted' && event.chat !== model.open)
		model.unread.set(event.chat, (model.unread.get(event.chat) ?? 0) + 1);
	if (event.type === 'message.posted') {
		model.fresh.add(event.message);
		setTimeout(() => model.fresh.delete(event.message), FRESH_MS);
	}
	if (event.chat === model.open) soonMessages();
	soonState();
	if (event.type === 'lock' || event.type === 'settings') soonUsage();
	return undefined;
}

// Whatever happens once it listens is told; so it looks after that, or it would miss what happened in between.
listen(onEvent, (online) => {
	change({ online });
	if (online) void loadAll();
});
// Thresholds free up and locks run down while nothing happens.
setInterval(() => {
	if (model.usage.length > 0) void loadUsage().catch(() => undefined);
}, 1_000);
