import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { drawn } from './drawn.js';
import { mentions } from './mentions.js';
import { avatar, chatMark, clock, copyable, day, plain } from './parts.js';

const QUICK = ['👍', '❤️', '🎉', '👀', '✅'];
const TOGETHER_MS = 5 * 60_000;

/** The middle: one conversation, and a line to write as anybody in it. */
export function conversation(model, actions) {
	const chat = model.state.chats.find((one) => one.id === model.open);
	if (!chat) return html`<main class="talk"><p class="empty">Choose a conversation.</p></main>`;
	return html`
		<main class="talk">
			<div class="talk-head">
				<h1>${chatMark(chat)} ${chat.title}</h1>
				<span class="muted">${chat.subtitle}</span>
				<span class="grow"></span>
				<span class="muted">${chat.participants} ${chat.participants === 1 ? 'person' : 'people'}</span>
				<details class="ids">
					<summary>IDs</summary>
					<div class="pop">
						${ids(model, chat).map(([name, value]) => html`<p><span>${name}</span>${copyable(value)}</p>`)}
					</div>
				</details>
			</div>
			<div class="messages" id="messages" tabindex="0" role="log" aria-label="Messages">
				${
					model.messages.length === 0
						? empty(model, chat)
						: repeat(
								model.messages,
								(message) => message.id,
								(message, index) => row(model, actions, message, model.messages[index - 1]),
							)
				}
			</div>
			${composer(model, actions, chat)} ${menu(model, actions, chat)}
		</main>
	`;
}

function ids(model, chat) {
	const channel = model.state.channels.find((one) => one.chatId === chat.id);
	return [
		['Chat ID', chat.id],
		...(channel
			? [
					['Channel ID', channel.id],
					['Unique name', channel.uniqueName],
				]
			: []),
	];
}

function empty(model, chat) {
	const target = chat.uniqueName
		? html`post to the channel <code>${chat.uniqueName}</code>`
		: html`post to the chat <code>${chat.id}</code>`;
	return html`
		<div class="empty">
			<img src="/_page/icon.svg" alt="" width="44" height="44" />
			<h2>Nothing posted yet</h2>
			<ol>
				<li>Make a client or a webhook token in the <a href="/console">console</a>.</li>
				<li>Connect n8n or Node-RED: base URL ${copyable(model.state.url)}</li>
				<li>Then ${target}, and it shows up here at once.</li>
			</ol>
			<p class="muted">Or write the first message yourself, below.</p>
		</div>
	`;
}

function row(model, actions, message, previous) {
	const newDay = !previous || day(previous.time) !== day(message.time);
	const follows =
		!newDay &&
		who(previous).id === who(message).id &&
		message.time - previous.time < TOGETHER_MS &&
		!message.replyTo &&
		!previous.deleted;
	return html`
		${newDay ? html`<p class="day"><span>${day(message.time)}</span></p>` : nothing}
		<article class="message ${follows ? 'follows' : ''} ${model.fresh.has(message.id) ? 'fresh' : ''}">
			${follows ? html`<time class="gutter">${clock(message.time)}</time>` : avatar(who(message))}
			<div class="body">
				${follows ? nothing : heading(message)}
				${message.deleted ? html`<p class="tombstone">This message was deleted.</p>` : content(model, actions, message)}
			</div>
			${message.deleted ? nothing : tools(actions, message)}
		</article>
	`;
}

/** Who a message seems to come from: a message may show another name than its author's. */
function who({ author, shown }) {
	return shown?.name ? { kind: 'bot', id: `${author.id} ${shown.name}`, name: shown.name } : author;
}

function heading(message) {
	const { kind, name } = who(message);
	return html`
		<p class="who">
			<b>${name}</b>${kind === 'bot' ? html`<span class="bot">BOT</span>` : nothing}<time
				>${clock(message.time)}</time
			>
			${message.shown ? html`<span class="muted" title=${message.shown.image ? `Shown picture: ${message.shown.image}` : ''}>sent by ${message.author.name}</span>` : nothing}
		</p>
	`;
}

function content(model, actions, message) {
	const quote = message.replyTo;
	return html`
		${quote ? html`<blockquote><b>${quote.author}</b> ${plain(quote.text)}</blockquote>` : nothing}
		${message.file ? fileMark(message.file) : nothing}
		<div class="text">
			${drawn(model, actions, message, speaker(model))}${message.edits.length > 0 ? edited(message) : nothing}
		</div>
		${message.thread ? html`<button type="button" class="thread" @click=${() => actions.open(message.thread.id)}>⤷ ${message.thread.title}<span class="muted">${message.thread.messages} ${message.thread.messages === 1 ? 'message' : 'messages'}</span></button>` : nothing}
		${message.suggestions && message === model.messages.at(-1) ? html`<p class="offers" role="group" aria-label="Suggestions">${message.suggestions.map((text) => html`<button type="button" @click=${() => actions.write(text)}>${text}</button>`)}</p>` : nothing}
		${message.reactions.length > 0 ? html`<p class="reactions">${message.reactions.map((reaction) => chip(model, actions, message, reaction))}</p>` : nothing}
	`;
}

function fileMark({ id, name, size }) {
	return html`<p class="file">
		<span aria-hidden="true">▧</span
		><a href="/_sandbox/files?id=${encodeURIComponent(id)}" download=${name}>${name}</a
		><span class="muted">${bytes(size)}</span>
	</p>`;
}

function bytes(size) {
	if (size < 1_000) return `${size} bytes`;
	return size < 1_000_000 ? `${Math.round(size / 1_000)} kB` : `${(size / 1_000_000).toFixed(1)} MB`;
}

function edited(message) {
	return html` <span class="edited" tabindex="0"
		>edited<span class="former"
			><b>Before:</b>${message.edits.map((edit) => html`<span>${edit.text}</span>`)}</span
		></span
	>`;
}

function chip(model, actions, message, reaction) {
	const mine = reaction.people.some((person) => person.id === speaker(model));
	const names = reaction.people.map((person) => person.name).join(', ');
	return html`<button
		type="button"
		class="chip ${mine ? 'mine' : ''}"
		title=${names}
		aria-label="${reaction.emoji} ${names}"
		@click=${() => actions.react(message.id, reaction.emoji, mine)}
	>
		${reaction.emoji} <span>${reaction.people.length}</span>
	</button>`;
}

function tools(actions, message) {
	return html`
		<span class="tools">
			${QUICK.map((emoji) => html`<button type="button" title="React with ${emoji}" @click=${() => actions.react(message.id, emoji, false)}>${emoji}</button>`)}
			<button type="button" title="Reply" @click=${() => actions.replyTo(message.id)}>↩</button>
		</span>
	`;
}

/** Who may write here: members, or whoever has a part in it. */
function speakers(model, chat) {
	const channel = model.state.channels.find((one) => one.chatId === chat.id || one.chatId === chat.parent);
	return model.state.people.filter((person) =>
		channel ? channel.members.includes(person.id) : person.member || person.contact,
	);
}

/** @returns the ZUID of whom the person at the page writes and reacts as, in the open conversation. */
export function speaker(model) {
	const chat = model.state.chats.find((one) => one.id === model.open);
	if (chat?.person) return chat.person;
	const people = chat ? speakers(model, chat) : [];
	return people.some((person) => person.id === model.as) ? model.as : (people[0]?.id ?? model.state.owner);
}

/** What a bot offers beside what one can write to it. */
function menu(model, actions, chat) {
	const bot = model.state.bots.find((one) => one.uniqueName === chat.bot);
	if (!bot?.menu.length) return nothing;
	return html`<div class="menu offers" role="group" aria-label="Menu of ${bot.name}">
		${bot.menu.map((entry) => html`<button type="button" @click=${() => actions.menu(bot.uniqueName, entry)}>${entry}</button>`)}
	</div>`;
}

function composer(model, actions, chat) {
	const people = speakers(model, chat);
	const answered = model.messages.find((message) => message.id === model.replyTo);
	const send = (event) => {
		event.preventDefault();
		const field = event.target.elements.text;
		if (field.value.trim() === '') return;
		actions.write(field.value);
		field.value = '';
	};
	return html`
		<form class="composer" @submit=${send}>
			${mentions(model, people, chat, actions)}
			${answered ? html`<p class="answering">Reply to <b>${answered.author.name}</b>: ${plain(answered.text || answered.file?.name || '').slice(0, 80)} <button type="button" title="No reply" @click=${() => actions.replyTo(null)}>×</button></p>` : nothing}
			<label title="Who writes, reacts, votes, and presses buttons"
				>Write as
				<select @change=${(event) => actions.as(event.target.value)}>
					${people.map((person) => html`<option value=${person.id} ?selected=${person.id === speaker(model)}>${person.name}</option>`)}
				</select></label
			>
			<input
				name="text"
				autocomplete="off"
				maxlength="5000"
				placeholder="Message ${chat.kind === 'channel' ? '#' : ''}${chat.title}"
				aria-label="Message"
				@input=${(event) => actions.type(event.target.value)}
			/>
			<button class="primary">Send</button>
		</form>
	`;
}
