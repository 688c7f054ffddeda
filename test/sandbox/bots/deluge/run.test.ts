import { createHmac } from 'node:crypto';
import { ENCRYPTION, freeNames, runScript, type Invocation } from '../../../../sandbox/bots/deluge';
import { forwarder } from '../../receiver';

const silent = async () => ({ status: 200, text: '{}' });

/** Runs a script and keeps what it asks for. */
async function run(
	script: string,
	variables: Record<string, unknown> = {},
	answer = { status: 200, text: '{"text":"Hi"}' },
): Promise<{ returned: unknown; asked: Invocation[] }> {
	const asked: Invocation[] = [];
	const returned = await runScript(script, variables, async (request) => {
		asked.push(request);
		return answer;
	});
	return { returned, asked };
}

test('a forwarder posts what it puts in a map, and gives the answer back', async () => {
	const { returned, asked } = await run(forwarder('message_handler', 'http://127.0.0.1/x', ['message', 'user']), {
		message: 'Say "hi"\n',
		user: { id: '1' },
	});
	expect(returned).toEqual({ text: 'Hi' });
	expect(asked).toEqual([
		{
			method: 'POST',
			url: 'http://127.0.0.1/x',
			headers: { 'content-type': 'application/json', 'x-cliq-secret': 'open-sesame' },
			body: JSON.stringify({
				forwarder: 1,
				handler: 'message_handler',
				message: 'Say "hi"\n',
				user: { id: '1' },
			}),
		},
	]);
});

test('the forms of the report: headers that are put, the map itself as the body, no answer', async () => {
	const script = `
		payload = Map();
		payload.put("handler","participation"); payload.put("operation",operation);
		h = Map(); h.put("Content-Type","application/json"); h.put("X-Cliq-Secret","s" + "3" );
		/* it goes out here */
		r = invokeurl [ url : "http://127.0.0.1/x" type : POST body : payload headers : h ];
		info r;
		return Map();`;
	const { returned, asked } = await run(script, { operation: 'message_sent' });
	expect(returned).toEqual({});
	expect(asked[0]!.headers['x-cliq-secret']).toBe('s3');
	expect(JSON.parse(asked[0]!.body)).toEqual({ handler: 'participation', operation: 'message_sent' });
});

test('parameters go out as a form', async () => {
	const { asked } = await run(
		'p = {"a":"1 & 2", "b":{"c":true}}; invokeurl [ url : "http://127.0.0.1/x" type : POST parameters : p ];',
	);
	expect(asked[0]!.headers).toEqual({ 'content-type': 'application/x-www-form-urlencoded' });
	expect([...new URLSearchParams(asked[0]!.body)]).toEqual([
		['a', '1 & 2'],
		['b', '{"c":true}'],
	]);
});

test('conditions, and a catch around what fails', async () => {
	const script =
		'try { r = invokeurl [ url : "http://127.0.0.1/x" type : POST ]; if (r.get("text") != null && !isEmpty(r.get("text"))) { return r; } else { return {"text":"Nothing came"}; } } catch (e) { return {"text": "Failed: " + e}; }';
	expect((await run(script)).returned).toEqual({ text: 'Hi' });
	expect((await run(script, {}, { status: 200, text: '{}' })).returned).toEqual({ text: 'Nothing came' });
	expect((await run(script, {}, { status: 401, text: '' })).returned).toEqual({
		text: expect.stringMatching(/^Failed: .*status code 401/),
	});
});

test('a proof: texts put together with numbers, in Base64 or hex', async () => {
	// From the page HMAC-SHA256 of Deluge's help.
	const key = 'Use me to generate hash';
	expect(
		(
			await run(`return zoho.encryption.hmacsha256("${key}","My#New" + "#Password");`, {
				zoho: { encryption: ENCRYPTION },
			})
		).returned,
	).toBe('edYCyxkU4jL2dEjEDO8aUy8WZrpKRvQquNpgKUqe5vA=');
	const script =
		'return zoho.encryption.hmacsha256("k", "7 " + user.get("id") + " " + user.get("email") + " " + zoho.currenttime.toLong(), "hex");';
	const { returned } = await run(script, {
		zoho: { encryption: ENCRYPTION, currenttime: 1_768_467_600_000 },
		user: { id: '55743307', email: null },
	});
	expect(returned).toBe(createHmac('sha256', 'k').update('7 55743307  1768467600000').digest('hex'));
	await expect(
		run('return zoho.encryption.hmacsha256("k", "t", "octal");', { zoho: { encryption: ENCRYPTION } }),
	).rejects.toThrow('writes no hash as "octal"');
	await expect(run('return "k".hmacsha256("t", "t");')).rejects.toThrow('does not know the function "hmacsha256"');
});

test('lists in both forms', async () => {
	expect((await run('a = [1, {"b": ["c"]}, []]; b = {2, a}; b.add(3); return b;')).returned).toEqual([
		2,
		[1, { b: ['c'] }, []],
		3,
	]);
});

test('null, and what a map does not have', async () => {
	const script =
		'm = {"a": null}; if (m.get("b") != null || m.get("a") != null) { return "some"; } return "x" + m.get("b") + m.get("a") + 1;';
	expect((await run(script)).returned).toBe('x1');
	expect(await runScript(script, {}, silent, { nullText: 'null' })).toBe('xnullnull1');
	await expect(run('m = Map(); return m.get("b").get("c");')).rejects.toThrow(
		'Error in get: null has no such function',
	);
	await expect(run('m = Map(); return m.toMap();')).rejects.toThrow(
		'Error in toMap: a value of the type map has no such function',
	);
});

test.each(['oops', '[1]', '"x"', '', 'null'])('toMap fails on %j, and a try catches it', async (text) => {
	const script =
		'try { a = invokeurl [ url : "http://127.0.0.1/x" type : POST body : {"b":{"c":"\\""}} detailed : true ]; return a.get("responseText").toMap(); } catch (problem) { return "no: " + problem; }';
	expect((await run(script, {}, { status: 200, text })).returned).toMatch(/^no: Error in toMap/);
	expect((await run(script, {}, { status: 200, text: '{"d":1}' })).returned).toEqual({ d: 1 });
});

test.each([
	['a = b;', /Line 1: Variable 'b' is not defined/],
	['\nreturn zoho.loginuserid;', /Line 2: Variable 'zoho' is not defined/],
	['x = Map();\nx.explode();', /Line 2: the sandbox does not know the function "explode"/],
	['x = constructor("a");', /does not know the function "constructor"/],
	['for each x y { }', /in was expected/],
	['x = #;', /is not Deluge/],
	['x = (1;', /"\)" was expected, not ";"/],
	['x = {"a" 1};', /a comma or "}" was expected/],
	['if (true) { return 1;', /expected, not the end/],
	['r = invokeurl [ url : "u" type : POST ];', /status code 500/],
])('%s ends with words', async (script, message) => {
	await expect(runScript(script, {}, async () => ({ status: 500, text: '' }))).rejects.toThrow(message);
});

test('names of JavaScript mean nothing in maps', async () => {
	const returned = await runScript(
		'm = Map(); m.put("__proto__", "x"); m.put("constructor", m.get("toString")); return m.toString();',
		{},
		silent,
	);
	expect(returned).toBe('{"__proto__":"x","constructor":null}');
});

test('the variables a script needs are those it does not set', () => {
	expect([...freeNames(forwarder('x', 'u', ['message', 'attachments']))].sort()).toEqual(['attachments', 'message']);
	expect([...freeNames('if (a == null) { b = {"c": d}; } try { e = b; } catch (f) { info f; }')].sort()).toEqual([
		'a',
		'd',
	]);
	// In texts and comments they are no variables.
	expect([...freeNames('x = "attachments"; // attachments\nreturn x;')]).toEqual([]);
});
