import { cliqAddress, drawLink, type Place } from './addresses';
import { shortened } from './labels';
import { openPolling, readWatched, type PollingNode } from './polling';
import { ask } from './server';
import type { ForwarderAnswer } from './types';

/** What the dialog of a zoho-cliq-in node works on. */
interface InboundNode extends PollingNode {
	id: string;
	type: string;
	way?: string;
	/** Unique name. */
	bot?: string;
	path: string;
	events: string[];
}

/** In the order in which people look for them; what each is called is in the catalog. */
const KINDS = [
	'message',
	'mention',
	'channelMessage',
	'messageEdited',
	'messageDeleted',
	'botAdded',
	'botRemoved',
	'threadEvent',
	'welcome',
	'context',
	'menuAction',
	'incomingWebhook',
	'command',
	'messageAction',
	'button',
	'form',
	'call',
	'other',
];

/** Handlers of a bot for which the core has a script, by Cliq's names. */
const HANDLERS = [
	'message_handler',
	'mention_handler',
	'participation_handler',
	'welcome_handler',
	'context_handler',
	'menu_handler',
	'incoming_webhook_handler',
];

/** How long nothing changes before the script is written again, in milliseconds. */
const PAUSE = 250;

/** For nodes that somebody wrote by hand, or from before there was a field. */
const USUAL = { way: 'webhook', interval: '60', answer: 'now', wait: '12' };

const field = (name: string) => $(`#node-input-${name}`);

/** Gives a node that was dragged in, imported or copied a path that nobody guesses, and that no other node has. */
export function addInbound(node: InboundNode): void {
	if (node.way !== 'poll' && checkPath(node, node.path ?? '') !== true) node.path = newPath();
}

/** @returns what a node without a name is called: what it is, and whom or where it receives from. */
export function labelOfInbound(node: InboundNode): string {
	const [first, ...others] =
		node.way === 'poll' ? (node.watched ?? []).map(({ chat, name }) => name ?? chat) : [node.bot?.trim()];
	const palette = node._('palette');
	return first ? `${palette} · ${shortened(first)}${others.length > 0 ? ` +${others.length}` : ''}` : palette;
}

/** @returns `true`, or why Cliq could not deliver to this path. */
export function checkPath(node: Pick<InboundNode, 'id' | 'type' | '_'>, path: string): true | string {
	if (/^\$\{[^}]+\}$/.test(path)) return true;
	if (!/^\/?[\w.~-][\w.~/-]*$/.test(path)) return node._('error.path');
	const isTaken = RED.nodes
		.filterNodes({ type: node.type })
		.some(
			(other: InboundNode) =>
				other.way !== 'poll' && other.id !== node.id && trimmed(other.path) === trimmed(path),
		);
	return !isTaken || node._('error.taken');
}

/** Fills the dialog. */
export function openInbound(node: InboundNode): void {
	// Nodes from before there was a choice have none.
	for (const [name, usual] of Object.entries(USUAL)) if (!field(name).val()) field(name).val(usual);
	if (node.skipOwn === undefined) field('skipOwn').prop('checked', true);
	openPolling(node);
	drawLink('#zoho-cliq-address', anyCliq());
	field('publicUrl').attr('placeholder', location.origin);
	drawKinds(node);
	drawScript(node);
	$('#zoho-cliq-new-path').on('click', () => field('path').val(newPath()).trigger('change'));
	$('#zoho-cliq-new-secret').on('click', () => field('secret').val(random(32)).trigger('change'));
	field('answer').on('change', () => showAnswer(node));
	field('way').on('change', () => showWay(node));
	field('working').on('input change', showAccount);
	showAnswer(node);
	showWay(node);
}

/** A bot has no account here; the first one that there is tells where Cliq is. */
function anyCliq(): string | undefined {
	let found: string | undefined;
	RED.nodes.eachConfig((config: Place & { type: string }) => {
		if (config.type === 'zoho-cliq-account') found ??= cliqAddress(config);
	});
	return found;
}

function showAnswer({ _: text }: InboundNode): void {
	const answer = field('answer').val();
	$('.zoho-cliq-wait').toggle(answer === 'reply');
	$('#zoho-cliq-answer').text(text(`help.${answer}`));
}

/** What matters for one way does not for the other. */
function showWay({ _: text }: InboundNode): void {
	const way = field('way').val();
	$('.zoho-cliq-by-webhook').toggle(way === 'webhook');
	$('.zoho-cliq-by-poll').toggle(way === 'poll');
	$('#zoho-cliq-way').text(text(`help.${way}`));
	field('people').attr('placeholder', text(way === 'poll' ? 'placeholder.authors' : 'placeholder.people'));
	showAccount();
	if (way !== 'webhook') return;
	// Imported flows may have no path, and never have a secret.
	if (!field('path').val()) field('path').val(newPath()).trigger('change');
	if (!field('secret').val()) field('secret').val(random(32)).trigger('change');
}

/** An account looks into chats; with a bot it is for what the bot says meanwhile. */
function showAccount(): void {
	const isWebhook = field('way').val() === 'webhook';
	const row = $('#zoho-cliq-in-account');
	if (isWebhook) row.insertAfter('#zoho-cliq-in-working');
	else row.prependTo('.zoho-cliq-by-poll:first');
	row.toggle(!isWebhook || String(field('working').val()).trim() !== '');
}

/** Takes over what Node-RED does not read by itself. */
export function saveInbound(node: InboundNode): void {
	node.watched = readWatched();
	node.events = KINDS.filter((kind) => $(`#zoho-cliq-kind-${kind}`).prop('checked'));
}

function drawKinds({ _: text, events = [] }: InboundNode): void {
	const list = $('.zoho-cliq-kinds').empty();
	for (const kind of KINDS) {
		const box = $('<input type="checkbox">')
			.attr('id', `zoho-cliq-kind-${kind}`)
			.prop('checked', events.includes(kind));
		list.append($('<label>').append(box, ' ', $('<span>').text(text(`kind.${kind}`))));
	}
}

function drawScript(node: InboundNode): void {
	const handler = $('#zoho-cliq-handler').empty();
	for (const name of HANDLERS)
		handler.append(
			$('<option>')
				.val(name)
				.text(node._(`handler.${name}`)),
		);
	const script = $('#zoho-cliq-script');
	const url = $('#zoho-cliq-url');
	const note = $('#zoho-cliq-script-note');
	let timer: ReturnType<typeof setTimeout> | undefined;
	let asked = 0;
	const write = async () => {
		const mine = ++asked;
		if (field('way').val() !== 'webhook') return;
		const answer = await ask<ForwarderAnswer>('forwarder', {
			id: node.id,
			handler: handler.val(),
			url: url.val(),
			secret: field('secret').val(),
		});
		if (mine !== asked) return;
		script.val('error' in answer ? '' : answer.script);
		note.text('error' in answer ? answer.error : '').toggle('error' in answer);
	};
	const show = () => {
		url.val(addressOf(field('publicUrl').val(), field('path').val()));
		$('#zoho-cliq-reach').toggle(isOutOfReach(url.val()));
		clearTimeout(timer);
		timer = setTimeout(() => void write(), PAUSE);
	};
	for (const input of [field('publicUrl'), field('path'), field('secret'), field('way'), handler])
		input.on('input change', show);
	// The clipboard of today needs https, which many a Node-RED has not.
	$('#zoho-cliq-copy-url').on('click', () =>
		RED.clipboard.copyText(url.val(), $('#zoho-cliq-copy-url'), 'clipboard.copyMessageValue'),
	);
	$('#zoho-cliq-copy-script').on('click', () =>
		RED.clipboard.copyText(script.val(), $('#zoho-cliq-copy-script'), 'clipboard.copyMessageValue'),
	);
	show();
}

/** Where Cliq finds the path. */
export function addressOf(publicUrl: string, path: string): string {
	const root = [publicUrl.trim() || location.origin, RED.settings.httpNodeRoot || '', path.trim()];
	return root
		.map((part, index) => (index === 0 ? part.replace(/\/+$/, '') : trimmed(part)))
		.filter((part) => part !== '')
		.join('/');
}

/** Whether Cliq's servers certainly cannot reach it. */
export function isOutOfReach(address: string): boolean {
	if (!URL.canParse(address)) return true;
	return /^(localhost|\[::1\]|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|[^.]+$|.*\.(local|lan|internal)$)/.test(
		new URL(address).hostname,
	);
}

function trimmed(path: string): string {
	return path.trim().replace(/^\/+|\/+$/g, '');
}

export function newPath(): string {
	return `cliq/${random(16)}`;
}

/** So many random bytes, in hexadecimal. */
function random(bytes: number): string {
	return [...crypto.getRandomValues(new Uint8Array(bytes))]
		.map((byte) => byte.toString(16).padStart(2, '0'))
		.join('');
}
