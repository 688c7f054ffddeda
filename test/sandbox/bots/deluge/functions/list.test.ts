import { listFunctions } from '../../../../../sandbox/bots/deluge/functions/list';
import { evaluate, untried, type Row } from './evaluate';

/** What is done with `l`, a list of 3, 1, "b", {"a":1} and 1, and the list afterwards, or what is said. */
const changing: Row[] = [
	['l.add(null)', [3, 1, 'b', { a: 1 }, 1, null]],
	['l.addAll({7,l.size()})', [3, 1, 'b', { a: 1 }, 1, 7, 5]],
	['l.remove(0)', [1, 'b', { a: 1 }, 1]],
	['l.removeElement({"a":1})', [3, 1, 'b', 1]],
	['l.removeElement("z")', [3, 1, 'b', { a: 1 }, 1]],
	['l.removeAll({1,"b"})', [3, { a: 1 }]],
	['l.clear()', []],
	['l = {2,3,1}; l.sort(false)', [3, 2, 1]],
];
const rows: Row[] = [
	['l.get(1)', 1],
	['l["2"]', 'b'],
	['l.size()', 5],
	['l.contains("b")', true],
	['l.contains({"a":1})', true],
	['l.notContains("b")', false],
	['l.indexOf(1)', 1],
	['l.indexOf(9)', -1],
	['l.lastIndexOf(1)', 4],
	['l.distinct()', [3, 1, 'b', { a: 1 }]],
	['l.intersect({"b",3})', [3, 'b']],
	['l.subList(1,3)', [1, 'b']],
	['l.subList(3)', [{ a: 1 }, 1]],
	['{10,9,1}.sort()', [1, 9, 10]],
	['{"Creator","crm","Zoho"}.sort(true)', ['Creator', 'Zoho', 'crm']],
	['l.sort()', null],
	['l.toJSONList() == l.toList()', true],
	['l.toString()', '[3,1,"b",{"a":1},1]'],
	['l.isEmpty() || List().isEmpty() == false', false],
	['list({1}).size()', 1],
];
const before = 'l = {3,1,"b",{"a":1},1};';

test.each(rows)('%s', async (expression, value) => expect(await evaluate(expression, before)).toEqual(value));

test.each(changing)('%s', async (change, value) => expect(await evaluate('l', `${before} ${change};`)).toEqual(value));

test('every function of lists is tried', () => expect(untried(listFunctions, [...rows, ...changing])).toEqual([]));

test.each(['l.get(5)', 'l.get(-1)', 'l.get("x")', 'l.addAll("x")', 'l.put(1,2)', 'l.keys()'])(
	'%s fails',
	async (expression) => {
		await expect(evaluate(expression, before)).rejects.toThrow(/^Line 1: /);
	},
);
