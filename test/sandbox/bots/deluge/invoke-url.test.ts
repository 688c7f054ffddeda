import { Readable } from 'node:stream';
import { DelugeFile, runScript, type Invocation, type RunOptions } from '../../../../sandbox/bots/deluge';

const file = new DelugeFile('a "b".txt', 'text/plain', 3, () => Readable.from([Buffer.from([0xff, 0, 0x41])]));

async function asked(fields: string, options: RunOptions = {}): Promise<Invocation> {
	let request: Invocation | undefined;
	await runScript(
		`return invokeurl [ url :"https://a.example" ${fields} ];`,
		{ map: { a: 'x & y', b: { c: [1] }, d: null }, file },
		async (given) => {
			request = given;
			return { status: 200, text: '{}' };
		},
		options,
	);
	return request!;
}

const FORM = 'a=x+%26+y&b=%7B%22c%22%3A%5B1%5D%7D&d=';
const JSON_HEADER = 'headers:{"Content-Type":"application/json"}';

test.each<[fields: string, type: string | undefined, body: string]>([
	['', undefined, ''],
	['type :POST body:map', 'application/x-www-form-urlencoded', FORM],
	['type :POST parameters:map', 'application/x-www-form-urlencoded', FORM],
	[`type :POST body:map ${JSON_HEADER}`, 'application/json', '{"a":"x & y","b":{"c":[1]},"d":null}'],
	['type :POST body:map content-type:"application/json"', 'application/json', '{"a":"x & y","b":{"c":[1]},"d":null}'],
	// Live: a form, whatever the header says.
	[`type :POST parameters:map ${JSON_HEADER}`, 'application/json', FORM],
	['type :POST body:"plain"', 'text/plain', 'plain'],
	[`type :POST parameters:map.toString() ${JSON_HEADER}`, 'application/json', '{"a":"x & y","b":{"c":[1]},"d":null}'],
	['type :POST body:{1,2} headers:{"Content-Type":"application/json"}', 'application/json', '[1,2]'],
	['type :DELETE connection:"crm" response-format:"text" response-decoding:"UTF-8"', undefined, ''],
])('%s goes out as %s', async (fields, type, body) => {
	const request = await asked(fields);
	expect([request.headers['content-type'], request.body]).toEqual([type, body]);
	expect(request.method).toBe(/type :(\w+)/.exec(fields)?.[1] ?? 'GET');
});

test('files go out with their bytes, beside the parameters', async () => {
	const { headers, bytes } = await asked('type :POST files:file parameters:{"to":"me"}');
	const form = await new Response(bytes, { headers }).formData();
	expect(form.get('to')).toBe('me');
	const sent = form.get('file') as File;
	expect([sent.name, sent.type, [...new Uint8Array(await sent.arrayBuffer())]]).toEqual([
		'a _b_.txt',
		'text/plain',
		[0xff, 0, 0x41],
	]);
	await expect(asked('type :POST files:"a.txt"')).rejects.toThrow('Line 1: "files" is a FILE');
});

test('multipart labelled as JSON can be read as multipart', async () => {
	const { headers, body } = await asked(`type :POST body:map ${JSON_HEADER}`, { mapBody: 'multipart' });
	expect(headers['content-type']).toBe('application/json');
	const boundary = body.slice(2, body.indexOf('\r'));
	const form = await new Response(body, {
		headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
	}).formData();
	expect([...(form as unknown as Iterable<[string, unknown]>)]).toEqual([
		['a', 'x & y'],
		['b', '{"c":[1]}'],
		['d', ''],
	]);
});

test('the answer is a map, a list, a text, or all of it', async () => {
	const answered = (script: string, text: string, options: RunOptions = {}) =>
		runScript(script, {}, async () => ({ status: 201, text, headers: { 'x-id': '7' } }), options);
	const plain = 'return invokeurl [ url :"u" ];';
	expect(await answered(plain, '{"a":1}')).toEqual({ a: 1 });
	expect(await answered(plain, '[1]')).toEqual([1]);
	expect(await answered(plain, 'Hello')).toBe('Hello');
	const detailed = 'return invokeurl [ url :"u" detailed:true ];';
	expect(await answered(detailed, '{"a":1}')).toEqual({
		responseCode: 201,
		responseText: '{"a":1}',
		responseHeader: { 'x-id': '7' },
	});
	expect(await answered(detailed, '{"a":1}', { isJsonRead: true })).toMatchObject({ responseText: { a: 1 } });
});

test.each<[call: string, method: string, type: string | undefined, body: string, got: unknown]>([
	['getUrl("https://a.example")', 'GET', undefined, '', '{"a":1}'],
	[
		'geturl("https://a.example",{"X-Key":"7"},false)',
		'GET',
		undefined,
		'',
		{ responseCode: 404, responseText: '{"a":1}', responseHeader: {} },
	],
	['postUrl("https://a.example",{"a":"x & y"})', 'POST', 'application/x-www-form-urlencoded', 'a=x+%26+y', '{"a":1}'],
	['postUrl("https://a.example","raw",true)', 'POST', 'text/plain', 'raw', '{"a":1}'],
	[
		'posturl("https://a.example",{"a":1},{"Content-Type":"application/json","X-Key":"7"},false)',
		'POST',
		'application/json',
		'{"a":1}',
		{ responseCode: 404, responseText: '{"a":1}', responseHeader: {} },
	],
])('%s goes out, too', async (call, method, type, body, got) => {
	const sent: Invocation[] = [];
	const answer = await runScript(
		`return ${call};`,
		{},
		async (given) => (sent.push(given), { status: 404, text: '{"a":1}' }),
	);
	expect(sent).toMatchObject([{ method, url: 'https://a.example', body }]);
	expect([sent[0]!.headers['content-type'], sent[0]!.headers['x-key'], answer]).toEqual([
		type,
		call.includes('X-Key') ? '7' : undefined,
		got,
	]);
});
