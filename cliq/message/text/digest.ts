import { count, shortened } from '../../util/quote';
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
export function digest(
	lines: string[],
	groups: string[] | undefined,
	full: number,
	limit: number,
	heading = '',
): string {
	const names = groups?.map(nameOf);
	const all = new Tally(names);
	const places = new Map<string, number[]>();
	for (const [index, line] of lines.entries()) {
		all.add(index);
		const known = places.get(line);
		if (known) known.push(index);
		else places.set(line, [index]);
	}
	const headline = `${heading}*${count(lines.length)} ${lines.length === 1 ? 'item' : 'items'}*${all.byGroup()}`;
	const longest = Math.max(SHORTEST_LINE, Math.floor(limit / 2));
	const different = [...places];
	const written = different
		.slice(0, full)
		.map(
			([line, { length: copies }]) =>
				`\n${cut(line, longest)}${copies > 1 ? `${afterText(line)}× ${count(copies)}` : ''}`,
		);
	const most = fitting(written, limit - headline.length);
	const rest = new Tally(names);
	for (const [, own] of different.slice(most)) own.forEach((index) => rest.add(index));
	// The rest may become longer while it becomes less, so that only trying tells how many lines there is room for.
	for (let shown = most; shown >= 0; shown--) {
		const whole = `${headline}${written.slice(0, shown).join('')}${rest.size === 0 ? '' : `\n… and ${count(rest.size)} more${rest.byGroup()}`}`;
		if (whole.length <= limit) return whole;
		different[shown - 1]?.[1].forEach((index) => rest.add(index));
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

interface Group {
	name: string;
	size: number;
	/** The place of its first line, which decides between groups of one size. */
	first: number;
}

/** Counts lines, by group if they have any. */
class Tally {
	size = 0;
	private readonly groups = new Map<string, Group>();

	constructor(private readonly names: string[] | undefined) {}

	/** @param index of a line. */
	add(index: number): void {
		this.size++;
		const name = this.names?.[index];
		if (name === undefined) return;
		const group = this.groups.get(name);
		if (!group) this.groups.set(name, { name, size: 1, first: index });
		else Object.assign(group, { size: group.size + 1, first: Math.min(group.first, index) });
	}

	/** `: critical 240, warning 50`, the biggest first. */
	byGroup(): string {
		if (this.groups.size === 0) return '';
		const named = this.biggest();
		const others = this.size - named.reduce((sum, { size }) => sum + size, 0);
		return `: ${[...named.map(({ name, size }) => `${escape(name)} ${count(size)}`), ...(others > 0 ? [`others ${count(others)}`] : [])].join(', ')}`;
	}

	/** Sorting all of them for each line that is tried would take minutes. */
	private biggest(): Group[] {
		const found: Group[] = [];
		for (const group of this.groups.values()) {
			const at = found.findIndex((other) => isBigger(group, other));
			found.splice(at < 0 ? found.length : at, 0, group);
			if (found.length > GROUPS_NAMED) found.pop();
		}
		return found;
	}
}

function isBigger(one: Group, other: Group): boolean {
	return one.size > other.size || (one.size === other.size && one.first < other.first);
}

function nameOf(group: string): string {
	return shortened(group.replace(/\s+/g, ' ').trim(), LONGEST_GROUP) || 'none';
}
