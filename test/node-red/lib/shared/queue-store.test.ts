import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeMessage, Red } from '../../../../node-red/lib/shared/node-red';
import { keepMessages, takeMessages } from '../../../../node-red/lib/shared/queue-store';

let userDir: string;
let complaints: unknown[];
beforeEach(() => {
	userDir = mkdtempSync(join(tmpdir(), 'cliq-queue-'));
	complaints = [];
});
afterEach(() => rmSync(userDir, { recursive: true, force: true }));

const red = (settings: object = { userDir }) =>
	({ settings, log: { error: (what: unknown) => complaints.push(what) } }) as unknown as Red;
const path = () => join(userDir, 'zoho-cliq-queue.json');
const message = (payload: unknown) => ({ payload }) as NodeMessage;

test('messages are handed out once, in their order, to the node that kept them', () => {
	const [date, buffer] = [new Date(0), Buffer.from('ü')];
	expect(keepMessages(red(), 'a', [message(date)])).toEqual([true]);
	expect(keepMessages(red(), 'a', [message(buffer)])).toEqual([true]);
	expect(keepMessages(red(), 'b', [message('of b')])).toEqual([true]);
	expect(takeMessages(red(), 'a').map(({ payload }) => payload)).toEqual([date, buffer]);
	expect(takeMessages(red(), 'a')).toEqual([]);
	expect(takeMessages(red(), 'b')).toEqual([message('of b')]);
	expect(complaints).toEqual([]);
});

test('only its owner may read the file', () => {
	keepMessages(red(), 'a', [message('secret')]);
	expect(statSync(path()).mode & 0o777).toBe(0o600);
});

test('a node that kept nothing gets nothing, and nothing is written for it', () => {
	expect(takeMessages(red(), 'a')).toEqual([]);
	expect(existsSync(path())).toBe(false);
	keepMessages(red(), 'b', [message('of b')]);
	const before = readFileSync(path(), 'utf8');
	expect(takeMessages(red(), 'a')).toEqual([]);
	expect(readFileSync(path(), 'utf8')).toBe(before);
});

test('a message that holds a connection is not kept, the others are', () => {
	expect(keepMessages(red(), 'a', [message(() => {}), message('text')])).toEqual([false, true]);
	expect(takeMessages(red(), 'a')).toEqual([message('text')]);
});

test('without a folder nothing is kept, and nothing comes', () => {
	expect(keepMessages(red({}), 'a', [message('text')])).toEqual([false]);
	expect(takeMessages(red({}), 'a')).toEqual([]);
});

test.each([
	'',
	'{',
	'[]',
	'{"version":99,"messages":{"a":["x"]}}',
	'{"version":1,"messages":{"a":"x"}}',
	'{"version":1,"messages":{"a":["not Base64 of V8"]}}',
])('a file that is broken or of another version costs nothing: %s', (text) => {
	writeFileSync(path(), text);
	expect(takeMessages(red(), 'a')).toEqual([]);
	expect(keepMessages(red(), 'a', [message('text')])).toEqual([true]);
	expect(takeMessages(red(), 'a')).toEqual([message('text')]);
});
