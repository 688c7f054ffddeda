import type { Answer } from '../../../cliq/catalogue/answers';
import { operation } from '../../../cliq/catalogue';
import { CliqError } from '../../../cliq/errors';
import { sendAll, type Memory } from '../../../cliq/message/send-all';
import type { Step } from '../../../cliq/message/compose';
import type { Patience } from '../../../cliq/pacing/pacer';
import { rejection } from '../support/expect';

const patience: Patience = { maxWait: 1000, lane: 'a' };

function step(target: string, id: string, text = 'Hi', place = 0): Step {
	const name = { channel: 'channel', bot: 'bot', chat: 'chatId', user: 'user' }[target]!;
	return { operation: operation(`message.send.${target}`), values: { [name]: id, text }, place };
}

/** A client that answers with ids from 1 on, and fails at the calls that are given. */
function fake(
	failures: Record<number, unknown> = {},
	answerOf: (call: number) => Answer = (call) => ({ success: true, messageId: String(call), chatId: 'CT_1' }),
) {
	const calls: Array<{ id: string; text: unknown; remaining?: number | undefined }> = [];
	const call = async ({ id }: { id: string }, values: Record<string, unknown>, { remaining }: Patience) => {
		calls.push({ id, text: values.text, remaining });
		if (calls.length in failures) throw failures[calls.length];
		return { answer: answerOf(calls.length), raw: {} };
	};
	return { client: { call }, calls };
}

const refused = () => new CliqError('refused', 'Cliq said no', { hint: 'Ask again.', status: 400, cliqCode: 'x' });

it('a single call is handed on as it is, and so is what it fails with', async () => {
	const steps = [step('chat', 'CT_1')];
	const error = refused();
	expect(await sendAll(fake().client, steps, { ...patience, remaining: 7 })).toEqual([
		{ success: true, messageId: '1', chatId: 'CT_1' },
	]);
	await expect(sendAll(fake({ 1: error }).client, steps, patience)).rejects.toBe(error);
	// A read answers with a list.
	const entries = [{ success: true }] as unknown as Answer;
	expect(await sendAll(fake({}, () => entries).client, steps, patience)).toEqual([entries]);
});

it('what was left out is said in the receipt', async () => {
	const warned = { ...step('chat', 'CT_1'), warnings: ['Button 1 was left out'] };
	expect(await sendAll(fake().client, [warned], patience)).toEqual([
		{ success: true, messageId: '1', chatId: 'CT_1', warnings: ['Button 1 was left out'] },
	]);
});

it('parts of one place give one receipt', async () => {
	const { client, calls } = fake();
	const steps = ['a', 'b', 'c'].map((text) => step('chat', 'CT_1', text));
	expect(await sendAll(client, steps, patience)).toEqual([
		{ success: true, messageId: '1', messageIds: ['1', '2', '3'], chatId: 'CT_1' },
	]);
	expect(calls.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
});

it('parts without ids, and broadcasts, give what there is', async () => {
	const steps = [step('bot', 'b', 'a'), step('bot', 'b', 'b')];
	expect(await sendAll(fake({}, () => ({ success: true })).client, steps, patience)).toEqual([{ success: true }]);
	const broadcast = fake({}, (call) => ({
		success: true,
		recipients: [{ userId: '1', chatId: 'c', messageId: String(call) }],
	}));
	expect(await sendAll(broadcast.client, steps, patience)).toEqual([
		{
			success: true,
			recipients: [
				{ userId: '1', chatId: 'c', messageId: '1' },
				{ userId: '1', chatId: 'c', messageId: '2' },
			],
		},
	]);
});

it('each place has an answer', async () => {
	const steps = [
		step('chat', 'CT_1'),
		step('user', 'sam@example.com', 'a', 1),
		step('user', 'sam@example.com', 'b', 1),
	];
	expect(await sendAll(fake().client, steps, patience)).toMatchObject([
		{ messageId: '1' },
		{ messageId: '2', messageIds: ['2', '3'] },
	]);
});

it('the pacer knows how many calls will come', async () => {
	const steps = [
		step('chat', 'CT_1', 'a'),
		step('chat', 'CT_1', 'b'),
		step('user', '5', 'a', 1),
		step('user', '5', 'b', 1),
	];
	const remaining = async (given?: number) => {
		const { client, calls } = fake();
		await sendAll(client, steps, { ...patience, remaining: given });
		return calls.map((call) => call.remaining);
	};
	expect(await remaining()).toEqual([2, 1, 2, 1]);
	expect(await remaining(10)).toEqual([11, 10, 11, 10]);
});

const file = (name: string) => ({ name, size: 1, open: () => [] });

it('files of several calls come as one answer, and an error names the part', async () => {
	const files = (name: string): Step => ({
		operation: operation('file.send.chat'),
		values: { chatId: 'CT_1', files: [file(name)] },
		place: 0,
	});
	const steps = [step('chat', 'CT_1'), files('a.pdf'), files('b.pdf')];
	const { client } = fake({}, (call) =>
		call === 1
			? { success: true, messageId: '9' }
			: { success: true, chatId: 'CT_1', files: [call === 2 ? 'a.pdf' : 'b.pdf'] },
	);
	expect(await sendAll(client, steps, patience)).toEqual([
		{ success: true, chatId: 'CT_1', files: ['a.pdf', 'b.pdf'], messageId: '9', messageIds: ['9'] },
	]);
	const failing = await rejection(sendAll(fake({ 3: refused() }).client, steps, patience));
	expect(failing.message).toBe('The files, part 2 of 2: Cliq said no');
	expect((await rejection(sendAll(fake({ 1: refused() }).client, steps, patience))).message).toBe(
		'The message before the files: Cliq said no',
	);
});

it('files have the ID of the message before them', async () => {
	const files: Step = {
		operation: operation('file.send.chat'),
		values: { chatId: 'CT_1', files: [file('a.pdf'), file('b.pdf')] },
		place: 0,
	};
	const { client } = fake({}, (call) =>
		call === 1 ? { success: true, messageId: '9' } : { success: true, chatId: 'CT_1', files: ['a.pdf', 'b.pdf'] },
	);
	expect(await sendAll(client, [step('chat', 'CT_1'), files], patience)).toEqual([
		{ success: true, chatId: 'CT_1', files: ['a.pdf', 'b.pdf'], messageId: '9', messageIds: ['9'] },
	]);
	const failing = await rejection(sendAll(fake({ 2: refused() }).client, [step('chat', 'CT_1'), files], patience));
	expect(failing.message).toBe('The files: Cliq said no');
	expect(
		(await rejection(sendAll(fake({ 1: refused() }).client, [step('chat', 'CT_1'), files], patience))).message,
	).toBe('The message before the files: Cliq said no');
	expect(
		(
			await rejection(
				sendAll(fake({ 2: refused() }).client, [step('chat', 'CT_1'), step('chat', 'CT_1'), files], patience),
			)
		).message,
	).toBe('The message before the files, part 2 of 2: Cliq said no');
});

describe('a call that fails', () => {
	const parts = ['a', 'b', 'c', 'd', 'e'].map((text) => step('channel', 'incidents', text));

	it('is named, with what is posted already', async () => {
		const error = await rejection(sendAll(fake({ 3: refused() }).client, parts, patience));
		expect(error).toMatchObject({
			kind: 'refused',
			message: 'Part 3 of 5: Cliq said no',
			details: { status: 400, cliqCode: 'x' },
		});
		expect(error.hint).toBe(
			'Ask again. 2 messages are posted already, so do not send them again: to channel incidents (2 messages).',
		);
	});

	it('ends the sending', async () => {
		const { client, calls } = fake({ 3: refused() });
		await rejection(sendAll(client, parts, patience));
		expect(calls).toHaveLength(3);
	});

	const steps = [
		step('channel', 'incidents'),
		step('user', 'sam@example.com', 'a', 1),
		step('user', 'sam@example.com', 'b', 1),
		step('chat', 'CT_1', 'Hi', 2),
	];

	it('is named by its place too', async () => {
		const error = await rejection(sendAll(fake({ 3: refused() }).client, steps, patience));
		expect(error.message).toBe('To user sam@example.com, part 2 of 2: Cliq said no');
		expect(error.hint).toBe(
			'Ask again. 3 messages are posted already, so do not send them again: to channel incidents, user sam@example.com, chat CT_1.',
		);
	});

	it('keeps the message from no other place', async () => {
		const { client, calls } = fake({ 2: refused(), 3: new CliqError('notFound', 'There is no such chat') });
		const error = await rejection(sendAll(client, steps, patience));
		expect(calls.map(({ id }) => id)).toEqual(['message.send.channel', 'message.send.user', 'message.send.chat']);
		expect(error).toMatchObject({
			kind: 'notFound',
			message: 'To user sam@example.com, part 1 of 2: Cliq said no; To chat CT_1: There is no such chat',
		});
		expect(error.hint).toBe('1 message is posted already, so do not send it again: to channel incidents.');
	});

	it.each([
		'cancelled',
		'locked',
		'notAuthorized',
		'outcomeUnknown',
		'scopeMissing',
		'unavailable',
		'waitTooLong',
	] as const)('ends the sending to all places where it says something about all: %s', async (kind) => {
		const { client, calls } = fake({ 2: new CliqError(kind, 'Not now') });
		const error = await rejection(sendAll(client, steps, patience));
		expect(calls).toHaveLength(2);
		expect(error).toMatchObject({ kind, message: 'To user sam@example.com, part 1 of 2: Not now' });
		expect(error.hint).toBe(
			'1 message is posted already, so do not send it again: to channel incidents. Not begun: chat CT_1.',
		);
	});

	it('with nothing before it says so', async () => {
		expect(
			(await rejection(sendAll(fake({ 1: new CliqError('locked', 'Not now') }).client, steps, patience))).hint,
		).toBe('Nothing of it is posted yet. Not begun: user sam@example.com (2 messages), chat CT_1.');
	});

	it('with many places before it names some', async () => {
		const many = Array.from({ length: 14 }, (_, index) => step('user', String(index), 'a', index));
		expect((await rejection(sendAll(fake({ 14: refused() }).client, many, patience))).hint).toMatch(
			/^Ask again. 13 messages .* user 9 and 3 more\.$/,
		);
	});

	it('for a fault of the program stays what it is', async () => {
		const fault = new TypeError('x is not a function');
		await expect(sendAll(fake({ 2: fault }).client, parts, patience)).rejects.toBe(fault);
	});
});

it('a second run sends to the places that had refused', async () => {
	const kept = new Map<number, Answer>();
	const memory: Memory = { recall: (index) => kept.get(index), note: (index, answer) => kept.set(index, answer) };
	const steps = ['1', '2', '3'].map((id, place) => step('user', id, 'Hi', place));
	await rejection(sendAll(fake({ 2: refused() }).client, steps, patience, memory));
	const { client, calls } = fake({}, () => ({ success: true, messageId: 'second' }));
	expect(await sendAll(client, steps, patience, memory)).toMatchObject([
		{ messageId: '1' },
		{ messageId: 'second' },
		{ messageId: '3' },
	]);
	expect(calls).toHaveLength(1);
});

it('a second run goes on where the first one stopped', async () => {
	const kept = new Map<number, Answer>();
	const memory: Memory = { recall: (index) => kept.get(index), note: (index, answer) => kept.set(index, answer) };
	const steps = ['a', 'b', 'c'].map((text) => step('chat', 'CT_1', text));
	await rejection(sendAll(fake({ 2: refused() }).client, steps, patience, memory));
	const { client, calls } = fake({}, (call) => ({ success: true, messageId: `second ${call}`, chatId: 'CT_1' }));
	expect(await sendAll(client, steps, patience, memory)).toEqual([
		{ success: true, messageId: '1', messageIds: ['1', 'second 1', 'second 2'], chatId: 'CT_1' },
	]);
	expect(calls.map(({ text }) => text)).toEqual(['b', 'c']);
	await sendAll(client, steps, patience, memory);
	expect(calls).toHaveLength(2);
});
