import { forgetLists, nameOf, suggest, type Suggestions } from './suggestions';
import { drawValue } from './values';

/** A chat to poll, as the node stores it. */
interface WatchedChat {
	/** A chat ID, an address out of the browser, or the unique name of a channel. */
	chat: string;
	/** What Cliq called it when it was chosen. */
	name?: string;
}

/** What the dialog of a node that polls chats works on. */
export interface PollingNode {
	watched?: WatchedChat[];
	skipOwn?: boolean;
	_(key: string, values?: Record<string, string | number>): string;
}

/** What an editableList keeps of a chat. Its button adds an empty one. */
interface Item {
	watched?: WatchedChat;
	read(): WatchedChat;
}

/** What Cliq allows an account to which Zoho has not granted another limit. */
const USUAL_LIMIT = 15;

let list: any;

/** Fills the part of the dialog that is about looking into chats. */
export function openPolling(node: PollingNode): void {
	forgetLists();
	const container = $('.zoho-cliq-watched').empty();
	const show = () => showRound(node);
	list = $('<ol>').appendTo(container);
	list.editableList({
		addButton: node._('button.addChat'),
		height: 'auto',
		scrollOnAdd: false,
		sortable: false,
		removable: true,
		addItem: (element: any, _index: number, item: Item) => {
			drawChat(element, item, node);
			show();
		},
		removeItem: show,
	});
	for (const watched of node.watched ?? []) list.editableList('addItem', { watched });
	// Somebody who has just dragged the node in has to fill in one.
	if (!node.watched?.length) list.editableList('addItem', {});
	container.on('change', show);
	$('#node-input-interval').on('input change', show);
	$('#node-input-account').on('change', show);
	show();
}

/** @returns the chats that the dialog shows, without empty ones. */
export function readWatched(): WatchedChat[] {
	const items: Item[] = list
		.editableList('items')
		.toArray()
		.map((element: any) => element.data('data'));
	return items.map(({ read }) => read()).filter(({ chat }) => chat !== '');
}

function drawChat(element: any, item: Item, { _: text }: PollingNode): void {
	const { chat, name } = item.watched ?? { chat: '' };
	item.read = () => ({ chat }); // Drawing it already tells that something has changed.
	const type = suggest({ type: 'chat', label: text('label.watched') }, 'fa fa-comments-o', suggestions);
	const read = drawValue(element, {
		label: text('label.watched'),
		types: [type],
		initial: { type: 'str', value: chat },
		placeholder: text('placeholder.watched'),
	});
	const caption = $('<small>').appendTo(element);
	item.read = () => {
		const value = read().value.trim();
		const called = nameOf('chat', value) ?? (value === chat ? name : undefined);
		return { chat: value, ...(called !== undefined && { name: called }) };
	};
	const show = () => caption.text(item.read().name ?? '');
	element.on('change', show);
	show();
}

const suggestions: Suggestions = {
	account: () => {
		const id = $('#node-input-account').val();
		return id === '_ADD_' ? '' : id;
	},
	note: (text) =>
		$('#zoho-cliq-watched-note')
			.text(text)
			.toggle(text !== ''),
};

/** Says what looking so often means for Cliq's limits. */
function showRound({ _: text }: PollingNode): void {
	const chats = Math.max(1, readWatched().length);
	const limit = readsAMinute();
	const seconds = Math.ceil((chats * 60) / limit);
	const wanted = Number($('#node-input-interval').val()) || 60;
	const reads = Math.max(1, Math.round((chats * 60) / wanted));
	const saying = wanted < seconds ? 'help.slowRound' : chats === 1 ? 'help.round1' : 'help.round';
	$('#zoho-cliq-round').text(limit === Infinity ? '' : text(saying, { chats, reads, limit, seconds }));
}

/** As the account says. */
function readsAMinute(): number {
	const { rateLimit, callsPerMinute, rateLimitShare } = RED.nodes.node(suggestions.account()) ?? {};
	if (rateLimit === 'none') return Infinity;
	const limit = rateLimit === 'own' ? Number(callsPerMinute) || USUAL_LIMIT : USUAL_LIMIT;
	return Math.max(1, Math.floor((limit * (Number(rateLimitShare) || 100)) / 100));
}
