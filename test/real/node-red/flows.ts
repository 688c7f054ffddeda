import type { FlowNode } from './runner';

/** Nodes that take a message over HTTP and give back what came of it, an error included. `first` gets the message. */
export function door(first: string): FlowNode[] {
	return [
		{ id: 'in', type: 'http in', url: '/in', method: 'post', wires: [['open']] },
		{
			id: 'open',
			type: 'function',
			func: 'return Object.assign(msg, { steps: [], payload: undefined }, msg.payload);',
			outputs: 1,
			wires: [[first]],
		},
		{ id: 'catch', type: 'catch', scope: null, uncaught: false, wires: [['caught']] },
		{
			id: 'caught',
			type: 'function',
			func: 'global.set("caught", (global.get("caught") || 0) + 1); return msg;',
			outputs: 1,
			wires: [['close']],
		},
		{
			id: 'close',
			type: 'function',
			func: 'const { payload, cliq, parts, steps, error } = msg; msg.payload = { payload, cliq, parts, steps, error }; msg.statusCode = 200; return msg;',
			outputs: 1,
			wires: [['out']],
		},
		{ id: 'out', type: 'http response', statusCode: '', headers: {} },
	];
}

/** What the sandbox calls an account. */
export interface OAuthAccount {
	clientId: string;
	clientSecret: string;
	refreshToken: string;
}

export function account(
	url: string,
	credentials: OAuthAccount | { zapikey: string } | Record<string, never>,
	others: object = {},
): FlowNode {
	return {
		id: 'account',
		type: 'zoho-cliq-account',
		name: 'Sandbox',
		dataCenter: 'custom',
		baseUrl: url,
		accountsUrl: url,
		network: '',
		signIn: 'zapikey' in credentials ? 'webhookToken' : 'oauth',
		timeout: '5',
		maxWait: '900',
		...others,
		credentials,
	};
}

export const str = (value: string) => ({ type: 'str', value });
export const msg = (value: string) => ({ type: 'msg', value });
export const bool = (value: boolean) => ({ type: 'bool', value: String(value) });

/** A node that calls an operation of the catalogue. */
export function cliq(id: string, operation: string, parameters: object, next: string, others: object = {}): FlowNode {
	const [resource, name] = operation.split('.');
	const type = resource === 'message' && name === 'send' ? 'zoho-cliq-send' : `zoho-cliq-${resource}`;
	return { id, type, account: 'account', operation, parameters, wires: [[next]], ...others };
}

/** Remembers what the node before gave. */
export function note(id: string, next: string): FlowNode {
	return {
		id,
		type: 'function',
		func: 'msg.steps.push({ payload: msg.payload, cliq: msg.cliq }); return msg;',
		outputs: 1,
		wires: [[next]],
	};
}
