/** What happens when somebody adds an entry to the catalogue: the sandbox has the route and all checks at once. */

jest.mock('../../../cliq/catalogue', () => {
	const actual = jest.requireActual('../../../cliq/catalogue');
	const added = {
		id: 'pin.add',
		resource: 'pin',
		name: 'add',
		label: 'Add',
		action: 'Pin a message',
		description: 'Pin a message',
		method: 'POST',
		path: '/chats/{CHAT_ID}/stickymessage',
		scopes: ['ZohoCliq.Chats.CREATE'],
		threshold: 2,
		lockMinutes: 5,
		parameters: [
			{
				name: 'chatId',
				label: 'Chat',
				type: 'chat',
				in: 'path',
				wire: 'CHAT_ID',
				required: true,
				description: '',
			},
			{ name: 'card', label: 'Card', type: 'somethingNew', in: 'body', wire: 'card', description: '' },
			{
				name: 'id',
				label: 'Message',
				type: 'message',
				in: 'body',
				wire: 'id',
				required: true,
				maxLength: 20,
				description: '',
			},
		],
		returns: { shape: 'receipt' },
	};
	const catalogue = [...actual.catalogue, added];
	return {
		...actual,
		catalogue,
		operation: (id: string) => catalogue.find((one) => one.id === id) ?? actual.operation(id),
	};
});

import { catalogue } from '../../../cliq/catalogue';
import { behaviours } from '../../../sandbox/behaviours';
import { openLab, type Lab } from '../../sandbox/helpers';

let lab: Lab;
beforeEach(async () => void (lab = await openLab()));
afterEach(() => lab.sandbox.close());

const path = '/chats/CT_1/stickymessage';

test('a call that is right, and cannot be answered from records, is answered with 501, and says so', async () => {
	const result = await lab.call('POST', path, { id: 'x', card: { any: ['thing'] } });
	expect([result.status, result.body.code]).toEqual([501, 'sandbox_not_played']);
	expect(result.body.message).toContain('"pin.add"');
});

test('a call that is wrong is refused like any other', async () => {
	expect((await lab.call('GET', path)).status).toBe(405);
	expect((await lab.call('POST', path, {}, { authorization: 'Bearer x' })).status).toBe(401);
	expect(
		(
			await lab.call(
				'POST',
				path,
				{},
				{
					authorization: `Bearer ${lab.sandbox.control.issueTokens({ scopes: 'ZohoCliq.Chats.READ' }).accessToken}`,
				},
			)
		).body.code,
	).toBe('oauthtoken_scope_invalid');
	// The call with the wrong scope was the owner's too: two are allowed.
	expect((await lab.call('POST', path, { nope: 1 })).body.code).toBe('extra_key_found');
	expect((await lab.call('POST', path, { id: 'x' })).status).toBe(429);
});

test('parameters are checked by what the entry says', async () => {
	lab.sandbox.control.setThresholds(false);
	expect((await lab.call('POST', path, {})).body.code).toBe('param_missing');
	expect((await lab.call('POST', path, { id: 5 })).body.code).toBe('input_pattern_mismatch');
	expect((await lab.call('POST', path, { id: 'x'.repeat(21) })).body.code).toBe('invalid_parameters');
});

test('every operation of the catalogue has its route, and everything played is in the catalogue', async () => {
	const ids = catalogue.map((operation) => operation.id);
	for (const id of Object.keys(behaviours)) expect(ids).toContain(id);
	for (const operation of catalogue) {
		const { status } = await lab.call(
			operation.method,
			`/api/${operation.version ?? 'v2'}${operation.path.replace(/\{[^}]+\}/g, 'x')}`,
			undefined,
			{ authorization: 'Bearer x' },
		);
		expect([operation.id, status]).toEqual([operation.id, 401]);
		expect(lab.sandbox.control.journal().at(-1)!.operation).toBe(operation.id);
	}
});
