/** Operations that the sandbox plays from the catalogue, filled into the dialog of a Node-RED node and called. */

import { catalogue, type Operation, type Parameter } from '../../../cliq/catalogue';
import { CliqClient } from '../../../cliq/client';
import { gather } from '../../../cliq/lookup/get-many';
import { compose } from '../../../cliq/message/compose';
import { sendAll } from '../../../cliq/message/send-all';
import type { Values } from '../../../cliq/parameters/values';
import { SharedState } from '../../../cliq/shared-state';
import type { StoredRow, StoredValue } from '../../../node-red/editor/types';
import { answerMessages } from '../../../node-red/lib/operation/answer-messages';
import { evaluate, sourcesOf, type StoredParameters } from '../../../node-red/lib/operation/node-parameters';
import type { Red } from '../../../node-red/lib/shared/node-red';
import { behaviours } from '../../../sandbox/behaviours';
import { httpPorts } from '../../cliq/support/http';
import { goodIn, putListed, putNamed } from '../../cliq/support/plain-operations';
import { timedSandbox } from '../../cliq/support/timed-sandbox';

const patience = { maxWait: 60_000 };
const timed = timedSandbox();
const { clock } = timed;

const util = {
	evaluateNodeProperty: (
		value: string,
		type: string,
		_node: unknown,
		_message: unknown,
		done: (error: null, value: unknown) => void,
	) => done(null, type === 'json' ? JSON.parse(value) : type === 'num' ? Number(value) : value),
	generateId: () => 'id',
	cloneMessage: structuredClone,
};
const red = { util } as unknown as Red;

/** As a dialog stores what was filled in. */
function stored({ nested }: Parameter, value: unknown): StoredValue {
	const row = (entry: unknown): StoredRow =>
		Object.fromEntries(
			nested!.fields.map((field) => [field.name, stored(field, (entry as Values)[field.name])] as const),
		) as StoredRow;
	if (nested) return { type: 'form', value: Array.isArray(value) ? value.map(row) : row(value) };
	if (typeof value === 'string') return { type: 'str', value };
	return { type: typeof value === 'number' ? 'num' : 'json', value: JSON.stringify(value) };
}

async function run(own: Operation, all: boolean) {
	const { control, url } = timed.sandbox;
	control.reset();
	const { accessToken } = control.issueTokens();
	const ports = httpPorts(clock, () => accessToken);
	const client = new CliqClient(ports, new SharedState(), url, { account: 'owner' });
	const filled = goodIn(control, own, all);
	putNamed(control, own, filled);
	if (own.paging) putListed(control, own, filled, own.paging.pageSize + 5);
	const parameters: StoredParameters = Object.fromEntries(
		own.parameters
			.filter(({ name }) => filled[name] !== undefined)
			.map((parameter) => [parameter.name, stored(parameter, filled[parameter.name])] as const),
	);
	const { [own.paging?.limit ?? '']: _limit, ...values } = await evaluate(red, {} as never, own, parameters, {});
	const answers = own.paging
		? [(await clock.run(gather(client, own, values, { all: true }, patience))).entries]
		: await clock.run(sendAll(client, compose(own, values, [], sourcesOf(parameters)), patience));
	return answerMessages(red, { topic: 'kept' } as never, own, values, answers as never, true);
}

const plain = catalogue.filter(({ id, internal }) => !behaviours[id] && !internal);

describe.each(plain.map((own) => [own.id, own] as const))('%s', (id, own) => {
	it.each([false, true])('runs, with everything given: %s', async (all) => {
		const messages = await run(own, all);
		expect(messages).toHaveLength(own.paging ? own.paging.pageSize + 5 : 1);
		const { returns } = own;
		const fields = 'fields' in returns && returns.fields ? returns.fields : [{ name: 'success', wire: 'success' }];
		for (const message of messages) {
			expect(message).toMatchObject({ topic: 'kept', cliq: { operation: id } });
			for (const field of fields.filter((one) => !('optional' in one)))
				expect(message.payload).toHaveProperty([field.name]);
		}
	});
});
