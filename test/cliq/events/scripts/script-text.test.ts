import fc from 'fast-check';
import { answerFunctions } from '../../../../cliq/ask/in-cliq/answer-function';
import {
	FORWARDED_HANDLERS,
	forwarderScript,
	forwardsTo,
	isForwarder,
} from '../../../../cliq/events/scripts/forwarder-script';
import {
	addressesIn,
	BLANK_SCRIPT,
	firstComment,
	isBlankScript,
	isSameScript,
} from '../../../../cliq/events/scripts/script-text';

const target = {
	url: 'https://n8n.example.com/webhook/4f1c/cliq',
	secret: 'correct  "horse" // \\ \'battery\' { staple : }',
	name: 'A  menu',
};
const ours = [
	...FORWARDED_HANDLERS.map((handler) => forwarderScript(handler, target)),
	...answerFunctions([`${target.url}/`, 1, '&x=', 0], target.secret).map(({ script }) => script),
];

/** A script in the pieces between which an editor may set what it likes. */
const pieces = (script: string) => script.match(/\/\/[^\n]*|"(?:[^"\\]|\\.)*"|\w+|[^\s\w]/g)!;

const blank = fc.stringMatching(/^[ \t]{0,3}(?:\r?\n[ \t]{0,3}){0,2}$/);

/** The same script as somebody else would set it: a comment goes to the end of its line, and words stay apart. */
const reset = (script: string) =>
	fc.array(blank, { minLength: 8, maxLength: 40 }).map((blanks) => {
		const all = pieces(script);
		return all
			.map((piece, index) => {
				const given = blanks[index % blanks.length];
				if (piece.startsWith('//'))
					return `${piece.replace(/ +/g, (spaces) => (index % 2 ? spaces : `${spaces} `))}\n${given}`;
				const isJoined = /\w$/.test(piece) && /^\w/.test(all[index + 1] ?? '');
				return `${piece}${given === '' && isJoined ? ' ' : given}`;
			})
			.join('');
	});

it('a script of ours is known again however it is set', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...ours).chain((script) => fc.tuple(fc.constant(script), reset(script))),
			([script, other]) => {
				expect(isSameScript(script, other)).toBe(true);
				expect(firstComment(other)).toBe(firstComment(script));
				expect(addressesIn(other)).toEqual(addressesIn(script));
				expect(isForwarder(other)).toBe(isForwarder(script));
				expect(forwardsTo(other)).toBe(forwardsTo(script));
			},
		),
		{ numRuns: 300 },
	);
});

it('and one in which anything else differs is not the same', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...ours),
			fc.nat(),
			fc.constantFrom('x', '"x"', '7', '!', ';', '}'),
			(script, at, added) => {
				const all = pieces(script).filter((piece) => !piece.startsWith('//'));
				const index = at % all.length;
				const changed = [...all.slice(0, index), added, ...all.slice(index)].join(' ');
				expect(isSameScript(script, changed)).toBe(false);
				const without = [...all.slice(0, index), ...all.slice(index + 1)].join(' ');
				expect(isSameScript(script, without)).toBe(false);
			},
		),
		{ numRuns: 300 },
	);
});

it.each([
	['url:"https://a.example/"', ['https://a.example/']],
	["url :\t'https://a.example/'", ['https://a.example/']],
	['// url : "https://a.example/"\nurl : where', []],
	['text = "url : \\"https://a.example/\\"";', []],
	['put("url",":","https://a.example/")', []],
	['/* url : "https://a.example/" */', []],
])('the addresses in %j are %j', (script, found) => expect(addressesIn(script)).toEqual(found));

it('what does nothing is known, however it is set', () => {
	for (const script of [
		'',
		' \r\n',
		BLANK_SCRIPT,
		'response=Map( );return   response ;',
		'// Nothing yet\nresponse = Map();\r\n\r\nreturn response;',
	])
		expect(isBlankScript(script)).toBe(true);
	for (const script of ['return Map();', 'response = Map(); response.put("text","Hi"); return response;'])
		expect(isBlankScript(script)).toBe(false);
});

it.each([
	['our mark later on', `info "x";\n${ours[0]}`],
	['our mark in a string', `"${firstComment(ours[0]!)} 1";\nurl : "${target.url}"`],
	[
		'our mark and no address',
		ours[0]!
			.split('\n')
			.filter((line) => !line.includes('url :'))
			.join('\n'),
	],
	[
		'our mark and another address beside ours',
		`${ours[0]}\nx = invokeurl [ url : "https://other.example/" type : GET ];`,
	],
	['nothing of ours', `x = invokeurl [ url : "${target.url}" type : POST ];`],
	['no mark', ours[0]!.split('\n').slice(1).join('\n')],
])("a script with %s is somebody else's", (_what, script) => {
	expect(isForwarder(script)).toBe(false);
	expect(forwardsTo(script)).toBeUndefined();
});

it('whatever it is, it is read, once from its beginning to its end', () => {
	// Of the length that Cliq takes; what is read again and again takes minutes.
	for (const piece of ['/*', '"', "'", '\\"', '"\\', '//', '/* *', 'url : "', '\n', '*/']) {
		forwardsTo(`// ${firstComment(ours[0]!)}\n${piece.repeat(250_000 / piece.length)}`);
	}
	fc.assert(fc.property(fc.string({ unit: 'binary' }), (script) => isSameScript(script, script)));
});
