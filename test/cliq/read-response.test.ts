import fc from 'fast-check';
import { operation, type Operation } from '../../cliq/catalogue';
import { bodyOf } from '../../cliq/http/response';
import { readResponse } from '../../cliq/read-response';

it('bears any JSON', () => {
	const ids = [
		'message.get',
		'message.getMany',
		'message.send.bot',
		'reaction.getMany',
		'message.edit',
		'channel.getMany',
	];
	const known = fc.constantFrom(
		'data',
		'id',
		'time',
		'content',
		'sender',
		'file',
		'message_details',
		'channels',
		'__proto__',
		'message_id',
	);
	const { tree } = fc.letrec((tie) => ({
		tree: fc.oneof(
			{ maxDepth: 4 },
			fc.jsonValue(),
			fc.array(tie('tree'), { maxLength: 3 }),
			fc.dictionary(known, tie('tree'), { maxKeys: 4 }),
		),
	}));
	fc.assert(
		fc.property(fc.constantFrom(...ids), tree, (id, value) => {
			const body = bodyOf({ status: 200, headers: {}, body: JSON.stringify(value) });
			if (body) readResponse({ operation: operation(id), body, values: { chatId: 'CT_1', messageId: '1' } });
		}),
	);
});

describe('objects whose fields the catalogue names', () => {
	const fields = [
		{ name: 'teamId', wire: 'id', description: '' },
		{ name: 'leader', wire: 'lead.name', optional: true as const, description: '' },
	];
	const read = (returns: Operation['returns'], body: object, paging?: Operation['paging']) =>
		readResponse({
			operation: { ...operation('channel.get'), returns, ...(paging && { paging }) },
			values: {},
			body: body as Record<string, unknown>,
		});
	const team = { id: '7', lead: { name: 'Ann' }, other: 1 };

	it.each([
		['below a key', { shape: 'record', at: 'data', fields } as const, { data: team }],
		[
			'as the one entry of a list',
			{ shape: 'record', at: 'data', isListed: true, fields } as const,
			{ data: [team] },
		],
	])('have our names, %s', (_where, returns, body) =>
		expect(read(returns, body)).toEqual({ teamId: '7', leader: 'Ann' }),
	);

	it('have them in a list without pages, too, and leave out what is not there', () => {
		const list = { shape: 'list', at: 'teams', alternateAt: 'data', fields } as const;
		for (const key of ['teams', 'data'])
			expect(read(list, { [key]: [team, { id: '8', lead: null }] })).toEqual([
				{ teamId: '7', leader: 'Ann' },
				{ teamId: '8' },
			]);
		const paging = { style: 'token', pageSize: 1, token: 't', limit: 'l' } as const;
		expect(read(list, { teams: [team] }, paging)).toEqual([team]);
	});

	it('are missed where the catalogue says they are', () =>
		expect(read({ shape: 'record', at: 'data', fields }, { data: [] })).toBeUndefined());
});
