import { answerTo } from '../../../cliq/events/answer';

it('is the message itself for a script, and the output for a webhook', () => {
	expect(answerTo({ via: 'forwarder' }, { text: 'Hi' })).toEqual({ text: 'Hi' });
	expect(answerTo({ via: 'webhook' }, { text: 'Hi' })).toEqual({ output: { text: 'Hi' } });
});

it('is empty where nothing is to be said', () => {
	expect(answerTo({ via: 'forwarder' }, undefined)).toEqual({});
	expect(answerTo({ via: 'webhook' }, undefined)).toEqual({});
});
