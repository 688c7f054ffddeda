import { mapFunctions } from '../../../../../sandbox/bots/deluge/functions/map';
import { evaluate, untried, type Row } from './evaluate';

const before = 'm = {"a":1,"b":{"c":null}};';
const changing: Row[] = [
	['m.put("d",{1})', { a: 1, b: { c: null }, d: [1] }],
	['m.put("a",null)', { a: null, b: { c: null } }],
	['m.putAll({"a":2,"e":3})', { a: 2, b: { c: null }, e: 3 }],
	['m.remove("a")', { b: { c: null } }],
	['m.clear()', {}],
	['n = Map(m); n.put("z",1)', { a: 1, b: { c: null } }],
];
const rows: Row[] = [
	['m.get("a")', 1],
	['m["b"]["c"]', null],
	['m.get("toString")', null],
	['m.getJSON("a")', 1],
	['m.keys()', ['a', 'b']],
	['m.size()', 2],
	['m.containsKey("a") && m.containKey("b")', true],
	['m.containsKey("constructor")', false],
	['m.containsValue(1) && m.containValue({"c":null})', true],
	['m.isEmpty()', false],
	['map().isEmpty()', true],
	['m.toString()', '{"a":1,"b":{"c":null}}'],
];

test.each(rows)('%s', async (expression, value) => expect(await evaluate(expression, before)).toEqual(value));

test.each(changing)('%s', async (change, value) => expect(await evaluate('m', `${before} ${change};`)).toEqual(value));

test('every function of maps is tried', () => expect(untried(mapFunctions, [...rows, ...changing])).toEqual([]));

test.each(['m.putAll("x")', 'm.toMap()', 'm.get("b").get("c").get("d")', 'm.add(1)', 'm.length()'])(
	'%s fails',
	async (expression) => {
		await expect(evaluate(expression, before)).rejects.toThrow(/^Line 1: /);
	},
);
