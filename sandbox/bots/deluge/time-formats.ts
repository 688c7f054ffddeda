const MONTHS = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December',
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
/** A quoted piece, or the same letter again and again. */
const PIECES = /'([^']*)'|([yMdEHhmsSaZX])\2*/g;

/**
 * Source: the page "Date and time formats" of Deluge's help.
 * @param ms milliseconds since 1970
 * @param offset minutes east of GMT
 */
export function formatTime(ms: number, format: string, offset = 0): string {
	const at = new Date(ms + offset * 60_000);
	const padded = (value: number, length: number): string => String(value).padStart(length, '0');
	const zone = (colon: string): string =>
		`${offset < 0 ? '-' : '+'}${padded(Math.floor(Math.abs(offset) / 60), 2)}${colon}${padded(Math.abs(offset) % 60, 2)}`;
	const parts: Record<string, (length: number) => string> = {
		y: (length) => (length === 2 ? padded(at.getUTCFullYear() % 100, 2) : String(at.getUTCFullYear())),
		M: (length) =>
			length > 2
				? MONTHS[at.getUTCMonth()]!.slice(0, length === 3 ? 3 : undefined)
				: padded(at.getUTCMonth() + 1, length),
		d: (length) => padded(at.getUTCDate(), length),
		E: (length) => DAYS[at.getUTCDay()]!.slice(0, length > 3 ? undefined : 3),
		H: (length) => padded(at.getUTCHours(), length),
		h: (length) => padded(at.getUTCHours() % 12 || 12, length),
		m: (length) => padded(at.getUTCMinutes(), length),
		s: (length) => padded(at.getUTCSeconds(), length),
		S: (length) => padded(at.getUTCMilliseconds(), 3).slice(0, length),
		a: () => (at.getUTCHours() < 12 ? 'AM' : 'PM'),
		Z: () => zone(''),
		X: () => zone(':'),
	};
	return format.replace(
		PIECES,
		(whole: string, quoted: string | undefined, letter: string) => quoted ?? parts[letter]?.(whole.length) ?? whole,
	);
}

/** What Deluge takes without being told a format. */
const KNOWN = ["yyyy-MM-dd'T'HH:mm:ss", 'yyyy-MM-dd HH:mm:ss', 'yyyy-MM-dd', 'dd-MMM-yyyy HH:mm:ss', 'dd-MMM-yyyy'];

/** @returns milliseconds since 1970, in GMT; undefined if the text is not so written */
export function parseTime(text: string, format?: string): number | undefined {
	if (format === undefined) return KNOWN.map((known) => parseTime(text, known)).find((ms) => ms !== undefined);
	const letters: string[] = [];
	const escaped = (plain: string): string => plain.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	let pattern = '';
	let from = 0;
	for (const { 0: whole, 1: quoted, 2: letter, index } of format.matchAll(PIECES)) {
		pattern +=
			escaped(format.slice(from, index)) +
			(quoted === undefined
				? whole.length > 2 && letter === 'M'
					? '([A-Za-z]+)'
					: letter === 'a'
						? '(AM|PM)'
						: '(\\d+)'
				: escaped(quoted));
		if (quoted === undefined && letter !== undefined) letters.push(letter);
		from = index + whole.length;
	}
	const found = new RegExp(`^${pattern}${escaped(format.slice(from))}$`).exec(text);
	if (!found) return undefined;
	const read = (letter: string, otherwise: number): number =>
		letters.includes(letter) ? Number(found[letters.indexOf(letter) + 1]) : otherwise;
	const month = found[letters.indexOf('M') + 1] ?? '1';
	const monthIndex = /^\d/.test(month)
		? Number(month) - 1
		: MONTHS.findIndex((name) => name.startsWith(month.slice(0, 3)));
	const hours = letters.includes('h')
		? (read('h', 0) % 12) + (found[letters.indexOf('a') + 1] === 'PM' ? 12 : 0)
		: read('H', 0);
	return Date.UTC(read('y', 1970), monthIndex, read('d', 1), hours, read('m', 0), read('s', 0), read('S', 0));
}
