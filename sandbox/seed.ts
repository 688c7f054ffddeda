import type { Bot, Chat, Person } from './model';
import * as names from './people';
import { repeatable } from './random';
import { seedTalk } from './seed-talk';
import { World } from './world';

const HOUR = 3_600_000;
const PEOPLE = 120;
const CHANNELS = 130;
const BOTS = 60;
const DIRECT_CHATS = 96;
const GROUP_CHATS = 14;

/**
 * A world with the company Zylker in it: every list has more than one page, and the first entries look lived in.
 *
 * @param now milliseconds since 1970
 */
export function seeded(now: () => number): World {
	const world = new World(now);
	const random = repeatable(20_240_229);
	seedPeople(world);
	seedBots(world);
	names.teams.forEach((name, index) => world.addTeam({ id: String(4_310_021 + index * 17), name }));
	seedChannels(world, random);
	seedChats(world);
	seedTalk(world);
	return world;
}

function seedPeople(world: World): void {
	const all = [names.owner, ...names.colleagues];
	for (let index = 0; all.length < PEOPLE; index++) {
		all.push(
			`${names.firstNames[index % names.firstNames.length]} ${names.lastNames[(index * 7) % names.lastNames.length]}`,
		);
	}
	all.forEach((name, index) => world.addPerson(person(name, 55_743_307 + index * 1_217, 'zylker.example', true)));
	world.addPerson({ ...person('Iris Novak', 60_210_004, 'partner.example', false), contact: true });
	world.addPerson(person('Sam Stranger', 60_310_005, 'elsewhere.example', false));
}

function person(name: string, zuid: number, domain: string, member: boolean): Person {
	const local = name
		.normalize('NFD')
		.replace(/[^A-Za-z ]/g, '')
		.trim()
		.toLowerCase()
		.replace(/ +/g, '.');
	return { id: String(zuid), name, email: `${local}@${domain}`, member, contact: false };
}

function seedBots(world: World): void {
	const all = [...names.bots];
	for (let index = 0; all.length < BOTS; index++) {
		const word = names.botWords[index % names.botWords.length]!;
		const round = Math.floor(index / names.botWords.length) + 1;
		all.push([`${word.toLowerCase()}bot${round}`, `${word} Bot ${round}`, `Helps with ${word.toLowerCase()}`]);
	}
	all.forEach(([uniqueName, name, description], index) => {
		const bot: Bot = {
			id: `b-53719000001${878_011 + index * 13}`,
			uniqueName,
			name,
			description,
			number: index + 1,
			creator: world.owner.id,
			handlers: new Map(),
			menu: [],
		};
		world.addBot(bot);
	});
	// Something to press that needs no set-up.
	world.bot('supportbot')!.menu = [
		{
			name: 'Opening hours',
			script: 'return {"text":"Hello " + user.get("first_name") + ", we are here from 9 to 17."};',
		},
		{
			name: 'Call me back',
			script: 'return {"type":"banner","status":"success","text":"Somebody will call you."};',
		},
	];
}

function seedChannels(world: World, random: () => number): void {
	const all = [...names.channels];
	for (const second of names.channelWords.second) {
		for (const first of names.channelWords.first) {
			if (all.length >= CHANNELS) break;
			all.push([
				`${first}-${second}`,
				`${capital(first)} ${capital(second)}`,
				`Everything about ${first} ${second}`,
			]);
		}
	}
	const members = [...world.people.values()].filter((one) => one.member);
	all.forEach(([uniqueName, name, description, level], index) => {
		const inside = members
			.filter((one, place) => (place < 15 && index < 9) || (one.id !== world.owner.id && random() < 0.25))
			.map((one) => one.id);
		world.addChannel({
			uniqueName,
			name,
			description,
			level: level ?? 'organization',
			number: index,
			creator: members[(index * 3) % 12]!.id,
			created: world.start - (400 - index) * 24 * HOUR,
			members:
				uniqueName === 'board-room'
					? inside.filter((id) => id !== world.owner.id)
					: [world.owner.id, ...inside],
		});
	});
	const joins: [string, string][] = [
		['incidents', 'statusbot'],
		['incidents', 'deploybot'],
		['releases', 'deploybot'],
		['support', 'supportbot'],
		['engineering', 'standupbot'],
		['sales', 'leadbot'],
	];
	for (const [channel, bot] of joins) world.channel(channel)?.bots.add(world.bot(bot)?.id ?? '');
}

function seedChats(world: World): void {
	const others = [...world.people.values()].filter((one) => one.member && one.id !== world.owner.id);
	// A second apart at least: lists of chats are paged by time, written in seconds.
	const made: Chat[] = others
		.slice(0, DIRECT_CHATS)
		.map((other, index) =>
			world.directChat(world.owner, other, world.start - (200 + index * 9) * HOUR - index * 1_000),
		);
	for (let index = 0; index < GROUP_CHATS; index++) {
		const word = names.groupWords[index % names.groupWords.length]!;
		const title =
			index < names.groupWords.length ? word : `${word} ${Math.floor(index / names.groupWords.length) + 1}`;
		const inside = [world.owner, ...others.slice(index * 3, index * 3 + 4)];
		made.push(
			world.groupChat(title, inside, world.start - (150 + index * 11) * HOUR - (DIRECT_CHATS + index) * 1_000),
		);
	}
	// Colleagues talk among themselves too; the owner has no part in it.
	made.push(world.directChat(others[0]!, others[1]!, world.start - 90 * HOUR));
}

function capital(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}
