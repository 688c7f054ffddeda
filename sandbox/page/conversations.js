import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { chatMark, clock, plain } from './parts.js';

const SHOWN = 40;
const SHOWN_BOTS = 6;

/** The left column: conversations, those with something new first. */
export function conversations(model, actions) {
	const wanted = model.search.trim().toLowerCase().replace(/^[#@]/, '');
	const fitting = model.state.chats.filter((chat) =>
		`${chat.title} ${chat.uniqueName ?? ''} ${chat.subtitle}`.toLowerCase().includes(wanted),
	);
	const rank = (chat) => (model.unread.get(chat.id) ? 2 : chat.messages > 0 ? 1 : 0);
	fitting.sort((one, other) => rank(other) - rank(one) || other.lastTime - one.lastTime);
	const shown = fitting.slice(0, SHOWN);
	const hidden = fitting.length - shown.length;
	return html`
		<aside class="list" aria-label="Conversations">
			<input
				type="search"
				placeholder="Search ${model.state.chats.length} conversations"
				aria-label="Search conversations"
				.value=${model.search}
				@input=${(event) => actions.search(event.target.value)}
			/>
			<ul>
				${bots(model, wanted).map((bot) => botEntry(model, actions, bot))}
				${repeat(
					shown,
					(chat) => chat.id,
					(chat) => entry(model, actions, chat),
				)}
			</ul>
			${hidden > 0 ? html`<p class="hint">${hidden} more: search for a name</p>` : nothing}
			${fitting.length === 0 && bots(model, wanted).length === 0 ? html`<p class="hint">No conversation is called “${model.search}”.</p>` : nothing}
		</aside>
	`;
}

/** Bots that the person has no chat with yet: those that are looked for, else those that listen. */
function bots({ state, as }, wanted) {
	const met = (bot) => state.chats.some((chat) => chat.bot === bot.uniqueName && chat.person === (as ?? state.owner));
	const fits = (bot) =>
		wanted === ''
			? bot.webhook || bot.handlers.length > 0
			: `${bot.name} ${bot.uniqueName}`.toLowerCase().includes(wanted);
	return state.bots.filter((bot) => fits(bot) && !met(bot)).slice(0, SHOWN_BOTS);
}

function botEntry(model, actions, bot) {
	return html`
		<li>
			<button type="button" class="entry" @click=${() => actions.openBot(bot.uniqueName, model.as)}>
				${chatMark({ kind: 'bot', title: bot.name })}
				<span class="entry-text"
					><span class="entry-title">${bot.name}</span><span class="entry-last">Bot: write to it</span></span
				>
			</button>
		</li>
	`;
}

function entry(model, actions, chat) {
	const unread = model.unread.get(chat.id) ?? 0;
	const classes = `entry ${chat.id === model.open ? 'open' : ''} ${unread ? 'unread' : ''} ${chat.joined ? '' : 'faint'}`;
	return html`
		<li>
			<button
				type="button"
				class=${classes}
				aria-current=${chat.id === model.open}
				@click=${() => actions.open(chat.id)}
			>
				${chatMark(chat)}
				<span class="entry-text">
					<span class="entry-title">${chat.title}</span>
					<span class="entry-last"
						>${chat.last ? html`${chat.last.author.split(' ')[0]}: ${plain(chat.last.text)}` : chat.subtitle}</span
					>
				</span>
				<span class="entry-side">
					${chat.messages > 0 ? html`<time>${clock(chat.lastTime)}</time>` : nothing}
					${unread ? html`<span class="badge" aria-label="${unread} new">${unread}</span>` : nothing}
				</span>
			</button>
		</li>
	`;
}
