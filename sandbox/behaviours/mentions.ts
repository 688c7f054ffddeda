import { Refusal } from '../errors';
import type { World } from '../world';
import type { Context } from './context';

const EVERYBODY = ['all', 'available', 'participants'];

/**
 * A mention the sender may not use makes the whole post fail (page "Mentions" of v3). Whom the documents do not speak
 * of may be mentioned: everybody in any chat, and silently whoever one likes.
 * @throws Refusal naming the first mention that leads nowhere
 */
export function checkMentions({ world }: Pick<Context, 'world'>, text: string): void {
	for (const [mention, sign, name = ''] of text.matchAll(/\{([@#])([^{}\s]+)\}/g)) {
		const known = sign === '#' ? world.channels.some((channel) => channel.id === name) : isSomebody(world, name);
		if (!known) throw new Refusal(400, 'operation_failed', `${mention} mentions nobody`);
	}
}

function isSomebody(world: World, name: string): boolean {
	const person = world.person(name);
	if (person) return person.member || person.contact;
	return (
		EVERYBODY.includes(name) ||
		world.teams.some((team) => team.id === name) ||
		world.bots.some((bot) => bot.id === name)
	);
}
