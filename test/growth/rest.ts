import { operation } from '../../cliq/catalogue';
import { fileName } from '../../cliq/http/content-disposition';
import { CliqError } from '../../cliq/errors';
import { Pacer } from '../../cliq/pacing/pacer';
import { lookBack } from '../../cliq/delivery/look-back';
import { fetchChoices } from '../../cliq/lookup/pickers';
import { buildRequest } from '../../cliq/http/request';
import { readResponse } from '../../cliq/read-response';
import { refusalOf } from '../../cliq/http/refusals';
import { redact } from '../../cliq/util/redact-secrets';
import { SentLog } from '../../cliq/delivery/sent-log';
import { cliqRoot } from '../../cliq/http/data-centers';
import type { Subject } from './measure';
import { fewShapes, shapesOf, times } from './shapes';

const TEXT = 128_000;
const MANY = 32_000;
const NOW = 1_790_000_000_000;
const ROOT = 'https://cliq.invalid';
const allowance = { account: 'a' } as ConstructorParameters<typeof Pacer> extends []
	? Parameters<Pacer['queue']>[0]
	: never;
const send = operation('message.send.chat');

function onTexts(name: string, work: (text: string) => unknown, shapes = fewShapes, most = TEXT): Subject[] {
	return shapes.map(({ name: shape, make }): Subject<string> => ({ name, shape, make, work, most })) as Subject[];
}

function subject<Input>(
	name: string,
	shape: string,
	make: (size: number) => Input,
	work: (input: Input) => unknown,
	most = MANY,
): Subject {
	return { name, shape, make, work, most } as Subject;
}

/** A client whose every answer is this. */
const client = (answer: unknown) => ({
	now: () => NOW,
	cliqTime: () => NOW,
	call: () => Promise.resolve({ answer: answer as never, raw: { data: answer } }),
});

/** Time stands still, and nothing is ever answered. */
const clock = { now: () => NOW, elapsed: () => NOW, sleep: () => new Promise<void>(() => {}) };
const turn = (changes: object) => ({ lane: '', deadline: NOW + 1e9, ...changes });

/** All wait; then all are told to stop. */
async function waitAndStop(
	size: number,
	signals: (index: number) => AbortController,
	changes: (index: number) => object,
): Promise<void> {
	const pacer = new Pacer();
	const used = new Set<AbortController>();
	const waits = times(size, (index) => {
		const control = signals(index);
		used.add(control);
		return pacer
			.queue(allowance, send, clock as never, turn({ signal: control.signal, ...changes(index) }) as never)
			.go()
			.catch(() => {});
	});
	for (const control of used) control.abort();
	// Those who have a slot go on.
	await Promise.race([Promise.all(waits), new Promise((resolve) => setImmediate(resolve))]);
}

const fresh = () => {
	const control = new AbortController();
	return () => control;
};

const messages = (size: number) =>
	times(size, (index) => ({
		id: `${index}%20${index}`,
		chatId: 'CT_1',
		time: NOW + index,
		type: 'text',
		text: `a${index}`,
		content: `a${index}`,
		sender: { id: '1', name: 'a' },
	}));

export const restSubjects: Subject[] = [
	subject(
		'waiting calls',
		'one signal for all',
		(size) => size,
		(size) => waitAndStop(size, fresh(), () => ({})),
		64_000,
	),
	subject(
		'waiting calls',
		'one sequence',
		(size) => size,
		(size) => waitAndStop(size, fresh(), () => ({ sequence: 'a' })),
		64_000,
	),
	subject(
		'waiting calls',
		'a lane each',
		(size) => size,
		(size) => waitAndStop(size, fresh(), (index) => ({ lane: `l${index}` })),
		4000,
	),
	subject(
		'waiting calls',
		'each gives up earlier',
		(size) => size,
		(size) => waitAndStop(size, fresh(), (index) => ({ deadline: NOW + 1e9 - index })),
		16_000,
	),
	subject(
		'waiting calls',
		'a signal each',
		(size) => size,
		(size) =>
			waitAndStop(
				size,
				() => new AbortController(),
				() => ({}),
			),
		16_000,
	),
	subject(
		'sent messages',
		'all different',
		(size) => size,
		(size) => {
			const log = new SentLog();
			for (let index = 0; index < size; index++)
				log.end(log.begin('a', `t${index}`, NOW + index), NOW + index, `${index}`);
		},
	),
	subject(
		'sent messages',
		'never settled',
		(size) => size,
		(size) => {
			const log = new SentLog();
			for (let index = 0; index < size; index++) log.begin('a', `t${index}`, NOW + index * 1000);
		},
	),
	subject(
		'look-back',
		'many messages and as many twins',
		(size) => size,
		async (size) => {
			const log = new SentLog();
			const sending = log.begin('a', 'x', NOW);
			for (let index = 0; index < size; index++) log.end(log.begin('a', 'x', NOW), NOW, `${index} ${index}`);
			await lookBack(client(messages(size)) as never, log, {
				operation: send,
				values: { chatId: 'CT_1' },
				request: buildRequest(send, { chatId: 'CT_1', text: 'x' }, ROOT),
				sending,
				begunAt: NOW,
				error: new CliqError('unavailable', 'x'),
				ports: { ...clock, sleep: () => Promise.resolve() } as never,
				patience: { maxWait: 0 },
			});
		},
	),
	...onTexts('secrets in a text', redact),
	...onTexts(
		'name of a file',
		fileName,
		shapesOf(['filename="', "filename*=UTF-8''", '%', '\\', '"', ';', ' ', "'", 'a=b;'], 'attachment; filename="'),
	),
	...onTexts('answer of Cliq that is', (body) => refusalOf(send, { status: 400, headers: {}, body }, NOW)),
	...onTexts('message of an error', (message) =>
		refusalOf(send, { status: 400, headers: { 'retry-after': message }, body: { code: message, message } }, NOW),
	),
	...onTexts(
		'base URL',
		(baseUrl) => cliqRoot({ dataCenter: 'custom', baseUrl, customUrl: baseUrl } as never),
		shapesOf(['a', '/', '.', '@', ':'], 'https://'),
	),
	...onTexts(
		'point in time',
		(from) => buildRequest(operation('message.getMany'), { chatId: 'CT_1', from }, ROOT),
		shapesOf(['0', '-', 'T', ':', ' ', '2026-11-22']),
	),
	...onTexts(
		'filter of a picker',
		(filter) =>
			fetchChoices(
				client(times(100, (index) => ({ name: `n${index}`, unique_name: 'a', id: index }))) as never,
				'channel',
				filter,
				undefined,
				{ maxWait: 0 },
			),
		shapesOf(['a', ' ', '.']),
	),
	subject(
		'list of a picker',
		'many entries',
		(size) =>
			times(size, (index) => ({
				name: `n${index}`,
				unique_name: `u${index}`,
				channel_id: `O${index}`,
				id: index,
			})),
		(entries) => fetchChoices(client(entries) as never, 'channel', 'n', undefined, { maxWait: 0 }),
	),
	subject(
		'answer',
		'many messages',
		(size) => ({ data: messages(size) }),
		(body) => readResponse({ operation: operation('message.getMany'), body, values: { chatId: 'CT_1' } }),
	),
	subject(
		'answer',
		'many reactions',
		(size) => ({ data: Object.fromEntries(times(size, (index) => [`e${index}`, [`${NOW}:1:a`]])) }),
		(body) =>
			readResponse({
				operation: operation('reaction.getMany'),
				body,
				values: { chatId: 'CT_1', messageId: '1' },
			}),
	),
	...onTexts(
		'reaction',
		(entry) =>
			readResponse({
				operation: operation('reaction.getMany'),
				body: { data: { a: [entry] } },
				values: { chatId: 'CT_1', messageId: '1' },
			}),
		shapesOf([':', 'a', '1:']),
	),
	subject(
		'answer',
		'many recipients',
		(size) => ({ message_details: Object.fromEntries(times(size, (index) => [index, { message_id: '1%202' }])) }),
		(body) => readResponse({ operation: operation('message.send.bot'), body, values: {} }),
	),
	subject(
		'user IDs',
		'a list',
		(size) => times(size, (index) => String(index)),
		(subscribers) => buildRequest(operation('message.send.bot'), { bot: 'taz', text: 'a', subscribers }, ROOT),
	),
];
