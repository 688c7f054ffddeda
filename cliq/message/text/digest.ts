import { count, shortened } from '../../invalid';
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
	const times = new Map<string, number>();
	for (const line of lines) times.set(line, (times.get(line) ?? 0) + 1);
	const longest = Math.max(SHORTEST_LINE, Math.floor(limit / 2));
	const written = [...times].slice(0, full).map(([line, copies]) => `\n${cut(line, longest)}${copies > 1 ? `${afterText(line)}× ${count(copies)}` : ''}`);
	// The rest may become longer while it becomes less, so that only trying tells how many lines there is room for.
	for (let shown = fitting(written, limit - headline.length); shown >= 0; shown--) {
		const left = new Set([...times.keys()].slice(shown));
		const rest = [...lines.keys()].filter((index) => left.has(lines[index]));
		const whole = `${headline}${written.slice(0, shown).join('')}${restOf(rest, names)}`;
		if (whole.length <= limit) return whole;
	}
	return shortened(headline, limit);
}

/** A block of code ends with a line of its own. */
function afterText(line: string): string {
	return line.endsWith('```') ? '\n' : ' ';
}

/** How many of the first texts fit into `room` together. */
function fitting(texts: string[], room: number): number {
	let used = 0;
	for (const [index, { length }] of texts.entries()) {
		used += length;
		if (used > room) return index;
	}
	return texts.length;
}

/** The lines that are not shown. */
function restOf(left: number[], groups: string[] | undefined): string {
	if (left.length === 0) return '';
	return `\n… and ${count(left.length)} more${byGroup(groups && left.map((index) => groups[index]))}`;
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
