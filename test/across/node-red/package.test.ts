import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messagesOf } from '../../../node-red/editor/messages';
import { accountCredentials } from '../../../node-red/lib/account/account';
import { inboundCredentials } from '../../../node-red/lib/in/in-node';
import { editorCatalogue } from '../../../node-red/lib/operation/offered-operations';

const folder = join(__dirname, '..', '..', '..', 'node-red');
const read = (path: string) => readFileSync(join(folder, path), 'utf8');
const manifest = JSON.parse(read('package.json'));
const types = Object.keys(manifest['node-red'].nodes);
const core = [
	'tab',
	'comment',
	'link in',
	'link out',
	'inject',
	'debug',
	'catch',
	'switch',
	'change',
	'delay',
	'csv',
	'split',
	'join',
	'function',
	'http in',
	'http response',
];

interface Definition {
	defaults: Record<string, { value: unknown; type?: string }>;
	credentials?: Record<string, { type: string }>;
	category: string;
}

/** The definitions as the editor gets them. */
function definition(type: string): Definition {
	const [, script] = /<script type="text\/javascript">([^]*?)<\/script>/.exec(read(`nodes/${type}.html`))!;
	let found: Definition | undefined;
	new Function('RED', script!)({ nodes: { registerType: (_type: string, given: Definition) => (found = given) } });
	return found!;
}

test('credentials are the same in the editor and in the runtime', () => {
	expect(definition('zoho-cliq-account').credentials).toEqual(accountCredentials);
	for (const name of ['clientSecret', 'refreshToken', 'zapikey'] as const)
		expect(accountCredentials[name].type).toBe('password');
	for (const name of Object.keys(accountCredentials))
		expect(definition('zoho-cliq-account').defaults).not.toHaveProperty(name);
	expect(definition('zoho-cliq-in').credentials).toEqual(inboundCredentials);
	expect(definition('zoho-cliq-in').defaults).not.toHaveProperty('secret');
});

test.each(types)('%s has dialog, help and labels', (type) => {
	const html = read(`nodes/${type}.html`);
	expect(html).toContain(`data-template-name="${type}"`);
	expect(read(`nodes/locales/en-US/${type}.html`)).toContain(`data-help-name="${type}"`);
	const catalog = JSON.parse(read(`nodes/locales/en-US/${type}.json`));
	for (const [, key] of html.matchAll(/data-i18n="(?:\[\w+\])?([^"]+)"/g)) {
		expect(key!.split('.').reduce((level, name) => level?.[name], catalog)).toEqual(expect.any(String));
	}
});

test('every kind of failure has a short status', () => {
	const { status } = JSON.parse(read('nodes/locales/en-US/zoho-cliq-account.json'));
	const kinds = [...readFileSync(join(folder, '../cliq/errors.ts'), 'utf8').matchAll(/\| '(\w+)'/g)].map(
		([, kind]) => kind,
	);
	expect(kinds.length).toBeGreaterThan(10);
	for (const kind of [...kinds, 'internalError']) {
		expect(status[kind!]).toEqual(expect.any(String));
		expect(status[kind!].length).toBeLessThan(20);
	}
});

/** The editor of Node-RED 5 throws these out of the defaults of a type, and what a person fills in with them. */
const kept = [
	'changed',
	'dirty',
	'id',
	'inputLabels',
	'moved',
	'outputLabels',
	'selected',
	'type',
	'users',
	'valid',
	'validationErrors',
	'wires',
];

test.each(types)('%s stores nothing under a name that the editor keeps for itself', (type) => {
	const own = Object.keys(definition(type).defaults);
	expect(own.filter((name) => kept.includes(name) || name.length === 1 || name.startsWith('_'))).toEqual([]);
});

const examples = readdirSync(join(folder, 'examples'));

test.each(examples)('the example "%s" uses core and own nodes as they are', (file) => {
	const flow: Array<Record<string, any>> = JSON.parse(read(`examples/${file}`));
	const ids = new Set(flow.map(({ id }) => id));
	expect(ids.size).toBe(flow.length);
	expect(flow.some(({ type }) => type === 'comment')).toBe(true);
	for (const node of flow) {
		expect([...core, ...types]).toContain(node.type);
		for (const target of [node.wires ?? [], node.links ?? []].flat(2)) expect(ids).toContain(target);
		expect(node).not.toHaveProperty('credentials');
		if (!types.includes(node.type)) continue;
		expect(Object.keys(node)).toEqual(expect.arrayContaining(Object.keys(definition(node.type).defaults)));
		if (node.type === 'zoho-cliq-account' || node.type === 'zoho-cliq-in') continue;
		const operation = editorCatalogue().nodes[node.type]!.find(({ id }) => id === node.operation)!;
		expect(ids).toContain(node.account);
		const names = operation.parameters.map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(Object.keys(node.parameters)));
		for (const { name } of operation.parameters.filter(({ isRequired }) => isRequired))
			expect(node.parameters).toHaveProperty(name);
		if (['zoho-cliq-send', 'zoho-cliq-reply', 'zoho-cliq-ask'].includes(node.type))
			expect(messagesOf(node.operation, node.parameters).error).toBeUndefined();
	}
});

test('the examples share one account, so that importing the next one finds it connected', () => {
	const nodes = examples.flatMap((file) => JSON.parse(read(`examples/${file}`)) as Array<Record<string, any>>);
	const accounts = nodes.filter(({ type }) => type === 'zoho-cliq-account').map((account) => JSON.stringify(account));
	expect([accounts.length, new Set(accounts).size]).toEqual([examples.length, 1]);
	const others = nodes.filter(({ type }) => type !== 'zoho-cliq-account').map(({ id }) => id);
	expect(new Set(others).size).toBe(others.length);
});

test('every node is in an example', () => {
	const used = examples.flatMap((file) =>
		JSON.parse(read(`examples/${file}`)).map(({ type }: { type: string }) => type),
	);
	expect(used).toEqual(expect.arrayContaining(types));
});

test('the manifest keeps what Node-RED and its library want', () => {
	expect(manifest).toMatchObject({
		license: 'MIT',
		engines: { node: '>=20' },
		'node-red': { version: '>=4.0.0' },
		repository: { directory: 'node-red' },
	});
	expect(manifest.keywords).toContain('node-red');
	expect(Object.keys(manifest.dependencies)).toEqual(['axios']);
	for (const [type, file] of Object.entries(manifest['node-red'].nodes))
		expect(file).toBe(`dist/node-red/nodes/${type}.js`);
});
