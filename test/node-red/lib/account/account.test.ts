import { operation } from '../../../../cliq/catalogue';
import { Pacer } from '../../../../cliq/pacing/pacer';
import { SharedState } from '../../../../cliq/shared-state';
import { clientOf, settingsOf, type AccountSettings } from '../../../../node-red/lib/account/account';
import type { NodeConfig } from '../../../../node-red/lib/shared/node-red';
import { elapsed, sleep, type Shared } from '../../../../node-red/lib/account/connect';

const post = operation('message.send.channel');

/** What the pacer is told when an account sends; the call itself ends there. */
async function allowanceOf(limits: Partial<AccountSettings>) {
	const pacer = new Pacer();
	const queue = jest.spyOn(pacer, 'queue').mockImplementation(() => {
		throw new Error('far enough');
	});
	const shared = {
		state: new SharedState(pacer),
		clock: { now: Date.now, elapsed, sleep },
		tokens: {},
	} as unknown as Shared;
	const client = clientOf({ dataCenter: 'us', signIn: 'webhookToken', zapikey: 'key', ...limits }, undefined, shared);
	await client.call(post, { channel: 'releases', text: 'hello' }, { maxWait: 0 }).catch(() => undefined);
	const { account, ...rest } = queue.mock.calls[0]![0];
	expect(account).not.toContain('key');
	return rest;
}

test.each([
	['an account from before there was a choice', {}, { share: 1 }],
	['a share', { rateLimit: 'documented', rateLimitShare: '25' }, { share: 0.25 }],
	[
		'an own limit',
		{ rateLimit: 'own', callsPerMinute: '500', rateLimitShare: '50' },
		{ share: 0.5, callsPerMinute: 500 },
	],
	['none', { rateLimit: 'none', rateLimitShare: '50' }, { callsPerMinute: Infinity }],
])('%s', async (_what, limits, expected) => {
	expect(await allowanceOf(limits)).toEqual(expected);
});

test.each([
	[{ rateLimitShare: '0' }, /Share of the Rate Limit.*"0"/],
	[{ rateLimitShare: '101' }, /"101"/],
	[{ rateLimitShare: 'half' }, /"half"/],
	[{ rateLimit: 'own', callsPerMinute: '' }, /Calls per Minute.*""/],
	[{ rateLimit: 'fast' }, /"fast"/],
	[{ rateLimitShare: '${SHARE}' }, /SHARE, which is not set/],
])('%j is refused before anything is sent', async (limits, message) => {
	await expect(allowanceOf(limits)).rejects.toMatchObject({
		kind: 'invalidInput',
		message: expect.stringMatching(message),
	});
});

test('a deployed account keeps its limits', () => {
	const config = {
		id: '1',
		type: 'zoho-cliq-account',
		dataCenter: 'us',
		signIn: 'oauth',
		rateLimit: 'own',
		callsPerMinute: '90',
		rateLimitShare: '50',
	} as unknown as NodeConfig;
	expect(settingsOf(config, { clientId: 'c' })).toMatchObject({
		rateLimit: 'own',
		callsPerMinute: '90',
		rateLimitShare: '50',
		clientId: 'c',
	});
});
