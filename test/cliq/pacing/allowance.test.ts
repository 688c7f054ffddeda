import { operation } from '../../../cliq/catalogue';
import { allowanceOf, callsPerMinute } from '../../../cliq/pacing/allowance';

const post = operation('message.send.channel');

test.each([
	['a credential from before there was a choice', {}, 50],
	['half a share', { rateLimit: 'documented', rateLimitShare: 50 }, 25],
	['a share so small that no call would be left', { rateLimit: 'documented', rateLimitShare: 1 }, 1],
	['an own limit', { rateLimit: 'own', callsPerMinute: 500, rateLimitShare: 50 }, 250],
	['an expression that gives text', { rateLimit: 'own', callsPerMinute: '90', rateLimitShare: '100' }, 90],
	['none', { rateLimit: 'none', rateLimitShare: 50, callsPerMinute: 7 }, Infinity],
])('%s', (_what, credential, expected) => {
	expect(callsPerMinute(allowanceOf('a', credential), post)).toBe(expected);
});

test.each([
	[{ rateLimitShare: 0 }, /Share of the Rate Limit.*0/],
	[{ rateLimitShare: 150 }, /Share of the Rate Limit.*150/],
	[{ rateLimitShare: '' }, /Share of the Rate Limit/],
	[{ rateLimitShare: 'half' }, /"half"/],
	[{ rateLimit: 'own' }, /Calls per Minute.*empty/],
	[{ rateLimit: 'own', callsPerMinute: -1 }, /Calls per Minute.*-1/],
	[{ rateLimit: 'unlimited' }, /"unlimited"/],
])('%j is refused before anything is sent', (credential, message) => {
	expect(() => allowanceOf('a', credential)).toThrow(
		expect.objectContaining({
			kind: 'invalidInput',
			message: expect.stringMatching(message),
			hint: expect.stringMatching(/Open the account's settings/),
		}),
	);
});
