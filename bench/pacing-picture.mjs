/** Draws docs/pictures/pacing.svg: 500 posts by these nodes, by a plain loop, and as fast as it can be done at all. */
import { writeFileSync } from 'node:fs';
import { sendAll, textsOf } from './pacing-scenarios.mjs';
import { chart } from './support/chart.mjs';
import { CHANNEL, MINUTE, SEND, startCliq } from './support/virtual-cliq.mjs';

const POSTS = 500;
const MINUTES = 25;

/** @returns what `work` leads to: when each message was stored, in minutes, and how many calls were refused. */
async function watch(variants, roundTrip, work) {
	const cliq = await startCliq(variants, roundTrip);
	try {
		const begun = cliq.clock.now();
		await cliq.clock.run(work(cliq));
		const messages = cliq.control.messages(`#${CHANNEL}`).filter(({ time }) => time >= begun);
		return {
			times: messages.map(({ time }) => (time - begun) / MINUTE),
			refused: cliq.calls.filter(({ overThreshold, intoLock }) => overThreshold || intoLock).length,
		};
	} finally {
		await cliq.close();
	}
}

const byTheseNodes = (cliq) => sendAll(cliq, cliq.client(), textsOf(POSTS), 'batch', new Map());

/** Sends as fast as it can, and each message again until it gets through. */
async function byPlainLoop(cliq) {
	const { send } = cliq.connect();
	const end = cliq.clock.now() + MINUTES * MINUTE;
	for (const text of textsOf(POSTS)) {
		let isSent = false;
		while (!isSent) {
			if (cliq.clock.now() >= end) return;
			isSent = (await send(cliq.post(CHANNEL, text))).response.status < 300;
		}
	}
}

/** @param roundTrip of a call, in milliseconds. */
export async function drawPicture(roundTrip) {
	const ours = await watch({}, roundTrip, byTheseNodes);
	const loop = await watch({}, roundTrip, byPlainLoop);
	const worse = await watch({ lockRestarts: true }, roundTrip, byPlainLoop);
	const bound = Array.from({ length: POSTS }, (_, index) => Math.floor(index / SEND.threshold));
	const count = (number) => number.toLocaleString('en-US', { maximumFractionDigits: 1 });
	const ourEnd = ours.times.at(-1);
	const svg = chart({
		title: `${POSTS} messages to a Zoho Cliq channel`,
		subtitle: `Cliq allows ${SEND.threshold} calls a minute and locks whoever makes more out for ${SEND.lockMinutes} minutes.`,
		width: MINUTES,
		height: POSTS,
		lines: [
			{
				times: bound,
				color: '#7d8590',
				dash: '3 4',
				end: bound.at(-1),
				labels: [
					{
						x: 6.6,
						y: 470,
						anchor: 'end',
						lines: ['The fastest that Cliq allows:', `${bound.at(-1)} minutes`],
					},
				],
			},
			{
				times: worse.times,
				color: '#d9480f',
				dash: '7 4',
				labels: [
					{
						x: MINUTES,
						y: 22,
						anchor: 'end',
						lines: [
							`The same loop, if calls during the lock start it anew: ${worse.times.length}, and never more (${count(worse.refused)} calls refused)`,
						],
					},
				],
			},
			{
				times: loop.times,
				color: '#d9480f',
				labels: [
					{
						x: MINUTES,
						y: 212,
						anchor: 'end',
						strong: true,
						lines: [
							'A plain loop that sends at once and tries again:',
							`${loop.times.length} after ${MINUTES} minutes, ${count(loop.refused)} calls refused`,
						],
					},
				],
			},
			{
				times: ours.times,
				color: '#0b7a4b',
				end: ourEnd,
				labels: [
					{
						x: ourEnd + 0.5,
						y: 490,
						strong: true,
						lines: [
							`These nodes: ${ours.times.length} after ${count(ourEnd)} minutes,`,
							`${ours.refused === 0 ? 'no call' : `${ours.refused} calls`} refused`,
						],
					},
				],
			},
		],
	});
	writeFileSync(new URL('../docs/pictures/pacing.svg', import.meta.url), svg);
}
