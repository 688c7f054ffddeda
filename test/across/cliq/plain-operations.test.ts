/** Operations that the sandbox plays from the catalogue alone, called by the client, whatever the catalogue has. */

import { catalogue, type Operation } from '../../../cliq/catalogue';
import { CliqClient } from '../../../cliq/client';
import { gather } from '../../../cliq/lookup/get-many';
import { compose } from '../../../cliq/message/compose';
import { sendAll } from '../../../cliq/message/send-all';
import type { Values } from '../../../cliq/parameters/values';
import { SharedState } from '../../../cliq/shared-state';
import { behaviours } from '../../../sandbox/behaviours';
import { rejection } from '../../cliq/support/expect';
import { httpPorts } from '../../cliq/support/http';
import { goodIn, putListed, putNamed } from '../../cliq/support/plain-operations';
import { timedSandbox } from '../../cliq/support/timed-sandbox';

const patience = { maxWait: 60_000 };
const timed = timedSandbox();
const { clock } = timed;

function connect(scopes?: string[]) {
	const { control, url } = timed.sandbox;
	control.reset();
	const { accessToken } = control.issueTokens({ scopes });
	const client = new CliqClient(
		httpPorts(clock, () => accessToken),
		new SharedState(),
		url,
		{ account: 'owner' },
	);
	const run = async (own: Operation, values: Values) => {
		if (own.paging) return (await clock.run(gather(client, own, values, { all: true }, patience))).entries;
		return await clock.run(sendAll(client, compose(own, values, []), patience));
	};
	return { control, run };
}

const plain = catalogue.filter(({ id }) => !behaviours[id]);

describe.each(plain.map((own) => [own.id, own] as const))('%s', (_id, own) => {
	it.each([
		['what is required', false],
		['everything', true],
	])('is answered as the catalogue says, given %s', async (_what, all) => {
		const { control, run } = connect();
		const values = goodIn(control, own, all);
		putNamed(control, own, values);
		if (own.paging) putListed(control, own, values, own.paging.pageSize + 5);
		const answers = (await run(own, values)) as object[];

		expect(answers).toHaveLength(own.paging ? own.paging.pageSize + 5 : 1);
		expect(control.counters()[own.id]!.calls).toBe(own.paging ? 2 : 1);
		const { returns } = own;
		if (!('fields' in returns) || !returns.fields) return expect(answers).toEqual([{ success: true }]);
		const always = returns.fields.filter(({ optional }) => !optional).map(({ name }) => name);
		for (const answer of answers) {
			expect(Object.keys(answer)).toEqual(expect.arrayContaining(always));
			expect(returns.fields.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(answer)));
		}
		return undefined;
	});

	it('names the scope that it lacks', async () => {
		const { control, run } = connect(['ZohoCliq.Bots.READ']);
		const error = await rejection(run(own, goodIn(control, own, false)));
		expect(error).toMatchObject({ kind: 'scopeMissing', hint: expect.stringContaining(own.scopes[0]!) });
	});
});
