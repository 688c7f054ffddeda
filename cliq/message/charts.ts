import { listOf, numeric, recordOf, textOf } from './shape';

/** Source of the limits: the page "Message Content" of the REST API v3. Lengths are in characters. */
const LONGEST_NAME = 20;

/** How each can be drawn. */
export const previews = {
	percentage_chart: ['pie', 'doughnut', 'semi_doughnut'],
	graph: ['vertical_bar', 'vertical_stacked_bar', 'trend'],
};

const value = recordOf({ label: { check: textOf(LONGEST_NAME), required: true }, value: { check: numeric, required: true } });

export const percentageChart = listOf({ entries: 'segments', entry: (number) => `segment ${number}`, check: value, most: 5 });

const category = recordOf({
	category: { check: textOf(LONGEST_NAME), required: true, name: 'name' },
	values: { check: listOf({ entries: 'values', entry: (number) => `value ${number}`, check: value, most: 20 }), required: true, name: '' },
});

export const graph = listOf({ entries: 'categories', entry: (number) => `category ${number}`, check: category, most: 5 });
