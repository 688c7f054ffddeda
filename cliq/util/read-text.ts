/** Half an emoji, left over from cutting a text, would make encoders throw. */
export function wellFormed(text: string): string {
	return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** Text, or what reads as text without loss. */
export function asText(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
	return undefined;
}

/**
 * The same, and of times (dates, and the DateTime objects of expressions in n8n) and errors what people read of them.
 */
export function readAsText(value: unknown): string | undefined {
	const text = asText(value);
	if (text !== undefined || typeof value !== 'object' || value === null) return text;
	if (Object.prototype.toString.call(value) === '[object Error]') return String((value as Error).message);
	const { toJSON } = value as { toJSON?: unknown };
	const json: unknown = typeof toJSON === 'function' ? toJSON.call(value) : undefined;
	return typeof json === 'string' ? json : undefined;
}
