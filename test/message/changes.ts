import fc from 'fast-check';

/** One thing that is done to a value somewhere within it. */
export interface Change {
	/** Which entry to go into, level by level; counted round. */
	path: number[];
	kind: 'replace' | 'remove' | 'add' | 'repeat';
	by: unknown;
}

/** Lengths and figures around the limits, other types, words of Cliq's in the wrong place, and anything else. */
export function change(): fc.Arbitrary<Change> {
	const lengths = fc
		.constantFrom(0, 1, 20, 21, 30, 31, 100, 101, 200, 201, 256, 257, 300, 301, 500, 501)
		.map((length) => 'x'.repeat(length));
	const figures = fc.constantFrom(-1, 0, 1, 1.5, 2, 3, 100, 101, 1e21);
	const words = fc.constantFrom(
		'poll',
		'prompt',
		'modern-inline',
		'graph',
		'images',
		'pie',
		'trend',
		'open.url',
		'copy',
		'+',
		'http://example.com',
		'https://example.com/a.png',
		'javascript:alert(1)',
		'startchat/5',
		'red',
	);
	const others = fc.constantFrom<unknown>(null, true, [], {}, ['a'], { a: 'b' });
	return fc.record({
		path: fc.array(fc.nat(30), { minLength: 1, maxLength: 8 }),
		kind: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add', 'repeat'),
		by: fc.oneof(lengths, figures, words, others, fc.jsonValue({ maxDepth: 2 })),
	});
}

/** @returns a copy with the change made; what it was given stays as it is. */
export function changed(value: unknown, { path, kind, by }: Change): unknown {
	const [step, ...deeper] = path;
	if (typeof value !== 'object' || value === null || Object.keys(value).length === 0 || step === undefined) return by;
	const keys = Object.keys(value);
	const key = keys[step % keys.length];
	const inner = (value as Record<string, unknown>)[key!];
	if (deeper.length > 0 && typeof inner === 'object' && inner !== null)
		return withEntry(value, key!, changed(inner, { path: deeper, kind, by }));
	if (kind === 'add') return Array.isArray(value) ? [...value, by] : { ...value, surprise: by };
	if (kind === 'repeat')
		return Array.isArray(value)
			? Array.from({ length: value.length + 20 }, (_, index) => value[index % value.length] as unknown)
			: value;
	if (kind === 'remove')
		return Array.isArray(value)
			? value.filter((_, index) => String(index) !== key)
			: Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
	return withEntry(value, key!, by);
}

function withEntry(value: object, key: string, entry: unknown): unknown {
	return Array.isArray(value)
		? value.map((old: unknown, index) => (String(index) === key ? entry : old))
		: { ...value, [key]: entry };
}
