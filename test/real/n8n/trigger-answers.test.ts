import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Lab } from './lab';
import { BOT, code, TRIGGER, Triggers, type Made } from './triggers';
import type { Credential } from '../../../tools/n8n/workflow';

/** A bot of the execution type webhook here, while the other one has scripts. */
const EXTENSION = 'deploybot';

/** Somebody whose chats with bots the account does not see. */
const OTHER = '55744524';

/** In milliseconds: longer than Cliq waits. */
const SLOW = 16_000;

let lab: Lab;
let triggers: Triggers;
/** Never waits for the rate limit, so that no real minutes pass. */
let unlimited: Credential;

beforeAll(async () => {
	lab = await Lab.start('n8n-trigger-answers');
	lab.sandbox.control.setThresholds(false);
	unlimited = await lab.connectedAccount({ rateLimit: 'none' });
	triggers = new Triggers(lab, unlimited);
}, 180_000);

afterAll(() => lab.end(), 60_000);

const answering = (jsCode: string) => code(`const { text } = $input.first().json.message; ${jsCode}`);
const texts = (chat: string, from: number) =>
	lab.sandbox.control
		.messages(chat)
		.slice(from)
		.map(({ text }) => text);

/** Waits for what is posted beside the answer, but not for ever. */
async function until(isSo: () => boolean): Promise<void> {
	for (let tries = 0; tries < 200 && !isSo(); tries++) await sleep(50);
}

/** A workflow for one test, which it is active in. */
async function active(made: Made, run: () => Promise<void>): Promise<void> {
	await lab.n8n.activate(made.id);
	try {
		await run();
	} finally {
		await lab.n8n.deactivate(made.id);
	}
}

/** A workflow of a bot that signs what it sends. */
async function extension(parameters: object, last: object): Promise<Made> {
	const webhookId = randomUUID();
	const { publicKey } = lab.sandbox.control.setWebhook({
		bot: EXTENSION,
		url: `${lab.n8n.url}/webhook/${webhookId}/webhook`,
	});
	const { id, name } = await lab.n8n.createCredential('cliqNodesEventsApi', { publicKey });
	const credentials = {
		cliqNodesEventsApi: { id, name },
		cliqNodesOAuth2Api: { id: unlimited.id, name: unlimited.name },
	};
	return await triggers.workflow(
		{ setUp: 'extension', useAccount: true, ...parameters },
		{ webhookId, credentials, ...last },
	);
}

test('a workflow that takes longer than Cliq waits answers all the same, once, in the place of the question', async () => {
	const slow = answering(
		`await new Promise((resolve) => setTimeout(resolve, ${SLOW})); return [{ json: { text: 'At last: ' + text } }];`,
	);
	const byScript = await triggers.workflow({ events: ['message', 'mention'], answer: 'lastNode' }, slow);
	const signed = await extension({ events: ['message'], answer: 'lastNode' }, slow);
	const { control } = lab.sandbox;
	const thread = control.messages('#incidents').find((message) => message.thread)!.thread!.id;
	await active(byScript, () =>
		active(signed, async () => {
			const before = { channel: control.messages('#incidents').length, thread: control.messages(thread).length };
			control.clearJournal();
			const mine = control.write({ bot: BOT, text: 'a' });
			const theirs = control.write({ bot: BOT, as: OTHER, text: 'b' });
			const toExtension = control.write({ bot: EXTENSION, text: 'c' });
			control.write({ chat: '#incidents', text: '@Status Bot d' });
			control.write({ chat: thread, text: '@Status Bot e' });
			const deliveries = await control.delivered();
			expect(deliveries.filter(({ state }) => state === 'late')).toHaveLength(5);
			expect(new Set(deliveries.map(({ answer }) => answer))).toEqual(new Set(['{}']));
			const answered = () => [
				texts(mine.chatId, -2),
				texts(theirs.chatId, -2),
				texts(toExtension.chatId, -2),
				texts('#incidents', before.channel),
				texts(thread, before.thread),
			];
			await until(
				() =>
					answered()
						.flat()
						.filter((text) => text.startsWith('At last')).length === 5,
			);
			await sleep(1_000);
			expect(answered()).toEqual(
				['a', 'b', 'c', '@Status Bot d', '@Status Bot e'].map((text) => [text, `At last: ${text}`]),
			);
			expect(
				[mine, theirs, toExtension].map(({ chatId }) => control.messages(chatId).at(-1)!.author.kind),
			).toEqual(['bot', 'bot', 'bot']);
			// The answer in the thread mentions the bot, and comes from a person.
			expect(await lab.n8n.executionIds(byScript.id)).toHaveLength(4);
			// That of the extension went to the address for late ones, which is no operation of the API.
			expect(control.journal().filter(({ operation }) => operation === 'message.send.bot')).toHaveLength(2);
		}),
	);
}, 60_000);

test('a text that is too long for one message becomes several', async () => {
	const made = await triggers.workflow(
		{ events: ['message'], answer: 'lastNode' },
		answering('return [{ json: { output: "**Done** " + "word ".repeat(1500) } }];'),
	);
	await active(made, async () => {
		const { chatId } = lab.sandbox.control.write({ bot: BOT, text: 'A long story, please' });
		const before = lab.sandbox.control.messages(chatId).length;
		expect((await lab.sandbox.control.delivered()).at(-1)).toMatchObject({ state: 'answered', answer: '{}' });
		await until(() => texts(chatId, before).length === 2);
		expect(texts(chatId, before)).toEqual([
			expect.stringMatching(/^\*Done\* word/),
			expect.stringMatching(/^word/),
		]);
	});
});

test('what is said while a workflow runs becomes its answer, or what is said if it fails', async () => {
	const WORKING = 'Working on it…';
	const made = await triggers.workflow(
		{
			events: ['message', 'mention'],
			answer: 'lastNode',
			additionalFields: { workingText: WORKING, failureText: 'Sorry, that did not work.' },
		},
		answering(`
			await new Promise((resolve) => setTimeout(resolve, text === 'quick' ? 0 : 20000));
			if (text === 'fail') throw new Error('On purpose');
			return [{ json: text === 'silent' ? { total: 3 } : { output: '**Done**: ' + text + (text === 'long' ? ' word'.repeat(1500) : '') } }];`),
	);
	const { control } = lab.sandbox;
	await active(made, async () => {
		const inChannel = control.messages('#incidents').length;
		const [slow] = ['slow', 'quick', 'fail', 'long', 'silent'].map((text) => control.write({ bot: BOT, text }));
		const theirs = control.write({ bot: BOT, as: OTHER, text: 'theirs' });
		control.write({ chat: '#incidents', text: '@Status Bot mine' });
		const placeholders = (chat: string) =>
			control
				.messages(chat)
				.filter(({ text }) => text === WORKING)
				.map(({ id }) => id);
		const counts = () => [slow!.chatId, theirs.chatId, '#incidents'].map((chat) => placeholders(chat).length);
		for (let tries = 0; tries < 360 && counts().join() !== '4,1,1'; tries++) await sleep(50);
		expect(counts()).toEqual([4, 1, 1]);
		const ids = [...placeholders(slow!.chatId), ...placeholders('#incidents')];
		// The other bot takes part in the channel, and nobody listens to it any more.
		expect(
			(await control.delivered())
				.filter(({ via }) => via === 'script')
				.slice(-7)
				.map(({ answer }) => answer)
				.sort(),
		).toEqual(['{"text":"*Done*: quick"}', ...Array(6).fill('{}')]);
		for (let tries = 0; tries < 200 && counts().join() !== '0,1,0'; tries++) await sleep(50);
		await sleep(2_000);
		// The same messages hold the answers now, and none is beside them.
		const mine = control.messages(slow!.chatId);
		const became = [...mine, ...control.messages('#incidents')]
			.filter(({ id }) => ids.includes(id))
			.map(({ text }) => text.slice(0, 25));
		expect(became.sort()).toEqual(
			[
				'*Done*: @Status Bot mine',
				'*Done*: long word word wor',
				'*Done*: slow',
				'No answer.',
				'Sorry, that did not work.',
			]
				.map((text) => text.slice(0, 25))
				.sort(),
		);
		expect(
			mine
				.map(({ text }) => text.slice(0, 20))
				.filter((text) => !['slow', 'fail', 'long', 'silent', 'quick'].includes(text))
				.slice(-6)
				.sort(),
		).toEqual(
			[
				'*Done*: long word wor',
				'*Done*: quick',
				'*Done*: slow',
				'No answer.',
				'Sorry, that did not ',
				'word word word word ',
			]
				.map((text) => text.slice(0, 20))
				.sort(),
		);
		expect(
			control
				.messages('#incidents')
				.slice(inChannel)
				.map(({ text }) => text),
		).toEqual(['@Status Bot mine', '*Done*: @Status Bot mine']);
		// The account takes no part in this chat, and cannot edit there: the answer is a message of its own.
		expect(texts(theirs.chatId, -2)).toEqual([WORKING, '*Done*: theirs']);
	});
}, 90_000);

describe('attachments', () => {
	const readFile = code(`const item = $input.first();
		const files = await Promise.all(Object.keys(item.binary ?? {}).map(async (field) => [field, (await this.helpers.getBinaryDataBuffer(0, field)).toString()]));
		return [{ json: { text: 'Read', attachments: item.json.message.attachments, files: Object.fromEntries(files) } }];`);

	test.each(['nothing', 'lastNode'])('become binary data, whichever way it is answered: %s', async (answer) => {
		const made = await triggers.workflow(
			{ events: ['message'], answer, additionalFields: { downloadAttachments: true } },
			readFile,
		);
		await active(made, async () => {
			lab.sandbox.control.write({
				bot: BOT,
				text: 'See the log',
				attachments: [{ name: 'build log.txt', text: 'All green' }],
			});
			expect((await lab.sandbox.control.delivered()).at(-1)).toMatchObject({
				state: 'answered',
				answer: answer === 'nothing' ? '{}' : '{"text":"Read"}',
			});
			const { runs, status } = (await triggers.runs(made, 1))[0]!;
			expect([status, runs('Last')[0]!.outputs[0]![0]!.json]).toMatchObject([
				'success',
				{
					files: { attachment_0: 'All green' },
					attachments: [{ name: 'build log.txt', field: 'attachment_0' }],
				},
			]);
			expect(runs(TRIGGER)[0]!.outputs[0]![0]).toMatchObject({ json: { message: { text: 'See the log' } } });
		});
	});

	test('that the account may not see start the workflow all the same, and say why they are missing', async () => {
		const made = await triggers.workflow({ events: ['message'], additionalFields: { downloadAttachments: true } });
		await active(made, async () => {
			lab.sandbox.control.write({
				bot: BOT,
				as: OTHER,
				text: 'See the log',
				attachments: [{ name: 'build log.txt', text: 'All green' }],
			});
			await lab.sandbox.control.delivered();
			const { runs, status } = (await triggers.runs(made, 1))[0]!;
			expect([status, runs(TRIGGER)[0]!.outputs[0]![0]!.json.message.attachments]).toEqual([
				'success',
				[
					{
						id: expect.any(String),
						name: 'build log.txt',
						type: 'text/plain',
						url: expect.stringContaining('/files/'),
						error: expect.stringContaining('not allowed'),
					},
				],
			]);
		});
	});
});
