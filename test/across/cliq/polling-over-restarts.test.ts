import { SharedState } from '../../../cliq/shared-state';
import { CliqClient } from '../../../cliq/client';
import { poll, type PollState } from '../../../cliq/events/polling/poll';
import { startSandbox, type Sandbox, type Variants } from '../../../sandbox';
import { repeatable } from '../../../sandbox/random';
import { VirtualClock } from '../../cliq/support/clock';
import { httpPorts } from '../../cliq/support/http';

// Machines that run everything at once are slow.
jest.setTimeout(120_000);

const MINUTE = 60_000;
const CHATS = 40;
const MESSAGES = 5000;

let sandbox: Sandbox;
let clock: VirtualClock;

beforeAll(async () => {
	clock = new VirtualClock();
	// The pacer sleeps for fractions of a millisecond, which no clock of a server shows.
	sandbox = await startSandbox({ now: () => Math.floor(clock.now()), accessTokenSeconds: 1e7 });
});
afterAll(() => sandbox.close());

/** A runner that polls every minute, and writes its state down as JSON. */
class Runner {
	readonly emitted: string[] = [];
	private state?: string;
	private client!: CliqClient;

	constructor(private readonly chats: string[]) {
		this.start();
	}

	/** As a new process does. */
	start(): void {
		const { accessToken } = sandbox.control.issueTokens();
		const { send, ...ports } = httpPorts(clock, () => accessToken);
		const slow: typeof send = async (request, signal) => {
			await clock.sleep(150);
			return await send(request, signal);
		};
		this.client = new CliqClient({ ...ports, send: slow }, new SharedState(), sandbox.url, { account: 'owner' });
	}

	async poll(): Promise<void> {
		const state = this.state === undefined ? undefined : (JSON.parse(this.state) as PollState);
		const polled = await poll(this.client, this.chats, state, { maxWait: Infinity }, 50_000);
		expect(polled).toMatchObject({ failures: [], warnings: [] });
		expect(polled).not.toHaveProperty('locked');
		this.state = JSON.stringify(polled.state);
		this.emitted.push(...polled.events.map(({ message }) => message!.id!.replace(' ', '_')));
	}
}

/**
 * People write: single messages, bursts within a millisecond, and bursts over some seconds, in some chats more than in
 * others.
 */
async function write(chats: string[], random: () => number): Promise<string[]> {
	const { control } = sandbox;
	const written: string[] = [];
	while (written.length < MESSAGES) {
		const chat = chats[Math.floor(random() ** 2 * CHATS)]!;
		const kind = random();
		const count = Math.min(
			MESSAGES - written.length,
			kind < 0.8 ? 1 : Math.ceil(random() * (kind < 0.9 ? 90 : 350)),
		);
		for (let index = 0; index < count; index++) {
			written.push(control.post({ chat, text: `Message ${written.length}` }).messageId);
			if (kind >= 0.9 && random() < 0.3) await clock.sleep(Math.ceil(random() * 100));
		}
		await clock.sleep(Math.ceil(random() * 60_000));
	}
	return written;
}

const pages = (['oldest', 'newest'] as const).flatMap((fullPage) =>
	(['oldest-first', 'newest-first'] as const).map((order) => [fullPage, order] as const),
);

it.each(pages)(
	'5,000 messages in 40 chats are emitted once each, over restarts and without a lock; full pages of the %s, %s',
	async (fullPage, order) => {
		const { control } = sandbox;
		clock = new VirtualClock();
		control.reset();
		control.variants({ fullPage, order } satisfies Partial<Variants>);
		const { channels, chats: others, owner } = control.state();
		const joined = channels.filter(({ members }) => members.includes(owner)).map(({ chatId }) => chatId);
		const groups = others
			.filter((chat) => ['direct', 'group'].includes(chat.kind) && chat.joined)
			.map(({ id }) => id);
		const chats = [...joined.slice(0, 20), ...groups].slice(0, CHATS);
		expect(new Set(chats).size).toBe(CHATS);
		const random = repeatable(fullPage === 'oldest' ? 1 : 2);
		const runner = new Runner(chats);

		await clock.run(runner.poll());
		let written: string[] | undefined;
		const writing = write(chats, random).then((all) => (written = all));
		const polling = async () => {
			let after = 0;
			while (after < 10) {
				await clock.sleep(MINUTE);
				// A process that just started cannot know what the one before it has read.
				if (random() < 0.1) {
					await clock.sleep(MINUTE + Math.ceil(random() * 10 * MINUTE));
					runner.start();
				}
				await runner.poll();
				if (written) after++;
			}
		};
		await clock.run(Promise.all([writing, polling()]));

		expect(written).toHaveLength(MESSAGES);
		expect([...runner.emitted].sort()).toEqual([...written!].sort());
		const reads = control.counters()['message.getMany'];
		expect(reads).toMatchObject({ overThreshold: 0, intoLock: 0 });
		expect(reads!.calls).toBeGreaterThan(500);
	},
);
