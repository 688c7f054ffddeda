import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Author, StoredMessage } from './model';
import type { World } from './world';

const MINUTE = 60_000;

/** A picture of one pixel, as large as the one on Zoho's page: what follows the end of a PNG is ignored. */
const picture = Buffer.alloc(559_008);
picture.write(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
	'base64',
);
const sha256 = createHash('sha256').update(picture).digest('hex');

/** Who (first name, or a bot's unique name with `@`), how many minutes ago, and what. */
type Line = [who: string, minutesAgo: number, text: string];

const talk: Record<string, Line[]> = {
	announcements: [
		['Grace', 2890, 'Welcome to *Zylker* on Cliq! Say hello in Water Cooler.'],
		['Hannah', 1460, 'The new office opens on Monday. There will be cake.'],
	],
	incidents: [
		['@statusbot', 190, '*checkout-api* answers slowly: p95 2.4 s for 5 minutes'],
		['Leo', 187, 'Looking. It started with the last deploy.'],
		['Priya', 185, 'Database is calm, so it is not the usual suspect.'],
		['Leo', 171, 'Rolled back. The new cache key missed the tenant.'],
		['@statusbot', 168, '*checkout-api* is back to normal: p95 180 ms'],
	],
	releases: [
		['@deploybot', 205, 'web 4.18.0 is live in all regions'],
		['@deploybot', 170, 'web 4.17.2 is live in all regions (rollback)'],
	],
	marketing: [
		['Sofia', 320, 'Draft of the spring newsletter is in the usual place. Subject line ideas?'],
		['Tomás', 312, '“Less admin, more spring”'],
		['Sofia', 310, 'Sold.'],
	],
	engineering: [['Kenji', 260, 'Reminder: the build machines restart at 18:00.']],
	'water-cooler': [
		['Noah', 95, 'Somebody left a very good sourdough in the kitchen'],
		['Aisha', 93, 'That was me, and it is for everyone'],
	],
};

/** Puts a few conversations, reactions, a reply, a thread and a file into the named channels. */
export function seedTalk(world: World): void {
	const said = new Map<string, StoredMessage>();
	for (const [channel, lines] of Object.entries(talk)) {
		const chat = world.chatOfChannel(channel);
		for (const [who, minutesAgo, text] of lines) {
			const message = world.post(chat, {
				author: author(world, who),
				text,
				time: world.start - minutesAgo * MINUTE,
			});
			said.set(text, message);
		}
	}
	const people = new Map([...world.people.values()].map((one) => [one.name.split(' ')[0], one]));
	const react = (start: string, emoji: string, ...names: string[]) => {
		const message = [...said].find(([text]) => text.startsWith(start))?.[1];
		names.forEach((name, index) =>
			message?.reactions.set(emoji, [
				...(message.reactions.get(emoji) ?? []),
				{ time: message.time + (index + 1) * MINUTE, user: people.get(name)!.id },
			]),
		);
	};
	react('Rolled back', '🎉', 'Priya', 'Hannah', 'Ravi');
	react('Rolled back', '👏', 'Elif');
	react('The new office', '🍰', 'Leo', 'Camila', 'Jonas', 'Aisha');
	react('“Less admin', '🔥', 'Sofia');
	react('That was me', '❤️', 'Noah', 'Grace');

	const incidents = world.chatOfChannel('incidents');
	const [root, answer, , , alarm] = incidents.messages;
	if (!root || !answer || !alarm) throw new Error('The talk in #incidents is too short');
	answer.replyTo = root;
	const thread = world.addThread(incidents, root, 'checkout-api is slow', root.time + 3 * MINUTE);
	world.post(thread, {
		author: author(world, 'Ravi'),
		text: 'Post-mortem tomorrow at 10?',
		time: world.start - 150 * MINUTE,
	});
	world.post(thread, {
		author: author(world, 'Leo'),
		text: 'Fine with me. I keep the notes.',
		time: world.start - 148 * MINUTE,
	});
	const design = world.chatOfChannel('design');
	world.addThread(incidents, alarm, 'Alarm came late', world.start - 140 * MINUTE);
	world.post(design, {
		author: author(world, 'Camila'),
		text: 'Hey! Does the new sign-up page make sense to you?',
		time: world.start - 240 * MINUTE,
		file: {
			name: 'sign-up.png',
			type: 'image/png',
			width: 2552,
			height: 3510,
			size: picture.length,
			sha256,
			open: () => Readable.from([picture]),
		},
	});
}

function author(world: World, who: string): Author {
	if (who.startsWith('@')) {
		const bot = world.bot(who.slice(1));
		if (bot) return { kind: 'bot', id: bot.id, name: bot.name };
	}
	const person = [...world.people.values()].find((one) => one.name.startsWith(`${who} `));
	if (!person) throw new Error(`Nobody at Zylker is called ${who}`);
	return { kind: 'person', id: person.id, name: person.name };
}
