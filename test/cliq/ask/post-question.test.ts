import { postQuestion } from '../../../cliq/ask/post-question';
import { operation } from '../../../cliq/catalogue';
import { CliqError } from '../../../cliq/errors';
import type { Step } from '../../../cliq/message/compose';
import type { Values } from '../../../cliq/parameters/values';

const OWNER = 'maya@example.com';
const press = (label: string, more: Values = {}) => ({
	label,
	key: `a,${label}`,
	action: { type: 'invoke.function', data: { name: 'cliqAnswer' } },
	...more,
});
const link = { label: 'Read', key: 'read', action: { type: 'open.url', data: { web: 'https://example.com' } } };
const step = (buttons?: unknown[], place = 0): Step =>
	({
		operation: operation('message.send.channel'),
		values: { channel: 'releases', text: 'Well?', ...(buttons && { buttons }) },
		place,
	}) as Step;
const refusal = (cliqCode: string) => new CliqError('refused', 'Cliq refused to send a message', { cliqCode });

/** Posts it to a server that answers each time what is next. @returns the buttons of each time, and what came of it */
async function posted(steps: Step[], owner: string | undefined, ...answers: Array<CliqError | 'taken'>) {
	const sent: unknown[][] = [];
	const posting = postQuestion(steps, owner, async (given) => {
		sent.push(given.map(({ values }) => values.buttons));
		const answer = answers.shift();
		if (answer instanceof CliqError) throw answer;
		return [{ success: true, messageId: '1' }] as never;
	});
	return { sent, outcome: await posting.catch((error: unknown) => error) };
}

it('tells the function what was pressed by its key, and nothing that no page has', async () => {
	const { sent } = await posted([step([press('Approve'), press('Decline')])], undefined, 'taken');
	expect(sent).toEqual([[[press('Approve'), press('Decline')]]]);
	expect(JSON.stringify(sent)).not.toContain('arguments');
});

it('names the owner of each function that a button runs, and at nothing else', async () => {
	const { sent } = await posted([step([press('Approve'), link]), step(undefined, 1)], OWNER, 'taken');
	expect(sent).toEqual([
		[
			[
				press('Approve', { action: { type: 'invoke.function', data: { name: 'cliqAnswer', owner: OWNER } } }),
				link,
			],
			undefined,
		],
	]);
});

it('says the same by arguments, once, where the server does not know the key', async () => {
	const { sent, outcome } = await posted([step([press('Approve')])], OWNER, refusal('extra_key_found'), 'taken');
	const action = { type: 'invoke.function', data: { name: 'cliqAnswer', owner: OWNER } };
	expect(sent).toEqual([
		[[press('Approve', { action })]],
		[[{ label: 'Approve', arguments: { answer: 'a,Approve' }, action }]],
	]);
	expect(outcome).toEqual([{ success: true, messageId: '1' }]);
});

it('is not tried a third time', async () => {
	const { sent, outcome } = await posted(
		[step([press('Approve')])],
		undefined,
		refusal('extra_key_found'),
		refusal('extra_key_found'),
	);
	expect([sent.length, (outcome as CliqError).details.cliqCode]).toEqual([2, 'extra_key_found']);
});

it.each([
	['another refusal', [press('Approve')], refusal('param_missing')],
	['no answer', [press('Approve')], new CliqError('noAnswer' as never, 'Cliq did not answer')],
	['a message without keys', [{ ...press('Approve'), key: undefined }], refusal('extra_key_found')],
	['a message without buttons', undefined, refusal('extra_key_found')],
])('is not tried again after %s', async (_what, buttons, error) => {
	const { sent, outcome } = await posted([step(buttons)], undefined, error, 'taken');
	expect([sent.length, outcome]).toEqual([1, error]);
});
