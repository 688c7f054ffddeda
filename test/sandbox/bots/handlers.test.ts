import { openLab, virtualClock, type Lab } from '../helpers';

const BOT = 'b-53719000001878011';
const path = `/api/v3/bots/${BOT}/handlers`;
const minimal = 'response = Map(); return response;';
const hello = 'response = Map();\nresponse.put("text","Hello " + user.get("first_name"));\nreturn response;';

let lab: Lab;
const clock = virtualClock();
beforeEach(async () => void (lab = await openLab({ now: clock.now, thresholds: false })));
afterEach(() => lab.sandbox.close());

const create = (body: object) => lab.call('POST', path, body);

test('a handler is made, read, changed and deleted', async () => {
	const made = await create({ type: 'message_handler', script: minimal });
	expect([made.status, made.body.type, made.body.data.script]).toEqual([200, 'execution_handler', minimal]);
	expect(made.body.data.params).toContainEqual({ param_name: 'attachments', param_type: 'LIST' });
	expect((await lab.call('PATCH', `${path}/message_handler`, { script: hello })).status).toBe(200);
	const { status, body } = await lab.call('GET', `${path}/message_handler`);
	expect([status, body.data]).toEqual([
		200,
		expect.objectContaining({ script: hello, type: 'message_handler', return_type: 'MAP' }),
	]);
	expect((await lab.call('GET', '/api/v3/bots')).body.data.find((bot: any) => bot.id === BOT).handlers).toEqual([
		{ type: 'message_handler' },
	]);
	expect((await lab.call('DELETE', `${path}/message_handler`)).status).toBe(204);
	expect((await lab.call('GET', `${path}/message_handler`)).body.code).toBe('execution_handler_not_found');
});

test('what is made over the API runs', async () => {
	await create({ type: 'message_handler', script: hello });
	const { chatId } = lab.sandbox.control.write({ bot: 'statusbot', text: 'Hi' });
	await lab.sandbox.control.delivered();
	expect(lab.sandbox.control.messages(chatId).map(({ text }) => text)).toEqual(['Hi', 'Hello Maya']);
});

test('refusals', async () => {
	await create({ type: 'message_handler', script: minimal });
	const refused = async (method: string, own: string, body?: object) => {
		const result = await lab.call(method, own, body);
		return [result.status, result.body.code];
	};
	expect(await refused('POST', path, { type: 'message_handler', script: minimal })).toEqual([
		400,
		'execution_handler_already_exists',
	]);
	expect(await refused('POST', path, { type: 'welcome_handler', script: minimal, code: 'x' })).toEqual([
		400,
		'extra_key_found',
	]);
	expect(await refused('POST', path, { type: 'no_handler', script: minimal })).toEqual([
		400,
		'execution_handler_data_invalid',
	]);
	expect(await refused('POST', path, { type: 'welcome_handler' })).toEqual([400, 'param_missing']);
	expect(await refused('PATCH', `${path}/message_handler`, { type: 'message_handler', script: minimal })).toEqual([
		400,
		'extra_key_found',
	]);
	expect(await refused('PATCH', `${path}/welcome_handler`, { script: minimal })).toEqual([
		400,
		'execution_handler_not_found',
	]);
	expect(await refused('DELETE', `${path}/welcome_handler`)).toEqual([400, 'execution_handler_not_found']);
	for (const method of ['PUT', 'POST'])
		expect(await refused(method, `${path}/message_handler`, { script: minimal })).toEqual([
			405,
			'request_method_invalid',
		]);
	const byName = path.replace(BOT, 'statusbot');
	expect(await refused('POST', byName, { type: 'message_handler', script: minimal })).toEqual([
		404,
		'request_url_invalid',
	]);
	expect(await refused('GET', `${byName}/message_handler`)).toEqual([404, 'request_url_invalid']);
	expect(await refused('GET', '/api/v3/bots/b-1/handlers/message_handler')).toEqual([404, 'bot_not_found']);
	expect((await lab.as('leo.lindqvist@zylker.example')('GET', `${path}/message_handler`)).status).toBe(403);
});

test('a script knows the variables of its handler, and no others', async () => {
	const naming = (name: string) => `payload = Map(); payload.put("x",${name}); return payload;`;
	expect((await create({ type: 'mention_handler', script: naming('attachments') })).body.code).toBe(
		'execution_handler_create_failed',
	);
	expect((await create({ type: 'mention_handler', script: minimal })).status).toBe(200);
	const update = async (type: string, script: string) =>
		(await lab.call('PATCH', `${path}/${type}`, { script })).body.code;
	expect(await update('mention_handler', naming('attachments'))).toBe('execution_handler_update_failed');
	expect(await update('mention_handler', naming('"attachments"'))).toBeUndefined();
	expect(await update('mention_handler', naming('mentions'))).toBeUndefined();
	// What the sandbox cannot read is Cliq's business.
	expect(await update('mention_handler', 'for each one in mentions { info one; }')).toBeUndefined();
});

test('scopes, and ten calls a minute', async () => {
	const { accessToken } = lab.sandbox.control.issueTokens({ scopes: 'ZohoCliq.Bots.READ' });
	const headers = { authorization: `Bearer ${accessToken}` };
	expect((await lab.call('POST', path, { type: 'message_handler', script: minimal }, headers)).body.code).toBe(
		'oauthtoken_scope_invalid',
	);
	expect((await lab.call('GET', `${path}/message_handler`, undefined, headers)).status).toBe(400);
	lab.sandbox.control.setThresholds(true);
	for (let call = 0; call < 10; call++) expect((await lab.call('GET', `${path}/message_handler`)).status).toBe(400);
	expect((await lab.call('GET', `${path}/message_handler`)).status).toBe(429);
	clock.advance(5 * 60_000);
	expect((await lab.call('GET', `${path}/message_handler`)).status).toBe(400);
});
