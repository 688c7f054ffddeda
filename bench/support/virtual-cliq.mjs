/** A sandbox over real HTTP, and clients that call it over a network, all in virtual time. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { operation } = require('../../dist/cliq/catalogue/index.js');
const { CliqClient } = require('../../dist/cliq/client.js');
const { SharedState } = require('../../dist/cliq/shared-state.js');
const { startSandbox, VirtualClock } = require('../../sandbox/dist/sandbox/index.js');

export const MINUTE = 60_000;
export const SEND = operation('message.send.channel');
export const SEND_TO_CHAT = operation('message.send.chat');
export const GET_MANY = operation('message.getMany');

/** The channel to which the nodes send, and one for those with whom they share the account. */
export const CHANNEL = 'incidents';
export const ELSEWHERE = 'marketing';

/** One that is written to by its chat ID. */
export const GROUP = 'releases';

/** In the middle of a minute of the clock, so that the server's minutes and ours do not begin together. */
const START = Date.UTC(2026, 10, 22, 8, 0, 37);

/** @returns numbers from 0 up to 1, the same ones for the same seed (mulberry32). */
export function randomOf(seed) {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/**
 * @param variants of the sandbox.
 * @param roundTrip how long a call and its answer are under way together, on average, in milliseconds. Each way takes
 * between half and one and a half of its mean.
 */
export async function startCliq(variants, roundTrip) {
	const clock = new VirtualClock(START);
	// Renewing tokens is not what is measured, so one lasts for the longest scenario.
	const sandbox = await startSandbox({ now: clock.now, variants, accessTokenSeconds: 7 * 86_400 });
	const { control } = sandbox;
	const random = randomOf(1);
	const travel = () => clock.sleep((roundTrip / 2) * (0.5 + random()));

	/** What the sandbox saw, call by call; its journal forgets. */
	const calls = [];
	control.subscribe((event) => event.type === 'call' && calls.push(event.call));

	/** @returns ports of a program with an access token of its own, all for the same person. */
	const connect = () => {
		const { accessToken } = control.issueTokens();
		const send = async ({ method, url, query, body }) => {
			await travel();
			const headers = {
				authorization: `Bearer ${accessToken}`,
				...(body && { 'content-type': 'application/json' }),
			};
			const response = await clock.outsideWork(
				exchange(`${url}?${new URLSearchParams(query)}`, {
					method,
					headers,
					body: body && JSON.stringify(body),
				}),
			);
			await travel();
			return { response };
		};
		return { send, now: clock.now, elapsed: clock.elapsed, sleep: clock.sleep, random };
	};

	return {
		clock,
		control,
		calls,
		connect,
		close: sandbox.close,
		/** @param ports of `connect`. @returns a client in a process of its own. */
		client: (share = 1, ports = connect()) =>
			new CliqClient(ports, new SharedState(), sandbox.url, { account: 'owner', share }),
		/** @returns the request of somebody who does without our nodes. */
		post: (channel, text) => ({
			method: 'POST',
			url: `${sandbox.url}/api/v2/channelsbyname/${channel}/message`,
			query: {},
			body: { text },
		}),
		/** @returns our calls among those that the sandbox saw. */
		callsTo: (channel) => calls.filter(({ path }) => path.includes(`/${channel}/`)),
		chatId: (channel) => control.state().channels.find(({ uniqueName }) => uniqueName === channel).chatId,
	};
}

async function exchange(address, init) {
	const response = await fetch(address, init);
	return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}
