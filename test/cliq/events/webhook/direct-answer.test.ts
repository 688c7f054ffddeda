import { answerTo, isAwaited } from '../../../../cliq/events/webhook/direct-answer';

it('is the message itself for a script, and the output for a webhook', () => {
	expect(answerTo({ via: 'forwarder' }, { text: 'Hi' })).toEqual({ text: 'Hi' });
	expect(answerTo({ via: 'webhook' }, { text: 'Hi' })).toEqual({ output: { text: 'Hi' } });
});

it('is empty where nothing is to be said', () => {
	expect(answerTo({ via: 'forwarder' }, undefined)).toEqual({});
	expect(answerTo({ via: 'webhook' }, undefined)).toEqual({});
});

describe('is awaited', () => {
	const arrived = 1_700_000_000_000;

	it.each([
		['at once', {}, 0, true],
		['shortly before Cliq stops', {}, 12_999, true],
		['on the way when Cliq stops', {}, 13_000, false],
		['of what was long on its way', { time: arrived - 10_000 }, 3_000, false],
		['of a webhook that was long on its way', { timestamp: arrived - 10_000 }, 2_999, true],
		['by the clock here, if that of Cliq is ahead', { time: arrived + 60_000 }, 13_000, false],
	])('%s', (_when, raw, waited, isIt) => {
		expect(isAwaited({ raw }, arrived, arrived + waited)).toBe(isIt);
	});
});
