import { NodeHelpers, type INode, type INodeProperties } from 'n8n-workflow';

import { CliqNodesOAuth2Api } from '../../credentials/CliqNodesOAuth2Api.credentials';
import { CliqNodesWebhookTokenApi } from '../../credentials/CliqNodesWebhookTokenApi.credentials';
import { allowanceOf } from '../../cliq/pacing/allowance';

const fields = ['rateLimit', 'callsPerMinute', 'rateLimitShare'];

describe.each([new CliqNodesOAuth2Api(), new CliqNodesWebhookTokenApi()])('$displayName', ({ properties }) => {
	const shown = (values: object) => {
		const isShown = (property: INodeProperties) =>
			NodeHelpers.displayParameter({ ...values }, property, { typeVersion: 1 } as INode, null);
		return properties
			.filter((property) => fields.includes(property.name) && isShown(property))
			.map(({ name }) => name);
	};

	test('asks for the rate limit after everything else, and for no more than is needed', () => {
		expect(properties.slice(-3).map(({ name }) => name)).toEqual(fields);
		expect(shown({ rateLimit: 'documented' })).toEqual(['rateLimit', 'rateLimitShare']);
		expect(shown({ rateLimit: 'own' })).toEqual(fields);
		expect(shown({ rateLimit: 'none' })).toEqual(['rateLimit']);
	});

	test('uses all that is documented unless told otherwise', () => {
		const untouched = Object.fromEntries(properties.map(({ name, default: value }) => [name, value]));
		expect(allowanceOf('a', untouched)).toEqual({ account: 'a', share: 1 });
	});
});
