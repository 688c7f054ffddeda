import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import os from 'node:os';
import { join } from 'node:path';
import { START, openLab, read, until, virtualClock, type Lab, type Result } from './helpers';

const MB = 1024 * 1024;
const colleague = 'leo.lindqvist@zylker.example';
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Of this test alone, so that it can tell what is left behind. */
const folder = mkdtempSync(join(os.tmpdir(), 'files-test-'));
jest.spyOn(os, 'tmpdir').mockReturnValue(folder);
afterAll(() => rmSync(folder, { recursive: true }));

let lab: Lab;
const clock = virtualClock();
beforeEach(async () => void (lab = await openLab({ thresholds: false, now: clock.now })));
afterEach(() => lab.sandbox.close());

/** What stands for a file: its name, bytes, type and the name of its part. */
type Given = [name: string, bytes: Uint8Array | string, type?: string, part?: string];

function formOf(files: Given[], fields: [string, string][] = []): FormData {
	const form = new FormData();
	for (const [name, bytes, type = 'text/plain', part = 'files'] of files)
		form.append(
			part,
			new Blob([typeof bytes === 'string' ? bytes : (bytes as Uint8Array<ArrayBuffer>)], { type }),
			name,
		);
	for (const [key, value] of fields) form.append(key, value);
	return form;
}

function send(path: string, form: BodyInit, headers: Record<string, string> = {}, user?: string): Promise<Result> {
	const { accessToken } = lab.sandbox.control.issueTokens({ user });
	return read(
		fetch(`${lab.sandbox.url}/api/v2${path}`, {
			method: 'POST',
			headers: { authorization: `Bearer ${accessToken}`, ...headers },
			body: form,
		}),
	);
}

async function download(id: string, user?: string): Promise<{ status: number; headers: Headers; bytes: Uint8Array }> {
	const { accessToken } = lab.sandbox.control.issueTokens({ user });
	const response = await fetch(`${lab.sandbox.url}/api/v2/files/${id}`, {
		headers: { authorization: `Bearer ${accessToken}` },
	});
	return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
}

const channel = '/channelsbyname/marketing/files';
const last = (chat = '#marketing') => lab.sandbox.control.messages(chat).at(-1)!;
/** Uploads that lie in the folders of sandboxes. */
const uploads = () => folders().flatMap((one) => (existsSync(join(folder, one)) ? readdirSync(join(folder, one)) : []));
const folders = () => readdirSync(folder).filter((name) => name.startsWith('cliq-sandbox-'));

describe('sending', () => {
	test('each file becomes a message with its comment', async () => {
		const result = await send(
			channel,
			formOf(
				[
					['a.txt', 'Ä'],
					['b „x“.csv', '1;2', 'text/csv'],
				],
				[
					['comments', '["First"]'],
					['mark_as_read', 'true'],
					['bot_name', 'Reports'],
					['bot_image', 'https://example.com/a.png'],
				],
			),
		);
		expect([result.status, result.text]).toEqual([204, '']);
		const [first, second] = lab.sandbox.control.messages('#marketing').slice(-2);
		const shown = { name: 'Reports', image: 'https://example.com/a.png' };
		expect(first).toMatchObject({
			type: 'file',
			text: 'First',
			time: START,
			author: { name: 'Maya Okafor' },
			shown,
			file: { name: 'a.txt', type: 'text/plain', size: 2, sha256: sha256(Buffer.from('Ä')) },
		});
		expect(second).toMatchObject({
			type: 'file',
			text: '',
			file: { name: 'b „x“.csv', type: 'text/csv', size: 3 },
		});
		expect(lab.sandbox.control.files().slice(-2)).toMatchObject([
			{ ...first!.file, chat: lab.chat('marketing'), message: first!.id, deleted: false },
			{ id: second!.file!.id },
		]);
		const { data } = (await lab.call('GET', `/chats/${lab.chat('marketing')}/messages?limit=1`)).body;
		expect(data[0].content).toEqual({
			file: { name: 'b „x“.csv', type: 'file', dimensions: { size: 3 }, id: second!.file!.id },
			comment: '',
		});
	});

	test('to a chat, a user, a bot, and a subscriber of the bot', async () => {
		const id = lab.sandbox.control.state().people.find((person) => person.email === colleague)!.id;
		expect((await send(`/chats/${lab.chat('marketing')}/files`, formOf([['a.txt', 'x']]))).status).toBe(204);
		expect(
			(await send(`/buddies/${colleague}/files`, formOf([['b.txt', 'x']], [['mark_as_read', 'false']]))).status,
		).toBe(204);
		expect((await send('/bots/statusbot/files', formOf([['c.txt', 'x']]))).status).toBe(204);
		expect((await send('/bots/statusbot/files', formOf([['d.txt', 'x']], [['user_id', id]]))).status).toBe(204);
		expect(last(`@${colleague}`).file!.name).toBe('b.txt');
		const [mine, theirs] = lab.sandbox.control.files().slice(-2);
		expect(mine!.chat).not.toBe(theirs!.chat);
		expect(last(theirs!.chat)).toMatchObject({
			author: { kind: 'bot', name: 'Status Bot' },
			file: { name: 'd.txt' },
		});
		expect((await send('/bots/statusbot/files', formOf([['e.txt', 'x']], [['user_id', '1']]))).body.code).toBe(
			'invalid_parameters',
		);
	});

	test('as a bot, where it takes part', async () => {
		const asBot: [string, string][] = [['bot_unique_name', 'statusbot']];
		expect((await send('/channelsbyname/incidents/files', formOf([['a.txt', 'x']], asBot))).status).toBe(204);
		expect(last('#incidents').author).toMatchObject({ kind: 'bot', name: 'Status Bot' });
		expect((await send(channel, formOf([['a.txt', 'x']], asBot))).body.code).toBe('access_denied');
		expect((await send(`/buddies/${colleague}/files`, formOf([['a.txt', 'x']], asBot))).body.code).toBe(
			'access_denied',
		);
		expect((await send(channel, formOf([['a.txt', 'x']], [['bot_unique_name', 'nobot']]))).body.code).toBe(
			'bot_not_found',
		);
	});

	test('ten files, the largest of 50 MB, come back byte for byte', async () => {
		const large = Buffer.alloc(50 * MB, 'sandbox ');
		const files: Given[] = [
			['large.bin', large, 'application/octet-stream'],
			['empty.txt', ''],
			...Array.from({ length: 8 }, (_one, index): Given => [`${index}.txt`, `File ${index}`]),
		];
		expect((await send(channel, formOf(files))).status).toBe(204);
		const stored = lab.sandbox.control.files().slice(-10);
		expect(stored.map(({ name, sha256: sum }) => [name, sum])).toEqual(
			files.map(([name, bytes]) => [name, sha256(Buffer.from(bytes))]),
		);
		const got = await download(stored[0]!.id);
		expect([got.bytes.length, sha256(got.bytes)]).toEqual([50 * MB, sha256(large)]);
		expect((await download(stored[1]!.id)).bytes).toHaveLength(0);
	});
});

describe('what is refused', () => {
	const many = (count: number) => Array.from({ length: count }, (_one, index): Given => [`${index}.txt`, 'x']);

	test.each<[string, () => BodyInit, string, Record<string, string>?]>([
		['no file', () => formOf([], [['comments', '[]']]), 'param_missing'],
		['eleven files', () => formOf(many(11)), 'invalid_parameters'],
		[
			'a file of more than 50 MB',
			() =>
				formOf([
					['a.bin', Buffer.alloc(50 * MB + 1)],
					['b.txt', 'x'],
				]),
			'invalid_parameters',
		],
		['an unknown field', () => formOf(many(1), [['text', 'x']]), 'extra_key_found'],
		[
			'a field twice',
			() =>
				formOf(many(1), [
					['comments', '[]'],
					['comments', '[]'],
				]),
			'extra_key_found',
		],
		['a file that is a field', () => formOf(many(1), [['files', 'x']]), 'input_pattern_mismatch'],
		['a file in another part', () => formOf([['a.txt', 'x', 'text/plain', 'comments']]), 'extra_key_found'],
		['comments that are no JSON', () => formOf(many(1), [['comments', 'Hi']]), 'input_pattern_mismatch'],
		['comments that are no texts', () => formOf(many(1), [['comments', '[1]']]), 'input_pattern_mismatch'],
		['more comments than files', () => formOf(many(1), [['comments', '["a", "b"]']]), 'invalid_parameters'],
		['a comment that mentions nobody', () => formOf(many(1), [['comments', '["{@1}"]']]), 'operation_failed'],
		['mark_as_read that is no boolean', () => formOf(many(1), [['mark_as_read', 'yes']]), 'input_pattern_mismatch'],
		['a picture that is no address', () => formOf(many(1), [['bot_image', 'me.png']]), 'input_pattern_mismatch'],
		['JSON', () => '{"files":[]}', 'invalid_parameters', { 'content-type': 'application/json' }],
		['no boundary', () => 'x', 'invalid_parameters', { 'content-type': 'multipart/form-data' }],
		[
			'a form that breaks off',
			() => '--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\nabc',
			'invalid_parameters',
			{ 'content-type': 'multipart/form-data; boundary=x' },
		],
		['a part called __proto__', () => formOf(many(1), [['__proto__', 'x']]), 'invalid_parameters'],
		['nothing', () => '', 'invalid_parameters'],
	])('%s', async (...[, form, code, headers]) => {
		const result = await send(channel, form(), headers);
		expect([result.status, result.body?.code]).toEqual([400, code]);
		expect(last().type).toBe('text');
		await until(() => uploads().length === 0);
	});

	test('multipart where JSON is wanted', async () => {
		expect((await send('/channelsbyname/marketing/message', formOf([], [['text', 'x']]))).body.code).toBe(
			'invalid_parameters',
		);
	});

	test('files to where the user takes no part', async () => {
		expect((await send('/channelsbyname/board-room/files', formOf(many(1)))).status).toBe(403);
		expect((await send('/channelsbyname/nowhere/files', formOf(many(1)))).body.code).toBe('channel_not_found');
	});

	test('a call without a token or over the threshold', async () => {
		expect((await send(channel, formOf(many(1)), { authorization: 'Bearer x' })).status).toBe(401);
		lab.sandbox.control.setThresholds({ 'file.send.channel': 1 });
		expect((await send(channel, formOf(many(1)))).status).toBe(204);
		expect((await send(channel, formOf(many(1)))).status).toBe(429);
		expect(lab.sandbox.control.counters()['file.send.channel']).toMatchObject({ calls: 3, overThreshold: 1 });
	});
});

describe('the name of the part', () => {
	const statuses = async () => {
		const found: number[] = [];
		for (const part of ['file', 'files'])
			found.push((await send(channel, formOf([['a.txt', 'x', 'text/plain', part]]))).status);
		return found;
	};

	test.each([
		['file', [204, 400]],
		['files', [400, 204]],
		['both', [204, 204]],
	] as const)('is %s', async (fileField, expected) => {
		lab.sandbox.control.variants({ fileField });
		expect(await statuses()).toEqual(expected);
	});
});

describe('downloading', () => {
	const upload = async (name: string, bytes: string, type = 'text/plain') => {
		await send('/channelsbyname/people-ops/files', formOf([[name, bytes, type]]));
		return lab.sandbox.control.files().at(-1)!;
	};

	test('gives bytes, type, length and name', async () => {
		const { id } = await upload('Grüße "1".txt', 'Hallo');
		const { status, headers, bytes } = await download(id);
		expect([
			status,
			Buffer.from(bytes).toString(),
			headers.get('content-type'),
			headers.get('content-length'),
		]).toEqual([200, 'Hallo', 'text/plain', '5']);
		expect(headers.get('content-disposition')).toMatch(
			/^attachment; filename="Gr__e .+"; filename\*=UTF-8''Gr%C3%BC%C3%9Fe/,
		);
		const accept = { accept: 'image/png' };
		expect((await lab.call('GET', `/files/${id}`, undefined, accept)).status).toBe(200);
	});

	test('of the seed has a picture', async () => {
		const { id, size, sha256: sum } = lab.sandbox.control.files()[0]!;
		const { bytes } = await download(id);
		expect([bytes.length, sha256(bytes), Buffer.from(bytes.subarray(1, 4)).toString()]).toEqual([size, sum, 'PNG']);
	});

	test('needs the scope, a file, and a part in the chat', async () => {
		const { id } = await upload('a.txt', 'x');
		const { accessToken } = lab.sandbox.control.issueTokens({ scopes: 'ZohoCliq.Webhooks.CREATE' });
		expect(
			(await lab.call('GET', `/files/${id}`, undefined, { authorization: `Bearer ${accessToken}` })).body.code,
		).toBe('oauthtoken_scope_invalid');
		const outsider = lab.sandbox.control.state().people.find((person) => person.name === 'Iris Novak')!.id;
		expect((await download(id, outsider)).status).toBe(403);
		expect((await lab.call('GET', '/files/0')).body.code).toBe('file_not_found');
		lab.sandbox.control.variants({ unknownId: '400' });
		expect((await lab.call('GET', '/files/0')).status).toBe(400);
		lab.sandbox.control.remove({ chat: '#people-ops', message: last('#people-ops').id });
		expect((await download(id)).status).toBe(400);
		expect(lab.sandbox.control.files().at(-1)!.deleted).toBe(true);
	});

	test('breaks off in the middle, comes slowly, or not at all, if a fault says so', async () => {
		const { id } = await upload('a.txt', 'x'.repeat(1_000));
		lab.sandbox.control.addFault({ kind: 'broken-json' });
		await expect(download(id)).rejects.toThrow(/terminated|aborted/);
		lab.sandbox.control.addFault({ kind: 'status', status: 502 });
		expect((await download(id)).status).toBe(502);
		const { id: short } = await upload('b.txt', 'slow');
		lab.sandbox.control.addFault({ kind: 'slow', forMs: 1 });
		expect(Buffer.from((await download(short)).bytes).toString()).toBe('slow');
	});
});

test('an upload that breaks off leaves nothing behind', async () => {
	const { accessToken } = lab.sandbox.control.issueTokens();
	const headers = {
		authorization: `Bearer ${accessToken}`,
		'content-type': 'multipart/form-data; boundary=x',
		'content-length': 10 * MB,
	};
	const call = request(`${lab.sandbox.url}/api/v2${channel}`, { method: 'POST', headers });
	call.on('error', () => undefined);
	call.write('--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n');
	call.write(Buffer.alloc(MB));
	await until(() => uploads().length > 0);
	call.destroy();
	await until(() => uploads().length === 0);
	expect(last().type).toBe('text');
});

test('a fault before the call keeps it from having an effect, one after does not', async () => {
	lab.sandbox.control.addFault({ kind: 'reset' });
	await expect(send(channel, formOf([['a.txt', 'x']]))).rejects.toThrow('fetch failed');
	expect(last().type).toBe('text');
	lab.sandbox.control.addFault({ kind: 'reset', when: 'after' });
	await expect(send(channel, formOf([['a.txt', 'x']]))).rejects.toThrow('fetch failed');
	expect(last()).toMatchObject({ type: 'file', file: { name: 'a.txt' } });
});

test('where a line stands for a message, a file without a comment has its name', async () => {
	await send(channel, formOf([['a.txt', 'x']]));
	const file = lab.sandbox.control.messages('#marketing').at(-1)!;
	expect(lab.sandbox.control.state().chats.find(({ uniqueName }) => uniqueName === 'marketing')!.last).toEqual({
		author: 'Maya Okafor',
		text: 'File: a.txt',
	});
	await lab.call('POST', '/channelsbyname/marketing/message', { text: 'Thanks', reply_to: file.id });
	expect(lab.sandbox.control.messages('#marketing').at(-1)!.replyTo).toMatchObject({ text: 'File: a.txt' });
	const { id } = lab.sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === 'marketing')!;
	await lab.call('POST', `/channels/${id}/message`, { text: 'About it', thread_message_id: file.id });
	expect(lab.sandbox.control.messages('#marketing').find((message) => message.id === file.id)!.thread).toMatchObject({
		title: 'File: a.txt',
	});
});

test('over HTTP: the list, the bytes of one, and never a page of its own', async () => {
	await send(channel, formOf([['evil.html', '<script>alert(1)</script>', 'text/html']]));
	const list = await read(fetch(`${lab.sandbox.url}/_sandbox/files`));
	expect(list.body.files).toEqual(lab.sandbox.control.files());
	const bytes = await read(fetch(`${lab.sandbox.url}/_sandbox/files?id=${list.body.files.at(-1).id}`));
	expect([
		bytes.text,
		bytes.headers.get('content-security-policy'),
		bytes.headers.get('x-content-type-options'),
	]).toEqual(['<script>alert(1)</script>', 'sandbox', 'nosniff']);
	expect(bytes.headers.get('content-disposition')).toMatch(/^attachment/);
	expect((await read(fetch(`${lab.sandbox.url}/_sandbox/files?id=0`))).status).toBe(400);
});

test('a reset and the end throw the files away', async () => {
	await send(channel, formOf([['a.txt', 'x']]));
	expect(uploads()).toHaveLength(1);
	lab.sandbox.control.reset();
	await until(() => uploads().length === 0);
	expect(lab.sandbox.control.files()).toHaveLength(1);
	await send(channel, formOf([['b.txt', 'x']]));
	await lab.sandbox.close();
	expect(folders()).toEqual([]);
});
