import { answerFunctions } from '../../../../cliq/ask/in-cliq/answer-function';
import { installAnswerFunctions } from '../../../../cliq/ask/in-cliq/install-functions';
import { operation } from '../../../../cliq/catalogue';
import { SharedState } from '../../../../cliq/shared-state';
import { CliqClient } from '../../../../cliq/client';
import { CliqError } from '../../../../cliq/errors';
import { isBlankScript } from '../../../../cliq/events/scripts/script-text';
import { fetchPage } from '../../../../cliq/lookup/paging';
import type { Values } from '../../../../cliq/parameters/values';
import type { Variants } from '../../../../sandbox';
import { rejection } from '../../support/expect';
import { httpPorts } from '../../support/http';
import { timedSandbox } from '../../support/timed-sandbox';

const ADDRESS = ['https://n8n.example.com/webhook-waiting/', 2, '/4f1c?choice=', 0, '&key=', 1, '&signature=', 3];
const SECRET = 'a secret of the runner';

const patience = { maxWait: 60 * 60_000 };
const both = answerFunctions(ADDRESS, SECRET);
const [button, form] = both;
const OWN = 'response = Map();\nresponse.put("text","mine");\nreturn response;';

const timed = timedSandbox();
const { clock } = timed;

function connect(variants: Partial<Variants> = {}, scopes?: string[]) {
	timed.sandbox.control.reset();
	timed.sandbox.control.variants(variants);
	const { accessToken } = timed.sandbox.control.issueTokens({ scopes });
	const client = new CliqClient(
		httpPorts(clock, () => accessToken),
		new SharedState(),
		timed.sandbox.url,
		{ account: 'owner' },
	);
	const called: string[] = [];
	const counting = {
		call: (...given: Parameters<CliqClient['call']>) => {
			called.push(given[0].id);
			return client.call(...given);
		},
	};
	const call = async (id: string, values: Values) =>
		(await clock.run(client.call(operation(id), values, patience))).answer as Values;
	const install = (what = both) => clock.run(installAnswerFunctions(counting, what, patience));
	const functions = async () => {
		const entries: Values[] = [];
		let start: string | undefined;
		do {
			const page = await clock.run(fetchPage(client, operation('function.getMany'), {}, start, patience));
			entries.push(...page.entries);
			start = page.next;
		} while (start !== undefined);
		return entries;
	};
	/** What a function holds; `undefined` where there is none. */
	const script = async ({ name, type }: { name: string; type: string }) => {
		const found = (await functions()).find((entry) => entry.name === name);
		const handler = type === 'button' ? 'button_handler' : 'form_submit_handler';
		return (
			found &&
			((await call('functionHandler.get', { functionId: found.id, handler }).catch(() => ({}))) as Values).script
		);
	};
	const scripts = async () => [await script(button!), await script(form!)];
	return { call, install, functions, script, scripts, called };
}

const ours = both.map((each) => each.script.trim());
it.each(['without-handler', 'with-handler'] as const)('where there are none: new ones come %s', async (newFunction) => {
	const { install, scripts, functions, called } = connect({ newFunction });
	expect(await install()).toBe('maya.okafor@zylker.example');
	expect(await scripts()).toEqual(ours);
	expect(called.filter((id) => id.startsWith('function.'))).toEqual([
		'function.getMany',
		'function.create',
		'function.create',
	]);
	expect(await functions()).toMatchObject([
		{ name: button!.name, function_type: 'button' },
		{ name: form!.name, function_type: 'form' },
	]);
});

it('and a second time nothing is written, however the scripts are set by then', async () => {
	for (const respacedScripts of [false, true]) {
		const { install, called } = connect({ respacedScripts });
		await install();
		called.length = 0;
		await install();
		expect(called).toEqual(['function.getMany', 'functionHandler.get', 'functionHandler.get', 'user.getMany']);
	}
});

it('by two questions at once, as one', async () => {
	const { install, scripts, functions } = connect();
	await Promise.all([install(), install()]);
	expect(await scripts()).toEqual(ours);
	expect(await functions()).toHaveLength(2);
});

it.each([false, true])(
	'anew where ours has changed, or nothing stands there; set anew: %s',
	async (respacedScripts) => {
		const { install, scripts } = connect({ respacedScripts });
		await install(answerFunctions(ADDRESS, 'the secret before'));
		await install();
		for (const script of await scripts()) expect(script).toContain(SECRET);
		const again = connect({ respacedScripts });
		await again.call('function.create', { name: button!.name, description: 'x', functionType: 'button' });
		await again.install();
		for (const script of await again.scripts()) expect(script).toContain(SECRET);
	},
);

it('among many others, which are on several pages', async () => {
	const { call, install, scripts, called } = connect();
	for (let count = 0; count < 60; count++)
		await call('function.create', { name: `other${count}`, description: 'x', functionType: 'button' });
	await install();
	called.length = 0;
	await install();
	expect(called).toEqual([
		'function.getMany',
		'function.getMany',
		'functionHandler.get',
		'functionHandler.get',
		'user.getMany',
	]);
	expect(await scripts()).toEqual(ours);
});

it('naming the variables alone that Cliq lists', async () => {
	const { call, install, scripts } = connect();
	// A handler that is there lists what it has.
	const listing = (names: string[]) => ({
		call: async ({ id }: { id: string }, values: Values) => {
			if (id === 'function.getMany') return { answer: both.map(({ name }) => ({ name, id: name })), raw: {} };
			if (id === 'functionHandler.get')
				return {
					answer: { script: '', params: names.map((name) => ({ param_name: name, param_type: 'MAP' })) },
					raw: {},
				};
			written.push(values);
			return { answer: {}, raw: {} };
		},
	});
	const written: Values[] = [];
	await installAnswerFunctions(listing(['user', 'arguments', 'form']) as never, both, patience);
	expect(written).toHaveLength(2);
	for (const { script } of written) expect(script).not.toMatch(/\b(?:chat|message)\.get\(/);
	const error = await rejection(installAnswerFunctions(listing(['user', 'chat']) as never, both, patience));
	expect([error.message, error.hint]).toEqual([
		expect.stringContaining('"arguments"'),
		expect.stringContaining('through a link'),
	]);
	await call('function.create', { name: button!.name, description: 'x', functionType: 'button' });
	await install();
	expect(await scripts()).toEqual(ours);
});

it('though Cliq takes the script only once the handler is there', async () => {
	const { install, scripts, called } = connect();
	timed.sandbox.control.addFault({
		kind: 'status',
		status: 400,
		operation: 'functionHandler.create',
		code: 'execution_handler_create_failed',
	});
	await install();
	expect(await scripts()).toEqual(ours);
	expect(called.filter((id) => id.startsWith('functionHandler'))).toEqual([
		'functionHandler.create',
		'functionHandler.create',
		'functionHandler.get',
		'functionHandler.update',
		'functionHandler.create',
	]);
});

describe('not', () => {
	it.each([
		['the first', button],
		['the second', form],
	])('over a script that somebody else wrote, in %s; nothing is made either', async (_which, taken) => {
		const { call, install, script, functions } = connect();
		const { id } = await call('function.create', {
			name: taken!.name,
			description: 'x',
			functionType: taken!.type,
		});
		await call('functionHandler.create', {
			functionId: id,
			handler: taken!.type === 'button' ? 'button_handler' : 'form_submit_handler',
			script: OWN,
		});
		const error = await rejection(install());
		expect(error).toMatchObject({
			kind: 'refused',
			message: expect.stringContaining(taken!.name),
			hint: expect.stringMatching(/Nothing was changed.*through a link/),
		});
		expect(await script(taken!)).toBe(OWN);
		expect(await functions()).toHaveLength(1);
	});

	it.each([
		[
			'with',
			[
				'ZohoCliq.Functions.READ',
				'ZohoCliq.Functions.CREATE',
				'ZohoCliq.Functions.UPDATE',
				'ZohoCliq.Functions.DELETE',
			],
		],
		['without', ['ZohoCliq.Functions.READ', 'ZohoCliq.Functions.CREATE', 'ZohoCliq.Functions.UPDATE']],
	])('by half: the first goes where the second cannot be had, %s the scope to remove it', async (how, scopes) => {
		const { install, functions, script } = connect({}, scopes);
		timed.sandbox.control.addFault({
			kind: 'status',
			status: 400,
			operation: 'function.create',
			from: 2,
			code: 'function_creation_limit_exceeded',
		});
		const error = await rejection(install());
		expect([error.message, error.hint]).toEqual([
			expect.stringContaining('as many functions'),
			expect.stringContaining('through a link'),
		]);
		if (how === 'with') {
			expect(error.hint).toContain('Nothing was changed');
			expect(await functions()).toEqual([]);
			return;
		}
		expect(error.hint).toMatch(new RegExp(`"${button!.name}", which does nothing, could not be removed`));
		expect(error.hint).not.toContain('Nothing was changed');
		expect(isBlankScript(String(await script(button!)))).toBe(true);
	});

	it('by half: the script before comes back', async () => {
		const { install, scripts } = connect();
		await install(answerFunctions(ADDRESS, 'the secret before'));
		const before = await scripts();
		timed.sandbox.control.addFault({
			kind: 'status',
			status: 400,
			operation: 'functionHandler.update',
			from: 2,
			code: 'execution_handler_update_failed',
		});
		await rejection(install());
		expect(await scripts()).toEqual(before);
	});

	it('without the scopes, which are named with the other way', async () => {
		const { install } = connect({}, ['ZohoCliq.Webhooks.CREATE']);
		expect(await rejection(install())).toMatchObject({
			kind: 'scopeMissing',
			hint: expect.stringMatching(
				/Functions\.READ, ZohoCliq\.Functions\.CREATE and ZohoCliq\.Functions\.UPDATE .* through a link/,
			),
		});
	});

	it('where Cliq says no, which goes on with the other way', async () => {
		const failing = (error: unknown) => ({ call: async () => Promise.reject(error as Error) });
		const given = new CliqError('refused', 'Cliq refused to create a function', { hint: 'Cliq says: too many.' });
		expect((await rejection(installAnswerFunctions(failing(given), both, patience))).hint).toBe(
			'Cliq says: too many. Or let people answer through a link, which needs no function.',
		);
		const away = new CliqError('unavailable', 'Cliq could not be reached', { hint: 'Try again.' });
		expect(await rejection(installAnswerFunctions(failing(away), both, patience))).toBe(away);
		const forbidden = new CliqError('forbidden', 'The account is not allowed to do this: create a function');
		expect(await rejection(installAnswerFunctions(failing(forbidden), both, patience))).toMatchObject({
			message: 'This account may not define functions in Cliq',
			hint: expect.stringMatching(/administrator.*through a link/),
		});
	});

	it('where the name is taken by one that this account does not see', async () => {
		const client = {
			call: async ({ id }: { id: string }) => {
				if (id === 'function.getMany') return { answer: [], raw: {} };
				throw new CliqError('refused', 'Cliq refused', { cliqCode: 'function_name_already_exists' });
			},
		};
		expect((await rejection(installAnswerFunctions(client as never, both, patience))).message).toContain(
			'did not write',
		);
	});
});
