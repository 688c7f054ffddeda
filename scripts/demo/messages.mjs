/** What the messages of the demo say, as the nodes of Node-RED store it. */

export const text = (value) => ({ type: 'str', value });
export const json = (value) => ({ type: 'json', value: JSON.stringify(value) });
export const form = (value) => ({ type: 'form', value });
const pairs = (entries) =>
	Object.entries(entries).map(([label, value]) => ({ label: text(label), value: text(value) }));

export const release = {
	channel: text('releases'),
	text: text('*Release 2.4* is out. It was built, tested and announced by a flow.'),
	card: form({ theme: 'modern-inline', title: text('Release 2.4') }),
	slides: form([
		{ type: 'label', entries: pairs({ Version: '2.4.0', Built: '14 minutes', Coverage: '96 %' }) },
		{
			type: 'percentage_chart',
			title: text('What it is made of'),
			chart: 'doughnut',
			entries: pairs({ Features: '9', Fixes: '14', Chores: '4' }),
		},
	]),
	buttons: form([
		{ label: text('Release notes'), action: 'open.url', url: text('https://example.com/releases/2.4') },
	]),
};

/** A message with everything on it, as the node of Node-RED stores it. The README's pictures show it too. */
export const incident = {
	text: text('Checkout answers slowly: 95 % of requests take 2.1 s'),
	card: form({
		theme: 'modern-inline',
		title: text('Incident 481: checkout is slow'),
		sections: [
			{
				title: text('Now'),
				fields: [
					{ title: text('Severity'), value: text('Critical') },
					{ title: text('On call'), value: text('Leo Lindqvist') },
				],
			},
		],
	}),
	slides: form([
		{
			type: 'table',
			title: text('Response times'),
			data: json([
				{ service: 'checkout', p95: '2,100 ms', trend: 'rising' },
				{ service: 'search', p95: '140 ms', trend: 'steady' },
				{ service: 'login', p95: '95 ms', trend: 'steady' },
			]),
		},
		{
			type: 'graph',
			title: text('Last hour'),
			graph: 'trend',
			xAxis: text('Time'),
			yAxis: text('ms'),
			data: json(
				[
					['09:00', 180],
					['09:15', 240],
					['09:30', 900],
					['09:45', 1700],
					['10:00', 2100],
				].map(([time, checkout]) => ({ time, checkout })),
			),
		},
	]),
	buttons: form([
		{ label: text('Acknowledge'), action: 'copy', text: text('ack 481'), style: '+' },
		{
			label: text('Roll back'),
			action: 'invoke.function',
			function: text('rollback'),
			style: '-',
			confirm: [{ title: text('Roll back to 2.3?'), button_label: text('Roll back') }],
		},
		{ label: text('Dashboard'), action: 'open.url', url: text('https://example.com/d/checkout') },
	]),
};

export const poll = {
	text: text('When do we look back at it?'),
	card: form({
		theme: 'poll',
		title: text('Post-mortem'),
		options: ['Today at 16:00', 'Tomorrow at 10:00', 'By mail'].map((answer) => ({ text: text(answer) })),
	}),
};

/** What the bot answers with. */
export const services = [
	{ service: 'checkout', version: '2.4', state: 'up' },
	{ service: 'search', version: '2.3', state: 'up' },
	{ service: 'login', version: '2.4', state: 'slow' },
];
