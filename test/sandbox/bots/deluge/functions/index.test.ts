import { runScript, type RunOptions } from '../../../../../sandbox/bots/deluge';
import { evaluate, type Row } from './evaluate';

const rows: Row[] = [
	['isNull(null) && null.isNull()', true],
	// So says its page.
	['isnull("")', true],
	['isNull(" ")', false],
	['ifnull(null,"x") + ifNull("y","x")', 'xy'],
	['isBlank("  ") && isBlank(null)', true],
	['isEmpty("") && isEmpty(null) && {}.isEmpty()', true],
	['isEmpty(" ")', false],
	['if(1 < 2,"yes",Map().get("x").get("y"))', 'yes'],
];

test.each(rows)('%s', async (expression, value) => expect(await evaluate(expression)).toBe(value));

test('what a text of a map is, is a matter of reading', async () => {
	const told = (options: RunOptions) =>
		evaluate('m + " " + m.toString()', 'm = {"a":"x \\"y\\"","b":{"c":null,"d":[1]}};', options);
	expect(await told({})).toBe('{"a":"x \\"y\\"","b":{"c":null,"d":[1]}} {"a":"x \\"y\\"","b":{"c":null,"d":[1]}}');
	expect(await told({ mapText: 'unescaped' })).toBe('{"a":"x "y"","b":{c=, d=[1]}} {"a":"x "y"","b":{c=, d=[1]}}');
	expect(await told({ mapText: 'equals' })).toBe('{a=x "y", b={c=, d=[1]}} {a=x "y", b={c=, d=[1]}}');
});

test('names of JavaScript are no functions', async () => {
	for (const name of ['constructor', 'hasOwnProperty', '__proto__', 'valueOf']) {
		await expect(evaluate(`"a".${name}("b")`)).rejects.toThrow(`does not know the function "${name}"`);
		await expect(evaluate(`${name}("b")`)).rejects.toThrow(`does not know the function "${name}"`);
		await expect(
			runScript(`return zoho.${name};`, { zoho: {} }, async () => ({ status: 200, text: '' })),
		).rejects.toThrow(`does not know zoho.${name}`);
	}
});
