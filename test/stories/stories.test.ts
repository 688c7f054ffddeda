import { startSandbox, type Sandbox } from '../../sandbox';
import { N8nInProcess } from './n8n';
import { NodeRedInProcess } from './node-red';
import { all, readings } from './readings';
import type { StoryRunner } from './runner';
import { stories } from './stories';

/**
 * Events and questions, told with the code of both runners under each reading of what the sources leave open, one by
 * one and all at once. test/real tells them in real runners.
 */
const runners = { n8n: N8nInProcess, 'Node-RED': NodeRedInProcess };

let sandbox: Sandbox;
let runner: StoryRunner & { stop(): Promise<void> };

beforeAll(async () => (sandbox = await startSandbox({ thresholds: false })));
afterAll(() => sandbox.close());

describe.each(Object.entries(runners))('%s', (_name, Runner) => {
	describe.each([...Object.entries(readings), ['all at once', all] as const])('%s', (_reading, variants) => {
		beforeEach(async () => {
			sandbox.control.reset();
			sandbox.control.variants(variants);
			runner = await Runner.start(sandbox);
		});
		afterEach(() => runner.stop());

		test.each(Object.entries(stories))('%s', async (_story, tell) => await tell(runner), 60_000);
	});
});
