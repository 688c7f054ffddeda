import { filterNames, passes, textIn } from '../../../cliq/events/event-filters';
import type { CliqEvent } from '../../../cliq/events/types';

describe('filters', () => {
	const event = {
		user: { id: '7', name: 'Leo', email: 'leo@example.com' },
		chat: { id: 'CT_1', channelName: 'incidents', channelId: 'O4' },
		message: { text: 'Please DEPLOY it' },
	} as CliqEvent;
	const all = { chats: [], users: [], text: '' };

	test.each([
		[{}, true],
		[{ chats: ['CT_1'] }, true],
		[{ chats: ['#Incidents'] }, true],
		[{ chats: ['CT_2', 'O4'] }, true],
		[{ chats: ['CT_2'] }, false],
		[{ users: ['LEO@example.com'] }, true],
		[{ users: ['8'] }, false],
		[{ text: 'deploy' }, true],
		[{ text: 'roll back' }, false],
		[{ users: ['7'], chats: ['CT_2'] }, false],
	])('%j lets it through: %s', (filters, isWanted) => expect(passes(event, { ...all, ...filters })).toBe(isWanted));
});

describe('names and texts', () => {
	test.each([
		['a, #b ,,', ['a', '#b']],
		[
			['a, Inc.', ' b ', '', 7],
			['a, Inc.', 'b', '7'],
		],
		[7, ['7']],
		['', []],
		[undefined, []],
		[null, []],
	])('%j', (value, names) => expect(filterNames({ label: 'Users', value })).toEqual(names));

	test.each([undefined, null, '', '  ', ' , ', [], [null], ['']])(
		'an expression that gives %j lets nobody in by mistake',
		(value) => {
			expect(() => filterNames({ label: 'Only Users', value, source: '{{ $vars.team }}' })).toThrow(
				'"Only Users" gave nothing ({{ $vars.team }})',
			);
			if (!Array.isArray(value) && !String(value).includes(','))
				expect(() => textIn({ label: 'Only Text', value, source: '{{ $vars.word }}' })).toThrow(
					'"Only Text" gave nothing',
				);
		},
	);

	test.each([[{ id: 1 }], [[{ id: 1 }, 'a']]])('%j is not a name', (value) => {
		expect(() => filterNames({ label: 'Users', value })).toThrow('"Users" is an object');
	});
});
