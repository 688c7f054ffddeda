import type { IExecuteFunctions } from 'n8n-workflow';

import { operation } from '../../../cliq/catalogue';
import { Progress } from '../../../nodes/ZohoCliq/progress';
import { tellOfWaits } from '../../../nodes/ZohoCliq/waitHints';

const NOW = Date.UTC(2026, 10, 22, 8);

beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

function run(items: number) {
	const logged: string[] = [];
	const shown: string[] = [];
	const context = {
		logger: { info: (line: string) => logged.push(line) },
		sendMessageToUI: (text: string) => shown.push(text),
		getExecutionId: () => '7',
		getNode: () => ({ name: 'Tell' }),
	};
	const progress = new Progress(operation('message.send.channel'), items);
	const waits = tellOfWaits(context as unknown as IExecuteFunctions, progress);
	return { logged, shown, progress, waits };
}

test('a long wait is told at once, with the count and the time at which the run goes on', () => {
	const { logged, shown, progress, waits } = run(3);
	progress.note([]);
	waits(NOW + 125_000, true);
	expect(shown).toEqual([
		'1 of 3 items done. Cliq has locked this operation for the account; the next call goes at 08:02:05 UTC.',
	]);
	expect(logged).toEqual([`Execution 7, node "Tell": ${shown[0]}`]);
});

test('many short ones are told together, a few times a minute, with a count that grows', () => {
	const { shown, progress, waits } = run(60);
	for (let item = 0; item < 50; item++) {
		waits(Date.now() + 1200, false);
		jest.advanceTimersByTime(1200);
		progress.note([]);
	}
	expect(
		shown.map((text) =>
			Number(
				/^(\d+) of 60 items done\. It waits for Cliq's rate limit; the next call goes at \d\d:\d\d:\d\d UTC\.$/.exec(
					text,
				)![1],
			),
		),
	).toEqual([5, 18, 31, 44]);
});

test('a short wait, or one whose end nobody knows, is not told', () => {
	const { shown, logged, waits } = run(3);
	waits(NOW + 4000, false);
	waits(Infinity, false);
	expect([shown, logged]).toEqual([[], []]);
});
