import { openLab, virtualClock, type Lab } from '../helpers';

const path = '/api/v3/functions';
const LEO = 'leo.lindqvist@zylker.example';
const minimal = 'response = Map(); return response;';
const banner = 'return {"type":"banner","status":"success","text":"Approved"};';

let lab: Lab;
const clock = virtualClock();
beforeEach(async () => void (lab = await openLab({ now: clock.now, thresholds: false })));
afterEach(() => lab.sandbox.close());

const create = (changes: object = {}) =>
	lab.call('POST', path, { name: 'approve', description: 'Takes approvals', function_type: 'button', ...changes });
const made = async (changes?: object): Promise<string> => (await create(changes)).body.data.id;

test('a function is made, listed, and has its handler made, read and changed', async () => {
	const { status, body } = await create();
	const entry = {
		name: 'approve',
		id: expect.stringMatching(/^\d{17}$/),
		function_type: 'button',
		handlers: [],
		creator: { name: 'Maya Okafor', id: '55743307' },
		execution_type: 'deluge',
		status: 'enabled',
		type: 'custom',
		description: 'Takes approvals',
		scope: 'personal',
	};
	expect([status, body]).toEqual([200, { url: path, type: 'function', data: entry }]);
	const { id } = body.data;
	expect(
		(await lab.call('POST', `${path}/${id}/handlers`, { type: 'button_handler', script: minimal })).body,
	).toEqual({ url: path, type: 'function', data: { ...entry, handlers: [{ type: 'button_handler' }] } });
	const own = `${path}/${id}/handlers/button_handler`;
	expect((await lab.call('PATCH', own, { script: banner })).body).toEqual({
		url: own,
		type: 'execution_handler',
		data: { name: 'button_handler', script: banner, function_id: id },
	});
	const read = await lab.call('GET', own);
	expect(read.body).toEqual({
		url: own,
		type: 'button_handler',
		data: {
			script: banner,
			return_type: 'MAP',
			params: expect.arrayContaining([
				{ param_name: 'event', param_type: 'STRING' },
				{ param_name: 'message', param_type: 'MAP' },
			]),
		},
	});
	expect(read.body.data.params.map((one: any) => one.param_name).sort()).toEqual([
		'access',
		'arguments',
		'chat',
		'environment',
		'event',
		'location',
		'message',
		'target',
		'user',
	]);
	expect((await lab.call('GET', path)).body).toMatchObject({
		url: path,
		type: 'function',
		data: [{ name: 'approve', handlers: [{ type: 'button_handler' }] }],
	});
});

test('everybody has functions of their own, twenty a page', async () => {
	for (let count = 0; count < 25; count++) await create({ name: `one${count}` });
	expect((await lab.as(LEO)('POST', path, { name: 'one3', description: 'x', function_type: 'button' })).status).toBe(
		200,
	);
	const first = (await lab.call('GET', path)).body;
	const second = (await lab.call('GET', `${path}?next_token=${encodeURIComponent(first.next_token)}`)).body;
	expect([first.data.length, second.data.length, second.next_token]).toEqual([20, 5, undefined]);
	expect(new Set([...first.data, ...second.data].map((one: any) => one.id)).size).toBe(25);
	expect((await lab.as(LEO)('GET', path)).body.data.map((one: any) => one.name)).toEqual(['one3']);
	expect((await lab.call('GET', `${path}?limit=51`)).body.code).toBe('input_pattern_mismatch');
});

test('refusals', async () => {
	const id = await made();
	const handlers = `${path}/${id}/handlers`;
	const refused = async (method: string, own: string, body?: object, call = lab.call) => {
		const result = await call(method, own, body);
		return [result.status, result.body.code];
	};
	const create = { name: 'x', description: 'x', function_type: 'button' };
	expect(await refused('POST', path, { ...create, name: 'approve' })).toEqual([400, 'function_name_already_exists']);
	expect(await refused('POST', path, { ...create, name: 'x'.repeat(31) })).toEqual([400, 'invalid_inputs']);
	expect(await refused('POST', path, { ...create, description: 'x'.repeat(301) })).toEqual([400, 'invalid_inputs']);
	expect(await refused('POST', path, { ...create, function_type: 'link' })).toEqual([400, 'invalid_inputs']);
	expect(await refused('POST', path, { ...create, scope: 'personal' })).toEqual([400, 'extra_key_found']);
	expect(await refused('POST', path, { name: 'x', function_type: 'button' })).toEqual([400, 'param_missing']);
	expect(await refused('PATCH', `${handlers}/button_handler`, { script: minimal })).toEqual([
		400,
		'execution_handler_not_found',
	]);
	expect(await refused('GET', `${handlers}/button_handler`)).toEqual([400, 'execution_handler_not_found']);
	expect(await refused('POST', handlers, { type: 'form_submit_handler', script: minimal })).toEqual([
		400,
		'execution_handler_data_invalid',
	]);
	expect(await refused('POST', handlers, { type: 'message_handler', script: minimal })).toEqual([
		400,
		'invalid_inputs',
	]);
	expect(await refused('POST', handlers, { type: 'button_handler' })).toEqual([400, 'param_missing']);
	expect(await refused('POST', handlers, { type: 'button_handler', script: 'x'.repeat(250 * 1_024 + 1) })).toEqual([
		400,
		'execution_handler_data_invalid',
	]);
	expect(await refused('POST', handlers, { type: 'button_handler', script: 'return {"text":form};' })).toEqual([
		400,
		'execution_handler_create_failed',
	]);
	expect((await lab.call('POST', handlers, { type: 'button_handler', script: minimal })).status).toBe(200);
	expect(await refused('POST', handlers, { type: 'button_handler', script: minimal })).toEqual([
		400,
		'execution_handler_already_exists',
	]);
	expect(await refused('PATCH', `${handlers}/button_handler`, { script: minimal, type: 'button_handler' })).toEqual([
		400,
		'extra_key_found',
	]);
	expect(await refused('PATCH', `${handlers}/button_handler`, { script: 'return {"text":operation};' })).toEqual([
		400,
		'execution_handler_update_failed',
	]);
	expect(await refused('GET', `${path}/1/handlers/button_handler`)).toEqual([404, 'function_not_found']);
	expect(await refused('GET', `${handlers}/button_handler`, undefined, lab.as(LEO))).toEqual([403, 'access_denied']);
});

test('scopes, and thresholds as the catalogue has them', async () => {
	const { accessToken } = lab.sandbox.control.issueTokens({ scopes: 'ZohoCliq.Functions.READ' });
	const headers = { authorization: `Bearer ${accessToken}` };
	expect(
		(await lab.call('POST', path, { name: 'x', description: 'x', function_type: 'button' }, headers)).body.code,
	).toBe('oauthtoken_scope_invalid');
	expect((await lab.call('GET', path, undefined, headers)).status).toBe(200);
	lab.sandbox.control.setThresholds(true);
	for (let call = 0; call < 10; call++) expect((await create({ name: `one${call}` })).status).toBe(200);
	expect((await create({ name: 'more' })).status).toBe(429);
});

describe('buttons run the function', () => {
	const button = (data: object) => [{ label: 'Go', action: { type: 'invoke.function', data }, key: '7' }];
	const script = 'return {"text":"Answer " + arguments.get("key") + " of " + user.get("first_name")};';
	const pressLast = async () => {
		const chat = lab.chat('marketing');
		await lab.sandbox.control.press({ chat, message: lab.sandbox.control.messages(chat).at(-1)!.id, as: LEO });
		return lab.sandbox.control.messages(chat).at(-1)!.text;
	};

	test('of whoever posted the message', async () => {
		const id = await made();
		await lab.call('POST', `${path}/${id}/handlers`, { type: 'button_handler', script });
		await lab.call('POST', '/channelsbyname/marketing/message', {
			text: 'Well?',
			buttons: button({ name: 'approve' }),
		});
		expect(await pressLast()).toBe('Answer 7 of Leo');
		await lab.as(LEO)('POST', '/channelsbyname/marketing/message', {
			text: 'Mine?',
			buttons: button({ name: 'approve' }),
		});
		expect(await pressLast()).toBe('Mine?');
	});

	test('of the owner that the button names', async () => {
		lab.sandbox.control.setFunction({ name: 'approve', owner: LEO, script });
		await lab.call('POST', '/channelsbyname/marketing/message', {
			text: 'Well?',
			buttons: button({ name: 'approve', owner: LEO }),
		});
		expect(await pressLast()).toBe('Answer 7 of Leo');
		await lab.call('POST', '/channelsbyname/marketing/message', {
			text: 'Whose?',
			buttons: button({ name: 'approve', owner: 'nobody@zylker.example' }),
		});
		expect(await pressLast()).toBe('Whose?');
	});
});
