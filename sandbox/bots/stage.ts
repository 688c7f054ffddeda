import type { Events, MessageEvent } from '../events';
import { keyOf, type Author, type Chat, type StoredMessage } from '../model';
import type { NewMessage } from '../world';
import { valuesOf } from './forms';
import type { Questions } from './questions';
import type { Reply } from './reply';
import type { Form, Occasion, Shown } from './types';
import type { Setting } from './variables';

/** What is needed of a sandbox to tell bots what happens, and to show what they answer. */
export interface Home extends Setting {
	events: Events;
	now(): number;
}

/** A bot asks a person in their chat. */
interface Talk extends Questions {
	about: Occasion;
	/** In the order of the questions. */
	answers: string[];
	/** Milliseconds since 1970. */
	until: number;
}

/** Shows people what handlers answer, and keeps what they have not finished: forms to fill in, questions to answer. */
export class Stage {
	private forms = new Map<number, { form: Form; about: Occasion }>();
	private talks = new Map<string, Talk>();
	private count = 0;

	constructor(private readonly home: Home) {}

	/** @param about what the reply answers */
	show(about: Occasion, reply: Reply): Shown {
		switch (reply.kind) {
			case 'banner':
				return reply;
			case 'form':
				this.forms.set(++this.count, { form: reply.form, about });
				return { kind: 'form', id: this.count, form: reply.form };
			case 'edit':
				return { kind: 'edit', message: this.edit(about.chat, about.message!, reply.message) };
			default: {
				const said = reply.message.text === '' ? undefined : this.say(about, reply.message);
				const asked = reply.asks && this.begin(about, reply.asks);
				return { kind: 'message', message: said ?? asked! };
			}
		}
	}

	/**
	 * A message may be the answer to a bot's question.
	 * @returns undefined if it is none; with `occasion` if it was the last
	 */
	hear({ chat: id, message: key }: MessageEvent): { occasion?: Occasion } | undefined {
		const { world, now } = this.home;
		const talk = this.talks.get(id);
		const message = talk && world.message(talk.about.chat, key);
		if (!message || message.author.kind !== 'person') return undefined;
		if (now() >= talk.until) {
			this.talks.delete(id);
			return undefined;
		}
		talk.answers.push(message.text);
		if (this.ask(talk) !== undefined) return {};
		this.talks.delete(id);
		const { bot, user, person, chat } = talk.about;
		return {
			occasion: {
				handler: 'context_handler',
				bot,
				user,
				person,
				chat,
				context: { id: talk.id, answers: answersOf(talk) },
				time: now(),
			},
		};
	}

	/**
	 * A person fills in a form, or closes it.
	 * @returns what its function is told; undefined if there is no such function, or nobody wants to know that it was
	 *   closed
	 * @throws Error if there is no such form, or it is not filled in as it should be
	 */
	submit(id: number, given: Record<string, unknown>, action: 'submit' | 'cancel'): Occasion | undefined {
		const { world, now } = this.home;
		const open = this.forms.get(id);
		if (!open) throw new Error(`There is no form ${id}, or it was submitted`);
		const { form, about } = open;
		const values = action === 'submit' ? valuesOf(form, given, world) : {};
		this.forms.delete(id);
		const run = world.function(about.function?.owner ?? about.bot?.creator ?? '', form.action.name);
		if (!run || (action === 'cancel' && !form.trigger_on_cancel)) return undefined;
		const { user, person, chat, message, bot } = about;
		const speaker = bot ? { kind: 'bot' as const, id: bot.id, name: bot.name } : about.speaker;
		return {
			handler: 'form_submit_handler',
			function: run,
			user,
			person,
			chat,
			message,
			...(speaker && { speaker }),
			form: { name: form.name, action, values },
			time: now(),
		};
	}

	reset(): void {
		this.forms.clear();
		this.talks.clear();
	}

	private begin(about: Occasion, asks: Questions): string | undefined {
		const talk: Talk = { ...asks, about, answers: [], until: this.home.now() + asks.timeout * 1_000 };
		this.talks.set(about.chat.id, talk);
		return this.ask(talk);
	}

	/** @returns the ID of the question; undefined if there is none left */
	private ask({ about, params, answers }: Talk): string | undefined {
		const next = params[answers.length];
		return (
			next &&
			this.say(about, {
				text: next.question,
				...(next.suggestions.length > 0 && { suggestions: next.suggestions }),
			})
		);
	}

	private say({ bot, function: run, chat, speaker }: Occasion, message: Omit<NewMessage, 'author'>): string {
		const { world } = this.home;
		const author: Author =
			speaker ??
			(bot
				? { kind: 'bot', id: bot.id, name: bot.name }
				: { kind: 'bot', id: `f-${run!.name}`, name: run!.name });
		return this.tell(
			'message.posted',
			chat,
			world.post(chat, { ...message, author, postedBy: bot?.creator ?? run!.owner }),
		);
	}

	/** The whole message becomes another: what it had and the new one has not is gone. */
	private edit(
		chat: Chat,
		message: StoredMessage,
		{ text, content = {}, shown }: Omit<NewMessage, 'author'>,
	): string {
		message.edits.push({ time: this.home.now(), text: message.text });
		Object.assign(message, { text, content, ...(shown && { shown }) });
		return this.tell('message.edited', chat, message);
	}

	private tell(type: MessageEvent['type'], chat: Chat, message: StoredMessage): string {
		this.home.events.emit({ type, chat: chat.id, message: keyOf(message) });
		return keyOf(message);
	}
}

function answersOf({ params, answers }: Talk): Record<string, { text: string }> {
	return Object.fromEntries(params.map(({ name }, index) => [name, { text: answers[index] ?? '' }]));
}
