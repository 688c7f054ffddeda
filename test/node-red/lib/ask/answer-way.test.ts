import type { Red } from '../../../../node-red/lib/shared/node-red';
import { addressOf, secretOf } from '../../../../node-red/lib/ask/answer-way';

const red = (httpNodeRoot?: string) => ({ settings: { httpNodeRoot } }) as unknown as Red;

test.each([
	['https://node-red.example.com', undefined, 'cliq/ask', 'https://node-red.example.com/cliq/ask'],
	[' https://node-red.example.com/ ', '/', '/cliq/ask/', 'https://node-red.example.com/cliq/ask'],
	['http://localhost:1880', '/flows/', 'cliq/ask', 'http://localhost:1880/flows/cliq/ask'],
	['https://example.com/red', 'api', '//ask', 'https://example.com/red/api/ask'],
])(
	'people find the page of a node with the public address "%s", the root %s and the path "%s"',
	(publicUrl, root, path, address) => {
		expect(addressOf(red(root), { publicUrl, path })).toBe(address);
	},
);

test.each([
	[undefined, /does not know the address/],
	['', /does not know the address/],
	['  ', /does not know the address/],
	['node-red.example.com', /not a full URL/],
	['ftp://node-red.example.com', /not a full URL/],
	['https://', /not a full URL/],
	['https://node red.example.com', /not a full URL/],
	['javascript:alert(1)', /not a full URL/],
])('without a whole address nothing is asked: %j', (publicUrl, message) => {
	expect(() => addressOf(red(), { publicUrl, path: 'ask' })).toThrow(
		expect.objectContaining({
			kind: 'invalidInput',
			message: expect.stringMatching(message),
			hint: expect.stringContaining('public address'),
		}),
	);
});

test('the secret of presses follows from the client secret and the node, and gives neither away', () => {
	const secret = secretOf('n1', { clientSecret: ' abc ' } as never);
	expect(secret).toMatch(/^[0-9a-f]{64}$/);
	expect([
		secretOf('n1', { clientSecret: 'abc' } as never),
		secretOf('n2', { clientSecret: 'abc' } as never) === secret,
		secretOf('n1', { clientSecret: 'abd' } as never) === secret,
	]).toEqual([secret, false, false]);
	expect([secretOf('n1', {} as never), secretOf('n1', { clientSecret: ' ' } as never)]).toEqual([undefined, '']);
});
