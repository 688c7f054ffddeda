import { CliqError, type ErrorKind } from '../../cliq/errors';
import type { Control, JournalEntry } from '../../sandbox';
import { ELSEWHERE } from './case';
import { judgeMessages } from './judge-messages';
import { judgeTargets } from './judge-targets';
import { groupBy, name, type Played } from './play';
import type { Exchange } from './wire';

const MINUTE = 60_000;

/** Of whatever was asked for here, nothing can be answered with these. */
const NEVER: ErrorKind[] = ['invalidInput', 'unexpectedAnswer', 'forbidden'];

/** Work that no wait limits: tries of a call, the look into the chat, and Zoho's accounts server that wants a rest. */
const LONGEST_WORK = 60 * MINUTE;

/** @returns every promise that was broken, judged at the sandbox. */
export function judge(played: Played, control: Control): string[] {
	const strange = judgeErrors(played);
	// What is no CliqError is wrong enough, and cannot be judged.
	if (played.calls.some(({ error }) => error !== undefined && !(error instanceof CliqError))) return strange;
	return [
		...played.broken,
		...strange,
		...judgeThresholds(played),
		...judgeTokens(played),
		...judgeElsewhere(played),
		...judgeEnds(played),
		...judgeMessages(played, control),
		...judgeTargets(played, control),
	];
}

/** What the sandbox knows of our calls, in the order of their arrival. */
function ours({ exchanges }: Played): Array<Exchange & { entry: JournalEntry }> {
	const arrived = exchanges.filter(
		(exchange): exchange is Exchange & { entry: JournalEntry } =>
			!exchange.isForeign && exchange.entry !== undefined,
	);
	return arrived.sort((one, other) => one.entry.number - other.entry.number);
}

/** No call over a threshold, and none into a lock that was known of. */
function judgeThresholds(played: Played): string[] {
	const broken: string[] = [];
	const foreign = played.exchanges.filter(({ isForeign, entry }) => isForeign && entry?.user);
	// Under way is, too, who has the turn and only waits for a token.
	const waitedForToken = (late: Exchange, since: number) =>
		played.exchanges.some(
			({ answered = 0, call, entry }) =>
				answered > since && answered < late.sent && (call.url.endsWith('/token') || entry?.status === 401),
		);
	for (const exchange of ours(played)) {
		const { operation, time, overThreshold, intoLock } = exchange.entry;
		const isCrowded = foreign.some(
			({ entry }) => entry!.operation === operation && entry!.time <= time && time - entry!.time < MINUTE,
		);
		if (overThreshold && !isCrowded) broken.push(`${operation} passed its threshold at ${clock(time, played)}`);
		const told =
			intoLock &&
			ours(played).find(
				(other) =>
					other.answered !== undefined &&
					other.answered < exchange.sent &&
					lockedUntil(other) > time &&
					other.entry.operation === operation &&
					isRemembered(other, played),
			);
		if (told && !waitedForToken(exchange, told.answered!))
			broken.push(
				`${operation} was called into a lock at ${clock(time, played)}, which was known since ${clock(told.answeredAt!, played)}`,
			);
	}
	return broken;
}

/**
 * Whether what the answer told is known for good: what a process learned in its last second is gone if it was killed.
 */
function isRemembered({ answeredAt, process }: Exchange, { ends }: Played): boolean {
	const end = ends[process - 1];
	return !end?.isKilled || end.at > answeredAt! + 1100;
}

/** Until when the operation is locked, as far as this answer tells it. */
function lockedUntil({ entry, outcome, answeredAt = 0 }: Exchange & { entry: JournalEntry }): number {
	if (!entry.intoLock && !entry.overThreshold) return 0;
	// A page of the proxy, or half the JSON, hides what Cliq said.
	if (!outcome || !('response' in outcome) || ![400, 429].includes(outcome.response.status)) return 0;
	const seconds = Number(outcome.response.headers['retry-after']);
	return answeredAt + (seconds > 0 ? seconds * 1000 : 10 * MINUTE);
}

/** A token is asked for at the start and for each one that died; whoever is refused asks again only after a rest. */
function judgeTokens(played: Played): string[] {
	const asked = played.exchanges.filter(({ entry }) => entry?.operation === 'oauth.token');
	const given = asked.filter(
		({ outcome }) =>
			outcome &&
			'response' in outcome &&
			/"access_token":"[^"]+"/.test(String(outcome.response.body)) &&
			isWhole(String(outcome.response.body)),
	);
	const killed =
		played.exchanges.filter(({ isForeign, entry }) => !isForeign && entry?.fault === 'expire-token').length +
		played.plan.events.filter(({ kind }) => kind === 'expire' || kind === 'revoke').length;
	const aged = Math.floor((played.endedAt - played.startedAt) / (59 * MINUTE));
	const broken: string[] = [];
	const { ends } = played;
	if (given.length > 1 + killed + aged + ends.length)
		broken.push(
			`${given.length} tokens were asked for, though ${killed} died before their time, ${aged} of age, and ${ends.length} with their process`,
		);
	// What each process knows of the accounts server it knows for itself.
	for (const own of groupBy(asked, ({ process }) => process).values()) {
		const refused = own.filter((exchange) => !given.includes(exchange) && exchange.entry!.fault === undefined);
		const rests = refused
			.slice(1)
			.filter((exchange, index) => exchange.entry!.time - refused[index]!.entry!.time < MINUTE);
		if (rests.length > 0) broken.push('A token was asked for again within a minute of a refusal');
		const times = own.map(({ entry }) => entry!.time);
		if (times.some((time) => times.filter((other) => other >= time && other < time + 10 * MINUTE).length > 10))
			broken.push('More than ten tokens were asked for in ten minutes');
		const throttled = own.filter(
			({ outcome, entry }) => entry!.fault === 'throttle' && outcome && 'response' in outcome,
		);
		if (
			throttled.some(({ answeredAt }) =>
				own.some(({ entry }) => entry!.time > answeredAt! && entry!.time < answeredAt! + 10 * MINUTE),
			)
		)
			broken.push('A token was asked for while the throttle lasted');
	}
	return broken;
}

/** Nobody but Cliq and its accounts server gets a token, a message, or anything but a request for a file. */
function judgeElsewhere({ exchanges, secrets, plan }: Played): string[] {
	const elsewhere = exchanges.filter(({ call }) => call.url.startsWith(ELSEWHERE));
	return elsewhere.flatMap(({ call }) => {
		const broken =
			secrets.some((secret) => JSON.stringify(call).includes(secret)) ||
			call.headers?.Authorization ||
			Object.keys(call.query ?? {}).length > 0 ||
			call.json ||
			call.form
				? [`Another host got ${JSON.stringify(call)}`]
				: [];
		const isDownload =
			call.method === 'GET' &&
			call.wantsFile &&
			plan.executions.some(({ calls }) => calls.some(({ kind }) => kind === 'download'));
		return isDownload ? broken : [...broken, `A redirect was followed with ${call.method} ${call.url}`];
	});
}

function isWhole(json: string): boolean {
	return json.trimEnd().endsWith('}');
}

/** Everybody gets an end, in time, and nothing is left behind. */
function judgeEnds(played: Played): string[] {
	const broken: string[] = [];
	for (const call of played.calls) {
		const { cancelledAfter, maxWait, startsAt } = played.plan.executions[call.execution]!;
		const end = call.endedAt ?? Infinity;
		if (call.fate === 'kept') broken.push(`${name(call)} was kept, and never taken up`);
		const cancelledAt = played.startedAt + startsAt + (cancelledAfter ?? Infinity);
		if (end > Math.max(cancelledAt, call.startedAt) + 1000)
			broken.push(`${name(call)} ended ${end - cancelledAt} ms after it was cancelled`);
		// A history waits for each of its pages.
		if (call.plan.kind !== 'history' && end > call.startedAt + maxWait + LONGEST_WORK)
			broken.push(`${name(call)} took ${(end - call.startedAt) / MINUTE} minutes`);
	}
	const { waiting, sleeping } = played.leftOver;
	if (waiting > 0 || sleeping > 0) broken.push(`${waiting} calls wait and ${sleeping} timers run after the end`);
	return broken;
}

/** Nothing but CliqErrors, of kinds that can be, and without secrets. */
function judgeErrors(played: Played): string[] {
	const broken: string[] = [];
	for (const call of played.calls.filter(({ error }) => error !== undefined)) {
		const { error } = call;
		if (!(error instanceof CliqError)) {
			broken.push(`${name(call)} threw ${error instanceof Error ? error.stack : String(error)}`);
			continue;
		}
		const isRedirected =
			error.kind === 'unexpectedAnswer' && played.plan.faults.some(({ kind }) => kind === 'redirect');
		if (NEVER.includes(error.kind) && !isRedirected)
			broken.push(`${name(call)}: ${error.kind}: ${error.message} ${error.hint}`);
		const words = `${error.message} ${error.stack} ${JSON.stringify(error.details)}`;
		if (played.secrets.some((secret) => words.includes(secret)) || /100[01]\.[0-9a-f]{8}/i.test(words))
			broken.push(`${name(call)} tells a secret`);
	}
	return broken;
}

function clock(time: number, { startedAt }: Played): string {
	return `${(time - startedAt) / 1000} s`;
}
