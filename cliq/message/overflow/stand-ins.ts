import { isEmpty, isRecord } from '../../parameters/json-values';
import { remark, type Where } from '../location-in-message';
import { escape } from '../text/escape';

/** Cliq takes no poll with fewer. */
const LEAST_ANSWERS = 2;

/** A poll that its data leaves too few answers, as a card. */
export function withoutVote(card: unknown, where: Where): unknown {
	if (!isRecord(card) || card.theme !== 'poll') return card;
	const answers = (Array.isArray(card.options) ? card.options : []).flatMap((option: unknown) =>
		isRecord(option) && !isEmpty(option.text) ? [String(option.text)] : [],
	);
	if (answers.length >= LEAST_ANSWERS) return card;
	remark(
		where,
		`is shown without a vote: a poll needs ${LEAST_ANSWERS} answers, and it has ${answers.length === 0 ? 'none' : `one, "${answers[0]}"`}`,
	);
	return plainCard(card);
}

/** A prompt that its data leaves no buttons, as a card. */
export function withoutPrompt(card: unknown, buttons: unknown, where: Where): unknown {
	if (!isRecord(card) || card.theme !== 'prompt' || !isBare(buttons)) return card;
	remark(where, 'is shown without its buttons: none is left');
	return plainCard(card);
}

function plainCard(card: Record<string, unknown>): unknown {
	return { ...Object.fromEntries(Object.entries(card).filter(([key]) => key !== 'options')), theme: 'modern-inline' };
}

/**
 * What stands in the place of a text that data lacks, for Cliq takes no message without one.
 *
 * @returns in Cliq's formatting: the title of the card or of a slide, or the label of a button; nothing if nothing else
 *   would be shown.
 */
export function standIn({
	card,
	slides,
	buttons,
}: {
	card?: unknown;
	slides?: unknown;
	buttons?: unknown;
}): string | undefined {
	const parts = [
		card,
		...[slides, buttons].flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : [])),
	].filter((part) => !isEmpty(part));
	const titles = parts
		.flatMap((part) => (isRecord(part) ? [part.title, part.label] : []))
		.filter((title) => typeof title === 'string' && title.trim() !== '');
	return parts.length === 0 ? undefined : escape(String(titles[0] ?? 'No text'));
}

function isBare(list: unknown): boolean {
	return isEmpty(list) || (Array.isArray(list) && list.every(isEmpty));
}
