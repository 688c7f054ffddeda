/** How people write the month, independent of the engine's list of languages. */
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Whether the engine knows the zone by this name, e.g. Europe/Berlin. */
export function isTimeZone(name: string): boolean {
	return formatIn(name) !== undefined;
}

/**
 * @param time milliseconds since 1970.
 * @returns what the clocks of a zone show, and whose they are: `22 Nov 2026 15:04 (Europe/Berlin)`. Of a zone that is
 *   none, UTC's.
 */
export function clockIn(timeZone: string, time: number): string {
	const format = formatIn(timeZone);
	const zone = format ? timeZone : 'UTC';
	const parts = (format ?? formatIn(zone))?.formatToParts(time) ?? [];
	const { day, month, year, hour, minute } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
	return `${day} ${MONTHS[Number(month) - 1]} ${year} ${hour}:${minute} (${zone})`;
}

function formatIn(timeZone: string): Intl.DateTimeFormat | undefined {
	try {
		return new Intl.DateTimeFormat('en-US', {
			timeZone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: '2-digit',
			minute: '2-digit',
		});
	} catch {
		return undefined;
	}
}
