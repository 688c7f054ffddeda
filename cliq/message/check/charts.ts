import { listOf, numeric, recordOf, textOf } from './shape-checks';

/** Source of the limits: the page "Message Content" of the REST API v3. Lengths are in characters. */
export const LONGEST_LABEL = 20;
export const MOST_SHARES = 5;
export const MOST_CATEGORIES = 5;
export const MOST_POINTS = 20;

/** How each can be drawn. */
export const previews = {
	percentage_chart: ['pie', 'doughnut', 'semi_doughnut'],
	graph: ['vertical_bar', 'vertical_stacked_bar', 'trend'],
};

const value = recordOf({
	label: { check: textOf(LONGEST_LABEL), required: true },
	value: { check: numeric, required: true },
});

export const percentageChart = listOf({
	entries: 'segments',
	entry: (number) => `segment ${number}`,
	check: value,
	most: MOST_SHARES,
});

const category = recordOf({
	category: { check: textOf(LONGEST_LABEL), required: true, name: 'name' },
	values: {
		check: listOf({ entries: 'values', entry: (number) => `value ${number}`, check: value, most: MOST_POINTS }),
		required: true,
		name: '',
	},
});

export const graph = listOf({
	entries: 'categories',
	entry: (number) => `category ${number}`,
	check: category,
	most: MOST_CATEGORIES,
});
