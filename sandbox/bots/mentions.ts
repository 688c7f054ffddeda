import type { Bot } from '../model';
import type { World } from '../world';

/** Whom or what a text mentions, as Cliq tells it. */
export interface Mention {
	name: string;
	dname: string;
	id: string;
	type: 'user' | 'bot' | 'team' | 'channel';
}

const MARK = /\{([@#])([^{}\s]+)\}/g;

/** @returns everybody whom `{@…}`, `{#…}` or a bot's name after an `@` stands for, each once. */
export function mentionsIn(world: World, text: string): Mention[] {
	const marked = [...text.matchAll(MARK)].map(([, sign = '', key = '']) => find(world, sign, key));
	const named = world.bots.filter((bot) => names(text, bot)).map((bot) => mention('bot', bot));
	const found = [...marked, ...named].filter((one): one is Mention => one !== undefined);
	return found.filter((one, index) => found.findIndex((other) => other.id === one.id) === index);
}

/** @returns the text as people see it, with names instead of marks. */
export function readable(world: World, text: string): string {
	return text.replace(MARK, (mark, sign: string, key: string) => {
		const found = find(world, sign, key);
		return found ? `${sign}${found.dname}` : mark;
	});
}

export function mentionsBot(world: World, text: string, bot: Bot): boolean {
	return mentionsIn(world, text).some((one) => one.id === bot.id);
}

function find(world: World, sign: string, key: string): Mention | undefined {
	if (sign === '#') {
		const channel = world.channels.find((one) => one.id === key);
		return channel && mention('channel', channel);
	}
	const person = world.person(key);
	if (person) return mention('user', person);
	const bot = world.bots.find((one) => one.id === key);
	if (bot) return mention('bot', bot);
	const team = world.teams.find((one) => one.id === key);
	return team && mention('team', team);
}

function mention(type: Mention['type'], { id, name }: { id: string; name: string }): Mention {
	return { name, dname: name, id, type };
}

/** `@Status Bot` or `@statusbot`, in any case, and not as the beginning of another word. */
function names(text: string, { name, uniqueName }: Bot): boolean {
	const lower = text.toLowerCase();
	return [name, uniqueName].some((one) => {
		for (
			let at = lower.indexOf(`@${one.toLowerCase()}`);
			at >= 0;
			at = lower.indexOf(`@${one.toLowerCase()}`, at + 1)
		) {
			if (!/[\p{L}\p{N}_]/u.test(lower[at + one.length + 1] ?? '')) return true;
		}
		return false;
	});
}
