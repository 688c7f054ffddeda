import fc from 'fast-check';
import { startSandbox } from '../../sandbox';
import { VirtualClock } from '../cliq/support/clock';
import { cases } from './case';
import { judge } from './judge';
import { play, type Stage } from './play';
import { Tally } from './tally';

/** Set by `npm run test:faults -- --runs 10000 [--seed … --path …]`; without it a taste is enough. */
const { FAULT_RUNS, FAULT_SEED, FAULT_PATH } = process.env;
const runs = Number(FAULT_RUNS ?? 30);

/** A case takes some milliseconds, in real time. */
const SLOWEST = 120_000;

/** In milliseconds, real time. */
const LONGEST_SHRINKING = 30_000;

let stage: Stage;

/**
 * A port outside the range from which outgoing connections take theirs, so that nobody else has it while the sandbox is
 * away.
 */
const port = () => 20_000 + Math.floor(Math.random() * 10_000);

beforeAll(async () => {
	const now = () => stage?.clock.now() ?? new VirtualClock().now();
	const start = async (tries: number): ReturnType<typeof startSandbox> =>
		await startSandbox({ now, port: port() }).catch((error: Error) =>
			tries > 1 ? start(tries - 1) : Promise.reject(error),
		);
	stage = { sandbox: await start(5), clock: new VirtualClock() };
	stage.sandbox.control.subscribe((event) => event.type === 'call' && stage.wire?.note(event.call));
});
afterAll(() => stage.sandbox.close());

it('whatever breaks, every promise is kept', async () => {
	const tally = new Tally();
	const property = fc.asyncProperty(cases, async (plan) => {
		const played = await play(stage, plan);
		tally.add(played);
		const broken = judge(played, stage.sandbox.control);
		if (broken.length > 0) throw new Error(broken.join('\n'));
		if (FAULT_RUNS !== undefined && tally.runs % 1000 === 0) process.stderr.write(`${tally.runs} runs\n`);
	});
	const replay = {
		...(FAULT_SEED !== undefined && { seed: Number(FAULT_SEED) }),
		...(FAULT_PATH !== undefined && { path: FAULT_PATH }),
	};
	const found = await fc.check(property, { numRuns: runs, timeout: SLOWEST, endOnFailure: true, ...replay });
	if (FAULT_RUNS !== undefined) process.stdout.write(tally.report());
	if (found.failed) {
		// A smaller case, if there is one within a time.
		const smaller = await fc.check(property, {
			seed: found.seed,
			path: found.counterexamplePath!,
			timeout: SLOWEST,
			interruptAfterTimeLimit: LONGEST_SHRINKING,
		});
		const result = smaller.counterexample ? smaller : found;
		const why = result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance);
		const [plan] = result.counterexample!;
		throw new Error(
			`${why}\n\nReplay: npm run test:faults -- --seed=${result.seed} --path ${result.counterexamplePath}\n\n${JSON.stringify(plan)}`,
		);
	}
	if (runs >= 300 && FAULT_PATH === undefined) expect(tally.missing()).toEqual([]);
}, 3_600_000);
