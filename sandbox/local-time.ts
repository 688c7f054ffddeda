/**
 * @param text yyyyMMddTHHmmss
 * @param zone IANA name
 * @returns milliseconds since 1970, or null if there is no such date or zone. An hour that the clock leaves out is
 *   taken as the one after it.
 */
export function readLocalTime(text: string, zone: string): number | null {
	const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/.exec(text);
	const clock = match && clockOf(zone);
	if (!match || !clock) return null;
	const [, year, month, day, hour, minute, second] = match;
	const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
	const wanted = Date.parse(iso);
	if (Number.isNaN(wanted) || new Date(wanted).toISOString() !== iso) return null;
	// The zone's offset is known at a moment, and the moment by the offset: the second guess is right.
	const guess = wanted - (clock(wanted) - wanted);
	return wanted - (clock(guess) - guess);
}

/** @returns what the clock of a zone shows at a moment, as if it were UTC; null if there is no such zone. */
export function clockOf(zone: string): ((time: number) => number) | null {
	if (!/^[A-Za-z]/.test(zone)) return null;
	let format: Intl.DateTimeFormat;
	try {
		format = new Intl.DateTimeFormat('en-US', {
			timeZone: zone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric',
		});
	} catch {
		return null;
	}
	return (time) => {
		const {
			year = NaN,
			month = NaN,
			day,
			hour,
			minute,
			second,
		} = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
		return Date.UTC(year, month - 1, day, hour, minute, second);
	};
}
