import { accountsRoot, cliqRoot, dataCenters } from '../../../cliq/http/data-centers';
import { refusal } from '../support/expect';

it.each([
	['us', 'https://accounts.zoho.com', 'https://cliq.zoho.com'],
	['eu', 'https://accounts.zoho.eu', 'https://cliq.zoho.eu'],
	['in', 'https://accounts.zoho.in', 'https://cliq.zoho.in'],
	['au', 'https://accounts.zoho.com.au', 'https://cliq.zoho.com.au'],
	['cn', 'https://accounts.zoho.com.cn', 'https://cliq.zoho.com.cn'],
	['jp', 'https://accounts.zoho.jp', 'https://cliq.zoho.jp'],
	['sa', 'https://accounts.zoho.sa', 'https://cliq.zoho.sa'],
	['uk', 'https://accounts.zoho.uk', 'https://cliq.zoho.uk'],
	['ca', 'https://accounts.zohocloud.ca', 'https://cliq.zohocloud.ca'],
])('%s is at %s and %s', (dataCenter, accounts, cliq) => {
	expect(accountsRoot({ dataCenter })).toBe(accounts);
	expect(cliqRoot({ dataCenter })).toBe(cliq);
});

it('there are the nine that Zoho documents, by name', () => {
	expect(dataCenters).toHaveLength(9);
	const labels = dataCenters.map(({ label }) => label);
	expect(labels).toEqual([...labels].sort());
});

it('a custom address wins only where it is chosen', () => {
	expect(cliqRoot({ dataCenter: 'eu', baseUrl: 'https://elsewhere.example' })).toBe('https://cliq.zoho.eu');
	expect(cliqRoot({ dataCenter: 'custom', baseUrl: ' https://cliq.zoho.ae// ' })).toBe('https://cliq.zoho.ae');
	expect(cliqRoot({ dataCenter: 'custom', baseUrl: 'https://proxy.example:8443/zoho/cliq/' })).toBe(
		'https://proxy.example:8443/zoho/cliq',
	);
	expect(accountsRoot({ dataCenter: 'custom', accountsUrl: 'https://accounts.zoho.ae' })).toBe(
		'https://accounts.zoho.ae',
	);
});

it.each(['http://localhost:4300', 'http://127.0.0.1:4300', 'http://[::1]:4300'])(
	'a sandbox on this machine needs no encryption: %s',
	(baseUrl) => expect(cliqRoot({ dataCenter: 'custom', baseUrl })).toBe(baseUrl),
);

it.each([
	[undefined, /Cliq server is not an address/],
	['', /not an address/],
	['cliq.zoho.ae', /not an address/],
	['http://cliq.zoho.ae', /must start with https/],
	['http://localhost.example', /must start with https/],
	['ftp://localhost', /must start with https/],
	['javascript:alert(1)', /must start with https/],
	['https://ann:secret@cliq.zoho.ae', /more than an address/],
	['https://cliq.zoho.ae/?x=1', /more than an address/],
	['https://cliq.zoho.ae/#/chats', /more than an address/],
])('refuses the address %s', (baseUrl, why) => {
	const error = refusal(() => cliqRoot({ dataCenter: 'custom', baseUrl }));
	expect(error.message).toMatch(why);
	expect(error.message).not.toContain('secret');
});

it.each(['', 'xx', 'EU', '__proto__', undefined as unknown as string])('there is no data center %j', (dataCenter) => {
	expect(refusal(() => cliqRoot({ dataCenter })).hint).toMatch(/Choose one of au, ca, cn, eu/);
});

describe('a network', () => {
	it.each([
		[' partners ', '/network/partners'],
		['123', '/network/123'],
		['', ''],
		['  ', ''],
		[undefined, ''],
	])('%j', (network, path) => {
		expect(cliqRoot({ dataCenter: 'us', network })).toBe(`https://cliq.zoho.com${path}`);
	});
	it.each(['a/b', '..', 'a b', 'a?b', 'a%2fb', '#'])('is not %j', (network) =>
		expect(refusal(() => cliqRoot({ dataCenter: 'us', network })).message).toMatch(/not the name of a network/),
	);
});

describe('an address that only looks like this machine', () => {
	it.each([
		'http://[::ffff:127.0.0.1]',
		'http://[::ffff:7f00:1]:4300',
		'http://127.0.0.1.example',
		'http://localhost.example:80',
		'http://127.evil.example',
		'http://0.0.0.0:4300',
		'http://[::]:4300',
		'http://2130706433',
		'http://0x7f.1',
		'http://localhost.',
	])('is refused without encryption: %s', (baseUrl) => {
		expect(refusal(() => cliqRoot({ dataCenter: 'custom', baseUrl })).message).toMatch(/must start with https/);
		expect(refusal(() => accountsRoot({ dataCenter: 'custom', accountsUrl: baseUrl })).message).toMatch(
			/must start with https/,
		);
	});
	it.each([
		'http://127.0.0.1\\@evil.example',
		'http://localhost@evil.example',
		'http://127.0.0.1:80@evil.example/',
		'https://good.example\\@evil.example',
	])('is refused with a name before it: %s', (baseUrl) => {
		refusal(() => cliqRoot({ dataCenter: 'custom', baseUrl }));
	});
	it.each([
		'http://127.0.0.2:4300',
		'http://LOCALHOST:4300',
		'https://[2001:db8::1]:8443/cliq',
		'https://müller.example',
	])('is none of these: %s', (baseUrl) => {
		expect(cliqRoot({ dataCenter: 'custom', baseUrl })).toMatch(/^https?:/);
	});
});
