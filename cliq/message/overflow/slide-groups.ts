import { count, shortened } from '../../util/quote';
import { MOST_SLIDES, SLIDES_TOGETHER, slidesLength } from '../check/slides';
import { isEmpty, isRecord } from '../../parameters/json-values';
import { remark, remarkCut, type Where } from '../location-in-message';
import type { Slide } from '../types';

/**
 * Slides of data in as many messages as they need. One that is too long for a message is cut.
 *
 * @param slides Cliq's own JSON, checked; anything but a list is given back as the only group.
 * @returns at least one group.
 */
export function slideGroups(slides: unknown, where: Where): [unknown, ...Slide[][]] {
	if (!Array.isArray(slides)) return [slides];
	let group: Slide[] = [];
	const groups: [Slide[], ...Slide[][]] = [group];
	let used = 0;
	for (const slide of (slides as Slide[])
		.filter((one) => !isEmpty(one))
		.map((one, index) => fitting(one, { ...where, place: `Slide ${index + 1}` }))) {
		const length = slidesLength(slide);
		if (group.length > 0 && (group.length === MOST_SLIDES || used + length > SLIDES_TOGETHER)) {
			group = [];
			groups.push(group);
			used = 0;
		}
		group.push(slide);
		used += length;
	}
	if (groups.length > 1)
		remark(
			where,
			`are sent in ${count(groups.length)} messages, since Cliq takes ${MOST_SLIDES} of ${count(SLIDES_TOGETHER)} characters together in one`,
		);
	const [first, ...more] = groups;
	return [first.length === 0 ? undefined : first, ...more];
}

/** A slide that fits into a message of its own. */
function fitting(slide: Slide, where: Where): Slide {
	const excess = slidesLength(slide) - SLIDES_TOGETHER;
	if (excess <= 0) return slide;
	if (slide.type === 'text' && typeof slide.data === 'string' && slide.data.length > excess + 1) {
		remarkCut(where, `is cut to the ${count(SLIDES_TOGETHER)} characters that Cliq takes in all slides together`);
		return { ...slide, data: shortened(slide.data, slide.data.length - excess) };
	}
	const entries: unknown = slide.type === 'table' && isRecord(slide.data) ? slide.data.rows : slide.data;
	if (!Array.isArray(entries)) return slide;
	let left = excess;
	let kept = entries.length;
	while (kept > 1 && left > 0) left -= slidesLength(entries[--kept]);
	remarkCut(where, `shows ${count(kept)} of ${count(entries.length)} entries, as many as there is room for`);
	const shown = (entries as unknown[]).slice(0, kept);
	return { ...slide, data: slide.type === 'table' ? { ...slide.data, rows: shown } : shown } as Slide;
}
