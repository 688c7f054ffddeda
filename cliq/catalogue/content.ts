import type { Parameter } from './types';

/**
 * The message object beside its text. Source: the pages "Message Cards", "Message Content" and "Buttons" of the REST
 * API v3.
 */
const card: Parameter = {
	name: 'card',
	label: 'Card',
	type: 'card',
	in: 'body',
	wire: 'card',
	description: 'A title, a picture and fields around the message; or a poll',
};

const slides: Parameter = {
	name: 'slides',
	label: 'Slides',
	type: 'slides',
	in: 'body',
	wire: 'slides',
	description: 'Tables, lists, labels, images, charts and graphs below the text, 20 at most',
};

const buttons: Parameter = {
	name: 'buttons',
	label: 'Buttons',
	type: 'buttons',
	in: 'body',
	wire: 'buttons',
	description: 'Buttons below the message, 5 at most',
};

const references: Parameter = {
	name: 'references',
	label: 'Instant Buttons',
	type: 'references',
	in: 'body',
	wire: 'references',
	description: 'Buttons within the text, where it says [Label]($1), [Label]($2) and so on',
};

const styles: Parameter = {
	name: 'styles',
	label: 'Styles',
	type: 'styles',
	in: 'body',
	wire: 'styles',
	description: 'Background color and highlight of the message',
};

const identity: Parameter = {
	name: 'identity',
	label: 'Shown As',
	type: 'identity',
	in: 'body',
	wire: 'bot',
	description: 'Name and picture shown instead of yours; you remain the author',
};

const json: Parameter = {
	name: 'json',
	label: 'Message as JSON',
	type: 'object',
	in: 'body',
	wire: '*',
	description:
		"A message object of Cliq's; each key replaces what the form says, and is checked as far as it is known",
};

/** How a message is made of what a workflow has. */
export const textFormat: Parameter = {
	name: 'textFormat',
	label: 'Text Format',
	type: 'choice',
	in: 'compose',
	wire: '',
	choices: [
		{ value: 'cliq', label: 'Cliq', description: 'Sent as it is: *bold*, _italic_, ~struck~, `code`' },
		{
			value: 'markdown',
			label: 'Markdown',
			description: 'Standard Markdown, as AI agents write it; tables become table slides',
		},
		{
			value: 'plain',
			label: 'Plain Text',
			description: 'Shown letter for letter: nothing in it becomes formatting or a mention',
		},
	],
	default: 'cliq',
	description: 'How the text is written',
};

const longText: Parameter = {
	name: 'longText',
	label: 'If Too Long',
	type: 'choice',
	in: 'compose',
	wire: '',
	choices: [
		{ value: 'split', label: 'Split', description: 'Send it in several messages, in order' },
		{ value: 'cut', label: 'Cut', description: 'Send the beginning, with a note of how much is missing' },
		{ value: 'refuse', label: 'Refuse', description: 'Send nothing and fail' },
	],
	default: 'split',
	description: 'What to do with a text that is longer than Cliq takes',
};

/** For a text that can have one message only. */
export const longTextOfOne: Parameter = {
	...longText,
	choices: (longText.choices ?? []).filter(({ value }) => value !== 'split'),
};

export const mentions: Parameter = {
	name: 'mentions',
	label: 'Mention',
	type: 'mentions',
	in: 'compose',
	wire: '',
	emptyMeans: 'to mention nobody',
	description:
		'Who is named at the start of the text: email addresses, IDs of users or teams, #channelId, all, available, participants; separated by commas',
};

const silentMentions: Parameter = {
	name: 'silentMentions',
	label: 'Mention Silently',
	type: 'boolean',
	in: 'compose',
	wire: '',
	description: 'Whether to mention users without notifying them',
};

const alsoTo: Parameter = {
	name: 'alsoTo',
	label: 'Also Send To',
	type: 'targets',
	in: 'compose',
	wire: '',
	description: 'More channels, bots, chats and users that get the same message',
};

const digestGroups: Parameter = {
	name: 'digestGroups',
	label: 'Digest: Group By',
	type: 'strings',
	in: 'compose',
	wire: '',
	description: 'What each line of a digest is counted under, e.g. its severity',
};

const digestFull: Parameter = {
	name: 'digestFull',
	label: 'Digest: Lines in Full',
	type: 'count',
	in: 'compose',
	wire: '',
	maximum: 200,
	description: 'How many lines a digest shows before the rest is only counted; 10 unless said otherwise',
};

/** What every message can have beside its text. */
export const content: Parameter[] = [card, slides, buttons, references, styles, identity, json];

/** What says how it is made. */
export const composition: Parameter[] = [
	textFormat,
	longText,
	mentions,
	silentMentions,
	alsoTo,
	digestGroups,
	digestFull,
];
