import { excerpt } from '../../util/quote';
import {
	address,
	free,
	kindAt,
	listOf,
	oneOf,
	record,
	recordAt,
	recordOf,
	refused,
	textOf,
	type Check,
	type MessagePlace,
	type Shape,
} from './shape-checks';

/** Source of the limits: the page "Buttons" of the REST API v3. All lengths are in characters. */
export const MOST_BUTTONS = 5;

/** Of addresses, by what a button does with them. */
export const LONGEST_ADDRESS = { 'open.url': 256, 'preview.url': 500 };

const LONGEST_LABEL = 20;

/** The buttons of a message or of a slide. */
export const buttons: Check = listOf({
	entries: 'buttons',
	entry: (number, value) => `button ${number}${labelOf(value)}`,
	check: button,
	most: MOST_BUTTONS,
});

/** Buttons within the text, where it says `[Label]($1)`. */
export const references: Check = (value, place) => {
	const given = Object.entries(recordAt(value, place));
	const wrong = given.find(([key]) => !/^[\w-]+$/.test(key));
	if (wrong)
		throw refused(
			place,
			`has a key "${excerpt(wrong[0])}" that cannot stand in the text`,
			'Use numbers as keys: "1" for [Label]($1).',
		);
	const shape: Shape = Object.fromEntries(
		given.map(([key, entry]) => [
			key,
			{ check: reference, name: `instant button $${key}${labelOf(recordLike(entry).object)}` },
		]),
	);
	return record(value, place, shape);
};

/** One instant button. */
export const reference: Check = recordOf({
	type: { check: oneOf(['button']), required: true },
	object: { check: button, required: true, name: '' },
});

/** One button. */
export function button(value: unknown, place: MessagePlace): unknown {
	return record(value, place, {
		label: { check: textOf(LONGEST_LABEL), required: true },
		hint: { check: textOf(100) },
		type: { check: oneOf(['+', '-']) },
		key: { check: textOf(100) },
		arguments: { check: (given, at) => free(recordAt(given, at), at) },
		action: { check: action, required: true },
	});
}

function labelOf(value: unknown): string {
	const { label } = recordLike(value);
	return typeof label === 'string' && label.trim() !== '' ? ` "${excerpt(label)}"` : '';
}

function recordLike(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

const confirm = recordOf({
	title: { check: textOf(100), required: true },
	description: { check: textOf(100) },
	// Marked as required on the page, and not in its own examples of popups that ask for nothing.
	input: { check: textOf(300) },
	emotion: { check: oneOf(['positive', 'neutral', 'negative']) },
	button_label: { check: textOf(100), required: true },
	cancel_button_label: { check: textOf(100) },
	// A text, not a boolean.
	mandatory: {
		check: (value, place) => oneOf(['true', 'false'])(typeof value === 'boolean' ? String(value) : value, place),
	},
});

/** What a button does, and what Cliq has to know for it. */
const actionData: Record<string, Check> = {
	'invoke.function': recordOf({ name: { check: textOf(), required: true }, owner: { check: email } }),
	// The page "Buttons" marks none as required, and "Message Cards" wants `web`.
	'open.url': recordOf({
		web: { check: link, required: true },
		windows: { check: link },
		iOS: { check: link },
		android: { check: link },
	}),
	// The page "Message Cards" calls it `web`.
	'preview.url': (value, place) => {
		const data = record(value, place, { url: { check: preview }, web: { check: preview } });
		if (data && Object.keys(data).length > 1) throw refused(place, 'has both url and web', 'Leave web out.');
		return data;
	},
	copy: recordOf({ text: { check: textOf(200), required: true } }),
	'system.api': recordOf({ api: { check: systemApi, required: true } }),
};

function action(value: unknown, place: MessagePlace): unknown {
	const type = kindAt(recordAt(value, place), 'type', Object.keys(actionData), place);
	const known = Object.hasOwn(actionData, type) ? actionData[type] : undefined;
	return record(
		value,
		place,
		{
			type: { check: textOf(), required: true },
			data: { check: known ?? free, ...(known && { required: true }) },
			confirm: { check: confirm },
		},
		!known,
	);
}

function link(value: unknown, place: MessagePlace): string {
	const opened = address(
		value,
		place,
		/^(?:https?|tel|sms|sip):/i,
		'an address that Cliq opens',
		'Begin it with https://, http://, tel:, sms: or sip:.',
	);
	return limited(opened, LONGEST_ADDRESS['open.url'], place);
}

function preview(value: unknown, place: MessagePlace): string {
	return limited(
		address(value, place, /^https?:/i, 'a web address', 'Begin it with https://.'),
		LONGEST_ADDRESS['preview.url'],
		place,
	);
}

/** Half an address leads nowhere. */
function limited(text: string, most: number, place: MessagePlace): string {
	return textOf(most)(text, { ...place, remarks: undefined }) as string;
}

function email(value: unknown, place: MessagePlace): string {
	const owner = typeof value === 'string' ? value.trim() : '';
	if (/^[^\s@]+@[^\s@]+$/.test(owner)) return owner;
	throw refused(
		place,
		'must be an email address',
		'Give the email address of the person who made the function, or leave it out for one of your own.',
	);
}

function systemApi(value: unknown, place: MessagePlace): string {
	const api = typeof value === 'string' ? value.trim() : '';
	if (/^(?:(?:audiocall|videocall|startchat|invite)\/\d+|joinchannel\/[A-Za-z0-9]+|locationpermission)$/.test(api))
		return api;
	throw refused(
		place,
		'is not a system action of Cliq',
		'Give audiocall, videocall, startchat or invite with a user ID (startchat/55743307), joinchannel with a channel ID, or locationpermission.',
	);
}
