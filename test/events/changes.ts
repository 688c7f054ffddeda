import fc from 'fast-check';

/** What may stand where something else belongs. */
const junk: unknown[] = [
	...[null, true, false, 0, -1, 1.5, 1e300, -1e300, 1e17, 1569520690703, 1569520690],
	...[
		'',
		' ',
		'x',
		'0',
		'-1',
		'1569520690703',
		'2026-11-22T12:00:00Z',
		'9999999999999',
		'{}',
		'[]',
		'\u0000',
		'\ud800',
		'🙂'.repeat(50),
		'a'.repeat(5000),
		'{"text":"x"}',
	],
	...[
		'__proto__',
		'constructor',
		'toString',
		'message_handler',
		'participation_handler',
		'bot',
		'message_sent',
		'b-1970000000004',
	],
	...[
		[],
		{},
		[[]],
		[null],
		[{}],
		[''],
		['a', 'a'],
		{ id: {} },
		{ text: {} },
		{ text: [] },
		{ id: 1, name: 2 },
		{ length: 5 },
		{ toString: 1, valueOf: 1 },
		{ type: { type: 'x' } },
		{ time: -0 },
		{ toJSON: 'x' },
		{ list: [{ text: 'x' }] },
	],
	JSON.parse('{"__proto__":{"id":"1","text":"x"}}'),
	JSON.parse(`${'['.repeat(70)}1${']'.repeat(70)}`),
];

/** Names that a parser may look for, and that turn up where they do not belong. */
const names = [
	'forwarder',
	'handler',
	'type',
	'params',
	'operation',
	'data',
	'message',
	'text',
	'user',
	'chat',
	'channel',
	'time',
	'timestamp',
	'mentions',
	'attachments',
	'messages',
	'list',
	'content',
	'file',
	'sender',
	'id',
	'name',
	'email',
	'access',
	'message_details',
	'replied_message',
	'reply_to',
	'form',
	'target',
	'arguments',
	'__proto__',
	'constructor',
	'hasOwnProperty',
	'',
];

export interface Change {
	/** Which of all the places in the payload. */
	at: number;
	how: 'replace' | 'delete' | 'add' | 'wrap' | 'stringify' | 'copy';
	value: unknown;
	name: string;
}

export function change(): fc.Arbitrary<Change> {
	return fc.record({
		at: fc.nat(),
		how: fc.constantFrom('replace', 'replace', 'replace', 'delete', 'add', 'wrap', 'stringify', 'copy'),
		value: fc.oneof(
			{ weight: 9, arbitrary: fc.constantFrom(...junk) },
			{ weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
		),
		name: fc.constantFrom(...names),
	});
}

type Holder = Record<string, unknown>;

/** @returns a copy of the payload with one place in it changed. */
export function changed(payload: unknown, { at, how, value, name }: Change): unknown {
	const root: Holder = { payload: structuredClone(payload) };
	const places: Array<[Holder, string]> = [];
	collect(root, places);
	const [holder, key] = places[at % places.length]!;
	const copy = structuredClone(value);
	if (how === 'replace') put(holder, key, copy);
	if (how === 'delete') delete holder[key];
	if (how === 'add') put(holder, name, copy);
	if (how === 'wrap') put(holder, key, at % 2 ? [holder[key]] : Object.fromEntries([[name, holder[key]]]));
	if (how === 'stringify') put(holder, key, JSON.stringify(holder[key]));
	if (how === 'copy') put(holder, key, structuredClone(places[(at * 7) % places.length]![0]));
	return root.payload;
}

/** As JSON.parse does it, to whom `__proto__` is a name like any other. */
function put(holder: Holder, key: string, value: unknown): void {
	Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function collect(holder: Holder, places: Array<[Holder, string]>, levels = 20): void {
	if (levels === 0) return;
	for (const key of Object.keys(holder)) {
		places.push([holder, key]);
		const inner = holder[key];
		if (typeof inner === 'object' && inner !== null) collect(inner as Holder, places, levels - 1);
	}
}

export interface Damage {
	at: number;
	how: 'flip' | 'insert' | 'delete' | 'cut' | 'double';
	byte: number;
}

export function damage(): fc.Arbitrary<Damage> {
	// The bytes that mean something to a parser come more often.
	const byte = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(...Buffer.from('"\\{}[],:=&% \n\t\0')));
	return fc.record({ at: fc.nat(), how: fc.constantFrom('flip', 'insert', 'delete', 'cut', 'double'), byte });
}

/** @returns the bytes with one place in them damaged; never the same. */
export function damaged(bytes: Buffer, { at, how, byte }: Damage): Buffer {
	const place = at % (bytes.length || 1);
	const head = bytes.subarray(0, place);
	const tail = bytes.subarray(place);
	if (how === 'insert' || bytes.length === 0) return Buffer.concat([head, Buffer.of(byte), tail]);
	if (how === 'delete') return Buffer.concat([head, tail.subarray(1)]);
	if (how === 'cut') return head;
	if (how === 'double') return Buffer.concat([head, tail, tail]);
	return Buffer.concat([head, Buffer.of(tail[0] === byte ? tail[0] ^ 1 : byte), tail.subarray(1)]);
}
