import { html, nothing } from 'lit-html';

const SHOWN = 6;

/** Whom an `@` at the end of what is being written may mean: the bots of the channel, and who is in it. */
export function mentions({ typed, state }, people, chat, actions) {
	const begun = /(?:^|\s)@([^@\n]{0,30})$/.exec(typed)?.[1].toLowerCase();
	if (begun === undefined || chat.kind === 'bot') return nothing;
	const channel = state.channels.find((one) => one.chatId === chat.id || one.chatId === chat.parent);
	const bots = state.bots.filter((bot) => channel && bot.channels.includes(channel.uniqueName));
	const all = [
		...bots.map(({ name }) => ({ name, mark: `@${name}`, bot: true })),
		...people.map(({ name, id }) => ({ name, mark: `{@${id}}`, bot: false })),
	];
	const fitting = all
		.filter(({ name }) => name.toLowerCase().startsWith(begun) && name.toLowerCase() !== begun)
		.slice(0, SHOWN);
	if (fitting.length === 0) return nothing;
	const choose = (mark) => (event) => {
		const field = event.target.closest('form').elements.text;
		field.value = `${typed.replace(/@[^@]*$/, '')}${mark} `;
		field.focus();
		actions.type(field.value);
	};
	return html`<p class="offers mentions" role="group" aria-label="Mention">
		${fitting.map(({ name, mark, bot }) => html`<button type="button" @click=${choose(mark)}>@${name}${bot ? html` <span class="bot">BOT</span>` : nothing}</button>`)}
	</p>`;
}
