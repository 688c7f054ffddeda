import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Expression, type IDataObject, type INodeProperties } from 'n8n-workflow';

import { CliqNodesOAuth2Api } from '../../credentials/CliqNodesOAuth2Api.credentials';
import { accountsRoot, cliqRoot, dataCenters } from '../../cliq/http/data-centers';
import { operations, scopes } from '../../cliq/catalogue';
import { CliqNodesWebhookTokenApi } from '../../credentials/CliqNodesWebhookTokenApi.credentials';

const credential = new CliqNodesOAuth2Api();

function defaultOf(name: string): string {
	return String(credential.properties.find((property) => property.name === name)?.default);
}

/** Evaluates `={{ … }}` the way n8n does for a credential: `$self` holds its fields. */
function evaluate(expression: string, self: IDataObject): unknown {
	return Expression.resolveWithoutWorkflow(expression.replace(/^=/, ''), { $self: self } as IDataObject);
}

describe('the OAuth2 credential', () => {
	it.each([...dataCenters.map(({ id }) => id), 'custom'])(
		'derives both addresses from the data center %s',
		(dataCenter) => {
			const self = { dataCenter, accountsUrl: 'https://accounts.zoho.ae/' };
			const accounts = accountsRoot(self);
			expect(evaluate(defaultOf('authUrl'), self)).toBe(`${accounts}/oauth/v2/auth`);
			expect(evaluate(defaultOf('accessTokenUrl'), self)).toBe(`${accounts}/oauth/v2/token`);
		},
	);

	it("asks for the scopes of the catalogue, or for those of a person's own choice", () => {
		expect(evaluate(defaultOf('scope'), { customScopes: false, enabledScopes: 'X' })).toBe(scopes.join(','));
		expect(evaluate(defaultOf('scope'), { customScopes: true, enabledScopes: 'ZohoCliq.Webhooks.CREATE' })).toBe(
			'ZohoCliq.Webhooks.CREATE',
		);
		for (const operation of operations) for (const scope of operation.scopes) expect(scopes).toContain(scope);
	});
});

describe('where the account lives', () => {
	const read = (path: string) => readFileSync(join(__dirname, '../..', path), 'utf8');
	const fields = ({ properties }: { properties: INodeProperties[] }) =>
		properties.filter(({ type }) => type !== 'hidden');

	it('is asked for by what the address of Cliq shows', () => {
		for (const type of [credential, new CliqNodesWebhookTokenApi()]) {
			expect(fields(type).find(({ name }) => name === 'dataCenter')?.hint).toContain('cliq.zoho.eu is Europe');
		}
	});

	it('is two addresses beside each other where it is custom, by the names that the sandbox prints', () => {
		const shown = fields(credential).filter(({ displayOptions }) =>
			displayOptions?.show?.dataCenter?.includes('custom'),
		);
		const names = shown.map(({ displayName }) => displayName);
		expect(names).toEqual(['Cliq Server', 'Accounts Server']);
		expect(fields(credential).indexOf(shown[1]!) - fields(credential).indexOf(shown[0]!)).toBe(1);
		// The sandbox and Node-RED write in sentence case.
		const printed = [...read('sandbox/cli.ts').matchAll(/^ {2}(\w+ server) +\$\{sandbox\.url\}$/gm)].map(
			([, name]) => name,
		);
		const { account } = JSON.parse(read('node-red/nodes/locales/en-US/zoho-cliq-account.json'));
		for (const words of [printed, [account.baseUrl, account.accountsUrl]])
			expect(words).toEqual(['Cliq server', 'Accounts server']);
	});
});

/** Addresses as people and attackers write them. */
const addresses = fc
	.tuple(
		fc.constantFrom('http://', 'https://', 'HTTP://', 'ftp://', 'http:', '//', ''),
		fc.constantFrom('', 'user@', 'user:password@', '127.0.0.1@', 'localhost:80@', '127.0.0.1\\@'),
		fc.constantFrom(
			'localhost',
			'127.0.0.1',
			'[::1]',
			'[::ffff:127.0.0.1]',
			'127.1',
			'127.0.0.1.example',
			'localhost.example',
			'cliq.zoho.ae',
			'0.0.0.0',
			'[::]',
			'10.0.0.1',
			'127.evil.example',
			'xn--bcher-kva.example',
		),
		fc.constantFrom('', ':4300', ':', ':x'),
		fc.constantFrom('', '/', '//', '/cliq/', '/@evil.example', '?x=1', '/#y', '\\evil.example', ' ', '\n'),
	)
	.map((parts) => parts.join(''));

/** The core's answer: the address, or none. */
function allowed(root: () => string): string | undefined {
	try {
		return root();
	} catch {
		return undefined;
	}
}

test('n8n sends a token nowhere that the core would not, and lets the rest through', () => {
	const base = new CliqNodesWebhookTokenApi().test.request.baseURL!;
	fc.assert(
		fc.property(addresses, (address) => {
			const custom = { dataCenter: 'custom', baseUrl: address, accountsUrl: address };
			const accounts = String(evaluate(defaultOf('accessTokenUrl'), custom));
			expect([address, accounts]).toEqual([
				address,
				expect.stringMatching(/^https:\/\/[^@\\/]*\/|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/i),
			]);
			const root = allowed(() => accountsRoot(custom));
			const isRefused = new URL(accounts.replace(/:x\b/, '')).hostname.endsWith('.invalid');
			if (root !== undefined)
				expect([isRefused, new URL(accounts).href]).toEqual([false, new URL(`${root}/oauth/v2/token`).href]);
			else if (URL.canParse(address) && !/[?#]/.test(address))
				expect([address, isRefused]).toEqual([address, true]);

			const cliq = String(
				Expression.resolveWithoutWorkflow(base.replace(/^=/, ''), { $credentials: custom } as IDataObject),
			);
			expect(allowed(() => cliqRoot(custom)) === undefined || !cliq.includes('.invalid')).toBe(true);
			expect(cliq.includes('.invalid')).toBe(isRefused);
		}),
		{ numRuns: 1000 },
	);
});
