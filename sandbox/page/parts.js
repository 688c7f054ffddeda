import { html, nothing } from 'lit-html';

/** Small pieces that several parts of the page share. Text always goes through lit-html, which escapes it. */

const HUES = 8;

function hue(id) {
	let sum = 0;
	for (const character of id) sum = (sum * 31 + character.charCodeAt(0)) >>> 0;
	return sum % HUES;
}

function initials(name) {
	const words = name.split(/\s+/).filter(Boolean);
	return ((words[0]?.[0] ?? '') + (words.length > 1 ? words.at(-1)[0] : '')).toUpperCase();
}

export function avatar(author, small = false) {
	const classes = `avatar hue-${hue(author.id)} ${author.kind === 'bot' ? 'square' : ''} ${small ? 'small' : ''}`;
	return html`<span class=${classes} aria-hidden="true">${initials(author.name)}</span>`;
}

/** What stands before a conversation's title. */
export function chatMark(chat) {
	if (chat.kind === 'channel') return html`<span class="mark">#</span>`;
	if (chat.kind === 'thread') return html`<span class="mark">⤷</span>`;
	if (chat.kind === 'group') return html`<span class="mark">⁂</span>`;
	return avatar({ id: chat.title, name: chat.title, kind: chat.kind === 'bot' ? 'bot' : 'person' }, true);
}

export function clock(time) {
	return new Date(time).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

export function day(time) {
	return new Date(time).toLocaleDateString('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
}

/** @returns the text without its formatting, for a single line. */
export function plain(text) {
	return text.replace(/([`*_~])([^`*_~\n]+)\1/g, '$2');
}

/** A value to copy, with its button. */
export function copyable(text) {
	const copy = async (event) => {
		const button = event.currentTarget;
		await navigator.clipboard.writeText(text);
		button.textContent = 'Copied';
		setTimeout(() => (button.textContent = 'Copy'), 1_200);
	};
	return html`<span class="copyable"><code>${text}</code><button type="button" @click=${copy}>Copy</button></span>`;
}

/** The head of every page of the sandbox. */
export function header(url, here, online = true) {
	return html`
		<header class="top">
			<a class="brand" href="/"><img src="/_page/icon.svg" alt="" width="26" height="26" />Cliq sandbox</a>
			<span
				class="pill"
				title="A local stand-in for the REST API of Zoho Cliq. No real account is involved, nothing leaves this machine."
				>For trying and testing. Not Zoho.</span
			>
			${online ? nothing : html`<span class="pill bad" role="status">Not connected: waiting for the sandbox …</span>`}
			<span class="grow"></span>
			<span class="base">Cliq server and accounts server ${copyable(url)}</span>
			<nav>
				<a href="/" class=${here === 'page' ? 'here' : ''}>Conversations</a>
				<a href="/console" class=${here === 'console' ? 'here' : ''}>Console</a>
			</nav>
		</header>
	`;
}
