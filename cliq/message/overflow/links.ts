import { LONGEST_ADDRESS, MOST_BUTTONS } from '../check/buttons';
import { isEmpty, isRecord } from '../json';
import { remark, type Where } from '../place';
import { leads, link } from '../text/cliq-text';

/**
 * Buttons that Cliq does not take as such: those after the fifth, and those whose address is too long for one. They become
 * links in the text.
 *
 * @param buttons Cliq's own JSON; anything but a list is given back.
 * @param isOfData of which of them are from data, by their number from 0.
 * @param moved gets a line of text for each.
 * @returns the others, with `undefined` in the place of what is moved.
 */
export function movedToText(buttons: unknown, isOfData: (index: number) => boolean, where: Where, moved: string[]): unknown {
	if (!Array.isArray(buttons)) return buttons;
	let kept = 0;
	return Array.from(buttons, (button: unknown, index) => {
		if (isEmpty(button)) return undefined;
		const { label, address, most } = linkOf(button);
		const isTooLong = isOfData(index) && address !== undefined && address.length > most;
		if (!isTooLong && ++kept <= MOST_BUTTONS) return button;
		if (address === undefined || !leads(address)) {
			remark(where, `are more than the ${MOST_BUTTONS} that Cliq takes, and ${label === '' ? `button ${index + 1}` : `"${label}"`} is left out`);
			return undefined;
		}
		moved.push(link(label || address, address, true));
		remark(where, `have "${label}" as a link in the text, since ${isTooLong ? `its address is longer than the ${most} characters that Cliq takes` : `Cliq takes ${MOST_BUTTONS}`}`);
		return undefined;
	});
}

/** What a button opens, if it does. */
function linkOf(button: unknown): { label: string; address?: string; most: number } {
	const { label, action } = isRecord(button) ? button : {};
	const { type, data } = isRecord(action) ? action : {};
	const { web, url } = isRecord(data) ? data : {};
	const address = [url, web].find((one): one is string => typeof one === 'string' && one.trim() !== '');
	const most = type === 'open.url' || type === 'preview.url' ? LONGEST_ADDRESS[type] : Infinity;
	return { label: typeof label === 'string' ? label.trim() : '', most, ...(most < Infinity && address !== undefined && { address: address.trim() }) };
}
