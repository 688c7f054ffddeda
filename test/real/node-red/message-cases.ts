import { forms, type Field } from '../../../cliq/message/form/form-fields';
import { msg, str } from './flows';

/**
 * What a person fills in for each kind of slide, button and card, and what Cliq must get for it, written by hand from
 * Zoho's pages ("Message Content", "Buttons", "Message Cards" of the REST API v3).
 */
export interface Case {
	/** As the dialog stores it. */
	given: Record<string, unknown>;
	wanted: object;
}

const json = (value: unknown) => ({ type: 'json', value: JSON.stringify(value) });
const num = (value: number) => ({ type: 'num', value: String(value) });

/** The values that a field chooses among. */
export function kindsOf(form: 'slides' | 'buttons' | 'card'): string[] {
	const field = (forms[form]!.fields as Field[]).find(
		({ name }) => name === (form === 'slides' ? 'type' : form === 'buttons' ? 'action' : 'theme'),
	);
	return field!.choices!.map(({ value }) => value);
}

const jobs = [
	{ job: 'build', minutes: 12, owner: { name: 'Ann' } },
	{ job: 'test', minutes: 30.5, owner: { name: 'Bo' } },
	{ job: 'ship', minutes: 3, owner: { name: 'Cy' } },
];

/** What the incoming message holds, beside its payload. */
export const data = {
	jobs,
	title: 'Nightly',
	picture: 'https://example.com/a.png',
	sections: 'Where',
	link: 'https://example.com/run/7',
	person: '55743307',
};
export const payload = [
	{ service: 'mail', calls: 9 },
	{ service: 'search', calls: 4 },
];

const pictures = ['https://example.com/a.png', 'https://example.com/b.png'];
const entries = (...pairs: [string, string][]) =>
	pairs.map(([label, value]) => ({ label: str(label), value: str(value) }));

export const slidesByHand: Record<string, Case> = {
	table: {
		given: {
			title: str('Prices'),
			data: json([
				{ item: 'Tea', price: 2.5, hot: true },
				{ item: 'Juice', price: 3 },
			]),
		},
		wanted: {
			title: 'Prices',
			data: {
				headers: ['item', 'price', 'hot'],
				rows: [
					{ item: 'Tea', price: '2.5', hot: 'true' },
					{ item: 'Juice', price: '3', hot: '' },
				],
			},
		},
	},
	list: {
		given: { entries: [{ label: str('First') }, ...entries(['Second', 'with a value'])], bullets: 'upper-roman' },
		wanted: { data: ['First', 'Second: with a value'], styles: { type: 'upper-roman' } },
	},
	label: {
		given: { title: str('Facts'), entries: entries(['Region', 'EU'], ['Nodes', '3']) },
		wanted: { title: 'Facts', data: [{ Region: 'EU' }, { Nodes: '3' }] },
	},
	images: { given: { urls: str(pictures.join('\n')) }, wanted: { data: pictures } },
	percentage_chart: {
		given: { entries: entries(['Social', '40'], ['Growth', '24.5']), chart: 'semi_doughnut' },
		wanted: {
			data: [
				{ label: 'Social', value: 40 },
				{ label: 'Growth', value: 24.5 },
			],
			styles: { preview: 'semi_doughnut' },
		},
	},
	graph: {
		given: {
			data: json([
				{ month: 'Jan', asana: 9, bitbucket: 12 },
				{ month: 'Feb', asana: 6, bitbucket: 18 },
			]),
			graph: 'trend',
			xAxis: str('Months'),
			yAxis: str('Use'),
		},
		wanted: {
			data: [
				{
					category: 'asana',
					values: [
						{ label: 'Jan', value: 9 },
						{ label: 'Feb', value: 6 },
					],
				},
				{
					category: 'bitbucket',
					values: [
						{ label: 'Jan', value: 12 },
						{ label: 'Feb', value: 18 },
					],
				},
			],
			styles: { preview: 'trend', x_axis: 'Months', y_axis: 'Use' },
		},
	},
	text: {
		given: { title: str('Note'), text: str('Two lines,\n*one* bold') },
		wanted: { title: 'Note', data: 'Two lines,\n*one* bold' },
	},
};

export const slidesFromMessage: Record<string, Case> = {
	table: {
		given: { title: msg('title'), data: msg('jobs'), columns: str('owner.name, job'), most: num(2) },
		wanted: {
			title: 'Nightly',
			data: {
				headers: ['owner.name', 'job'],
				rows: [
					{ 'owner.name': 'Ann', job: 'build' },
					{ 'owner.name': 'Bo', job: 'test' },
					{ 'owner.name': '… and 1 more', job: '' },
				],
			},
		},
	},
	list: { given: { data: msg('jobs'), labelField: str('owner.name') }, wanted: { data: ['Ann', 'Bo', 'Cy'] } },
	label: {
		given: { data: msg('jobs'), labelField: str('job'), valueFields: str('owner.name, minutes') },
		wanted: { data: [{ build: 'Ann, 12' }, { test: 'Bo, 30.5' }, { ship: 'Cy, 3' }] },
	},
	images: { given: { urls: msg('picture') }, wanted: { data: ['https://example.com/a.png'] } },
	percentage_chart: {
		given: { data: msg('jobs'), labelField: str('job'), valueFields: str('minutes'), chart: 'doughnut' },
		wanted: {
			data: [
				{ label: 'build', value: 12 },
				{ label: 'test', value: 30.5 },
				{ label: 'ship', value: 3 },
			],
			styles: { preview: 'doughnut' },
		},
	},
	graph: {
		given: {
			title: msg('title'),
			data: msg('jobs'),
			labelField: str('job'),
			valueFields: str('minutes'),
			graph: 'vertical_stacked_bar',
		},
		wanted: {
			title: 'Nightly',
			data: [
				{
					category: 'minutes',
					values: [
						{ label: 'build', value: 12 },
						{ label: 'test', value: 30.5 },
						{ label: 'ship', value: 3 },
					],
				},
			],
			styles: { preview: 'vertical_stacked_bar' },
		},
	},
	text: { given: { text: { type: 'jsonata', value: '"From " & title' } }, wanted: { data: 'From Nightly' } },
};

/** Nothing is said but the kind, so that they are made of `payload`. */
export const slidesFromPayload: Record<string, Case> = {
	table: {
		given: {},
		wanted: {
			data: {
				headers: ['service', 'calls'],
				rows: [
					{ service: 'mail', calls: '9' },
					{ service: 'search', calls: '4' },
				],
			},
		},
	},
	list: { given: {}, wanted: { data: ['mail', 'search'] } },
	label: { given: {}, wanted: { data: [{ mail: '9' }, { search: '4' }] } },
	percentage_chart: {
		given: {},
		wanted: {
			data: [
				{ label: 'mail', value: 9 },
				{ label: 'search', value: 4 },
			],
		},
	},
	graph: {
		given: {},
		wanted: {
			data: [
				{
					category: 'calls',
					values: [
						{ label: 'mail', value: 9 },
						{ label: 'search', value: 4 },
					],
				},
			],
		},
	},
};

const toPerson = (api: string): Case => ({
	given: { label: str('Talk'), user: msg('person') },
	wanted: { label: 'Talk', action: { type: 'system.api', data: { api: `${api}/55743307` } } },
});

export const buttons: Record<string, Case> = {
	'open.url': {
		given: { label: str('Open run'), url: msg('link'), style: '+', hint: str('In a new tab') },
		wanted: {
			label: 'Open run',
			type: '+',
			hint: 'In a new tab',
			action: { type: 'open.url', data: { web: 'https://example.com/run/7' } },
		},
	},
	'preview.url': {
		given: { label: str('Watch'), url: str('https://example.com/video') },
		wanted: { label: 'Watch', action: { type: 'preview.url', data: { url: 'https://example.com/video' } } },
	},
	copy: {
		given: { label: str('Copy'), text: msg('title') },
		wanted: { label: 'Copy', action: { type: 'copy', data: { text: 'Nightly' } } },
	},
	startchat: toPerson('startchat'),
	audiocall: toPerson('audiocall'),
	videocall: toPerson('videocall'),
	invite: toPerson('invite'),
	joinchannel: {
		given: { label: str('Join'), channel: str('O4000000040042') },
		wanted: { label: 'Join', action: { type: 'system.api', data: { api: 'joinchannel/O4000000040042' } } },
	},
	locationpermission: {
		given: { label: str('Where?') },
		wanted: { label: 'Where?', action: { type: 'system.api', data: { api: 'locationpermission' } } },
	},
	'invoke.function': {
		given: {
			label: str('Restart'),
			function: str('restartServer'),
			owner: str('sam@example.com'),
			style: '-',
			key: str('restart'),
			confirm: [
				{
					title: str('Restart?'),
					description: str('It takes a minute'),
					button_label: str('Yes'),
					cancel_button_label: str('No'),
					input: str('Why?'),
					mandatory: true,
					emotion: 'negative',
				},
			],
		},
		wanted: {
			label: 'Restart',
			type: '-',
			key: 'restart',
			action: {
				type: 'invoke.function',
				data: { name: 'restartServer', owner: 'sam@example.com' },
				confirm: {
					title: 'Restart?',
					description: 'It takes a minute',
					button_label: 'Yes',
					cancel_button_label: 'No',
					input: 'Why?',
					mandatory: 'true',
					emotion: 'negative',
				},
			},
		},
	},
};

export const cards: Record<string, Case> = {
	'modern-inline': {
		given: {
			title: msg('title'),
			thumbnail: msg('picture'),
			sections: [
				{
					title: msg('sections'),
					fields: [
						{ title: str('Service'), value: str('checkout') },
						{ title: str('Zone'), value: str('eu-1') },
					],
				},
			],
		},
		wanted: {
			title: 'Nightly',
			thumbnail: 'https://example.com/a.png',
			sections: [
				{
					title: 'Where',
					fields: [
						{ title: 'Service', value: 'checkout' },
						{ title: 'Zone', value: 'eu-1' },
					],
				},
			],
		},
	},
	poll: {
		given: { title: str('Lunch?'), options: [{ text: str('Pizza') }, { text: msg('title') }] },
		wanted: { title: 'Lunch?', options: [{ text: 'Pizza' }, { text: 'Nightly' }] },
	},
	prompt: { given: { title: str('Deploy now?') }, wanted: { title: 'Deploy now?' } },
};
