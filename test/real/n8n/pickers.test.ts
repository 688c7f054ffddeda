import { Lab } from './lab';

let lab: Lab;

beforeAll(async () => {
	lab = await Lab.start('n8n-pickers');
}, 180_000);

afterAll(() => lab.end(), 60_000);

/** What a person sees who scrolls to the end. */
async function scroll(property: string, method: string) {
	const values: string[] = [];
	let pages = 0;
	const names: string[] = [];
	let paginationToken: unknown;
	do {
		const page = await lab.pick(property, method, { paginationToken });
		values.push(...page.results.map(({ value }) => value));
		names.push(...page.results.map(({ name }) => name));
		paginationToken = page.paginationToken;
		pages++;
	} while (paginationToken && pages < 20);
	return { values, names, pages };
}

const channelNames = () => {
	const { channels, owner } = lab.sandbox.control.state();
	return channels
		.filter(({ members, level }) => members.includes(owner) || level === 'organization')
		.map(({ uniqueName }) => uniqueName);
};

test.each([
	['channel', 'searchChannels', () => channelNames()],
	['bot', 'searchBots', () => lab.sandbox.control.state().bots.map(({ uniqueName }) => uniqueName)],
	[
		'user',
		'searchUsers',
		() =>
			lab.sandbox.control
				.state()
				.people.filter(({ member }) => member)
				.map(({ email }) => email),
	],
	['chatId', 'searchChats', () => []],
])('the list of "%s" is whole, sorted by name, and has nothing twice', async (property, method, expected) => {
	const { values, names, pages } = await scroll(property, method);
	expect(pages).toBe(1);
	expect(values.length).toBeGreaterThanOrEqual(expected().length);
	expect(names).toEqual(
		[...names].sort((one, other) => one.localeCompare(other, 'en', { sensitivity: 'base', numeric: true })),
	);
	expect(new Set(values).size).toBe(values.length);
	expect(values).toEqual(expect.arrayContaining(expected()));
});

test('the lists search beyond the first page', async () => {
	const { results } = await lab.pick('channel', 'searchChannels', { filter: 'RELEASES' });
	expect(results.map(({ value }) => value)).toContain('releases');
	const last = channelNames().at(-1) as string;
	const found = await lab.pick('channel', 'searchChannels', { filter: last });
	expect(found.results.map(({ value }) => value)).toContain(last);
});

test('a list that cannot be had says why', async () => {
	lab.sandbox.control.revokeTokens();
	await expect(lab.pick('channel', 'searchChannels')).rejects.toThrow(/renew|connect/i);
});
