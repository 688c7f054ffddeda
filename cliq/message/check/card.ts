import {
	httpsUrl,
	kindAt,
	listOf,
	record,
	recordAt,
	recordOf,
	refused,
	textOf,
	type Check,
	type MessagePlace,
	type Shape,
} from './shape-checks';

/**
 * Source of themes and limits: the page "Message Cards" of the REST API v3; `basic` is of older pages. Lengths are in
 * characters.
 */
const THEMES = ['modern-inline', 'poll', 'prompt', 'basic'];
const LONGEST_TITLE = 200;

/** The card of a message. */
export const card: Check = (value, outer) => {
	const place = { ...outer, path: 'Card' };
	const theme = kindAt(recordAt(value, place), 'theme', THEMES, place);
	const shape: Shape = {
		theme: { check: textOf(), required: true },
		title: { check: textOf(LONGEST_TITLE), required: true },
		thumbnail: { check: httpsUrl },
		icon: { check: textOf() },
		sections: { check: only('modern-inline', theme, sections), name: '' },
		options: { check: only('poll', theme, options), name: '', ...(theme === 'poll' && { required: true }) },
		buttons: { check: noButtons, name: '' },
	};
	return record(value, place, shape, !THEMES.includes(theme));
};

/** A part that one theme has; with a theme that is not known here it may stand too. */
function only(theme: string, actual: string, check: Check): Check {
	return (value, place) => {
		if (actual === theme || !THEMES.includes(actual)) return check(value, place);
		throw refused(
			place,
			`the theme "${actual}" has no ${theme === 'poll' ? 'options' : 'sections'}`,
			`Leave them out, or choose the theme "${theme}".`,
		);
	};
}

const field = recordOf({ title: { check: textOf(), required: true }, value: { check: textOf(), required: true } });

const section = recordOf({
	title: { check: textOf() },
	fields: { check: listOf({ entries: 'fields', entry: (number) => `field ${number}`, check: field }), name: '' },
});

const sections = listOf({ entries: 'sections', entry: (number) => `section ${number}`, check: section });

const options = listOf({
	entries: 'options',
	entry: (number) => `option ${number}`,
	check: recordOf({ text: { check: textOf(100), required: true } }),
	least: 2,
	most: 10,
});

/** The page puts buttons into the card; live servers answer `extra_key_found`. */
function noButtons(_value: unknown, place: MessagePlace): never {
	throw refused(
		place,
		'has buttons, which Cliq refuses there',
		'Put them into the buttons of the message, beside the card.',
	);
}
