import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { CliqError, type ParameterType, fetchChoices, hasChoices, operations } from '../../cliq';
import { toApiError } from './apiError';
import { settled } from './settledOutcome';
import { connect, type Authentication } from './transport';
import { listMethodOf } from './parameterWidgets';

/** In milliseconds: a person is looking at an empty list meanwhile. */
const MAX_WAIT = 5000;

type Search = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** One search for each type of parameter that can be picked from a list. */
export function listSearches(): Record<string, Search> {
	const types = new Set(operations.flatMap(({ parameters }) => parameters.map(({ type }) => type)));
	return Object.fromEntries([...types].filter(hasChoices).map((type) => [listMethodOf(type), searchFor(type)]));
}

/** n8n asks for more only when somebody scrolls, and a few hits leave nothing to scroll. */
const notAll = { name: 'Not All Were Searched', value: '', description: 'There are very many; enter it by name or ID' };

function searchFor(type: ParameterType): Search {
	return async function (filter, paginationToken) {
		const result = await settled(search(this, type, filter ?? '', paginationToken));
		if (!(result instanceof Error)) return result;
		throw toApiError(this, result);
	};
}

async function search(
	context: ILoadOptionsFunctions,
	type: ParameterType,
	filter: string,
	start: string | undefined,
): Promise<INodeListSearchResult> {
	const authentication = context.getNodeParameter('authentication', 'oAuth2') as Authentication;
	if (authentication === 'webhookToken')
		throw new CliqError('notAuthorized', 'A webhook token cannot list anything', {
			hint: 'Enter the unique name instead of picking it.',
		});
	const { client } = await connect(context, authentication);
	const { choices, next } = await fetchChoices(client, type, filter, start, { maxWait: MAX_WAIT });
	return {
		results: [
			...choices.map(({ name, value, detail }) => ({ name, value, ...(detail && { description: detail }) })),
			...(filter.trim() !== '' && next !== undefined ? [notAll] : []),
		],
		...(next && { paginationToken: next }),
	};
}
