import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { expectedSecret, installedSecret } from '../../../nodes/ZohoCliqTrigger/webhookSecret';

describe('the secret', () => {
	const context = (clientSecret: string, workflow: string, id: string) =>
		({
			getCredentials: async () => ({ clientSecret }),
			getWorkflow: () => ({ id: workflow }),
			getNode: () => ({ id }),
		}) as unknown as IHookFunctions;

	test('is the same each time, another for each node, workflow and account, and does not show what it is made of', async () => {
		const one = await installedSecret(context('client-secret', '1', 'a'));
		expect(one).toMatch(/^[0-9a-f]{64}$/);
		expect(await installedSecret(context('client-secret', '1', 'a'))).toBe(one);
		const others = [
			context('client-secret', '1', 'b'),
			context('client-secret', '2', 'a'),
			context('other-secret', '1', 'a'),
		].map(installedSecret);
		expect(new Set([one, ...(await Promise.all(others))]).size).toBe(4);
	});

	test('is read once for a burst of deliveries, anew after ten seconds, and again at once after a failure', async () => {
		jest.useFakeTimers();
		const getCredentials = jest.fn(async () => ({ clientSecret: 'first' }));
		const webhook = {
			...context('', 'burst', 'n'),
			getNode: () => ({ id: 'n', credentials: {} }),
			getCredentials,
		} as unknown as IWebhookFunctions;
		getCredentials.mockRejectedValueOnce(new Error('No credential'));
		await expect(expectedSecret(webhook)).rejects.toThrow('No credential');
		const burst = await Promise.all(Array.from({ length: 50 }, () => expectedSecret(webhook)));
		expect([new Set(burst).size, getCredentials.mock.calls.length]).toEqual([1, 2]);
		getCredentials.mockResolvedValue({ clientSecret: 'second' });
		jest.advanceTimersByTime(10_000);
		expect(await expectedSecret(webhook)).not.toBe(burst[0]);
		jest.useRealTimers();
	});
});
