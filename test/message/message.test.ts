import fc from 'fast-check';
import { operation, type Operation } from '../../cliq/catalogue';
import { CliqError } from '../../cliq/errors';
import { compose } from '../../cliq/message/compose';
import { escape } from '../../cliq/message/text/escape';
import { fromMarkdown } from '../../cliq/message/text/markdown';
import { split } from '../../cliq/message/text/split';
import type { MessageObject } from '../../cliq/message/types';
import { buildRequest } from '../../cliq/http/request';
import type { Values } from '../../cliq/parameters/values';
import { messageObject } from '../cliq/support/messages';
import { givesBack } from '../cliq/support/parts';
import { change, changed } from './changes';
import { filled, rows } from './filled-forms';
import { markdownSoup } from './markdown-soup';
import { Wire } from './wire';

const RUNS = Number(process.env.MESSAGE_RUNS ?? 300);
const settings = {
	numRuns: RUNS,
	...(process.env.MESSAGE_SEED && { seed: Number(process.env.MESSAGE_SEED) }),
	...(process.env.MESSAGE_PATH && { path: process.env.MESSAGE_PATH }),
};
const LONGEST_TEXT = 5000;

// Their number decides how long they take, which says nothing about whether they are right.
jest.setTimeout(24 * 60 * 60_000);

let wire: Wire;
beforeAll(async () => {
	wire = await Wire.open();
});
afterAll(() => wire.close());

const target = fc.constantFrom('channel', 'bot', 'chat', 'user');

/** Where we are stricter than the sandbox on purpose, since Cliq's own answer is not known: each with its reason. */
const stricter = [
	/no such button is there/, // An instant button that the text names and nobody made is a mistake of the author.
	/^Slide \d+: has no data$/, // Labels without a value are left out, and then there may be nothing to show.
];

it('what we pass the sandbox takes, and what we refuse the sandbox refuses', async () => {
	const tally = { passed: 0, refused: 0 };
	const changes = fc.array(change(), { maxLength: 2 });
	await fc.assert(
		fc.asyncProperty(target, messageObject(), changes, async (place, valid, made) => {
			const send = operation(`message.send.${place}`);
			const message = made.reduce<unknown>(changed, valid) as MessageObject;
			const values = sendable(send, message);
			fc.pre(values !== undefined);
			const own = caught(() => buildRequest(send, { ...values, ...wire.places[place] }, wire.root));
			if (own instanceof CliqError) {
				tally.refused++;
				expect(own.message).not.toBe('');
				if (stricter.some((pattern) => pattern.test(own.message))) return;
				const { status } = await wire.post(addressOf(send), message);
				expect({ ours: own.message, status }).toEqual({ ours: own.message, status: 400 });
			} else {
				tally.passed++;
				const { status, said } = await wire.post(own, own.body);
				expect({ said, ok: status < 300 }).toEqual({ said, ok: true });
			}
		}),
		settings,
	);
	console.log(`${tally.passed} passed, ${tally.refused} refused, by us and by the sandbox`);
	expect(Math.min(tally.passed, tally.refused)).toBeGreaterThan(RUNS / 10);
});

it('whatever is filled in, every message that comes of it is one that Cliq takes', async () => {
	const tally = { composed: 0, refused: 0 };
	const values = fc.record(
		{
			text: fc.oneof(
				markdownSoup(),
				fc.array(markdownSoup(), { maxLength: 30 }),
				fc.constant('word '.repeat(3000)),
			),
			textFormat: fc.constantFrom('markdown', 'plain'),
			longText: fc.constantFrom('split', 'cut', 'refuse'),
			mentions: fc.array(fc.constantFrom('all', 'available', 'participants'), { maxLength: 2 }),
			digestGroups: fc.constantFrom('critical', 'warning {@all}'),
			digestFull: fc.integer({ min: 1, max: 200 }),
			card: filled('card'),
			slides: filled('slides'),
			buttons: filled('buttons'),
			references: filled('references'),
			styles: filled('styles'),
			identity: filled('identity'),
		},
		{ requiredKeys: ['text', 'textFormat'] },
	);
	await fc.assert(
		fc.asyncProperty(target, values, rows(), async (place, given, data) => {
			const steps = caught(() =>
				compose(operation(`message.send.${place}`), { ...given, ...wire.places[place] }, data),
			);
			if (steps instanceof CliqError) {
				tally.refused++;
				return;
			}
			tally.composed++;
			for (const step of steps) {
				const request = buildRequest(step.operation, step.values, wire.root);
				const { status, said } = await wire.post(request, request.body);
				expect({ said, ok: status < 300 }).toEqual({ said, ok: true });
			}
		}),
		settings,
	);
	console.log(`${tally.composed} composed and taken, ${tally.refused} refused before anything was sent`);
	expect(tally.composed).toBeGreaterThan(RUNS / 4);
});

it('nothing in Markdown or in data becomes a mention or a button, and its parts give it back', () => {
	fc.assert(
		fc.property(
			fc.oneof(markdownSoup(), fc.string({ unit: 'binary' })),
			fc.integer({ min: 40, max: 400 }),
			(text, limit) => {
				for (const made of [fromMarkdown(text).text, escape(text)]) {
					expect(made).not.toMatch(/\{[@#]|\]\((?:zohoid|mail):|\]\(\$/);
					for (const length of [limit, LONGEST_TEXT]) {
						const parts = split(made, length);
						expect(parts.filter((part) => part.length > length)).toEqual([]);
						expect(givesBack(parts, made)).toBe(true);
					}
				}
			},
		),
		settings,
	);
});

/**
 * @returns the parts of the message by the catalogue's names; none if it is no message, has a key that no parameter is
 * called, or holds a mention: the sandbox knows who is in the organization, which we cannot.
 */
function sendable({ parameters }: Operation, message: unknown): Values | undefined {
	if (
		typeof message !== 'object' ||
		message === null ||
		Array.isArray(message) ||
		/\{[@#]/.test(JSON.stringify(message))
	)
		return undefined;
	const named = Object.entries(message).map(
		([wireName, value]) => [parameters.find((parameter) => parameter.wire === wireName)?.name, value] as const,
	);
	return named.every(([name]) => name !== undefined) ? Object.fromEntries(named) : undefined;
}

function addressOf(send: Operation): ReturnType<typeof buildRequest> {
	return buildRequest(send, { ...wire.places[send.target as string], text: 'x' }, wire.root);
}

/** @throws whatever is not a CliqError: a crash. */
function caught<Result>(act: () => Result): Result | CliqError {
	try {
		return act();
	} catch (error) {
		if (error instanceof CliqError) return error;
		throw error;
	}
}
