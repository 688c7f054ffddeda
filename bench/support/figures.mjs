/** Figures out of what the sandbox saw. */
import { MINUTE } from './virtual-cliq.mjs';

const seconds = (milliseconds) => Math.round(milliseconds) / 1000;

/**
 * @returns the least time that so many calls take, in milliseconds: the first ones go at once, and then as many each
 * minute.
 */
export function lowerBound(calls, threshold) {
	return Math.max(0, Math.ceil(calls / threshold) - 1) * MINUTE;
}

/** @returns what 99 of 100 do not exceed. */
function p99(values) {
	return [...values].sort((one, other) => one - other)[Math.ceil(values.length * 0.99) - 1];
}

/** @returns how many of the texts there are, are there more than once, and are missing. */
export function compare(wanted, found) {
	const times = new Map(wanted.map((text) => [text, 0]));
	for (const text of found) if (times.has(text)) times.set(text, times.get(text) + 1);
	const counts = [...times.values()];
	return {
		stored: counts.filter((count) => count > 0).length,
		doubled: counts.filter((count) => count > 1).length,
		lost: counts.filter((count) => count === 0).length,
	};
}

/** @returns time taken, and how near that comes to what is possible; both are given in milliseconds. */
export function pace(taken, bound) {
	return {
		seconds: seconds(taken),
		lowerBound: seconds(bound),
		ratio: bound > 0 ? Math.round((taken / bound) * 10_000) / 10_000 : null,
	};
}

/**
 * What our calls did to the threshold. Somebody has to be refused to find out about a lock that others caused, so
 * refusals that came before the first of them was known to us are counted as `discovery`.
 *
 * @param calls those of ours, as the sandbox saw them.
 * @param knownAt when the first refusal was known.
 */
export function lockFigures(calls, knownAt = Infinity) {
	const intoLock = calls.filter((call) => call.intoLock);
	return {
		locks: calls.filter((call) => call.overThreshold).length,
		callsIntoLock: intoLock.filter(({ time }) => time > knownAt).length,
		discovery: intoLock.filter(({ time }) => time <= knownAt).length,
	};
}

/** @param asked by text, when somebody first wanted to send it. @param messages those that arrived. */
export function waitFigures(asked, messages) {
	const waits = messages.filter(({ text }) => asked.has(text)).map(({ text, time }) => time - asked.get(text));
	return { waitP99: seconds(p99(waits)), waitMost: seconds(Math.max(...waits)) };
}
