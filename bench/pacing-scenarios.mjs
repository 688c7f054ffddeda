/**
 * What `bench:pacing` plays: each scenario does its work on a Cliq in virtual time and gives what the sandbox counted.
 */
import { createRequire } from 'node:module';
import { compare, lockFigures, lowerBound, pace, waitFigures } from './support/figures.mjs';
import { CHANNEL, ELSEWHERE, GET_MANY, GROUP, randomOf, SEND, SEND_TO_CHAT } from './support/virtual-cliq.mjs';

const require = createRequire(import.meta.url);
const { walk } = require('../dist/cliq/lookup/paging.js');
const { poll } = require('../dist/cliq/events/polling/poll.js');

/** In milliseconds: how long the n8n node waits unless told otherwise. */
const MAX_WAIT = 900_000;

const minutes = [{ minute: 'sliding' }, { minute: 'calendar' }];
const times = (one, other) => one.flatMap((first) => other.map((second) => ({ ...first, ...second })));

/** Nothing is lost, nothing doubled, and we neither trip a lock nor call into one that we know of. */
const clean = { lost: { most: 0 }, doubled: { most: 0 }, locks: { most: 0 }, callsIntoLock: { most: 0 } };
const undisturbed = { ...clean, discovery: { most: 0 } };

/**
 * By name: the variants of the sandbox it is played against, one after the other; how it is played; and the least or
 * the most that its figures may be. CI plays those that are `short`.
 */
export const scenarios = {
	// One after the other, since they go to one channel: mostly the network's time.
	burst20: { short: true, variants: minutes, play: batchOf(20), targets: { ...undisturbed, seconds: { most: 2 } } },
	burst20Executions: {
		short: true,
		variants: minutes,
		play: burstOfExecutions,
		targets: { ...undisturbed, seconds: { most: 2 } },
	},
	// As messages reach a node of Node-RED: all at once, and nobody says how many there are. A chat takes 20 a minute.
	unknownBatch20: {
		short: true,
		variants: minutes,
		play: unannounced(20, MAX_WAIT),
		targets: { ...undisturbed, seconds: { most: 2 } },
	},
	deadlineFree: {
		short: true,
		variants: minutes,
		play: unannounced(16, 10_000),
		targets: { ...undisturbed, refused: { most: 0 }, seconds: { most: 10 } },
	},
	batch500: {
		short: true,
		variants: minutes,
		play: batchOf(500),
		targets: { ...undisturbed, ratio: { most: 1.12 } },
	},
	batch5000: { variants: minutes, play: batchOf(5000), targets: { ...undisturbed, ratio: { most: 1.02 } } },
	alertBesideBulk: { variants: minutes, play: alertBesideBulk, targets: { ...undisturbed, waitP99: { most: 2.5 } } },
	fourProcesses: {
		variants: minutes,
		play: fourProcesses,
		targets: { ...undisturbed, thresholdUsed: { least: 0.9 } },
	},
	// Calls into a lock start it anew here, so that a second one could not go unnoticed.
	foreignLock: {
		short: true,
		variants: times(minutes, [{ lockRestarts: true }]),
		play: foreignLock(useUpThreshold),
		targets: { ...clean, discovery: { least: 1, most: 1 } },
	},
	foreignLockByDecree: {
		short: true,
		variants: times(minutes, [{ lockRestarts: true }]),
		play: foreignLock(decree),
		targets: { ...clean, discovery: { least: 1, most: 1 } },
	},
	// The nodes spread calls, so they are level with the bound where it rises by a minute, and furthest from it just
	// before.
	history: {
		short: true,
		variants: times(
			minutes,
			times(
				[{ order: 'oldest-first' }, { order: 'newest-first' }],
				[{ fullPage: 'newest' }, { fullPage: 'oldest' }],
			),
		),
		play: history,
		targets: { ...undisturbed, ratio: { most: 1.05 } },
	},
	// From writing to starting: a poll a minute, as n8n makes them, so that a minute is the most that it can take.
	polls1: { short: true, variants: minutes, play: polls(1), targets: { ...undisturbed, waitP99: { most: 61 } } },
	polls15: { short: true, variants: minutes, play: polls(15), targets: { ...undisturbed, waitP99: { most: 64 } } },
};

const sum = (numbers) => numbers.reduce((one, other) => one + other, 0);
export const textsOf = (count, name = 'Post') => Array.from({ length: count }, (_, index) => `${name} ${index + 1}`);

/**
 * Sends one text after another, as the n8n node does with its items.
 *
 * @param asked gets, by text, when its turn came.
 * @returns how many Cliq took.
 */
export async function sendAll(cliq, client, texts, lane, asked, onSent = () => {}) {
	let sent = 0;
	for (const [index, text] of texts.entries()) {
		asked.set(text, cliq.clock.now());
		await client
			.call(SEND, { channel: CHANNEL, text }, { lane, maxWait: MAX_WAIT, remaining: texts.length - index })
			.then(
				() => sent++,
				() => {},
			);
		onSent(index + 1);
	}
	return sent;
}

/**
 * @param asked by text, when each was wanted; `waitsOf` those whose waits are of interest.
 * @param bound in milliseconds, if it is not that of so many posts.
 * @param knownAt when the first refusal was known to us. @param channel where they went.
 */
function figures(
	cliq,
	{
		asked,
		sent,
		begun,
		ended = cliq.clock.now(),
		bound = lowerBound(asked.size, SEND.threshold),
		waitsOf = asked,
		knownAt,
		channel = CHANNEL,
	},
) {
	const messages = cliq.control.messages(`#${channel}`);
	return {
		sent,
		...compare(
			[...asked.keys()],
			messages.map(({ text }) => text),
		),
		...lockFigures(channel === CHANNEL ? cliq.callsTo(CHANNEL) : cliq.calls, knownAt),
		...pace(ended - begun, bound),
		...waitFigures(waitsOf, messages),
	};
}

function batchOf(count) {
	return async (cliq) => {
		const asked = new Map();
		const begun = cliq.clock.now();
		const sent = await cliq.clock.run(sendAll(cliq, cliq.client(), textsOf(count), 'batch', asked));
		return figures(cliq, { asked, sent, begun });
	};
}

/** So many messages for one chat, all at the same moment, none of which knows of the others. */
function unannounced(count, maxWait) {
	return async (cliq) => {
		const client = cliq.client();
		const chatId = cliq.chatId(GROUP);
		const asked = new Map(textsOf(count).map((text) => [text, cliq.clock.now()]));
		const begun = cliq.clock.now();
		const post = (text) =>
			client.call(SEND_TO_CHAT, { chatId, text }, { lane: 'node', maxWait }).then(
				() => true,
				() => false,
			);
		const outcomes = await cliq.clock.run(Promise.all([...asked.keys()].map(post)));
		const sent = outcomes.filter(Boolean).length;
		const bound = lowerBound(count, SEND_TO_CHAT.threshold);
		return { ...figures(cliq, { asked, sent, begun, bound, channel: GROUP }), refused: count - sent };
	};
}

/** Twenty executions have one message each for the channel, all at the same moment. */
async function burstOfExecutions(cliq) {
	const client = cliq.client();
	const asked = new Map();
	const begun = cliq.clock.now();
	const sent = await cliq.clock.run(
		Promise.all(textsOf(20).map((text) => sendAll(cliq, client, [text], text, asked))),
	);
	return figures(cliq, { asked, sent: sum(sent), begun });
}

/** An execution posts 5,000 items; every thirty seconds another one has a single message to send. */
async function alertBesideBulk(cliq) {
	const client = cliq.client();
	const asked = new Map();
	const alertsAsked = new Map();
	const begun = cliq.clock.now();
	let ended;
	const bulk = sendAll(cliq, client, textsOf(5000), 'bulk', asked).finally(() => (ended = cliq.clock.now()));
	const alerts = async () => {
		const sending = [];
		for (await cliq.clock.sleep(30_000); ended === undefined; await cliq.clock.sleep(30_000)) {
			const text = `Alert ${sending.length + 1}`;
			sending.push(sendAll(cliq, client, [text], text, alertsAsked));
		}
		return sum(await Promise.all(sending));
	};
	const [bulkSent, alertsSent] = await cliq.clock.run(Promise.all([bulk, alerts()]));
	const all = new Map([...asked, ...alertsAsked]);
	return {
		...figures(cliq, { asked: all, sent: bulkSent + alertsSent, begun, ended, waitsOf: alertsAsked }),
		alerts: alertsSent,
	};
}

/** As n8n in queue mode: workers that know nothing of each other but their share. */
async function fourProcesses(cliq) {
	const asked = new Map();
	const begun = cliq.clock.now();
	const process = (name) => sendAll(cliq, cliq.client(0.25), textsOf(500, name), 'batch', asked);
	const sent = await cliq.clock.run(Promise.all(['North', 'East', 'South', 'West'].map(process)));
	const all = figures(cliq, { asked, sent: sum(sent), begun });
	return { ...all, thresholdUsed: Math.round((asked.size / SEND.threshold / (all.seconds / 60)) * 1000) / 1000 };
}

/** 200 posts; after half of them somebody else with the same account trips the lock. */
function foreignLock(trip) {
	return async (cliq) => {
		const ports = cliq.connect();
		let knownAt;
		const send = async (request) => {
			const outcome = await ports.send(request);
			if (outcome.response.status === 429) knownAt ??= cliq.clock.now();
			return outcome;
		};
		const asked = new Map();
		const begun = cliq.clock.now();
		let lockEnd;
		const onSent = (count) => {
			if (count === 100) void trip(cliq).then((until) => (lockEnd = until));
		};
		const sent = await cliq.clock.run(
			sendAll(cliq, cliq.client(1, { ...ports, send }), textsOf(200), 'batch', asked, onSent),
		);
		const bound = lockEnd - begun + lowerBound(100, SEND.threshold);
		return figures(cliq, { asked, sent, begun, bound, knownAt });
	};
}

/** Posts, all at once, more than a minute allows. @returns when the lock would end if nobody called (ms since 1970). */
async function useUpThreshold(cliq) {
	const { send } = cliq.connect();
	await Promise.all(textsOf(SEND.threshold + 1, 'Elsewhere').map((text) => send(cliq.post(ELSEWHERE, text))));
	return lockEndOf(cliq);
}

/** The lock falls from the sky, for everybody whom it meets with calls still free. */
async function decree(cliq) {
	cliq.control.lock({ operation: SEND.id });
	return lockEndOf(cliq);
}

function lockEndOf({ control }) {
	return control.usage().find(({ operation }) => operation === SEND.id).lockedUntil;
}

/**
 * Two chats of 10,000 messages, the most that the sandbox keeps of one, are read to their ends, one after the other.
 */
async function history(cliq) {
	const names = [CHANNEL, ELSEWHERE];
	const wanted = names.flatMap((name) => seedHistory(cliq, name, 10_000));
	const client = cliq.client();
	const found = [];
	const read = async () => {
		for (const name of names) {
			for await (const page of walk(client, GET_MANY, { chatId: cliq.chatId(name) }, Infinity, {
				lane: 'history',
				maxWait: MAX_WAIT,
			}))
				found.push(...page.map(({ text }) => text));
		}
	};
	const begun = cliq.clock.now();
	await cliq.clock.run(read());
	return {
		sent: wanted.length,
		...compare(wanted, found),
		...lockFigures(cliq.calls),
		...pace(cliq.clock.now() - begun, lowerBound(cliq.calls.length, GET_MANY.threshold)),
		waitP99: null,
		calls: cliq.calls.length,
	};
}

/**
 * For an hour people write into so many chats, one message every twenty seconds on average, and one node polls all of
 * them.
 */
function polls(count) {
	return async (cliq) => {
		const { clock, control } = cliq;
		const { channels, owner } = control.state();
		const chats = channels
			.filter(({ members }) => members.includes(owner))
			.slice(0, count)
			.map(({ chatId }) => chatId);
		if (chats.length < count) throw new Error(`The sandbox has ${chats.length} channels`);
		const client = cliq.client();
		const random = randomOf(3);
		const written = new Map();
		const started = [];
		let state;
		const look = async () => {
			const polled = await poll(client, chats, state, { maxWait: 50_000, lane: 'poll' }, 50_000);
			state = JSON.parse(JSON.stringify(polled.state));
			started.push(...polled.events.map(({ message: { text } }) => ({ text, time: clock.now() })));
		};
		const write = async () => {
			for (const text of textsOf(180)) {
				await clock.sleep(random() * 40_000);
				control.post({ chat: chats[Math.floor(random() * count)], text });
				written.set(text, clock.now());
			}
		};
		const begun = clock.now();
		const each = async () => {
			for (let minute = 1; minute <= 75; minute++) {
				await clock.sleep(begun + minute * 60_000 - clock.now());
				await look();
			}
		};
		await clock.run(look().then(async () => await Promise.all([write(), each()])));
		return {
			sent: written.size,
			...compare(
				[...written.keys()],
				started.map(({ text }) => text),
			),
			...lockFigures(cliq.calls),
			...pace(clock.now() - begun, 0),
			...waitFigures(written, started),
		};
	};
}

/** Fills a chat past the API. Up to thirty messages share a millisecond, often enough across the border of a page. */
function seedHistory({ clock, control }, channel, count) {
	const random = randomOf(2);
	const texts = textsOf(count, `In ${channel}`);
	let together = 0;
	for (const text of texts) {
		if (together-- <= 0) {
			together = random() < 0.1 ? Math.floor(random() * 30) : 0;
			clock.set(clock.now() + 1 + Math.floor(random() * 5000));
		}
		control.post({ chat: `#${channel}`, text });
	}
	return texts;
}
