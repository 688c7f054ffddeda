import fc from 'fast-check';
import { Deadlines } from '../../../cliq/pacing/deadlines';
import type { Waiter } from '../../../cliq/pacing/lane';

const waiterOf = (deadline: number) => ({ turn: { lane: '', deadline }, isOver: false }) as Waiter;
const steps = fc.array(
	fc.oneof(fc.record({ add: fc.oneof(fc.nat({ max: 20 }), fc.constant(Infinity)) }), fc.record({ over: fc.nat() })),
	{ maxLength: 200 },
);

test('the first is always who waits and gives up first, and of those who do so together whoever came first', () => {
	fc.assert(
		fc.property(steps, (all) => {
			const deadlines = new Deadlines();
			let waiting: Waiter[] = [];
			for (const step of all) {
				if ('add' in step) {
					const waiter = waiterOf(step.add);
					deadlines.add(waiter);
					if (step.add !== Infinity) waiting.push(waiter);
				} else if (waiting.length > 0) {
					waiting[step.over % waiting.length]!.isOver = true;
					waiting = waiting.filter(({ isOver }) => !isOver);
				}
				const [first] = [...waiting].sort((one, other) => one.turn.deadline - other.turn.deadline);
				expect(deadlines.first()).toBe(first);
			}
		}),
	);
});
