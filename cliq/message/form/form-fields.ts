import type { Choice, Parameter, ParameterType } from '../../catalogue/types';

/**
 * How the parts of a message look as a form. The forms of both runners, the preview in Node-RED and what a form is
 * turned into (`form.ts`) come from here.
 */
export interface Field {
	name: string;
	/** In Title Case. */
	label: string;
	/**
	 * `lines` is a list of texts, written one a line or given as an array. `data` is JSON or what an expression gives.
	 * `name` and `names` are fields of the data, several between commas or as an array. `rows` is a list of entries
	 * with `fields` of their own.
	 */
	kind: 'text' | 'multiline' | 'url' | 'number' | 'boolean' | 'choice' | 'lines' | 'data' | 'name' | 'names' | 'rows';
	choices?: Choice[];
	required?: true;
	/** In UTF-16 code units. */
	maxLength?: number;
	/** Of what is required: what stands there where the data has nothing. Without it the entry is left out. */
	instead?: string;
	/** What an empty field stands for, where that is something: `to use the incoming items`. */
	emptyMeans?: string;
	/** Of `rows`. */
	fields?: Field[];
	/** Of `rows`: what one entry is called, in Title Case. */
	entry?: string;
	/** Of `rows`: how many there may be. */
	most?: number;
	/** Shown only where the choice `field` beside it has one of these values. */
	when?: { field: string; is: string[] } | undefined;
	placeholder?: string;
	description?: string;
}

/** What a person fills in for a parameter of a structured type. */
export interface FormShape {
	/** What one entry is called, in Title Case. */
	entry: string;
	/** How many entries there may be: 1 is an object, more a list. */
	most: number;
	fields: Field[];
}

const title: Field = { name: 'title', label: 'Title', kind: 'text' };

const cardFields: Field[] = [
	{
		name: 'theme',
		label: 'Kind',
		kind: 'choice',
		choices: [
			{ value: 'modern-inline', label: 'Card', description: 'A title, a picture and fields' },
			{ value: 'poll', label: 'Poll', description: 'A question with 2 to 10 answers to vote for' },
			{ value: 'prompt', label: 'Prompt', description: 'A question with buttons' },
		],
	},
	{ ...title, required: true, maxLength: 200, instead: 'No title', placeholder: 'e.g. Deployment failed' },
	{
		name: 'thumbnail',
		label: 'Picture URL',
		kind: 'url',
		when: { field: 'theme', is: ['modern-inline'] },
		placeholder: 'e.g. https://example.com/logo.png',
		description: 'A public https address',
	},
	{
		name: 'sections',
		label: 'Sections',
		kind: 'rows',
		entry: 'Section',
		when: { field: 'theme', is: ['modern-inline'] },
		fields: [
			title,
			{
				name: 'fields',
				label: 'Fields',
				kind: 'rows',
				entry: 'Field',
				fields: [
					{
						name: 'title',
						label: 'Name',
						kind: 'text',
						required: true,
						instead: '–',
						placeholder: 'e.g. Service',
					},
					{ name: 'value', label: 'Value', kind: 'text', required: true, placeholder: 'e.g. checkout' },
				],
			},
		],
	},
	{
		name: 'options',
		label: 'Answers',
		kind: 'rows',
		entry: 'Answer',
		most: 10,
		when: { field: 'theme', is: ['poll'] },
		fields: [{ name: 'text', label: 'Answer', kind: 'text', required: true, maxLength: 100 }],
	},
];

/** Kinds of slides that can be made of entries of data. */
export const KINDS_OF_DATA: readonly [string, ...string[]] = ['table', 'list', 'label', 'percentage_chart', 'graph'];

const slideFields: Field[] = [
	{
		name: 'type',
		label: 'Kind',
		kind: 'choice',
		choices: [
			{ value: 'table', label: 'Table' },
			{ value: 'list', label: 'List' },
			{ value: 'label', label: 'Labels', description: 'Names and values' },
			{ value: 'images', label: 'Images' },
			{ value: 'percentage_chart', label: 'Pie Chart' },
			{ value: 'graph', label: 'Graph', description: 'Bars or a trend line' },
			{ value: 'text', label: 'Text' },
		],
	},
	title,
	{ name: 'text', label: 'Text', kind: 'multiline', required: true, when: { field: 'type', is: ['text'] } },
	{
		name: 'urls',
		label: 'Image URLs',
		kind: 'lines',
		required: true,
		when: { field: 'type', is: ['images'] },
		placeholder: 'e.g. https://example.com/picture.png',
		description: 'Public https addresses, one a line',
	},
	{
		name: 'entries',
		label: 'Entries',
		kind: 'rows',
		entry: 'Entry',
		when: { field: 'type', is: ['list', 'label', 'percentage_chart'] },
		fields: [
			{ name: 'label', label: 'Name', kind: 'text', description: 'In a list: the text of the entry' },
			{ name: 'value', label: 'Value', kind: 'text' },
		],
	},
	{
		name: 'data',
		label: 'Data',
		kind: 'data',
		emptyMeans: 'to use the incoming items',
		when: { field: 'type', is: [...KINDS_OF_DATA] },
		description: 'A list of objects. Leave it empty to use the incoming items.',
	},
	{
		name: 'columns',
		label: 'Columns',
		kind: 'names',
		emptyMeans: 'to use the columns that are found',
		when: { field: 'type', is: ['table'] },
		placeholder: 'e.g. name, status, owner.email',
		description: 'Names of fields, separated by commas. Leave it empty to use those that are found.',
	},
	{
		name: 'labelField',
		label: 'Label Field',
		kind: 'name',
		emptyMeans: 'to use the first text',
		when: { field: 'type', is: ['list', 'label', 'percentage_chart', 'graph'] },
		placeholder: 'e.g. name',
		description: 'The field of the data that names an entry. Leave it empty to use the first text.',
	},
	{
		name: 'valueFields',
		label: 'Value Fields',
		kind: 'names',
		emptyMeans: 'to use the numbers that are found',
		when: { field: 'type', is: ['label', 'percentage_chart', 'graph'] },
		placeholder: 'e.g. amount',
		description:
			'The fields of the data with the values; a graph draws each of them. Leave it empty to use the numbers that are not IDs or times.',
	},
	{
		name: 'most',
		label: 'Max Rows',
		kind: 'number',
		when: { field: 'type', is: ['table', 'list'] },
		description:
			'How many are shown before the rest is only counted. Leave it empty to show as many as Cliq takes.',
	},
	{
		name: 'bullets',
		label: 'Bullets',
		kind: 'choice',
		when: { field: 'type', is: ['list'] },
		choices: [
			'disc',
			'circle',
			'square',
			'decimal',
			'lower-alpha',
			'upper-alpha',
			'lower-roman',
			'upper-roman',
		].map((value) => ({ value, label: value })),
	},
	{
		name: 'chart',
		label: 'Shape',
		kind: 'choice',
		when: { field: 'type', is: ['percentage_chart'] },
		choices: [
			{ value: 'pie', label: 'Pie' },
			{ value: 'doughnut', label: 'Doughnut' },
			{ value: 'semi_doughnut', label: 'Half Doughnut' },
		],
	},
	{
		name: 'graph',
		label: 'Shape',
		kind: 'choice',
		when: { field: 'type', is: ['graph'] },
		choices: [
			{ value: 'vertical_bar', label: 'Bars' },
			{ value: 'vertical_stacked_bar', label: 'Stacked Bars' },
			{ value: 'trend', label: 'Trend' },
		],
	},
	{ name: 'xAxis', label: 'Name of X Axis', kind: 'text', maxLength: 20, when: { field: 'type', is: ['graph'] } },
	{ name: 'yAxis', label: 'Name of Y Axis', kind: 'text', maxLength: 20, when: { field: 'type', is: ['graph'] } },
];

const people = ['audiocall', 'videocall', 'startchat', 'invite'];

const buttonFields: Field[] = [
	{
		name: 'label',
		label: 'Label',
		kind: 'text',
		required: true,
		maxLength: 20,
		instead: 'Open',
		placeholder: 'e.g. Open dashboard',
	},
	{
		name: 'action',
		label: 'When Pressed',
		kind: 'choice',
		choices: [
			{ value: 'open.url', label: 'Open a Web Page' },
			{ value: 'preview.url', label: 'Preview a Web Page', description: 'Shown within Cliq' },
			{ value: 'copy', label: 'Copy a Text' },
			{ value: 'startchat', label: 'Start a Chat' },
			{ value: 'audiocall', label: 'Start an Audio Call' },
			{ value: 'videocall', label: 'Start a Video Call' },
			{ value: 'invite', label: 'Invite a Contact' },
			{ value: 'joinchannel', label: 'Join a Channel' },
			{ value: 'locationpermission', label: 'Ask for the Location' },
			{ value: 'invoke.function', label: 'Run a Function' },
		],
	},
	{
		name: 'url',
		label: 'URL',
		kind: 'url',
		required: true,
		when: { field: 'action', is: ['open.url', 'preview.url'] },
		placeholder: 'e.g. https://example.com/dashboard',
	},
	{
		name: 'text',
		label: 'Text',
		kind: 'text',
		required: true,
		maxLength: 200,
		when: { field: 'action', is: ['copy'] },
	},
	{
		name: 'user',
		label: 'User ID',
		kind: 'text',
		required: true,
		when: { field: 'action', is: people },
		placeholder: 'e.g. 55743307',
	},
	{
		name: 'channel',
		label: 'Channel ID',
		kind: 'text',
		required: true,
		when: { field: 'action', is: ['joinchannel'] },
		placeholder: 'e.g. O1847392056173920481',
	},
	{
		name: 'function',
		label: 'Function',
		kind: 'text',
		required: true,
		when: { field: 'action', is: ['invoke.function'] },
		description: 'Its name in Cliq, under Bots & Tools',
	},
	{
		name: 'owner',
		label: 'Owner of the Function',
		kind: 'text',
		when: { field: 'action', is: ['invoke.function'] },
		placeholder: 'e.g. sam@example.com',
	},
	{
		name: 'style',
		label: 'Color',
		kind: 'choice',
		choices: [
			{ value: '+', label: 'Positive (Green)' },
			{ value: '-', label: 'Negative (Red)' },
		],
	},
	{ name: 'hint', label: 'Tooltip', kind: 'text', maxLength: 100 },
	{
		name: 'key',
		label: 'Key',
		kind: 'text',
		maxLength: 100,
		when: { field: 'action', is: ['invoke.function'] },
		description: 'Text that tells the function which button was pressed',
	},
	{
		name: 'confirm',
		label: 'Confirmation',
		kind: 'rows',
		entry: 'Question',
		most: 1,
		fields: [
			{
				name: 'title',
				label: 'Question',
				kind: 'text',
				required: true,
				maxLength: 100,
				instead: 'Are you sure?',
				placeholder: 'e.g. Restart the server?',
			},
			{ name: 'description', label: 'Explanation', kind: 'text', maxLength: 100 },
			{
				name: 'button_label',
				label: 'Label of Yes',
				kind: 'text',
				required: true,
				maxLength: 100,
				instead: 'Yes',
			},
			{ name: 'cancel_button_label', label: 'Label of No', kind: 'text', maxLength: 100 },
			{
				name: 'input',
				label: 'Ask For',
				kind: 'text',
				maxLength: 300,
				description: 'What a person is asked to write',
			},
			{
				name: 'mandatory',
				label: 'Answer Required',
				kind: 'boolean',
				description: 'Whether to require a written comment before the button works',
			},
			{
				name: 'emotion',
				label: 'Mood',
				kind: 'choice',
				choices: [
					{ value: 'positive', label: 'Positive' },
					{ value: 'neutral', label: 'Neutral' },
					{ value: 'negative', label: 'Negative' },
				],
			},
		],
	},
];

const styleFields: Field[] = [
	{
		name: 'background',
		label: 'Background',
		kind: 'choice',
		choices: ['grey', 'red', 'yellow', 'green', 'blue'].map((value) => ({
			value,
			label: value.charAt(0).toUpperCase() + value.slice(1),
		})),
	},
	{ name: 'highlight', label: 'Highlight', kind: 'boolean', description: 'Whether the message stands out' },
];

const identityFields: Field[] = [
	{ name: 'name', label: 'Name', kind: 'text', required: true, placeholder: 'e.g. Deploy Bot' },
	{ name: 'image', label: 'Picture URL', kind: 'url', placeholder: 'e.g. https://example.com/bot.png' },
];

const targetFields: Field[] = [
	{
		name: 'target',
		label: 'To',
		kind: 'choice',
		required: true,
		choices: [
			{ value: 'channel', label: 'Channel' },
			{ value: 'bot', label: 'Bot' },
			{ value: 'chat', label: 'Chat' },
			{ value: 'user', label: 'User' },
		],
	},
	{
		name: 'id',
		label: 'Name or ID',
		kind: 'text',
		required: true,
		placeholder: 'e.g. incidents',
		description: 'Unique name of the channel or bot, ID of the chat, email address or ID of the user',
	},
];

/** Many targets in one step are likelier a mistake than a wish, and each one is a call. */
const MOST_TARGETS = 50;

/** The forms of parameters that are more than one value. */
export const forms: Partial<Record<ParameterType, FormShape>> = {
	card: { entry: 'Card', most: 1, fields: cardFields },
	slides: { entry: 'Slide', most: 20, fields: slideFields },
	buttons: { entry: 'Button', most: 5, fields: buttonFields },
	references: { entry: 'Instant Button', most: 20, fields: buttonFields },
	styles: { entry: 'Styles', most: 1, fields: styleFields },
	identity: { entry: 'Identity', most: 1, fields: identityFields },
	targets: { entry: 'Target', most: MOST_TARGETS, fields: targetFields },
};

/** Of fields of a nested parameter: how they are filled in, where that is not as a text. */
const kindsOfFields: Partial<Record<ParameterType, Field['kind']>> = {
	boolean: 'boolean',
	choice: 'choice',
	nested: 'rows',
	object: 'data',
	strings: 'lines',
	text: 'multiline',
};

/** @returns what a person fills in for a parameter that is more than one value; `undefined` for any other. */
export function shapeOf({ type, nested }: Pick<Parameter, 'type' | 'nested'>): FormShape | undefined {
	return nested ? { ...nested, fields: nested.fields.map(fieldOf) } : forms[type];
}

function fieldOf({ name, label, type, nested, choices, required, maxLength, description }: Parameter): Field {
	return {
		name,
		label,
		kind: kindsOfFields[type] ?? 'text',
		...(nested && { ...nested, fields: nested.fields.map(fieldOf) }),
		...(choices && { choices }),
		...(required && { required }),
		...(maxLength !== undefined && { maxLength }),
		description,
	};
}
