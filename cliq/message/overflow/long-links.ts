import { LONGEST_ADDRESS, MOST_BUTTONS } from '../check/buttons';
import { encodedAddress } from '../check/shape-checks';
import { isEmpty, isRecord } from '../../parameters/json-values';
import { remark, type Where } from '../location-in-message';
import { leads, link } from '../text/cliq-text';

/**
 * Buttons whose address is too long for one become links in the text.
 *
 * @param buttons Cliq's own JSON; anything but a list is given back.
 * @param isOfData of which of them are from data, by their number from 0.
 * @param moved gets a line of text for each.
 * @returns the others, with `undefined` in the place of what is moved.
 */
export function withoutLongAddresses(
	buttons: unknown,
	isOfData: (index: number) => boolean,
	where: Where,
	moved: string[],
): unknown {
	if (!Array.isArray(buttons)) return buttons;
	return Array.from(buttons, (button: unknown, index) => {
		const { label, address = '', most } = linkOf(button);
		if (!isOfData(index) || address.length <= most || !leads(address)) return button;
		remark(
			where,
			`have "${label}" as a link in the text, since its address is longer than the ${most} characters that Cliq takes`,
		);
		moved.push(link(label || address, address, true));
		return undefined;
	});
}

/** Buttons after the fifth become links in the text, or are left out if they open nothing. Parameters as before. */
export function withoutTooMany(buttons: unknown, where: Where, moved: string[]): unknown {
	if (!Array.isArray(buttons)) return buttons;
	const given = Array.from(buttons, (button: unknown) => button).filter((button) => !isEmpty(button));
	for (const button of given.slice(MOST_BUTTONS)) {
		const { label, address } = linkOf(button);
		if (address === undefined || !leads(address)) {
			remark(
				where,
				`are more than the ${MOST_BUTTONS} that Cliq takes, and one is left out: ${JSON.stringify(button)}`,
			);
			continue;
		}
		remark(where, `have "${label}" as a link in the text, since Cliq takes ${MOST_BUTTONS}`);
		moved.push(link(label || address, address, true));
	}
	return given.slice(0, MOST_BUTTONS);
}

/** What a button opens, if it does. */
function linkOf(button: unknown): { label: string; address?: string; most: number } {
	const { label, action } = isRecord(button) ? button : {};
	const { type, data } = isRecord(action) ? action : {};
	const { web, url } = isRecord(data) ? data : {};
	const address = [url, web].find((one): one is string => typeof one === 'string' && one.trim() !== '');
	const most = type === 'open.url' || type === 'preview.url' ? LONGEST_ADDRESS[type] : Infinity;
	return {
		label: typeof label === 'string' ? label.trim() : '',
		most,
		...(most < Infinity && address !== undefined && { address: encodedAddress(address.trim()) }),
	};
}
