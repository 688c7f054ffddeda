import type { IWebhookFunctions } from 'n8n-workflow';

import { settingsOf } from '../../../nodes/ZohoCliqTrigger/settings';

describe('what is filled in', () => {
	/** A node that was pasted a script, and how often n8n was asked for a parameter or a credential. */
	const node = (id: string, parameters: object) => {
		const all: Record<string, unknown> = { setUp: 'paste', events: ['message'], answer: 'nothing', ...parameters };
		const getNodeParameter = jest.fn((name: string, fallback?: unknown) => all[name] ?? fallback);
		const getCredentials = jest.fn(async () => ({ secret: 'a secret of twenty characters' }));
		return {
			getNodeParameter,
			getCredentials,
			getWorkflow: () => ({ id: 'w' }),
			getNode: () => ({ id, parameters: all, credentials: {} }),
		};
	};
	const read = async (context: ReturnType<typeof node>) => await settingsOf(context as unknown as IWebhookFunctions);

	test('is worked out once for many events, and anew where it changed', async () => {
		const context = node('constant', {});
		const first = await read(context);
		const asked = context.getNodeParameter.mock.calls.length;
		for (let count = 0; count < 20; count++) expect(await read(context)).toEqual(first);
		// How it was set up decides which credential it is.
		expect([context.getCredentials.mock.calls.length, context.getNodeParameter.mock.calls.length - asked]).toEqual([
			1, 20,
		]);
		expect((await read(node('constant', { events: ['mention'] }))).kinds).toEqual(['mention']);
	});

	test('is worked out for each event where there is an expression', async () => {
		const context = node('expression', { additionalFields: { botName: '={{ $json.bot }}' } });
		await read(context);
		const asked = context.getNodeParameter.mock.calls.length;
		await read(context);
		expect(context.getNodeParameter.mock.calls.length).toBe(2 * asked);
	});
});
