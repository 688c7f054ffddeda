import fc from 'fast-check';
import {
	addingMap,
	flatBody,
	indented,
	startingFlat,
	unflattened,
} from '../../../../cliq/events/webhook/flattened-body';
import { ENCRYPTION, runScript } from '../../../../sandbox/bots/deluge';
import { DelugeFile } from '../../../../sandbox/bots/deluge/values';

/** What comes of a map that a script puts into such a text. */
async function sent(map: Record<string, unknown>): Promise<any> {
	const lines = [
		...startingFlat(),
		...addingMap('told'),
		'answer = invokeurl',
		'[',
		'url : "https://n8n.example.com/"',
		'type : POST',
		`body : ${flatBody(1)}`,
		'];',
		'return answer;',
	];
	let body = '';
	await runScript(
		indented(lines, 0).join('\n'),
		{ told: map, zoho: { encryption: ENCRYPTION } },
		async (posted) => ((body = posted.body), { status: 200, text: '{}' }),
	);
	return unflattened(JSON.parse(body));
}

it('holds maps in maps, figures as texts, and nothing of what is empty', async () => {
	const map = {
		a: 'x',
		n: 7,
		yes: true,
		no: null,
		empty: '',
		none: {},
		list: ['p', 'q'],
		in: { 'a/b': 'c', d: { e: { f: { g: { h: 'deep' } } } } },
	};
	expect(await sent(map)).toEqual({
		forwarder: 1,
		a: 'x',
		n: '7',
		yes: 'true',
		none: '{}',
		list: '["p","q"]',
		in: { 'a/b': 'c', d: { e: { f: { g: '{"h":"deep"}' } } } },
	});
});

it('holds what is not a text by what it says', async () => {
	expect(await sent({ file: new DelugeFile('a b.png', 'image/png', 1, () => undefined as never) })).toEqual({
		forwarder: 1,
		file: 'a b.png',
	});
});

it('holds every name and text letter for letter', async () => {
	const text = fc.string({ unit: 'binary', minLength: 1 }).map((one) => one.replace(/\p{Surrogate}/gu, '?'));
	const map = fc.dictionary(text, fc.oneof(text, fc.dictionary(text, text, { minKeys: 1 })));
	await fc.assert(
		fc.asyncProperty(map, async (told) => {
			const { forwarder, ...others } = await sent(told);
			expect(forwarder).toBe(1);
			const { forwarder: _ours, ...wanted } = told;
			expect(Object.entries(others)).toEqual(
				expect.arrayContaining(
					Object.entries(wanted).map(([name, value]) => [
						name,
						typeof value === 'string' ? value : { ...value },
					]),
				),
			);
			expect(Object.keys(others)).toHaveLength(Object.keys(wanted).length);
		}),
	);
});

it.each<[string, unknown, unknown]>([
	['a name of JavaScript', 'a=1&__proto__/polluted=yes&constructor/x=1', { a: '1', constructor: { x: '1' } }],
	['a name twice', 'a=1&a=2', { a: '1' }],
	['a name within a text', 'a=1&a/b=2', { a: '1' }],
	['a text where a map is', 'a/b=2&a=1', { a: { b: '2' } }],
	['no pairs', '&=&=x&a&', {}],
	['what is not of an address', 'a=%&b=%zz+1', { a: '%', b: '%zz+1' }],
])('reads %s', (_what, flat, read) => {
	const payload: any = unflattened({ forwarder: 1, flat });
	expect(payload).toMatchObject(read as object);
	expect(Object.hasOwn(payload, 'forwarder')).toBe(true);
	expect(({} as any).polluted).toBeUndefined();
});

it.each([[null], ['flat'], [{ flat: 'a=1' }], [{ forwarder: 1, flat: { a: 1 } }], [[{ forwarder: 1, flat: 'a=1' }]]])(
	'leaves %j as it is',
	(payload) => {
		expect(unflattened(payload)).toBe(payload);
	},
);
