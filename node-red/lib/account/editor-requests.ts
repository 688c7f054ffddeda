import { CliqError, type ParameterType, fetchChoices, hasChoices, operation } from '../../../cliq';
import type { ChoicesAnswer, ExchangeAnswer, Refused, TestAnswer } from '../../editor/types';
import {
	accountCredentials,
	accountFields,
	clientOf,
	oauthClientOf,
	refuseUnserved,
	refuseUnsetVariables,
	signInOf,
	type AccountNode,
	type AccountSettings,
} from './account';
import { toNodeError } from '../shared/node-errors';
import type { AdminRequest, Red } from '../shared/node-red';
import { shared } from './connect';
import { exchangeCode } from './token-manager';
import { transmit } from './http-transport';

/** A person looks at the dialog meanwhile. In milliseconds. */
const PATIENCE = { maxWait: 15_000 };
const EXCHANGE_TIMEOUT = 20_000;

/** What the editor sends for a stored password that was not touched. */
const UNTOUCHED = '__PWRD__';

type Body = Record<string, unknown>;

/**
 * Registers the routes that the dialogs ask. Secrets travel in bodies only, and what is stored never goes back.
 * The lists work with deployed accounts alone: whoever may only read must not send stored secrets to other servers.
 */
export function registerAdminRoutes(red: Red): void {
	const route = <Answer extends object>(
		path: string,
		permission: 'read' | 'write',
		answer: (body: Body) => Promise<Answer>,
	) => {
		red.httpAdmin.post(
			`/zoho-cliq/${path}`,
			red.auth.needsPermission(`zoho-cliq-account.${permission}`),
			(request: AdminRequest, response) => {
				void safely(() => answer(bodyOf(request))).then((result) => response.json(result));
			},
		);
	};

	route('choices', 'read', async ({ account, type, filter, start }): Promise<ChoicesAnswer> => {
		const { settings } = deployed(red, account);
		const wanted = text(type) as ParameterType;
		if (!hasChoices(wanted)) throw new CliqError('invalidInput', `There is no list of "${wanted}"`);
		refuseUnserved(settings, operation('channel.getMany'));
		return await fetchChoices(
			clientOf(settings),
			wanted,
			text(filter),
			start === undefined ? undefined : text(start),
			PATIENCE,
		);
	});

	route('exchange', 'write', async (body): Promise<ExchangeAnswer> => {
		const settings = draft(red, body);
		refuseUnsetVariables(settings);
		const code = text(body.code).trim();
		if (code === '')
			throw new CliqError('invalidInput', 'The grant code is empty', {
				hint: 'Generate one in the Zoho API console: Self Client, Generate Code.',
			});
		const result = await exchangeCode({ transmit }, oauthClientOf(settings), code, EXCHANGE_TIMEOUT);
		if ('refreshToken' in result) return result;
		const { detail, hint } = result.failure;
		throw new CliqError('notAuthorized', detail, { hint });
	});

	route('test', 'write', async (body): Promise<TestAnswer> => {
		const settings = draft(red, body);
		const signIn = signInOf(settings);
		if ('zapikey' in signIn) {
			clientOf(settings);
			return { message: 'Complete. A webhook token can only be tried by sending a message.' };
		}
		shared.tokens.forgive(signIn.oauth);
		try {
			const {
				choices: [first],
			} = await fetchChoices(clientOf(settings), 'channel', '', undefined, PATIENCE);
			return {
				message: first
					? `Connected. This account sees ${first.name} and others.`
					: 'Connected. This account sees no channel yet.',
			};
		} catch (error) {
			if (!(error instanceof CliqError) || error.kind !== 'scopeMissing') throw error;
			return { message: `Connected, without lists to choose from. ${error.hint ?? ''}` };
		}
	});
}

async function safely<Answer extends object>(work: () => Promise<Answer>): Promise<Answer | Refused> {
	try {
		return await work();
	} catch (error) {
		return { error: toNodeError(error).message };
	}
}

function bodyOf({ body }: AdminRequest): Body {
	return typeof body === 'object' && body !== null ? (body as Body) : {};
}

function deployed(red: Red, id: unknown): AccountNode {
	const node = accountNode(red, id);
	if (node) return node;
	throw new CliqError('notAuthorized', 'Node-RED does not know this account yet', {
		hint: 'Deploy once; then you can choose from lists here.',
	});
}

function accountNode(red: Red, id: unknown): AccountNode | undefined {
	const node = typeof id === 'string' ? (red.nodes.getNode(id) as AccountNode | null | undefined) : undefined;
	return node?.type === 'zoho-cliq-account' ? node : undefined;
}

/** The settings of a dialog that is still open: what was typed, variables filled in, and what was stored before. */
function draft(red: Red, body: Body): AccountSettings {
	const node = accountNode(red, body.id);
	const typed = (name: string): string => {
		const value = text(body[name]);
		if (value === UNTOUCHED && name in accountCredentials) return node?.credentials?.[name] ?? '';
		if (!/^\$\{[^}]+\}$/.test(value)) return value;
		const found = red.util.evaluateNodeProperty(value.slice(2, -1), 'env', node, {});
		return typeof found === 'string' && found !== '' ? found : value;
	};
	const names = [...accountFields, ...Object.keys(accountCredentials)];
	return Object.fromEntries(names.map((name) => [name, typed(name)])) as unknown as AccountSettings;
}

function text(value: unknown): string {
	return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
