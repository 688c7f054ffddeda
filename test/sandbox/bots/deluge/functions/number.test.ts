import { numberFunctions } from '../../../../../sandbox/bots/deluge/functions/number';
import { evaluate, untried, type Row } from './evaluate';

const rows: Row[] = [
	['n.abs()', 2.456],
	['n.ceil()', -2],
	['n.floor()', -3],
	['2.power(10)', 1024],
	['9.sqrt()', 3],
	['n.min(1)', -2.456],
	['n.max(1)', 1],
	['n.round(2)', -2.46],
	['n.round()', -2],
	['n.isNumber()', true],
	['n.isText()', false],
	['n.toLong()', -2],
	['n.toNumber()', -2.456],
	['n.toDecimal()', -2.456],
	['n.toString() + "!"', '-2.456!'],
	['min(3,2)', 2],
];

test.each(rows)('%s', async (expression, value) => expect(await evaluate(expression, 'n = -2.456;')).toBe(value));

test('every function of numbers is tried', () => expect(untried(numberFunctions, rows)).toEqual([]));
