import { count } from '../invalid';
import { shortened } from './cells';
import { escape } from './escape';
import { cut } from './split';

/** In UTF-16 code units. No line takes more than half of a message, however little that is. */
const SHORTEST_LINE = 40;

/** How many groups are counted by name; the smallest of more are counted together. */
const GROUPS_NAMED = 10;

const LONGEST_GROUP = 40;

/**
 * Many lines as one text: how many there are, by group; the first ones in full, each once; and the rest in numbers.
 *
 * @param lines in Cliq's formatting.
 * @param groups what each line is counted under; data, so it is shown letter for letter.
 * @param full how many lines are shown, as far as there is room.
 * @param limit of the text, in UTF-16 code units.
 * @param heading what the text begins with, e.g. mentions.
 */
export function digest(lines: string[], groups: string[] | undefined, full: number, limit: number, heading = ''): string {
	const names = groups?.map(nameOf);
	const headline = `${heading}*${count(lines.length)} ${lines.length === 1 ? 'item' : 'items'}*${byGroup(names)}`;
	const times = new Map<string, number[]>();
	for (const [index, line] of lines.entries()) {
		const places = times.get(line);
		if (places) places.push(index);
		else times.set(line, [index]);
	}
	const distinct = [...times].slice(0, full);
	const left = new Set(lines.keys());
	let text = '';
	let best = shortened(headline, limit);
	// The rest may become longer while it becomes less, so each number of lines is tried.
	for (let shown = 0; shown <= distinct.length; shown++) {
		const whole = `${headline}${text}${restOf(left, names)}`;
		if (whole.length <= limit) best = whole;
		if (shown === distinct.length || headline.length + text.length > limit) break;
		const [line, places] = distinct[shown];
		text += `\n${cut(line, Math.max(SHORTEST_LINE, Math.floor(limit / 2)))}${places.length > 1 ? ` × ${count(places.length)}` : ''}`;
		for (const place of places) left.delete(place);
	}
	return best;
}

/** The lines that are not shown. */
function restOf(left: Set<number>, groups: string[] | undefined): string {
	if (left.size === 0) return '';
	return `\n… and ${count(left.size)} more${byGroup(groups && [...left].map((index) => groups[index]))}`;
}

/** `: critical 240, warning 50`, the biggest first. */
function byGroup(groups: string[] | undefined): string {
	if (!groups || groups.length === 0) return '';
	const sizes = new Map<string, number>();
	for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
	const sorted = [...sizes].sort(([, one], [, other]) => other - one);
	const named = sorted.slice(0, GROUPS_NAMED).map(([name, size]) => `${escape(name)} ${count(size)}`);
	const others = sorted.slice(GROUPS_NAMED).reduce((sum, [, size]) => sum + size, 0);
	return `: ${[...named, ...(others > 0 ? [`others ${count(others)}`] : [])].join(', ')}`;
}

function nameOf(group: string): string {
	return shortened(group.replace(/\s+/g, ' ').trim(), LONGEST_GROUP) || 'none';
}
