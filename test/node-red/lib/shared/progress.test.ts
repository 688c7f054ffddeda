import type { Node, Red, Status } from '../../../../node-red/lib/shared/node-red';
import { Progress } from '../../../../node-red/lib/shared/progress';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function watch() {
	const statuses: Status[] = [];
	const red = {
		_: (key: string, values: object = {}) => [key.split('status.')[1], ...Object.values(values)].join(' '),
	} as unknown as Red;
	const progress = new Progress(red, { status: (status: Status) => statuses.push(status) } as unknown as Node);
	return { progress, texts: () => statuses.map(({ text }) => text) };
}

test('an upload shows how far it is, now and then', () => {
	const { progress, texts } = watch();
	const ticket = progress.start();
	ticket.sending();
	for (let sent = 0; sent <= 1_000; sent++) {
		ticket.progress(sent, 1_000);
		jest.advanceTimersByTime(1);
	}
	ticket.finished('sent');
	jest.advanceTimersByTime(200);
	expect(texts()[0]).toBe('sending');
	expect(texts()).toContain('uploading 49');
	expect(texts().at(-1)).toBe('sent');
	expect(texts().length).toBeLessThan(15);
});

test('an upload that begins again begins at nothing', () => {
	const { progress, texts } = watch();
	const ticket = progress.start();
	ticket.progress(900, 1_000);
	ticket.sending();
	jest.advanceTimersByTime(200);
	expect(texts().at(-1)).toBe('sending');
});
