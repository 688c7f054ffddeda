/**
 * Reads what was written as `versioned` does. Files may be broken, missing, or of another version of this program.
 *
 * @param part what is wanted of it.
 * @returns nothing in these cases. The values come from a file: they may be anything.
 */
export function readVersioned(text: string | undefined, version: number, part: string): Record<string, unknown> {
	try {
		const content = Object(JSON.parse(text ?? '')) as Record<string, unknown>;
		return content.version === version ? { ...Object(content[part]) } : {};
	} catch {
		return {};
	}
}

/** @returns text for a file that a later version of this program may find. */
export function versioned(version: number, part: string, values: Record<string, unknown>): string {
	return JSON.stringify({ version, [part]: values });
}
