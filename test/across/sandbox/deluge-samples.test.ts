import { ENCRYPTION, runScript, Tasks, type Invocation } from '../../../sandbox/bots/deluge';
import { respaced } from '../../../sandbox/bots/deluge/respaced';
import { checkScript } from '../../../sandbox/bots/scripts';
import { defaultVariants } from '../../../sandbox/variants';
import { failing, refusedAtSave, samples, type Sample } from '../../sandbox/bots/deluge/samples';

const NOW = Date.UTC(2026, 0, 15, 9);
const TASKS = ['postToChannel', 'postToChannelAsBot', 'postToUser', 'postToChat', 'postToBot'];

async function play({ told, answers = [] }: Sample, script: string) {
	const asked: Invocation[] = [];
	const notes: string[] = [];
	const posts: unknown[][] = [];
	const cliq = new Tasks(
		Object.fromEntries(
			TASKS.map((name) => [name, (...given: unknown[]) => (posts.push([name, ...given]), { status: 'success' })]),
		),
	);
	const zoho = { currenttime: NOW, encryption: ENCRYPTION, cliq };
	const invoke = async (request: Invocation) => {
		const { status = 200, text } = answers[asked.push(request) - 1] ?? { text: '{}' };
		return { status, text };
	};
	const returned = await runScript(script, { zoho, ...structuredClone(told) }, invoke, {
		log: (line) => void notes.push(line),
	});
	return { returned, asked, notes, posts };
}

describe.each(samples.map((sample) => [`${sample.handler} ${sample.what}`, sample] as const))('%s', (_name, sample) => {
	test('is saved', () =>
		expect(() => checkScript(sample.handler, sample.script, 'refused', defaultVariants)).not.toThrow());

	test.each([
		['as written', sample.script],
		['spaced anew', respaced(sample.script)],
	])('does what it says, %s', async (_how, script) => {
		const { returned, asked, notes, posts } = await play(sample, script);
		expect(returned).toEqual(sample.returns);
		expect(notes).toEqual(sample.notes ?? []);
		expect(posts).toEqual(sample.posts ?? []);
		expect(asked).toEqual(
			(sample.asks ?? []).map(({ headers, body, ...request }) =>
				expect.objectContaining({
					...request,
					...(body !== undefined && { body }),
					...(headers && { headers: expect.objectContaining(headers) }),
				}),
			),
		);
	});
});

test('there are thirty of them, of every kind of handler, and twenty that are refused', () => {
	expect(samples.length).toBeGreaterThanOrEqual(30);
	expect(new Set(samples.map(({ handler }) => handler)).size).toBe(10);
	expect(refusedAtSave.length).toBeGreaterThanOrEqual(20);
});

test.each(refusedAtSave)('%s is not saved', (_what, script, why) => {
	expect(() => checkScript('message_handler', script, 'execution_handler_create_failed', defaultVariants)).toThrow(
		expect.objectContaining({ code: 'execution_handler_create_failed', message: expect.stringMatching(why) }),
	);
});

test.each(failing)('%s is saved, and fails', async (_what, script, variables, why) => {
	const run = (text: string) =>
		runScript(text, variables, async ({ url }) => ({ status: url.includes('down') ? 500 : 200, text: '{"x":1}' }));
	await expect(run(script)).rejects.toThrow(expect.objectContaining({ message: expect.stringMatching(why) }));
	// A try around it catches that.
	expect(await run(`try { ${script} } catch (e) { return "caught"; }`)).toBe('caught');
});
