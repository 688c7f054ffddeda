import { messageIn } from '../../../nodes/ZohoCliqTrigger/answerEvent';

test.each([
	[{ text: 'Hi', id: 7, internal: { password: 1 } }, { text: 'Hi' }],
	[
		{ text: 'Hi', card: { title: 'A' }, slides: null, userids: '7' },
		{ text: 'Hi', json: { card: { title: 'A' } } },
	],
	[{ text: 42 }, { text: '42' }],
	[{ output: 'An agent said' }, { text: 'An agent said', textFormat: 'markdown' }],
	[{ text: 'Hi', output: 'An agent said' }, { text: 'Hi' }],
	[{ response: 'A chain said' }, { text: 'A chain said', textFormat: 'markdown' }],
	[{ response: { text: 'A chain said' } }, { text: 'A chain said', textFormat: 'markdown' }],
	[{ output: { nested: 1 } }, undefined],
	[{ text: { nested: 1 } }, undefined],
	[{ text: '' }, undefined],
	[{ card: { title: 'A' } }, { text: undefined, json: { card: { title: 'A' } } }],
	[
		{ text: '', card: { title: 'A' }, slides: [] },
		{ text: undefined, json: { card: { title: 'A' }, slides: [] } },
	],
	[{ message: 'Error in workflow' }, undefined],
	['Hi', undefined],
	[null, undefined],
])('of the item %j the answer is %j', (item, message) => expect(messageIn(item)).toEqual(message));
