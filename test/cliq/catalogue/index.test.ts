import { catalogue, operation, operations, outputs, scopes, type Operation } from '../../../cliq/catalogue';
import { parseScopes } from '../../../sandbox/scopes';

/**
 * By hand from Zoho's "Messages" page: id | method | path | scope | calls a minute | parameters, required ones with a
 * star.
 */
const page = `
message.getMany      | GET    | /chats/{CHAT_ID}/messages                       | Messages.READ         | 15 | path CHAT_ID*, query fromtime, query totime, query limit
message.get          | GET    | /chats/{CHAT_ID}/messages/{MESSAGE_ID}/messages | Messages.READ         | 30 | path CHAT_ID*, path MESSAGE_ID*
message.send.channel | POST   | /channelsbyname/{CHANNEL_UNIQUE_NAME}/message   | Webhooks.CREATE       | 50 | path CHANNEL_UNIQUE_NAME*, body text*, body reply_to, body sync_message, query bot_unique_name, query mark_as_read
message.send.bot     | POST   | /bots/{BOT_UNIQUE_NAME}/message                 | Webhooks.CREATE       | 20 | path BOT_UNIQUE_NAME*, body text*, body userids, body sync_message, body reply_to
message.send.chat    | POST   | /chats/{CHAT_ID}/message                        | Webhooks.CREATE       | 20 | path CHAT_ID*, body text*, body reply_to, body sync_message, body mark_as_read
message.send.user    | POST   | /buddies/{EMAIL_ID}/message                     | Webhooks.CREATE       | 20 | path EMAIL_ID*, body text*, body reply_to, body sync_message, body mark_as_read
message.edit         | PUT    | /chats/{CHAT_ID}/messages/{MESSAGE_ID}          | Webhooks.UPDATE       | 20 | path CHAT_ID*, path MESSAGE_ID*, body text*, body notify_edit
message.delete       | DELETE | /chats/{CHAT_ID}/messages/{MESSAGE_ID}          | Messages.DELETE       | 20 | path CHAT_ID*, path MESSAGE_ID*
reaction.add         | POST   | /chats/{CHAT_ID}/messages/{MESSAGE_ID}/reactions | messageactions.CREATE | 20 | path CHAT_ID*, path MESSAGE_ID*, body emoji_code*
reaction.getMany     | GET    | /chats/{CHAT_ID}/messages/{MESSAGE_ID}/reactions | messageactions.READ   | 20 | path CHAT_ID*, path MESSAGE_ID*
reaction.remove      | DELETE | /chats/{CHAT_ID}/messages/{MESSAGE_ID}/reactions | messageactions.CREATE | 20 | path CHAT_ID*, path MESSAGE_ID*, body emoji_code*
`
	.trim()
	.split('\n')
	.map((line) => line.split('|').map((cell) => cell.trim()));

const LOCK_MINUTES = 10;
const LONGEST_TEXT = 5000;

/** What the page's introduction allows beside the text, and does not list for each operation. */
const BEYOND_THE_PAGE = [
	'card',
	'slides',
	'buttons',
	'references',
	'styles',
	'bot',
	'*',
	'thread_message_id',
	'thread_title',
	'post_in_parent',
];

describe('the eleven operations of the page', () => {
	it('are offered', () =>
		expect(operations.map(({ id }) => id)).toEqual(expect.arrayContaining(page.map(([id]) => id))));

	it.each(page)('%s', (id, method, path, scope, threshold, parameters) => {
		const entry = operation(id);
		expect(entry).toMatchObject({
			method,
			path,
			scopes: [`ZohoCliq.${scope}`],
			threshold: Number(threshold),
			lockMinutes: LOCK_MINUTES,
		});
		expect(entry.version).toBeUndefined();
		const listed = entry.parameters.filter(
			(parameter) => parameter.in !== 'compose' && !BEYOND_THE_PAGE.includes(parameter.wire),
		);
		const own = listed.map((parameter) => `${parameter.in} ${parameter.wire}${parameter.required ? '*' : ''}`);
		expect(own.sort()).toEqual(parameters.split(', ').sort());
	});

	it('take text up to its length', () => {
		const texts = page.flatMap(([id]) => operation(id!).parameters.filter(({ wire }) => wire === 'text'));
		expect(texts).toHaveLength(5);
		for (const text of texts) expect(text).toMatchObject({ type: 'text', maxLength: LONGEST_TEXT });
	});

	it('give at most a hundred messages', () =>
		expect(operation('message.getMany').parameters.find(({ wire }) => wire === 'limit')).toMatchObject({
			type: 'count',
			maximum: 100,
		}));

	it('include two that a webhook token opens', () =>
		expect(operations.filter(({ webhookToken }) => webhookToken).map(({ id }) => id)).toEqual([
			'message.send.channel',
			'message.send.bot',
		]));
});

describe.each(catalogue.map((entry) => [entry.id, entry] as const))('%s', (id, entry) => {
	it('has an ID that says what it is', () =>
		expect(id).toBe([entry.resource, entry.name, entry.target].filter(Boolean).join('.')));

	it('has a parameter for each placeholder, and a placeholder for each parameter in the path', () => {
		const inPath = entry.parameters.filter((parameter) => parameter.in === 'path');
		expect(inPath.every(({ required }) => required)).toBe(true);
		for (const path of [entry.path, entry.alternatePath ?? entry.path])
			expect(placeholders(path)).toEqual(inPath.map(({ wire }) => wire));
	});

	it('has no name twice', () => {
		for (const key of ['name', 'wire', 'label'] as const) {
			const names = entry.parameters.map((parameter) => parameter[key]).filter((name) => name !== '');
			expect(names).toEqual([...new Set(names)]);
		}
	});

	it('sends a body only where HTTP has one, and one kind of it', () => {
		const places = new Set(entry.parameters.map((parameter) => parameter.in));
		if (entry.method === 'GET') expect(places.has('body') || places.has('form')).toBe(false);
		expect(places.has('body') && places.has('form')).toBe(false);
	});

	it('has a name on the wire for what leaves, and none for what stays', () => {
		for (const parameter of entry.parameters) expect(parameter.wire === '').toBe(parameter.in === 'compose');
	});

	it('lists what a choice can be, its default included', () => {
		for (const { choices, default: usual } of entry.parameters.filter(({ type }) => type === 'choice')) {
			expect(choices?.length).toBeGreaterThan(1);
			if (usual !== undefined) expect(choices!.map(({ value }) => value)).toContain(usual);
		}
	});

	it('pages by parameters that it has', () => {
		const { paging } = entry;
		if (!paging) return;
		const names = entry.parameters.map(({ name }) => name);
		expect(names).toContain(paging.limit);
		expect(names).toEqual(
			expect.arrayContaining(paging.style === 'token' ? [paging.token] : [paging.to, paging.from ?? paging.to]),
		);
		expect(entry.parameters.find(({ name }) => name === paging.limit)?.maximum).toBe(paging.pageSize);
	});

	it('reads well', () => {
		expect(entry.label).toMatch(TITLE_CASE);
		expect(entry.action).toMatch(/^[A-Z][a-z ]+$/);
		for (const { label, description, type } of entry.parameters) {
			expect(label).toMatch(TITLE_CASE);
			expect(description).toMatch(/^[A-Z].*[^.\s]$/);
			expect(description.startsWith('Whether')).toBe(type === 'boolean');
		}
	});

	it('names scopes as Cliq does, and asks for everything only where Cliq has nothing less', () => {
		for (const scope of [...entry.scopes, ...(entry.observedScopes ?? [])]) {
			expect(scope).toMatch(
				/^ZohoCliq\.(?:[A-Z][A-Za-z]+|messageactions|messages)\.(?:CREATE|READ|UPDATE|DELETE|ALL)$/,
			);
			const less = ['CREATE', 'READ', 'UPDATE', 'DELETE'].map((verb) => scope.replace(/\.ALL$/, `.${verb}`));
			if (scope.endsWith('.ALL')) expect(less.filter((one) => parseScopes(one))).toEqual([]);
		}
	});
});

/** Small words stay small; "ID" stays whole. */
const TITLE_CASE = /^[A-Z][A-Za-z]*:?(?: (?:[A-Z][A-Za-z]*|to|as|on|of|a|by|in|or))*$/;

it('a name means the same wherever it stands in a resource, and has one type and label in all of them', () => {
	const meanings = new Map<string, string>();
	for (const { resource, parameters } of catalogue) {
		for (const { type, name, label, description } of parameters) {
			for (const [key, meaning] of [
				[name, JSON.stringify({ type, label })],
				[`${resource} ${name}`, description],
			] as const) {
				expect([key, meanings.get(key) ?? meaning]).toEqual([key, meaning]);
				meanings.set(key, meaning);
			}
		}
	}
});

it('an operation with several targets is one to a person', () => {
	const groups = new Map<string, Operation[]>();
	for (const entry of catalogue)
		groups.set(`${entry.resource}.${entry.name}`, [
			...(groups.get(`${entry.resource}.${entry.name}`) ?? []),
			entry,
		]);
	for (const group of groups.values()) {
		expect(
			new Set(group.map(({ label, action, description }) => JSON.stringify([label, action, description]))).size,
		).toBe(1);
		if (group.length > 1) expect(new Set(group.map(({ target }) => target)).size).toBe(group.length);
	}
});

it('scopes are asked for once, those that only live servers want included', () => {
	expect(scopes).toEqual([...new Set(scopes)]);
	expect(scopes).toContain('ZohoCliq.Messages.UPDATE');
	for (const { scopes: needed, unrequested } of catalogue)
		if (!unrequested) expect(scopes).toEqual(expect.arrayContaining(needed));
});

it('an unknown ID is a fault of the program', () =>
	expect(() => operation('message.shout')).toThrow('no operation "message.shout"'));

function placeholders(path: string): string[] {
	return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
}

describe('what operations put out', () => {
	it.each(operations.map((entry) => [entry.id, entry] as const))('%s is said in words', (_id, { returns }) =>
		expect('fields' in returns ? returns.fields : outputs[returns.shape]).not.toHaveLength(0),
	);

	it('calls identifiers by their own names', () => {
		const names = Object.values(outputs)
			.flat()
			.map(({ name }) => name);
		expect(names.filter((name) => ['id', 'sent', 'deleted', 'ok', 'name'].includes(name))).toEqual([]);
	});

	it.each(operations.filter(({ returns }) => 'chatOf' in returns).map((entry) => [entry.id, entry] as const))(
		'%s looks its chat up by a parameter that it has',
		(_id, { returns, parameters }) => {
			expect(parameters).toContainEqual(
				expect.objectContaining({ name: (returns as { chatOf?: string }).chatOf, required: true }),
			);
		},
	);
});
