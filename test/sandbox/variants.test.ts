import { variantValues, startSandbox, type Variants } from '../../sandbox';
import { openLab, virtualClock, type Lab } from './helpers';

let lab: Lab;
const clock = virtualClock();
beforeAll(async () => void (lab = await openLab({ thresholds: false, now: clock.now })));
afterAll(() => lab.sandbox.close());
beforeEach(() => void clock.advance(60_000));

const colleague = 'leo.lindqvist@zylker.example';
const play = (changes: Partial<Variants>) => void lab.sandbox.control.variants(changes);
const send = (body: object, query = '') =>
	lab.call('POST', `/channelsbyname/marketing/message${query}`, { text: 'x', ...body });
const channelId = () => lab.sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === 'marketing')!.id;
const last = () => lab.sandbox.control.messages('#marketing').at(-1)!;
const messagePath = (id: string) => `/chats/${lab.chat('marketing')}/messages/${encodeURIComponent(id)}`;
const posted = async () => {
	await send({});
	return last().id;
};

const HANDLERS = '/api/v3/bots/b-53719000001878011/handlers';
/** Nobody is there; the delivery says what would have gone out. */
const POST_B =
	'h = {"Content-Type":"application/json"}; r = invokeurl [ url : "http://127.0.0.1:9" type : POST body : b headers : h ];';
/** @returns what a bot says whose script this is; undefined if it fails */
const hears = async (script: string): Promise<string | undefined> => {
	lab.sandbox.control.setHandler({ bot: 'supportbot', type: 'message_handler', script });
	const { chatId } = lab.sandbox.control.write({ bot: 'supportbot', text: 'Hi' });
	const { message } = (await lab.sandbox.control.delivered()).at(-1)!;
	return message === undefined ? undefined : lab.sandbox.control.messages(chatId).at(-1)!.text;
};

/** One check for each variant; the type makes a variant without a check an error. */
const checks: { [Name in keyof Variants]: (value: Variants[Name]) => Promise<void> } = {
	async noContent(value) {
		const { status, text } = await send({});
		expect([status, text]).toEqual(
			{
				'204': [204, ''],
				'200-empty': [200, ''],
				'200-response-code': [200, '{"Response Code":"204 No response"}'],
			}[value],
		);
	},
	async limitAnswer(value) {
		lab.sandbox.control.lock({ operation: 'user.getMany', minutes: 1 });
		expect((await lab.call('GET', '/users')).status).toBe(Number(value));
	},
	async retryAfter(value) {
		lab.sandbox.control.lock({ operation: 'user.getMany', minutes: 1 });
		expect((await lab.call('GET', '/users')).headers.get('retry-after')).toBe(value ? '60' : null);
	},
	async minute(value) {
		const own = await openLab({ thresholds: { 'user.getMany': 1 }, now: clock.now, variants: { minute: value } });
		clock.advance(60_000 - (clock.now() % 60_000) - 1);
		await own.call('GET', '/users');
		clock.advance(1);
		expect((await own.call('GET', '/users')).status).toBe(value === 'calendar' ? 200 : 429);
		await own.sandbox.close();
	},
	async lockRestarts(value) {
		lab.sandbox.control.lock({ operation: 'user.getMany', minutes: 2 });
		clock.advance(60_000);
		await lab.call('GET', '/users');
		clock.advance(60_000);
		expect((await lab.call('GET', '/users')).status).toBe(value ? 429 : 200);
		clock.advance(600_000);
	},
	async errorBody(value) {
		const { body } = await lab.call('GET', '/nothing');
		expect(Object.keys(body).sort()).toEqual(value === 'message' ? ['message'] : ['code', 'message']);
	},
	async scopeRefusal(value) {
		const { accessToken } = lab.sandbox.control.issueTokens({ scopes: ['ZohoCliq.Users.READ'] });
		const result = await lab.call('GET', '/channels', undefined, { authorization: `Bearer ${accessToken}` });
		expect([result.status, result.body.code]).toEqual([value, 'oauthtoken_scope_invalid']);
	},
	async observedScopes(value) {
		const { accessToken } = lab.sandbox.control.issueTokens({ scopes: ['ZohoCliq.Webhooks.UPDATE'] });
		const result = await lab.call(
			'PUT',
			messagePath(await posted()),
			{ text: 'y' },
			{ authorization: `Bearer ${accessToken}` },
		);
		expect(result.status).toBe(value ? 401 : 204);
	},
	async retrievePath(value) {
		const path = messagePath(await posted());
		const statuses = [(await lab.call('GET', `${path}/messages`)).status, (await lab.call('GET', path)).status];
		expect(statuses).toEqual({ suffix: [200, 404], short: [404, 200], both: [200, 200] }[value]);
		// The other methods of the short path are there in any case.
		expect((await lab.call('PUT', path, { text: 'y' })).status).toBe(204);
	},
	async refusedPath(value) {
		play({ errorBody: 'message' });
		const result = await lab.call('GET', messagePath(await posted()));
		if (value === '404') expect([result.status, result.body.code]).toEqual([404, undefined]);
		else
			expect([result.status, result.body]).toEqual([
				400,
				{ code: 'request_url_invalid', message: 'The request URL is invalid. Please check the URL pattern.' },
			]);
		play({ errorBody: 'code-message' });
	},
	async retrieveSender(value) {
		const { body } = await lab.call('GET', `${messagePath(await posted())}/messages`);
		expect(Object.keys(body.sender)).toEqual(value === 'name' ? ['name', 'id'] : ['senderName', 'senderID']);
	},
	async textContent(value) {
		const path = `/chats/${lab.chat('marketing')}/messages`;
		const id = await posted();
		for (const message of [
			(await lab.call('GET', `${path}/${id}/messages`)).body,
			(await lab.call('GET', path)).body.data.at(-1),
		])
			expect(message.content).toEqual(value === 'string' ? 'x' : { text: 'x' });
	},
	async messageId(value) {
		const separator = { page: '_', underscore: '_', space: ' ', encoded: '%20' }[value];
		const id: string = (await send({ sync_message: true })).body.message_id;
		expect(id).toBe(last().id.replace('_', separator));
		const encodedOnce = encodeURIComponent(decodeURIComponent(id));
		const path = `/chats/${lab.chat('marketing')}/messages/${encodedOnce}`;
		expect((await lab.call('GET', `${path}/messages`)).body.id).toBe(id);
		expect((await lab.call('POST', `${path}/reactions`, { emoji_code: '👍' })).status).toBe(204);
		expect((await send({ reply_to: id })).status).toBe(204);
		expect(last().replyTo?.id).toBe(id.replace(separator, '_'));
		const bot = (await lab.call('POST', '/bots/statusbot/message', { text: 'x', sync_message: true })).body;
		const [receipt] = Object.values<any>(bot.message_details);
		expect(receipt.message_id).toMatch(
			{ page: /^\d+%20\d+$/, underscore: /^\d+_\d+$/, space: /^\d+ \d+$/, encoded: /^\d+%20\d+$/ }[value],
		);
		const fromReceipt = encodeURIComponent(decodeURIComponent(receipt.message_id));
		expect((await lab.call('GET', `/chats/${receipt.chat_id}/messages/${fromReceipt}/messages`)).status).toBe(200);
		// The wrong separator leads nowhere.
		const other = encodedOnce.includes('_') ? encodedOnce.replace('_', '-') : encodedOnce.replace('%20', '_');
		expect((await lab.call('DELETE', `/chats/${lab.chat('marketing')}/messages/${other}`)).status).toBe(404);
	},
	async channelReceipt(value) {
		const { status, body } = await send({ sync_message: true });
		expect([status, body]).toEqual(value ? [200, { message_id: last().id }] : [204, undefined]);
		const chat = await lab.call('POST', `/buddies/${colleague}/message`, { text: 'x', sync_message: true });
		expect(chat.body).toEqual({ message_id: expect.any(String) });
	},
	async receiptWithoutSync(value) {
		for (const [path, key] of [
			['/channelsbyname/marketing/message', 'message_id'],
			[`/buddies/${colleague}/message`, 'message_id'],
			[`/chats/${lab.chat('marketing')}/message`, 'message_id'],
			['/bots/statusbot/message', 'message_details'],
		]) {
			for (const body of [{ text: 'x' }, { text: 'x', sync_message: false }]) {
				const result = await lab.call('POST', path!, body);
				expect([path, result.status, key! in (result.body ?? {})]).toEqual([path, value ? 200 : 204, value]);
			}
		}
	},
	async order(value) {
		const { data } = (await lab.call('GET', `/chats/${lab.chat('incidents')}/messages`)).body;
		const times = data.map((message: any) => message.time);
		expect(times.length).toBeGreaterThan(3);
		expect(times).toEqual([...times].sort((one, other) => (value === 'oldest-first' ? one - other : other - one)));
	},
	async fullPage(value) {
		const { data } = (await lab.call('GET', `/chats/${lab.chat('incidents')}/messages?limit=2`)).body;
		const all = lab.sandbox.control.messages('#incidents');
		expect(data.map((message: any) => message.content)).toEqual(
			(value === 'newest' ? all.slice(-2) : all.slice(0, 2)).map((message) => message.text),
		);
	},
	async undocumented(value) {
		const root = await posted();
		const { status, body } = await send({ thread_message_id: root });
		expect([status, body?.code]).toEqual(value === 'taken' ? [204, undefined] : [400, 'extra_key_found']);
		const read = await lab.call('POST', `/channels/${channelId()}/message?mark_as_read=true`, { text: 'x' });
		expect([read.status, read.body?.code]).toEqual(
			value === 'taken' ? [204, undefined] : [400, 'extra_param_found'],
		);
	},
	async postById(value) {
		const root = await posted();
		const { status, body } = await lab.call('POST', `/channels/${channelId()}/message`, { text: 'x' });
		expect([status, body?.code]).toEqual(value === 'all' ? [204, undefined] : [400, 'param_missing']);
		expect(
			(await lab.call('POST', `/channels/${channelId()}/message`, { text: 'x', thread_message_id: root })).status,
		).toBe(204);
	},
	async lookUpByName(value) {
		const { status, body } = await lab.call('GET', '/channelsbyname/marketing');
		expect([status, body.code ?? body.channel_id]).toEqual(
			value ? [200, channelId()] : [404, 'request_url_invalid'],
		);
		expect((await lab.call('GET', `/channels/${channelId()}`)).body.unique_name).toBe('marketing');
	},
	async ownUser(value) {
		const { status, body } = await lab.call('GET', '/users/me');
		expect([status, body.code ?? body.data.id]).toEqual(
			value ? [200, lab.sandbox.control.state().owner] : [404, 'request_url_invalid'],
		);
	},
	async unknownId(value) {
		const result = await lab.call('GET', '/chats/CT_1/messages');
		expect(result.status).toBe(Number(value));
		expect(/technical error/.test(result.body.message)).toBe(value === '400');
	},
	async cardButtons(value) {
		const buttons = [{ label: 'Yes', action: { type: 'copy', data: { text: 'x' } } }];
		expect((await send({ card: { theme: 'prompt', title: 'x', buttons } })).status).toBe(
			value === 'taken' ? 204 : 400,
		);
	},
	async buttonArguments(value) {
		const buttons = [{ label: 'Go', action: { type: 'copy', data: { text: 'x' } }, arguments: { a: 1 } }];
		expect((await send({ buttons })).status).toBe(value === 'taken' ? 204 : 400);
		expect(
			(await send({ text: '[Go]($1)', references: { 1: { type: 'button', object: buttons[0] } } })).status,
		).toBe(204);
	},
	async buttonKey(value) {
		expect(
			(await send({ buttons: [{ label: 'Go', action: { type: 'copy', data: { text: 'x' } }, key: 'k' }] }))
				.status,
		).toBe(value === 'taken' ? 204 : 400);
	},
	async responseText(value) {
		const script = `heard = invokeurl [ url : "${lab.sandbox.url}/api/v2/nothing" type : GET detailed : true ]; said = heard.get("responseText"); how = "text"; try { said = said.toMap(); } catch (e) { how = "map"; } return {"text": how};`;
		lab.sandbox.control.setHandler({ bot: 'supportbot', type: 'message_handler', script });
		const { chatId } = lab.sandbox.control.write({ bot: 'supportbot', text: 'Hi' });
		await lab.sandbox.control.delivered();
		expect(lab.sandbox.control.messages(chatId).at(-1)!.text).toBe(value);
	},
	async fileField(value) {
		const { accessToken } = lab.sandbox.control.issueTokens();
		const form = new FormData();
		form.append('files', new Blob(['x']), 'x.txt');
		const { status } = await fetch(`${lab.sandbox.url}/api/v2/channelsbyname/marketing/files`, {
			method: 'POST',
			headers: { authorization: `Bearer ${accessToken}` },
			body: form,
		});
		expect(status).toBe(value === 'file' ? 400 : 204);
	},
	async mentionCreate(value) {
		const create = (script: string) =>
			lab.call('POST', '/api/v3/bots/b-53719000001878011/handlers', { type: 'mention_handler', script });
		const { status, body } = await create('r = Map(); r.put("text","Hi"); return r;');
		expect([status, body.code]).toEqual(value === 'any' ? [200, undefined] : [400, 'operation_failed']);
		if (value === 'minimal-only') expect((await create('response = Map(); return response;')).status).toBe(200);
	},
	async newFunction(value) {
		const { body } = await lab.call('POST', '/api/v3/functions', {
			name: value,
			description: 'x',
			function_type: 'button',
		});
		expect(body.data.handlers).toEqual(value === 'with-handler' ? [{ type: 'button_handler' }] : []);
		const made = await lab.call('POST', `/api/v3/functions/${body.data.id}/handlers`, {
			type: 'button_handler',
			script: 'return Map();',
		});
		expect(made.body.code).toBe(value === 'with-handler' ? 'execution_handler_already_exists' : undefined);
	},
	async pressedMessageId(value) {
		lab.sandbox.control.setFunction({
			name: 'look',
			script: 'return {"type":"banner","status":"success","text":"ID " + message.containsKey("id")};',
		});
		await send({ buttons: [{ label: 'Look', action: { type: 'invoke.function', data: { name: 'look' } } }] });
		expect((await lab.sandbox.control.press({ chat: '#marketing', message: last().id })).shown).toMatchObject({
			text: `ID ${value}`,
		});
	},
	async respacedScripts(value) {
		const script =
			'// Ours\nr = invokeurl\n[\n\turl : "https://example.com/a b"\n\ttype : POST\n];\nif(r != null)\n{\n\treturn {"a" : 1};\n}\nreturn Map();';
		const { body } = await lab.call('POST', HANDLERS, { type: 'message_handler', script });
		const again =
			'// Ours\nr = invokeurl\n[\n\turl :"https://example.com/a b"\n\ttype :POST\n];\nif(r != null)\n{\n\treturn {"a":1};\n}\nreturn Map();';
		expect(body.data.script).toBe(value ? again : script);
		expect((await lab.call('GET', `${HANDLERS}/message_handler`)).body.data.script).toBe(value ? again : script);
	},
	async formValues(value) {
		lab.sandbox.control.setFunction({
			name: 'ask',
			script: 'return {"type":"form","title":"T","name":"f","inputs":[{"type":"text","name":"why","label":"Why"}],"action":{"type":"invoke.function","name":"hear"}};',
		});
		lab.sandbox.control.setFunction({
			name: 'hear',
			type: 'form',
			script: 'why = form.get("values").get("why"); return {"text":"" + (zoho.encryption.urlEncode(why) == null) + why.toString()};',
		});
		await send({ buttons: [{ label: 'Ask', action: { type: 'invoke.function', data: { name: 'ask' } } }] });
		const { shown } = await lab.sandbox.control.press({ chat: '#marketing', message: last().id });
		await lab.sandbox.control.submit({ form: (shown as { id: number }).id, values: { why: 'So' } });
		expect(last().text).toBe(value === 'text' ? 'falseSo' : 'trueSo');
	},
	async fileObjects(value) {
		lab.sandbox.control.setHandler({
			bot: 'statusbot',
			type: 'message_handler',
			script: `b = Map(); b.put("files",attachments); ${POST_B}`,
		});
		lab.sandbox.control.write({ bot: 'statusbot', attachments: [{ name: 'a.txt', text: 'x' }] });
		const { request, error } = (await lab.sandbox.control.delivered())[0]!;
		if (value === 'fails') expect([request, error]).toEqual([undefined, expect.stringContaining('FILE')]);
		else expect(request?.body).toBe('{"files":["a.txt"]}');
		lab.sandbox.control.setHandler({
			bot: 'statusbot',
			type: 'message_handler',
			script: 'return {"text":attachments.get(0).getFileName()};',
		});
		lab.sandbox.control.write({ bot: 'statusbot', attachments: [{ name: 'a.txt', text: 'x' }] });
		expect((await lab.sandbox.control.delivered())[1]!.state).toBe(value === 'none' ? 'failed' : 'answered');
	},
	async timeOffset(value) {
		const told = await hears('return {"text":"" + zoho.currenttime.toLong()};');
		expect(Number(told) - clock.now()).toBe(value * 60_000);
	},
	async handlerVariables(value) {
		const { body } = await lab.call('POST', HANDLERS, { type: 'message_handler', script: 'return Map();' });
		const names = body.data.params.map((one: any) => one.param_name);
		expect(names).toEqual(
			value === 'few'
				? ['user', 'access', 'environment', 'message', 'chat']
				: expect.arrayContaining(['attachments', 'message_details']),
		);
		const change = await lab.call('PATCH', `${HANDLERS}/message_handler`, {
			script: 'return {"text":"" + attachments};',
		});
		expect([change.status, change.body.code]).toEqual(
			value === 'few' ? [400, 'execution_handler_update_failed'] : [200, undefined],
		);
		if (value === 'few') expect(await hears('return {"text":"" + mentions};')).toBeUndefined();
	},
	async patchNeedsHandler(value) {
		const { status, body } = await lab.call('PATCH', `${HANDLERS}/message_handler`, { script: 'return Map();' });
		expect([status, body.code]).toEqual(value ? [400, 'execution_handler_not_found'] : [200, undefined]);
		expect((await lab.call('GET', `${HANDLERS}/message_handler`)).status).toBe(value ? 400 : 200);
	},
	async functionOwner(value) {
		lab.sandbox.control.setFunction({
			name: 'run',
			script: 'return {"type":"banner","status":"success","text":"Ran"};',
		});
		const owner = lab.sandbox.control.state().people[0]!.email;
		const button = (data: object) => ({
			buttons: [{ label: 'Run', action: { type: 'invoke.function', data: { name: 'run', ...data } } }],
		});
		const ran = async (data: object, query: string) => {
			const { status, body } = await send(button(data), query);
			return status === 204
				? (await lab.sandbox.control.press({ chat: '#marketing', message: last().id })).shown?.kind
				: body.code;
		};
		const asBot = '?bot_unique_name=statusbot';
		await lab.sandbox.control.join({ bot: 'statusbot', chat: '#marketing' });
		expect(await ran({}, '')).toBe(value === 'required' ? 'param_missing' : 'banner');
		expect(await ran({}, asBot)).toBe(
			{ optional: 'banner', 'for-bots': undefined, required: 'param_missing' }[value],
		);
		expect([await ran({ owner }, ''), await ran({ owner }, asBot)]).toEqual(['banner', 'banner']);
	},
	async mapText(value) {
		const told = await hears('m = {"a":"Say \\"hi\\"","b":{"c":1}}; return {"text":m.toString()};');
		expect(told).toBe(
			{
				json: '{"a":"Say \\"hi\\"","b":{"c":1}}',
				unescaped: '{"a":"Say "hi"","b":{c=1}}',
				equals: '{a=Say "hi", b={c=1}}',
			}[value],
		);
	},
	async mapBody(value) {
		lab.sandbox.control.setHandler({
			bot: 'statusbot',
			type: 'message_handler',
			script: `b = {"a":"1","b":{"c":true}}; ${POST_B}`,
		});
		lab.sandbox.control.write({ bot: 'statusbot', text: 'x' });
		const { body, headers } = (await lab.sandbox.control.delivered())[0]!.request!;
		expect(headers['content-type']).toBe('application/json');
		if (value === 'multipart')
			expect(body).toMatch(
				/^--\S+\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--\S+\r\n[^]*{"c":true}\r\n--\S+--\r\n$/,
			);
		else expect(body).toBe(value === 'json' ? '{"a":"1","b":{"c":true}}' : '{a=1, b={c=true}}');
	},
	async editDropsButtons(value) {
		await send({
			buttons: [{ label: 'Open', action: { type: 'open.url', data: { web: 'https://example.com' } } }],
		});
		expect((await lab.call('PUT', messagePath(last().id), { text: 'y' })).status).toBe(204);
		expect(last()).toMatchObject({ text: 'y', edits: [{ text: 'x' }] });
		expect(last().content.buttons?.length).toBe(value ? undefined : 1);
	},
	async botEdits(value) {
		await lab.sandbox.control.join({ bot: 'statusbot', chat: '#marketing' });
		await send({}, '?bot_unique_name=statusbot');
		expect((await lab.call('PUT', messagePath(last().id), { text: 'y' })).status).toBe(
			value === 'taken' ? 204 : 403,
		);
		// Of somebody else's bot, and deleted, never.
		lab.sandbox.control.post({ chat: '#marketing', as: colleague, bot: 'statusbot', text: 'x' });
		expect([
			(await lab.call('PUT', messagePath(last().id), { text: 'y' })).status,
			(await lab.call('DELETE', messagePath(last().id))).status,
		]).toEqual([403, 400]);
	},
	async nullInText(value) {
		lab.sandbox.control.setHandler({
			bot: 'supportbot',
			type: 'message_handler',
			script: 'return {"text":"Hello " + user.get("nickname") + "!"};',
		});
		const { chatId } = lab.sandbox.control.write({ bot: 'supportbot', text: 'Hi' });
		await lab.sandbox.control.delivered();
		expect(lab.sandbox.control.messages(chatId).at(-1)!.text).toBe(value === 'null' ? 'Hello null!' : 'Hello !');
	},
	async defaultHandlers(value) {
		lab.sandbox.control.setHandler({ bot: 'statusbot', type: 'message_handler', script: '' });
		const { status, body } = await lab.call('DELETE', '/api/v3/bots/b-53719000001878011/handlers/message_handler');
		expect([status, body?.code]).toEqual(
			value === 'deletable' ? [204, undefined] : [400, 'default_handler_delete_not_allowed'],
		);
	},
	async ownMessages(value) {
		lab.sandbox.control.setHandler({ bot: 'statusbot', type: 'participation_handler', script: 'return Map();' });
		lab.sandbox.control.post({ chat: '#incidents', bot: 'statusbot', text: 'x' });
		expect(await lab.sandbox.control.delivered()).toHaveLength(value ? 1 : 0);
	},
	async redeliver(value) {
		lab.sandbox.control.setHandler({ bot: 'statusbot', type: 'message_handler', script: 'return Map();' });
		lab.sandbox.control.write({ bot: 'statusbot', text: 'x' });
		expect(await lab.sandbox.control.delivered()).toHaveLength(value ? 2 : 1);
	},
	async clientCredentials(value) {
		const { clientId, clientSecret } = lab.sandbox.control.createClient();
		const given = await lab.form('/oauth/v2/token', {
			grant_type: 'client_credentials',
			client_id: clientId,
			client_secret: clientSecret,
			scope: 'ZohoCliq.Webhooks.CREATE',
		});
		const authorization = `Bearer ${given.body.access_token}`;
		expect((await lab.call('POST', '/bots/statusbot/message', { text: 'x' }, { authorization })).status).toBe(204);
		expect(
			(await lab.call('POST', '/channelsbyname/marketing/message', { text: 'x' }, { authorization })).status,
		).toBe(value === 'all' ? 204 : 401);
	},
};

describe.each(Object.keys(checks) as (keyof Variants)[])('%s', (name) => {
	afterEach(async () => {
		clock.advance(3_600_000);
		lab.sandbox.control.expireAccessTokens();
		await lab.sandbox.close();
		lab = await openLab({ thresholds: false, now: clock.now });
	});
	test.each(variantValues[name].map((value) => [value]))('%s', async (value) => {
		play({ [name]: value });
		await (checks[name] as (value: unknown) => Promise<void>)(value);
	});
});

test('every variant there is has a check', () =>
	expect(Object.keys(checks).sort()).toEqual(Object.keys(variantValues).sort()));

test('a variant or value that does not exist is refused', async () => {
	expect(() => play({ nope: 1 } as never)).toThrow('There is no variant "nope"');
	expect(() => play({ order: 'random' } as never)).toThrow('oldest-first');
	await expect(startSandbox({ variants: { noContent: '205' } as never })).rejects.toThrow('noContent');
});
