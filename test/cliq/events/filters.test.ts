import { passes } from '../../../cliq/events/filters';
import type { CliqEvent } from '../../../cliq/events/types';

describe('filters', () => {
	const event = { user: { id: '7', name: 'Leo', email: 'leo@example.com' }, chat: { id: 'CT_1', channelName: 'incidents', channelId: 'O4' }, message: { text: 'Please DEPLOY it' } } as CliqEvent;
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
