import { startSandbox, type Sandbox } from '../../../sandbox';
import { operations } from '../../../cliq/catalogue';
import { Artifacts } from '../artifacts';
import { account, bool, cliq, door, note, str } from './flows';
import { Runner } from './runner';

let sandbox: Sandbox;
let runner: Runner;
let artifacts: Artifacts;
const outputs: unknown[] = [];

beforeAll(async () => {
	artifacts = new Artifacts('node-red');
	sandbox = await startSandbox();
	runner = await Runner.start({ env: { CLIQ_SECRET: 'set below', CLIQ_CHANNEL: 'releases' } });
});

afterAll(async () => {
	artifacts.save('node-red.log', runner.log);
	artifacts.save('flows.json', await runner.get('/flows'));
	artifacts.save('outputs.json', outputs);
	artifacts.save('journal.json', sandbox.control.journal());
	await runner.stop();
	await sandbox.close();
});

function tokens() {
	const issued = sandbox.control.issueTokens();
	artifacts.addSecrets(issued.accessToken, issued.refreshToken, issued.clientSecret);
	return issued;
}

async function run(message: object) {
	const output = await runner.run(message);
	outputs.push(output);
	return output;
}

test('all eleven operations in one flow', async () => {
	const { chatId } = sandbox.control.post({ chat: '#releases', text: 'before' });
	const steps: Array<[string, object, object?]> = [
		['message.send.channel', { channel: str('releases') }],
		['message.get', {}],
		['message.edit', { text: str('second thoughts'), notifyEdit: bool(true) }],
		['reaction.add', { emoji: str('👍') }],
		['reaction.getMany', {}],
		['reaction.remove', { emoji: str('👍') }],
		['message.delete', {}],
		['message.send.bot', { bot: str('deploybot'), text: str('to a bot') }],
		['message.send.user', { user: str('55744524'), text: str('to a user') }],
		['message.send.chat', { chatId: str(chatId), text: str('to a chat'), markAsRead: bool(true) }],
		['message.getMany', { limit: { type: 'num', value: '5' } }],
	];
	const nodes = steps.flatMap(([operation, parameters], index) => {
		const next = index + 1 < steps.length ? `step${index + 1}` : 'close';
		return [cliq(`step${index}`, operation, parameters, `note${index}`), note(`note${index}`, next)];
	});
	await runner.deploy([account(sandbox.url, tokens()), ...door('step0'), ...nodes]);

	const { steps: done, error } = await run({ payload: 'hello' });

	expect(error).toBeUndefined();
	expect(done.map(({ cliq: { operation } }: any) => operation).sort()).toEqual(operations.map(({ id }) => id).sort());
	const [sent, got, , , reactions, , deleted, , , , list] = done;
	expect(sent.payload).toMatchObject({ sent: true, messageId: expect.any(String) });
	expect(got.payload).toMatchObject({ text: 'hello', id: sent.payload.messageId });
	expect(reactions.payload).toMatchObject([{ emoji: '👍', count: 1 }]);
	expect(deleted.cliq).toMatchObject({ chatId, messageId: sent.payload.messageId });
	expect(list.payload).toHaveLength(5);
	expect(list.payload.at(-1).text).toBe('to a chat');
	expect(runner.isAlive).toBe(true);
});
