/** What the sandbox does for operations of the catalogue that nobody wrote a behaviour for. */

jest.mock('../../../cliq/catalogue', () => {
	const actual = jest.requireActual('../../../cliq/catalogue');
	const parameter = (wire: string, type: string, place: string, others: object = {}) => ({
		name: wire,
		label: wire,
		type,
		in: place,
		wire,
		description: '',
		...others,
	});
	const entry = (id: string, method: string, path: string, parameters: object[], returns: object, others = {}) => {
		const [resource, name] = id.split('.');
		const fixed = { label: '', action: '', description: '', scopes: ['ZohoCliq.Chats.READ'], threshold: 9999 };
		return { id, resource, name, method, path, parameters, returns, lockMinutes: 1, ...fixed, ...others };
	};
	const room = parameter('ROOM_ID', 'string', 'path', { required: true });
	const chat = parameter('CHAT_ID', 'chat', 'path', { required: true });
	const equipment = {
		entry: 'Thing',
		most: 2,
		fields: [
			parameter('kind', 'choice', 'body', { required: true, choices: [{ value: 'screen' }, { value: 'board' }] }),
			parameter('count', 'count', 'body', { minimum: 0, maximum: 3 }),
		],
	};
	const ofRoom = [
		parameter('title', 'string', 'body', { required: true, maxLength: 10 }),
		parameter('equipment', 'nested', 'body', { nested: equipment }),
		parameter('owner', 'nested', 'body', { nested: { ...equipment, most: 1 } }),
		parameter('guests', 'emails', 'body', { maximum: 2 }),
	];
	const record = { shape: 'record', at: 'data' };
	const fields = [
		{ name: 'roomId', wire: 'room_id', description: '' },
		{ name: 'title', wire: 'title', description: '' },
		{ name: 'time', wire: 'booked.time', description: '' },
	];
	const added = [
		entry(
			'room.getMany',
			'GET',
			'/rooms',
			[
				parameter('limit', 'count', 'query', { maximum: 3 }),
				parameter('token', 'string', 'query', { wire: 'next_set_token' }),
				parameter('title', 'string', 'query'),
				parameter('from', 'time', 'query', { wire: 'from_time' }),
				parameter('to', 'time', 'query', { wire: 'to_time' }),
			],
			{ shape: 'list', at: 'rooms', fields },
			{ paging: { style: 'token', pageSize: 3, token: 'token', limit: 'limit' } },
		),
		entry('room.create', 'POST', '/rooms', ofRoom, record),
		entry('room.get', 'GET', '/rooms/{ROOM_ID}', [room], { ...record, isListed: true }),
		entry('room.update', 'PUT', '/rooms/{ROOM_ID}', [room, ...ofRoom], { shape: 'record' }),
		entry('room.close', 'POST', '/rooms/{ROOM_ID}/close', [room], { shape: 'nothing' }),
		entry('room.delete', 'DELETE', '/rooms/{ROOM_ID}', [room], { shape: 'nothing' }),
		entry(
			'room.deleteMany',
			'DELETE',
			'/rooms/batch',
			[parameter('room_ids', 'ids', 'body', { required: true, maximum: 2 })],
			{ shape: 'nothing' },
		),
		entry('guest.getMany', 'GET', '/rooms/{ROOM_ID}/guests', [room], { shape: 'list', at: 'data' }),
		entry(
			'guest.add',
			'POST',
			'/rooms/{ROOM_ID}/guests',
			[room, parameter('user_ids', 'ids', 'body', { required: true })],
			{ shape: 'nothing' },
		),
		entry('guest.clear', 'DELETE', '/rooms/{ROOM_ID}/guests', [room], { shape: 'nothing' }),
		entry('chat.mute', 'POST', '/chats/{CHAT_ID}/mute', [chat], { shape: 'nothing' }),
		entry('poll.create', 'POST', '/chats/{CHAT_ID}/polls', [chat, ...ofRoom], { shape: 'record' }),
		entry('poll.getMany', 'GET', '/chats/{CHAT_ID}/polls', [chat], { shape: 'list', at: 'data' }),
		entry('room.current', 'GET', '/rooms/{ROOM_ID}/current', [room], { shape: 'record' }),
	];
	const catalogue = [...actual.catalogue, ...added];
	return {
		...actual,
		catalogue,
		operation: (id: string) => catalogue.find((one) => one.id === id) ?? actual.operation(id),
	};
});

import { openLab, type Lab } from '../helpers';

let lab: Lab;
beforeEach(async () => void (lab = await openLab()));
afterEach(() => lab.sandbox.close());

const create = async (title: string, more = {}) =>
	(await lab.call('POST', '/rooms', { title, ...more })).body.data as { room_id: string };
const titles = async (query = '') =>
	(await lab.call('GET', `/rooms${query}`)).body.rooms.map(({ title }: { title: string }) => title);

test('what was created is listed, found, changed, deleted and gone', async () => {
	expect(await titles()).toEqual([]);
	const made = await create('Blue', { equipment: [{ kind: 'screen', count: 0 }], owner: { kind: 'board' } });
	expect(made).toEqual({
		room_id: expect.stringMatching(/^\d+$/),
		title: 'Blue',
		equipment: [{ kind: 'screen', count: 0 }],
		owner: { kind: 'board' },
		creation_time: expect.any(Number),
	});
	const path = `/rooms/${made.room_id}`;
	expect((await lab.call('GET', '/rooms')).body).toEqual({ rooms: [made] });
	expect((await lab.call('GET', path)).body).toEqual({ data: [made] });
	expect((await lab.call('PUT', path, { title: 'Green' })).body).toEqual({ ...made, title: 'Green' });
	expect((await lab.call('POST', `${path}/close`)).status).toBe(204);
	expect((await lab.call('DELETE', path)).status).toBe(204);
	expect(await titles()).toEqual([]);
	for (const [method, gone, body] of [
		['GET', path],
		['PUT', path, { title: 'Red' }],
		['POST', `${path}/close`],
		['DELETE', path],
		['GET', `${path}/guests`],
	] as const)
		expect([method, (await lab.call(method, gone, body)).status]).toEqual([method, 404]);
});

test('a list comes page by page, by the token that the catalogue names', async () => {
	for (const title of ['a', 'b', 'c', 'd']) await create(title);
	const first = (await lab.call('GET', '/rooms')).body;
	expect(Object.keys(first)).toEqual(['rooms', 'next_set_token']);
	expect(await titles()).toEqual(['a', 'b', 'c']);
	expect(await titles(`?next_set_token=${encodeURIComponent(first.next_set_token)}`)).toEqual(['d']);
	expect((await lab.call('GET', '/rooms?next_set_token=x')).status).toBe(400);
	expect((await lab.call('GET', '/rooms?next_token=x')).body.code).toBe('extra_param_found');
	expect(await titles('?limit=1')).toEqual(['a']);
	expect((await lab.call('GET', '/rooms?limit=4')).status).toBe(400);
});

test('a list is narrowed by what its records have', async () => {
	for (const [title, time] of [
		['early', 1_000],
		['late', 2_000],
	] as const)
		lab.sandbox.control.addRecord({ operation: 'room.getMany', record: { title, booked: { time } } });
	expect(await titles('?title=late')).toEqual(['late']);
	expect(await titles('?from_time=1500')).toEqual(['late']);
	expect(await titles('?to_time=1500')).toEqual(['early']);
});

test('many are deleted by their IDs, all or none', async () => {
	const [one, two, three] = [await create('a'), await create('b'), await create('c')].map(({ room_id: id }) => id);
	const remove = (ids: unknown) => lab.call('DELETE', '/rooms/batch', { room_ids: ids });
	expect((await remove([one, 'x'])).status).toBe(404);
	expect(await titles()).toEqual(['a', 'b', 'c']);
	expect((await remove([one, three])).status).toBe(204);
	expect(await titles()).toEqual(['b']);
	for (const [wrong, code] of [
		[undefined, 'param_missing'],
		[[], 'param_missing'],
		[two, 'input_pattern_mismatch'],
		[`${one},${two}`, 'input_pattern_mismatch'],
		[[7], 'input_pattern_mismatch'],
		[[''], 'input_pattern_mismatch'],
		[[one, two, three], 'invalid_parameters'],
	] as const)
		expect([wrong, (await remove(wrong)).body.code]).toEqual([wrong, code]);
	expect(await titles()).toEqual(['b']);
});

test('what belongs to a record is kept for that record', async () => {
	const [one, two] = [await create('a'), await create('b')].map(({ room_id: id }) => `/rooms/${id}/guests`);
	expect((await lab.call('POST', one!, { user_ids: ['1', '2'] })).status).toBe(204);
	expect((await lab.call('GET', one!)).body).toEqual({ data: [{ user_id: '1' }, { user_id: '2' }] });
	expect((await lab.call('GET', two!)).body).toEqual({ data: [] });
	expect((await lab.call('DELETE', one!)).status).toBe(204);
	expect((await lab.call('GET', one!)).body).toEqual({ data: [] });
});

test('what belongs to a chat needs that chat, and somebody who is in it', async () => {
	const chat = lab.chat('releases');
	expect((await lab.call('POST', `/chats/${chat}/polls`, { title: 'Lunch' })).body).toMatchObject({ title: 'Lunch' });
	expect((await lab.call('GET', `/chats/${chat}/polls`)).body.data).toHaveLength(1);
	expect((await lab.call('GET', `/chats/${lab.chat('support')}/polls`)).body.data).toEqual([]);
	expect((await lab.call('POST', `/chats/${chat}/mute`)).status).toBe(204);
	for (const path of ['/chats/CT_1/mute', '/chats/CT_1/polls'])
		expect((await lab.call('POST', path, path.endsWith('polls') ? { title: 'x' } : undefined)).status).toBe(404);
});

test.each([
	['no title', {}, 'param_missing'],
	['a title that is too long', { title: 'x'.repeat(11) }, 'invalid_parameters'],
	['an unknown key', { title: 'x', color: 'red' }, 'extra_key_found'],
	['an object for a list', { title: 'x', equipment: { kind: 'screen' } }, 'input_pattern_mismatch'],
	['a list for an object', { title: 'x', owner: [{ kind: 'screen' }] }, 'input_pattern_mismatch'],
	['the form of a runner', { title: 'x', equipment: { form: [{ kind: 'screen' }] } }, 'input_pattern_mismatch'],
	['text for a list', { title: 'x', equipment: '[{"kind":"screen"}]' }, 'input_pattern_mismatch'],
	['an entry without what it needs', { title: 'x', equipment: [{ count: 1 }] }, 'param_missing'],
	['an unknown field', { title: 'x', equipment: [{ kind: 'screen', size: 1 }] }, 'extra_key_found'],
	['an unknown choice', { title: 'x', equipment: [{ kind: 'sofa' }] }, 'input_pattern_mismatch'],
	['a number as text', { title: 'x', equipment: [{ kind: 'screen', count: '1' }] }, 'input_pattern_mismatch'],
	['a number that is too high', { title: 'x', equipment: [{ kind: 'screen', count: 4 }] }, 'input_pattern_mismatch'],
	['too many entries', { title: 'x', equipment: Array(3).fill({ kind: 'screen' }) }, 'invalid_parameters'],
	['an address that is none', { title: 'x', guests: ['sam'] }, 'input_pattern_mismatch'],
	['addresses between commas', { title: 'x', guests: 'a@b.c,d@e.f' }, 'input_pattern_mismatch'],
])('%s is refused, and nothing is made', async (_what, body, code) => {
	expect((await lab.call('POST', '/rooms', body)).body.code).toBe(code);
	expect(await titles()).toEqual([]);
});

test('what cannot be told from records says so', async () => {
	const { room_id: id } = await create('a');
	expect((await lab.call('GET', `/rooms/${id}/current`)).body.code).toBe('sandbox_not_played');
});
