import type { StoredMessage } from './model';
import type { Variants } from './variants';

type IdForm = Variants['messageId'];

/**
 * @param form how ids are played
 * @param inBotReceipt in the receipt of a post to a bot, where the page shows another form than elsewhere
 */
export function writeMessageId(message: StoredMessage, form: IdForm, inBotReceipt = false): string {
	return `${message.time}${separator(form, inBotReceipt)}${message.serial}`;
}

function separator(form: IdForm, inBotReceipt: boolean): string {
	if (form === 'page') return inBotReceipt ? '%20' : '_';
	return { underscore: '_', space: ' ', encoded: '%20' }[form];
}

/**
 * @param id from a URL, decoded once, or from a body as it stands
 * @param place a body is never decoded, so there the encoded form stands for itself; in a URL it means encoded twice
 * @returns time and serial joined by `_`, or null if it is no message id in this form
 */
export function readMessageId(id: string, form: IdForm, place: 'url' | 'body'): string | null {
	const match = /^(\d+)(_| |%20)(\d+)$/.exec(id);
	if (!match) return null;
	const [, time, between = '', serial] = match;
	const allowed = { page: ['_', ' '], underscore: ['_'], space: [' '], encoded: [' '] }[form];
	if (place === 'body' && (form === 'page' || form === 'encoded')) allowed.push('%20');
	return allowed.includes(between) ? `${time}_${serial}` : null;
}
