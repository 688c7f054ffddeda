import type { Message } from '../../cliq/catalogue/answers';
import type { ErrorKind } from '../../cliq/errors';
import type { Control } from '../../sandbox';
import type { MessageView } from '../../sandbox/views';
import { EMOJI, groupBy, kindOf, name, type Played, type PlayedCall } from './play';

/** These leave open whether it was done: what ends the same however often it is done may simply be run again. */
const OPEN: Array<ErrorKind | undefined> = ['outcomeUnknown', 'cancelled', 'unavailable'];

/** Edits, deletions, reactions and reads: what was reported is what happened. */
export function judgeTargets(played: Played, control: Control): string[] {
	const messages = control.messages(played.chatIds[0]!);
	return [
		...played.messageIds.flatMap((id, which) => {
			const message = messages.find((one) => one.id === id)!;
			const calls = (kind: string) =>
				played.calls.filter(({ plan }) => plan.kind === kind && plan.which === which);
			return [
				...judgeEdits(calls('edit'), message),
				...judgeDeed(calls('delete'), message.deleted),
				...judgeDeed(calls('react'), hasReaction(message, EMOJI.added)),
				...judgeDeed(calls('unreact'), !hasReaction(message, EMOJI.given), message.deleted),
			];
		}),
		...judgeHistories(played, messages),
	];
}

function judgeEdits(calls: PlayedCall[], { text, edits }: MessageView): string[] {
	const history = [...edits.map((edit) => edit.text), text];
	const broken = calls.flatMap((call) => {
		const isDone = history.includes(String(call.values.text));
		const kind = kindOf(call);
		if (kind === undefined && !isDone) return [`${name(call)} was not done`];
		return kind !== undefined && isDone && !OPEN.includes(kind) ? [`${name(call)} was done all the same`] : [];
	});
	for (const lane of groupBy(calls, ({ execution }) => execution).values()) {
		const wanted = lane.map(({ values }) => String(values.text));
		const seen = history.filter((entry) => wanted.includes(entry)).map((entry) => wanted.indexOf(entry));
		if (seen.some((index, at) => at > 0 && index < seen[at - 1]!))
			broken.push(`Edits out of order: ${history.join()}`);
	}
	return broken;
}

/**
 * @param calls all that do this one thing.
 * @param isGone what it was to be done to is gone, which is as good.
 */
function judgeDeed(calls: PlayedCall[], isDone: boolean, isGone = false): string[] {
	const all = calls.map(name).join(', ');
	const kinds = calls.map(kindOf);
	if (kinds.includes(undefined) && !isDone && !isGone) return [`Not done: ${all}`];
	return calls.length > 0 && isDone && !kinds.some((kind) => kind === undefined || OPEN.includes(kind))
		? [`Done all the same: ${all}`]
		: [];
}

function hasReaction({ reactions }: MessageView, wanted: string): boolean {
	return reactions.some(({ emoji, people }) => emoji === wanted && people.length > 0);
}

/** Whole, and nothing twice. */
function judgeHistories(played: Played, messages: MessageView[]): string[] {
	const histories = played.calls.filter(({ plan, error }) => plan.kind === 'history' && error === undefined);
	return histories.flatMap((call) => {
		const ids = (call.answer as Message[]).map(({ messageId }) => messageId.replace(' ', '_'));
		const missing = messages.filter(
			({ id, time, deleted }) => !deleted && time < call.startedAt && !ids.includes(id),
		);
		const broken = missing.length > 0 ? [`${name(call)} lacks ${missing.length} messages`] : [];
		return new Set(ids).size < ids.length ? [...broken, `${name(call)} has a message twice`] : broken;
	});
}
