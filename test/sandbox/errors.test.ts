import { catalogue } from '../../cliq/catalogue';
import { openLab, read, type Lab, type Result } from './helpers';

let lab: Lab;
beforeAll(async () => void (lab = await openLab({ thresholds: { 'user.getMany': 1 } })));
afterAll(() => lab.sandbox.close());

/** The eight errors of Zoho's page, word for word. */
const page: Record<number, string> = {
	400: 'The request cannot be performed. Usually because of malformed parameter or missing parameter.',
	401: 'Request was rejected because of invalid AuthToken.',
	403: 'The user does not have enough permission or possibly not an user of the respective organization to access the resource.',
	404: "The URL you've sent is wrong. It's possible that the resource you've requested has been moved to another URL.",
	405: 'The requested resource does not support the HTTP method used. For example, requesting List of all customers API with PUT as the HTTP method.',
	406: 'The response has been received but the requested response type is not supported by the browser.',
	429: 'Too many requests within a certain time frame.',
	500: 'Cliq server encountered an error which prevents it from fulfilling the request.',
};

const post = '/channelsbyname/marketing/message';
const refused = (result: Result, status: number, code: string) => {
	expect(result.body).toEqual({ code, message: page[status] });
	expect(result.status).toBe(status);
	expect(result.headers.get('content-type')).toMatch(/^application\/json/);
};

describe('400', () => {
	test.each<[string, string, string, unknown, string]>([
		['no text', 'POST', post, {}, 'param_missing'],
		['no body', 'POST', post, undefined, 'param_missing'],
		['empty text', 'POST', post, { text: '' }, 'param_missing'],
		['text that is null', 'POST', post, { text: null }, 'param_missing'],
		['text that is no string', 'POST', post, { text: 5 }, 'input_pattern_mismatch'],
		['text of 5,001 UTF-16 units', 'POST', post, { text: 'x'.repeat(5_001) }, 'invalid_parameters'],
		['2,501 emoji, which are 5,002 units', 'POST', post, { text: '😀'.repeat(2_501) }, 'invalid_parameters'],
		['a boolean as a string', 'POST', post, { text: 'x', sync_message: 'true' }, 'input_pattern_mismatch'],
		['an optional key that is null', 'POST', post, { text: 'x', reply_to: null }, 'input_pattern_mismatch'],
		['an answer to nothing', 'POST', post, { text: 'x', reply_to: '72374289911' }, 'message_not_found'],
		['an unknown body key', 'POST', post, { text: 'x', broadcast: true }, 'extra_key_found'],
		[
			'mark_as_read in the body of a channel post',
			'POST',
			post,
			{ text: 'x', mark_as_read: true },
			'extra_key_found',
		],
		['an unknown query parameter', 'POST', `${post}?bot=x`, { text: 'x' }, 'extra_param_found'],
		['a query parameter twice', 'GET', '/users?limit=1&limit=2', undefined, 'extra_param_found'],
		['a zapikey where none belongs', 'GET', '/channels?zapikey=1001.a.b', undefined, 'extra_param_found'],
		['a query boolean that is none', 'POST', `${post}?mark_as_read=yes`, { text: 'x' }, 'input_pattern_mismatch'],
		['a limit of 0', 'GET', '/channels?limit=0', undefined, 'input_pattern_mismatch'],
		['a limit of 101', 'GET', '/channels?limit=101', undefined, 'input_pattern_mismatch'],
		['a limit of 51 for bots', 'GET', '/api/v3/bots?limit=51', undefined, 'input_pattern_mismatch'],
		['a time that is none', 'GET', '/chats/x/messages?fromtime=yesterday', undefined, 'input_pattern_mismatch'],
		[
			'user ids that are none',
			'POST',
			'/bots/statusbot/message',
			{ text: 'x', userids: 'leo' },
			'input_pattern_mismatch',
		],
		['a body that is no JSON', 'POST', post, '{"text":', 'invalid_parameters'],
		['a body that is no object', 'POST', post, '["x"]', 'invalid_parameters'],
		['a URL that cannot be decoded', 'GET', '/chats/%zz/messages', undefined, 'request_url_invalid'],
	])('%s', async (_name, method, path, body, code) => refused(await lab.call(method, path, body), 400, code));

	test('5,000 units of text pass', async () => {
		expect((await lab.call('POST', post, { text: '😀'.repeat(2_500) })).status).toBe(204);
	});

	test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'nonsense', ''])(
		'a body of type "%s"',
		async (type) =>
			refused(await lab.call('POST', post, '{"text":"x"}', { 'content-type': type }), 400, 'invalid_parameters'),
	);

	test('JSON may name its charset', async () => {
		expect(
			(await lab.call('POST', post, '{"text":"x"}', { 'content-type': 'application/json; charset=utf-8' }))
				.status,
		).toBe(204);
	});

	test('nothing of what was refused has been posted', async () => {
		const before = lab.sandbox.control.messages('#marketing').length;
		await lab.call('POST', post, { text: 'x', extra: 1 });
		await lab.call('POST', `${post}?nope=1`, { text: 'x' });
		expect(lab.sandbox.control.messages('#marketing')).toHaveLength(before);
	});
});

describe('401', () => {
	test('without a token there is no body', async () => {
		const result = await read(fetch(`${lab.sandbox.url}/api/v2/channels`));
		expect([result.status, result.text]).toEqual([401, '']);
	});

	test.each(['Bearer 1000.0.0', 'Zoho-oauthtoken x', 'Basic eDp5', 'Bearer', ''])(
		'the header "%s"',
		async (authorization) => {
			const result = await lab.call('GET', '/channels', undefined, { authorization });
			refused(result, 401, 'oauthtoken_invalid');
		},
	);

	test('both forms of the header pass', async () => {
		const { accessToken } = lab.sandbox.control.issueTokens();
		for (const scheme of ['Bearer', 'Zoho-oauthtoken'])
			expect(
				(await lab.call('GET', '/channels', undefined, { authorization: `${scheme} ${accessToken}` })).status,
			).toBe(200);
	});

	test.each(catalogue.map((operation) => [operation.id, operation] as const))(
		'%s needs its scopes, every one and no other',
		async (_id, operation) => {
			const path = `/api/${operation.version ?? 'v2'}${operation.path.replace(/\{[^}]+\}/g, 'x')}`;
			const others = catalogue
				.flatMap((one) => [...one.scopes])
				.filter((scope) => !operation.scopes.includes(scope));
			const bearer = (scopes: readonly string[]) => ({
				authorization: `Bearer ${lab.sandbox.control.issueTokens({ scopes, user: 'kenji.arai@zylker.example' }).accessToken}`,
			});
			expect((await lab.call(operation.method, path, undefined, bearer(others))).body.code).toBe(
				'oauthtoken_scope_invalid',
			);
			const allowed = await lab.call(operation.method, path, undefined, bearer(operation.scopes));
			expect(allowed.body?.code).not.toBe('oauthtoken_scope_invalid');
		},
	);
});

test('403', async () =>
	refused(await lab.call('POST', '/channelsbyname/board-room/message', { text: 'x' }), 403, 'access_denied'));

describe('404', () => {
	test.each([
		['/nothing', 'request_url_invalid'],
		['/channels/', 'request_url_invalid'],
		['/api/v1/channels', 'request_url_invalid'],
		['/bots', 'request_url_invalid'],
		['/api/v3/channels', 'request_url_invalid'],
		['/chats//messages', 'request_url_invalid'],
		['/chats/CT_1/messages', 'chat_not_found'],
		['/channels/O1/threads', 'channel_not_found'],
	])('%s', async (path, code) => refused(await lab.call('GET', path), 404, code));

	test('unknown channels, bots and messages', async () => {
		refused(await lab.call('POST', '/channelsbyname/nowhere/message', { text: 'x' }), 404, 'channel_not_found');
		refused(await lab.call('POST', '/bots/nobot/message', { text: 'x' }), 404, 'bot_not_found');
		refused(
			await lab.call('PUT', `/chats/${lab.chat('marketing')}/messages/1_2`, { text: 'x' }),
			404,
			'message_not_found',
		);
	});

	test('a message id that was encoded twice', async () => {
		lab.sandbox.control.variants({ messageId: 'encoded' });
		const id = await lab.post('marketing', 'Encoded');
		const path = (text: string) => `/chats/${lab.chat('marketing')}/messages/${text}/messages`;
		expect((await lab.call('GET', path(id))).status).toBe(200);
		refused(await lab.call('GET', path(encodeURIComponent(id))), 404, 'message_not_found');
		lab.sandbox.control.variants({ messageId: 'page' });
	});
});

describe('405', () => {
	test.each([
		['PUT', '/channels'],
		['GET', post],
		['POST', '/chats/x/messages'],
		['PATCH', '/chats/x/messages/1'],
		['OPTIONS', '/users'],
		['GET', '/chats/x/message'],
	])('%s %s', async (method, path) => refused(await lab.call(method, path), 405, 'request_method_invalid'));
});

describe('406', () => {
	test.each(['text/html', 'application/xml, text/*', 'application/json;q=0'])('Accept: %s', async (accept) =>
		refused(await lab.call('GET', '/channels', undefined, { accept }), 406, 'not_acceptable'),
	);
	test.each(['application/json', 'text/html, application/*;q=0.5', '*/*', 'application/json, text/plain, */*'])(
		'Accept: %s passes',
		async (accept) => expect((await lab.call('GET', '/channels', undefined, { accept })).status).toBe(200),
	);
});

test('429', async () => {
	expect((await lab.call('GET', '/users')).status).toBe(429); // The calls above have used it up.
	refused(await lab.call('GET', '/users'), 429, 'request_limit_exceeded');
});

test('500 says so on purpose only', async () => {
	expect(lab.sandbox.control.journal().filter((call) => call.status === 500)).toEqual([]);
});
