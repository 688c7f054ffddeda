import fc from 'fast-check';
import { respaced } from '../../../../sandbox/bots/deluge';
import { parse } from '../../../../sandbox/bots/deluge/parse';
import { tokensOf } from '../../../../sandbox/bots/deluge/tokens';
import { samples } from './samples';

const words = (script: string) => tokensOf(script).map(({ kind, value }) => [kind, value]);

test('a script looks as in the editor: a statement a line, fields of invokeurl with the colon at the value', () => {
	const script =
		'// Mine: "x" ;\na=b+1;if(a==null||!c){info "a, b : {";}else{r=invokeurl[url:"https://a.example/b?c=d;e" type:POST headers : {"a" : 1,"b":{}}];}return r;';
	expect(respaced(script)).toBe(
		[
			'// Mine: "x" ;',
			'a = b + 1;',
			'if(a == null || !c)',
			'{',
			'\tinfo "a, b : {";',
			'}',
			'else',
			'{',
			'\tr = invokeurl',
			'\t[',
			'\t\turl :"https://a.example/b?c=d;e"',
			'\t\ttype :POST',
			'\t\theaders :{"a":1,"b":{}}',
			'\t];',
			'}',
			'return r;',
		].join('\n'),
	);
});

test('spaced anew twice is the same as once, and nothing but spaces changes', () => {
	for (const { script } of samples) {
		const once = respaced(script);
		expect(respaced(once)).toBe(once);
		expect(words(once)).toEqual(words(script));
		expect(once).not.toBe(script);
	}
});

test('whatever is in a text stays', () => {
	const text = fc.string({ unit: 'grapheme' }).map((value) => value.replace(/[\\"\r\n]/g, '.'));
	fc.assert(
		fc.property(text, text, (one, other) => {
			const script = `x = {"${one}":"${other}"}; return x.get("${one}");`;
			expect(words(respaced(script))).toEqual(words(script));
			expect(parse(respaced(script)).length).toBe(2);
		}),
	);
});
