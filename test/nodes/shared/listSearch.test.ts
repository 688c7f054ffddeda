import type { IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';

import { listSearches } from '../../../nodes/shared/listSearch';

/** What n8n gives a node whose list is opened; Cliq answers with pages of one bot each. */
function contextOf(id: string, pages: number, authentication = 'oAuth2', statusCode = 200): ILoadOptionsFunctions {
	const answer = ({ qs }: IHttpRequestOptions) => {
		const page = Number(qs?.next_token ?? 0);
		const body =
			statusCode === 200
				? {
						data: [{ name: `Bot ${page}`, unique_name: `bot${page}` }],
						...(page + 1 < pages && { next_token: String(page + 1) }),
					}
				: { message: 'No' };
		return { statusCode, headers: {}, body };
	};
	return {
		getNodeParameter: () => authentication,
		getCredentials: async () => ({ dataCenter: 'us', rateLimit: 'none' }),
		getNode: () => ({
			name: 'Zoho Cliq',
			credentials: { cliqNodesOAuth2Api: { id }, cliqNodesWebhookTokenApi: { id } },
		}),
		helpers: {
			httpRequestWithAuthentication: async (_type: string, request: IHttpRequestOptions) => answer(request),
		},
	} as unknown as ILoadOptionsFunctions;
}

const searchBots = listSearches().searchBots;

test('a search finds what is on the last page, and says nothing more', async () => {
	expect(await searchBots!.call(contextOf('a', 7), 'bot 6')).toEqual({
		results: [expect.objectContaining({ name: 'Bot 6', value: 'bot6' })],
	});
});

test('a search that did not see everything says so', async () => {
	const { results, paginationToken } = await searchBots!.call(contextOf('b', 40), 'bot 19');
	expect(results.map(({ name, value }) => [name, value])).toEqual([
		['Bot 19', 'bot19'],
		['Not All Were Searched', ''],
	]);
	expect(paginationToken).toBeDefined();
	expect((await searchBots!.call(contextOf('b', 40), '')).results.map(({ name }) => name)).not.toContain(
		'Not All Were Searched',
	);
});

test.each([
	['webhookToken', 200, 'cannot list'],
	['oAuth2', 403, 'not allowed'],
])('why there is no list is said: %s, %i', async (authentication, status, why) => {
	await expect(searchBots!.call(contextOf('c', 1, authentication, status), '')).rejects.toMatchObject({
		message: expect.stringContaining(why),
	});
});
