import { operation } from '../../../cliq/catalogue';
import { SharedState } from '../../../cliq/shared-state';
import { CliqClient } from '../../../cliq/client';
import type { Patience } from '../../../cliq/pacing/pacer';
import type { HttpRequest, Outcome } from '../../../cliq/http/ports';
import { SentLog } from '../../../cliq/delivery/sent-log';
import { VirtualClock } from '../support/clock';
import { rejection } from '../support/expect';

const patient: Patience = { maxWait: Infinity };
const START = Date.UTC(2026, 10, 22, 8);
/** In milliseconds: for how long the process has run. */
const AGE = 10_000;
const broken: Outcome = { failure: { kind: 'interrupted', detail: 'broke' } };
const ok = (body: unknown): Outcome => ({ response: { status: 200, headers: {}, body } });

interface Stored {
	id: string;
	time: number;
	content: string;
}

/**
 * A chat whose server does with the first posts as told, and with all others as it should.
 *
 * @param machine how far the machine's clock is ahead of the server's, in milliseconds; may be changed at any time.
 * @param age of the process, in milliseconds.
 */
function chat(fates: Array<'lost' | 'answerLost'>, stored: Stored[] = [], machine = { ahead: 0 }, age = AGE) {
	const clock = new VirtualClock(START);
	const ok = (body: unknown): Outcome => ({
		response: { status: 200, headers: { date: new Date(clock.now()).toUTCString() }, body },
	});
	const send = async ({ method, body, query }: HttpRequest): Promise<Outcome> => {
		await clock.sleep(100);
		if (method === 'GET') return ok({ data: stored.filter(({ time }) => time >= Number(query.fromtime ?? 0)) });
		const fate = fates.shift();
		if (fate === 'lost') return broken;
		const id = `${clock.now()}_${stored.length}`;
		stored.push({ id, time: clock.now(), content: String(body!.text) });
		if (fate === 'answerLost') return broken;
		return ok(body!.sync_message ? { message_id: id } : {});
	};
	const shared = new SharedState();
	const client = () =>
		new CliqClient(
			{
				send,
				now: () => clock.now() + machine.ahead,
				elapsed: () => age + clock.elapsed(),
				sleep: clock.sleep,
				random: () => 0.5,
			},
			shared,
			'https://cliq.zoho.com',
			{ account: 'ann' },
		);
	const post = (text: string, values = {}, patience = patient) =>
		client()
			.call(operation('message.send.chat'), { chatId: 'CT_1', text, ...values }, patience)
			.then(({ answer }) => answer);
	return { clock, post, stored, ids: () => stored.map(({ id }) => id) };
}

const lanes = (name: string): Patience => ({ ...patient, lane: name });

it('a message that arrived is found', async () => {
	const { clock, post, ids } = chat(['answerLost']);
	expect(await clock.run(post('Hi'))).toEqual({ success: true, chatId: 'CT_1', messageId: ids()[0] });
	expect(ids()).toHaveLength(1);
});

describe('a process that has just begun', () => {
	const before = { id: '1_1', time: START - 800, content: 'Hi' };

	it.each(['lost', 'answerLost'] as const)(
		'does not take for its own what the process before it may have sent: %s',
		async (fate) => {
			const { clock, post, stored } = chat([fate], [{ ...before }], undefined, 400);
			expect(await rejection(clock.run(post('Hi')))).toMatchObject({ kind: 'outcomeUnknown' });
			expect(stored).toHaveLength(fate === 'lost' ? 1 : 2);
		},
	);

	it('sends again what is not there', async () => {
		const { clock, post, ids } = chat(['lost'], [{ ...before, content: 'Other' }], undefined, 400);
		expect(await clock.run(post('Hi'))).toMatchObject({ messageId: ids()[1] });
	});

	it('knows its own once the one before it must have ended', async () => {
		const { clock, post, ids } = chat(['answerLost'], [], undefined, 5000);
		expect(await clock.run(post('Hi'))).toMatchObject({ messageId: ids()[0] });
	});
});

it('a message that did not is sent again', async () => {
	const { clock, post, ids } = chat(['lost']);
	expect(await clock.run(post('Hi'))).toMatchObject({ messageId: ids()[0] });
	expect(ids()).toHaveLength(1);
});

it('what another lane has sent in the meantime is not taken for it', async () => {
	const { clock, post, ids } = chat(['lost']);
	const answers = await clock.run(Promise.all([post('Hi', {}, lanes('a')), post('Hi', {}, lanes('b'))]));
	expect(answers.map((answer) => (answer as { messageId: string }).messageId).sort()).toEqual(ids().sort());
});

it('one message is not found by two', async () => {
	const { clock, post, ids } = chat(['answerLost', 'lost']);
	const results = await clock.run(Promise.allSettled([post('Hi', {}, lanes('a')), post('Hi', {}, lanes('b'))]));
	expect(results.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(ids().length);
	expect(ids()).toHaveLength(1);
});

it('next to one of unknown ID nobody can tell which it is', async () => {
	const fates: Array<'lost'> = [];
	const { clock, post, ids } = chat(fates);
	await clock.run(post('Hi', { synchronous: false }));
	fates.push('lost');
	expect(await rejection(clock.run(post('Hi')))).toMatchObject({ kind: 'outcomeUnknown' });
	expect(ids()).toHaveLength(1);
});

it('an older one of unknown origin is not taken for it', async () => {
	const { clock, post, ids } = chat(['lost'], [{ id: '1_1', time: START - 30_000, content: 'Hi' }]);
	expect(await rejection(clock.run(post('Hi')))).toMatchObject({ kind: 'outcomeUnknown' });
	expect(ids()).toEqual(['1_1']);
});

describe.each([-24 * 60, -60, -2, 2, 60, 24 * 60])('a clock that is ahead by %d minutes', (minutes) => {
	const ahead = minutes * 60_000;

	it.each<['lost' | 'answerLost']>([['lost'], ['answerLost']])('doubles and loses nothing: %s', async (fate) => {
		const { clock, post, ids } = chat([fate], [], { ahead });
		expect(await clock.run(post('Hi'))).toMatchObject({ messageId: ids()[0] });
		expect(ids()).toHaveLength(1);
	});

	it.each<['lost' | 'answerLost']>([['lost'], ['answerLost']])(
		'or is set so while the message is under way, doubles and loses nothing: %s',
		async (fate) => {
			for (const [before, after] of [
				[0, ahead],
				[ahead, 0],
			] as const) {
				const machine = { ahead: before };
				const { clock, post, ids } = chat([fate], [], machine);
				const change = clock.sleep(50).then(() => (machine.ahead = after));
				expect(await clock.run(Promise.all([post('Hi'), change]))).toMatchObject([
					{ messageId: ids()[0] },
					after,
				]);
				expect(ids()).toHaveLength(1);
			}
		},
	);

	it('makes no older message of somebody else count', async () => {
		const machine = { ahead: 0 };
		const { clock, post, ids } = chat(['lost'], [{ id: '1_1', time: START - 30_000, content: 'Hi' }], machine);
		const change = clock.sleep(50).then(() => (machine.ahead = ahead));
		expect(await rejection(clock.run(Promise.all([post('Hi'), change])))).toMatchObject({ kind: 'outcomeUnknown' });
		expect(ids()).toEqual(['1_1']);
	});
});

it('a machine that slept while a message was under way doubles nothing', async () => {
	const machine = { ahead: 0, slept: 0 };
	const clock = new VirtualClock(START);
	const stored: Stored[] = [];
	const send = async ({ method, body, query }: HttpRequest): Promise<Outcome> => {
		const answer = (data: unknown): Outcome => ({
			response: { status: 200, headers: { date: new Date(clock.now()).toUTCString() }, body: data },
		});
		if (method === 'GET') return answer({ data: stored.filter(({ time }) => time >= Number(query.fromtime)) });
		stored.push({ id: `${clock.now()}_${stored.length}`, time: clock.now(), content: String(body!.text) });
		if (stored.length > 1) return answer({ message_id: stored.at(-1)!.id });
		// Time passes for the server alone, as the clock that is never set stands still meanwhile.
		await clock.sleep(3_600_000);
		machine.slept += 3_600_000;
		return broken;
	};
	const client = new CliqClient(
		{
			send,
			now: clock.now,
			elapsed: () => AGE + clock.elapsed() - machine.slept,
			sleep: clock.sleep,
			random: () => 0.5,
		},
		new SharedState(),
		'https://cliq.zoho.com',
		{ account: 'ann' },
	);
	const result = clock.run(client.call(operation('message.send.chat'), { chatId: 'CT_1', text: 'Hi' }, patient));
	// Whether it is the own one, nobody can tell; that it is sent once more is what must not be.
	expect(await rejection(result)).toMatchObject({ kind: 'outcomeUnknown' });
	expect(stored).toHaveLength(1);
});

describe('files', () => {
	/** A chat into which the first upload puts so many of its files before the connection breaks. */
	function share(names: string[], arriving: number | undefined, others: Stored[] = [], age = AGE) {
		const clock = new VirtualClock(START);
		const stored: Array<Stored & { file?: string }> = [...others];
		let uploads = 0;
		const send = async ({ method, form }: HttpRequest): Promise<Outcome> => {
			await clock.sleep(100);
			if (method === 'GET')
				return ok({
					data: stored.map(({ id, time, content, file }) => ({
						id,
						time,
						type: file ? 'file' : 'text',
						content: file ? { file: { name: file, id: `f${id}` }, comment: content } : content,
					})),
				});
			const sent = form!.flatMap((part) => ('file' in part ? [part.file.name] : []));
			const count = uploads++ === 0 ? arriving : undefined;
			for (const file of sent.slice(0, count))
				stored.push({ id: `${clock.now()}_${stored.length}`, time: clock.now(), content: '', file });
			return count === undefined ? ok({}) : broken;
		};
		const client = new CliqClient(
			{ send, now: clock.now, elapsed: () => age + clock.elapsed(), sleep: clock.sleep, random: () => 0.5 },
			new SharedState(),
			'https://cliq.zoho.com',
			{ account: 'ann' },
		);
		const files = names.map((name) => ({
			name,
			size: 1,
			open: () => Promise.reject(new Error('Nobody reads it here')),
		}));
		const work = client.call(operation('file.send.chat'), { chatId: 'CT_1', files }, patient);
		return {
			result: clock.run(work),
			names: () => stored.flatMap(({ file }) => file ?? []),
			again: () => clock.run(client.call(operation('file.send.chat'), { chatId: 'CT_1', files }, patient)),
		};
	}

	it('that all arrived are found', async () => {
		const { result, names } = share(['b.txt', 'a.txt', 'a.txt'], 3);
		expect((await result).answer).toMatchObject({ success: true });
		expect(names()).toEqual(['b.txt', 'a.txt', 'a.txt']);
	});

	it('of which none arrived are sent again', async () => {
		const { result, names } = share(['a.txt', 'b.txt'], 0);
		await result;
		expect(names()).toEqual(['a.txt', 'b.txt']);
	});

	it('of which some arrived are not; these are named', async () => {
		const { result, names } = share(['a.txt', 'b.txt', 'c.txt'], 2);
		expect(await rejection(result)).toMatchObject({
			kind: 'outcomeUnknown',
			hint: expect.stringContaining('"a.txt", "b.txt"'),
		});
		expect(names()).toEqual(['a.txt', 'b.txt']);
	});

	it('whose names Cliq may change are not sent again', async () => {
		const { result, names } = share(['a:b*.txt'], 0);
		expect(await rejection(result)).toMatchObject({ kind: 'outcomeUnknown' });
		expect(names()).toEqual([]);
	});

	it('with the name of an older one are not told from it', async () => {
		const { result } = share(['a.txt'], 0, [
			{ id: '1_1', time: START - 30_000, content: '', file: 'a.txt' } as Stored,
		]);
		expect(await rejection(result)).toMatchObject({ kind: 'outcomeUnknown' });
	});

	it('with the name of one that the process before may have sent a moment ago are not told from it', async () => {
		const { result, names } = share(
			['a.txt'],
			0,
			[{ id: '1_1', time: START - 800, content: '', file: 'a.txt' } as Stored],
			400,
		);
		expect(await rejection(result)).toMatchObject({ kind: 'outcomeUnknown' });
		expect(names()).toEqual(['a.txt']);
	});

	it('that were sent a moment ago under the same names are not told from them', async () => {
		const { result, again, names } = share(['a.txt'], 1);
		await result;
		await again();
		expect(names()).toEqual(['a.txt', 'a.txt']);
	});
});

it('a message is looked for by the text that left, not by one that its JSON replaces', async () => {
	const { clock, post, ids } = chat(['answerLost']);
	expect(await clock.run(post('Hi', { json: { text: 'Other' } }))).toMatchObject({ messageId: ids()[0] });
	expect(ids()).toHaveLength(1);
});

describe('the log', () => {
	it('forgets after two minutes, unless one from that time is not settled yet', () => {
		const log = new SentLog();
		log.end(log.begin('ann', 'Hi', START), START + 10, '1');
		const doubtful = log.begin('ann', ' Hi ', START + 1000);
		log.begin('ann', 'other', START + 600_000);
		expect(log.twins(doubtful).map(({ messageId }) => messageId)).toEqual(['1']);
		log.end(doubtful, START + 600_000, '2');
		const late = log.begin('ann', 'Hi', START + 900_000);
		expect(log.twins(late)).toEqual([doubtful]);
	});

	it('keeps accounts apart, and nothing that was not sent', () => {
		const log = new SentLog();
		log.begin('bob', 'Hi', START);
		log.drop(log.begin('ann', 'Hi', START));
		expect(log.twins(log.begin('ann', 'Hi', START))).toEqual([]);
	});
});

describe('a fault that does not end', () => {
	it('of a server that answers: looked for, not there, and said so', async () => {
		const { clock, post, ids } = chat(['lost', 'lost', 'lost', 'lost']);
		const error = await rejection(clock.run(post('Hi')));
		expect(error).toMatchObject({
			kind: 'unavailable',
			hint: expect.stringMatching(/^Nothing was posted\. It was tried 3 times, and it is not in the chat/),
		});
		expect(ids()).toEqual([]);
	});

	it('of which the last try arrived is found', async () => {
		const { clock, post, ids } = chat(['lost', 'lost', 'answerLost']);
		expect(await clock.run(post('Hi'))).toMatchObject({ messageId: ids()[0] });
	});
});
