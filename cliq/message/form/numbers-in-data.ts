import { count, excerpt } from '../../util/quote';

/** In characters. A number that JSON holds has 24 at most; people write zeros, separators and a currency beside. */
const LONGEST_FIGURE = 400;

/** What a column of figures says, read as a whole: how a comma is meant in one row is told by the others. */
export interface Figures {
	/** For each value its figure; `undefined` where it is not a figure. */
	numbers: Array<number | undefined>;
	/** Why the figures cannot be told, as a predicate: `holds "1,250", …`. */
	doubt?: string;
}

/** Which of the two stands before the decimals. */
type DecimalMark = '.' | ',';

/** A figure as it was written, apart from what its separators mean. */
interface Written {
	text: string;
	sign: 1 | -1;
	/** Digits and separators, with its exponent. */
	body: string;
	exponent: string;
	/** `EUR`, `%`; empty for none. */
	unit: string;
}

/**
 * Reads a column of figures: numbers, and texts with decimals after a point or a comma, groups of thousands (also of
 * India), a currency, a percent sign, spaces, a minus before or behind, or brackets around what is negative.
 *
 * @param usual how a single separator before three digits is meant where no row tells: by default that is a doubt.
 */
export function figuresIn(values: unknown[], usual?: DecimalMark): Figures {
	const written = values.map((value) => (typeof value === 'string' ? writtenIn(value) : undefined));
	const marks = new Map<DecimalMark, string>();
	const units = new Map<string, string>();
	let unclear: string | undefined;
	for (const [index, one] of written.entries()) {
		if (one === undefined) {
			if (typeof values[index] === 'number' && !units.has('')) units.set('', String(values[index]));
			continue;
		}
		if (!units.has(one.unit)) units.set(one.unit, one.text);
		const mark = decimalMarkOf(one.body);
		if (mark === 'unclear') unclear ??= one.text;
		else if (mark !== undefined && !marks.has(mark)) marks.set(mark, one.text);
	}
	const [mark = usual, other] = marks.keys();
	const numbers = values.map((value, index) => numberOf(value, written[index], mark));
	return {
		numbers,
		...doubtOf({
			units,
			marks,
			unclear: mark === undefined ? unclear : undefined,
			isMixed: other !== undefined && unclear !== undefined,
		}),
	};
}

/** What people, spreadsheets and programs write in place of a missing figure. */
const NO_FIGURE =
	/^(?:n\.?\s*\/?\s*a\.?|k\.\s*a\.|nan|null|nil|none|undefined|[+-]?inf(?:inity)?|#(?:n\/a|div\/0!|name\?|null!|num!|ref!|value!)|[-–—−.?]+)?$/i;

/** Whether nothing stands there, or what stands for nothing: `N/A`, `–`, `#DIV/0!`, NaN. */
export function isNoFigure(value: unknown): boolean {
	if (typeof value === 'number') return !Number.isFinite(value);
	return (
		value === undefined ||
		value === null ||
		(typeof value === 'string' && value.length < 20 && NO_FIGURE.test(value.trim()))
	);
}

/** Whether a value is a figure, or is written as one. */
export function isFigure(value: unknown): boolean {
	return figuresIn([value], '.').numbers[0] !== undefined;
}

function doubtOf({
	units,
	marks,
	unclear,
	isMixed,
}: {
	units: Map<string, string>;
	marks: Map<DecimalMark, string>;
	unclear?: string | undefined;
	isMixed: boolean;
}): Pick<Figures, 'doubt'> {
	const told = [...units].filter(([unit]) => unit !== '');
	const [[, first] = [], [, second] = []] = told.length > 1 ? told : [];
	if (first !== undefined && second !== undefined)
		return { doubt: `holds ${quoted(first)} and ${quoted(second)}, which have different units` };
	if (units.has('%') && units.size > 1)
		return { doubt: `holds ${quoted(units.get('%')!)} and ${quoted(units.get('')!)}, one in percent and one not` };
	if (isMixed)
		return {
			doubt: `holds ${quoted(marks.get('.')!)} and ${quoted(marks.get(',')!)}, with decimals after a point and after a comma`,
		};
	if (unclear === undefined) return {};
	return {
		doubt: `holds ${quoted(unclear)}, which may be ${readings(unclear)
			.map((number) => (Math.abs(number) < 1000 ? String(number) : count(number)))
			.join(' or ')}`,
	};
}

function quoted(text: string): string {
	return `"${excerpt(text.trim())}"`;
}

/** Both ways to read what is unclear, the smaller first. */
function readings(text: string): number[] {
	const { body, sign, exponent } = writtenIn(text)!;
	const read = (mark: DecimalMark) => sign * Number(plain(body, mark) + exponent);
	return (['.', ','] as const).map(read).sort((one, other) => Math.abs(one) - Math.abs(other));
}

/** One currency may be written in two ways. */
const CODES: Record<string, string> = {
	'€': 'EUR',
	'£': 'GBP',
	$: 'USD',
	US$: 'USD',
	'₹': 'INR',
	RS: 'INR',
	'RS.': 'INR',
};

/** Codes as ISO 4217 has them, and what people write instead. The signs are told by Unicode. */
let currencies: Set<string> | undefined;

function isCurrency(text: string): boolean {
	currencies ??= new Set([
		...Intl.supportedValuesOf('currency'),
		'KR',
		'KR.',
		'KČ',
		'ZŁ',
		'FT',
		'RS',
		'RS.',
		'FR',
		'FR.',
		'LEI',
		'ЛВ',
		'ЛВ.',
		'РУБ',
		'РУБ.',
		'元',
		'円',
		'원',
	]);
	return currencies.has(text.toUpperCase()) || /^[A-Z]{0,3}\p{Sc}$/u.test(text);
}

const BEFORE = /^([^\d.,][^\d,]*?)\s*(?=[.,]?\d)/;
const AFTER = /(?<=[\d.,])\s*([^\d.,\s][^\d,]*)$/;

function writtenIn(given: string): Written | undefined {
	if (given.length > LONGEST_FIGURE || !/\p{Nd}/u.test(given)) return undefined;
	let text = plainSigns(given);
	const isInBrackets = /^\(.*\)$/.test(text);
	if (isInBrackets) text = text.slice(1, -1).trim();
	const words: string[] = [];
	for (const end of [BEFORE, AFTER]) {
		text = text.replace(end, (_, word: string) => {
			// A sign and a currency may come in any order, at either end: "-€5", "€-5", "5 €-".
			words.push(
				...word
					.split(/([+-])/)
					.map((part) => part.trim())
					.filter((part) => part !== ''),
			);
			return '';
		});
	}
	const isSign = (word: string) => word === '+' || word === '-';
	const signs = words.filter(isSign);
	const units = words.filter((word) => !isSign(word));
	if (units.length > 1 || signs.length > 1 || (isInBrackets && signs.length > 0)) return undefined;
	const [unit = ''] = units;
	if (unit !== '' && unit !== '%' && !isCurrency(unit)) return undefined;
	const [, body, exponent = ''] = /^([\d.,'\s]+)(e[+-]?\d+)?$/i.exec(text) ?? [];
	if (body === undefined || !isGrouped(body)) return undefined;
	return {
		text: given,
		sign: isInBrackets || signs[0] === '-' ? -1 : 1,
		body,
		exponent,
		unit: CODES[unit.toUpperCase()] ?? unit.toUpperCase(),
	};
}

/**
 * Full-width digits and signs, digits of other scripts and all kinds of dashes are what they mean; `12,-` has no cents.
 */
function plainSigns(text: string): string {
	const plain = text
		.normalize('NFKC')
		.replace(/\p{Nd}/gu, digit)
		.replaceAll('٫', '.')
		.replace(/[٬’`´]/g, "'")
		.replace(/[\u2010-\u2015\u2212]/g, '-');
	return plain.trim().replace(/[.,]-+(?!\d)/, '');
}

/** By its value, in any script: blocks of ten digits each begin with their zero. */
function digit(character: string): string {
	const code = character.codePointAt(0)!;
	if (code < 128) return character;
	let zero = code;
	while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
	return String(code - zero);
}

/**
 * What separators may stand where: groups of three digits between one kind of separator, or of two as in India, and
 * decimals after another.
 */
const GROUPED = [
	/^(?:\d+[.,]?\d*|[.,]\d+)$/,
	/^\d{1,3}(?:\.\d{3}){2,}$/,
	/^\d{1,3}(?:\.\d{3})+,\d*$/,
	/^\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d*)?$/,
	/^\d{1,3}(?:\s\d{3})+(?:[.,]\d*)?$/,
	/^\d{1,3}(?:'\d{3})+(?:[.,]\d*)?$/,
];

function isGrouped(body: string): boolean {
	return GROUPED.some((form) => form.test(body));
}

/** What a figure tells of how decimals are written; `undefined` if it has no separator that could tell. */
function decimalMarkOf(body: string): DecimalMark | 'unclear' | undefined {
	const marks = [...body].filter((character) => character === '.' || character === ',') as DecimalMark[];
	if (marks.length === 0) return undefined;
	const last = marks[marks.length - 1];
	const isOfTwo = marks.includes('.') && marks.includes(',');
	if (isOfTwo || /[\s']/.test(body)) return last;
	// The same one several times stands between groups.
	if (marks.length > 1) return last === '.' ? ',' : '.';
	return /^[1-9]\d{0,2}[.,]\d{3}$/.test(body) ? 'unclear' : last;
}

function numberOf(value: unknown, written: Written | undefined, mark: DecimalMark | undefined): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	if (typeof value === 'bigint') return Number(value);
	if (written === undefined) return undefined;
	const own = decimalMarkOf(written.body);
	const number =
		written.sign *
		Number(plain(written.body, own === undefined || own === 'unclear' ? (mark ?? '.') : own) + written.exponent);
	return Number.isFinite(number) ? number : undefined;
}

/** As JavaScript reads it. */
function plain(body: string, mark: DecimalMark): string {
	return [...body]
		.filter((character) => /\d/.test(character) || character === mark)
		.join('')
		.replace(mark, '.');
}
