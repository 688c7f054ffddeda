import type { Answer, Receipt } from '../catalogue/answers';
import type { Caller } from '../caller';
import { CliqError, type ErrorKind } from '../errors';
import { fields, list } from '../util/read-fields';
import type { Patience } from '../pacing/pacer';
import type { Values } from '../parameters/values';
import type { Step } from './compose';

/** Remembers which steps are done, so that a second run does not post them again. */
export interface Memory {
	/**
	 * @param step counted from 0.
	 * @returns what Cliq answered when it was done; nothing if it was not.
	 */
	recall(step: number): Answer | undefined;
	/** Keeps what Cliq answered to a step. */
	note(step: number, answer: Answer): void;
}

/** How many places an error names before the rest is only counted. */
const PLACES_NAMED = 10;

/** What says something about one place, and nothing about the others. */
const OF_ONE_PLACE: readonly ErrorKind[] = ['forbidden', 'invalidInput', 'notFound', 'refused'];

interface Failed {
	step: Step;
	error: unknown;
}

/**
 * Makes the calls of a message in order. A place that refuses it ends there; the others still get it, unless what went
 * wrong is likely to go wrong for them too.
 *
 * @param patience `remaining` counts this message as one call; the others that it comes to are added here.
 * @returns one answer for each place. The parts of a text have the receipt of the first, with the IDs of all.
 * @throws CliqError of the call that failed, saying which part or place it was and what is posted already.
 */
export async function sendAll(
	client: Pick<Caller, 'call'>,
	steps: Step[],
	patience: Patience,
	memory?: Memory,
): Promise<Answer[]> {
	const answers = new Map<Step, Answer>();
	const failed: Failed[] = [];
	for (const [index, step] of steps.entries()) {
		if (failed.some((other) => other.step.place === step.place)) continue;
		const known = memory?.recall(index);
		const outcome =
			known === undefined
				? await attempt(client, step, { ...patience, remaining: remainingFrom(steps, step, patience) })
				: { answer: known };
		if ('error' in outcome) {
			failed.push({ step, error: outcome.error });
			if (!isOfOnePlace(outcome.error)) break;
			continue;
		}
		if (known === undefined) memory?.note(index, outcome.answer);
		answers.set(step, outcome.answer);
	}
	if (failed.length > 0) throw told(failed, steps, answers);
	return placesOf(steps).map((place) => {
		const own = steps.filter((step) => step.place === place);
		const answer = merged(own.map((step) => ({ step, answer: answers.get(step)! })));
		const warnings = own.flatMap((step) => step.warnings ?? []);
		return warnings.length > 0 ? ({ ...answer, warnings } as Answer) : answer;
	});
}

function isOfOnePlace(error: unknown): boolean {
	return error instanceof CliqError && OF_ONE_PLACE.includes(error.kind);
}

function attempt(
	client: Pick<Caller, 'call'>,
	{ operation, values }: Step,
	patience: Patience,
): Promise<{ answer: Answer } | { error: unknown }> {
	return client.call(operation, values, patience).then(
		({ answer }) => ({ answer }),
		(error: unknown) => ({ error: explained(error, values) }),
	);
}

/** Cliq does not say which key it does not know; this is the one that is sent though no page has it. */
function explained(error: unknown, values: Values): unknown {
	const { buttons, slides } = { ...values, ...fields(values.json) };
	const all = [buttons, ...list(slides).map((slide) => fields(slide).buttons)].flatMap(list);
	if (
		!(error instanceof CliqError) ||
		error.details.cliqCode !== 'extra_key_found' ||
		!all.some((button) => fields(button).arguments !== undefined)
	)
		return error;
	const { kind, message, details } = error;
	const hint =
		'Its buttons have "arguments", which Zoho documents for instant buttons alone. Write what the function needs into "key" (up to 100 characters), or use an instant button.';
	return new CliqError(kind, message, { ...details, hint });
}

/** Calls of the same operation that this message still makes, and the messages that come after it. */
function remainingFrom(steps: Step[], step: Step, { remaining }: Patience): number | undefined {
	const own = steps.slice(steps.indexOf(step)).filter(({ operation }) => operation.id === step.operation.id).length;
	return steps.length === 1 ? remaining : own - 1 + (remaining ?? 1);
}

function placesOf(steps: Step[]): number[] {
	return [...new Set(steps.map(({ place }) => place))];
}

/** The answer of one place. */
function merged(done: Array<{ step: Step; answer: Answer }>): Answer {
	const [first, ...others] = done;
	if (first && others.length === 0) return first.answer;
	const ofFiles = done.filter(({ step }) => isOfFiles(step)).map(({ answer }) => answer as Record<string, unknown>);
	const receipts = done.filter(({ step }) => !isOfFiles(step)).map(({ answer }) => answer as Receipt);
	const messageIds = receipts.flatMap(({ messageId }) => messageId ?? []);
	const recipients = receipts.flatMap((receipt) => receipt.recipients ?? []);
	const ids = { ...(messageIds.length > 0 && { messageIds }), ...(recipients.length > 0 && { recipients }) };
	if (ofFiles.length === 0) return { ...receipts[0], ...ids };
	return {
		...ofFiles[0],
		files: ofFiles.flatMap(({ files }) => list(files)),
		...(messageIds.length > 0 && { messageId: messageIds[0] }),
		...ids,
	};
}

function isOfFiles({ operation }: Step): boolean {
	return operation.parameters.some(({ type }) => type === 'files');
}

/** The last error, with where it and the ones before it happened, and what need not be sent again. */
function told(failed: Failed[], steps: Step[], answers: Map<Step, Answer>): unknown {
	const { error } = failed.at(-1)!;
	if (!(error instanceof CliqError) || steps.length === 1) return error;
	const message = failed
		.map((each) => `${upperFirst(whereOf(steps, each.step))}: ${(each.error as CliqError).message}`)
		.join('; ');
	const begun = [...answers.keys(), ...failed.map(({ step }) => step)];
	const missed = steps.filter((step) => !begun.some(({ place }) => place === step.place));
	const hint = [error.hint, alreadyPosted([...answers.keys()]), missed.length > 0 && `Not begun: ${namesOf(missed)}.`]
		.filter(Boolean)
		.join(' ');
	return new CliqError(error.kind, message, { ...error.details, hint, posted: answers.size });
}

/** @returns e.g. `to user sam@example.com, part 3 of 5`. */
function whereOf(steps: Step[], step: Step): string {
	return [...(placesOf(steps).length > 1 ? [`to ${nameOfPlace(step)}`] : []), ...nameOfPart(steps, step)].join(', ');
}

/** @returns e.g. `part 3 of 5`; nothing where a place gets one call only. */
function nameOfPart(steps: Step[], step: Step): string[] {
	const siblings = steps.filter(({ place }) => place === step.place);
	const messages = siblings.filter((sibling) => !isOfFiles(sibling));
	if (siblings.length === 1) return [];
	const files = siblings.filter(isOfFiles);
	if (isOfFiles(step))
		return [files.length === 1 ? 'the files' : `the files, part ${files.indexOf(step) + 1} of ${files.length}`];
	const part = `part ${messages.indexOf(step) + 1} of ${messages.length}`;
	if (messages.length === siblings.length) return [part];
	return [messages.length === 1 ? 'the message before the files' : `the message before the files, ${part}`];
}

/** `channel incidents`, `user sam@example.com`. */
function nameOfPlace({ operation, values }: Step): string {
	const identifier = operation.parameters.find((parameter) => parameter.in === 'path');
	return [operation.target, identifier && String(values[identifier.name])].filter(Boolean).join(' ');
}

function alreadyPosted(done: Step[]): string {
	if (done.length === 0) return 'Nothing of it is posted yet.';
	const posts =
		done.length === 1
			? '1 message is posted already, so do not send it again'
			: `${done.length} messages are posted already, so do not send them again`;
	return `${posts}: to ${namesOf(done)}.`;
}

/** `channel incidents (2 messages), user sam@example.com`. */
function namesOf(steps: Step[]): string {
	const places = placesOf(steps).flatMap((place) => {
		const own = steps.filter((step) => step.place === place);
		return own
			.slice(0, 1)
			.map((first) => `${nameOfPlace(first)}${own.length > 1 ? ` (${own.length} messages)` : ''}`);
	});
	const others = places.length - PLACES_NAMED;
	return `${places.slice(0, PLACES_NAMED).join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
}

function upperFirst(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
