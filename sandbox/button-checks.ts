import { Refusal } from './errors';
import type { Variants } from './variants';
import { address, anyObject, asObject, choice, object, text, type Check } from './structure';

/**
 * Source for all of this: the pages "Buttons" and "Message Cards" of the REST API v3. Where one demands a key that the
 * other's examples do without (`type` of a button, `owner` of a function), or that is of use only to some (`input` of a
 * confirmation), it may be left out.
 */

const link = address(['http://', 'https://', 'tel:', 'sms:', 'sip:'], 256);
const frame = address(['http://', 'https://'], 500);

/**
 * What each kind of action is told. `invoke.bot` is documented too, and live servers refuse it as a pattern they do not
 * know.
 */
const actionData: Record<string, Check> = {
	// The page marks none as required, and the one of the cards demands "web".
	'open.url': object({ web: link, windows: link, iOS: link, android: link }, ['web']),
	// One page calls it "url", the other "web".
	'preview.url': (value, place) => {
		const key = Object.hasOwn(asObject(value, place), 'web') ? 'web' : 'url';
		object({ [key]: frame }, [key])(value, place);
	},
	copy: object({ text: text({ max: 200 }) }, ['text']),
	'system.api': object(
		{
			api: text({
				like: /^(?:(?:audiocall|videocall|startchat|invite)\/\d+|joinchannel\/[A-Za-z0-9]+|locationpermission)$/,
				means: 'an action such as videocall/{zuid}, joinchannel/{id} or locationpermission',
			}),
		},
		['api'],
	),
	'invoke.function': object(
		{ name: text(), owner: text({ like: /^[^\s@]+@[^\s@]+$/, means: 'an e-mail address' }) },
		['name'],
	),
};

const confirm = object(
	{
		title: text({ max: 100 }),
		description: text({ max: 100 }),
		input: text({ max: 300 }),
		emotion: choice('positive', 'neutral', 'negative'),
		button_label: text({ max: 100 }),
		cancel_button_label: text({ max: 100 }),
		mandatory: choice('true', 'false'),
	},
	['title', 'button_label'],
);

const action =
	(functionOwner: Variants['functionOwner']): Check =>
	(value, place) => {
		object({ type: choice(...Object.keys(actionData)), data: anyObject, confirm }, ['type', 'data'])(value, place);
		const { type, data } = value as { type: string; data: { owner?: unknown } };
		actionData[type]?.(data, `${place}.data`);
		if (type === 'invoke.function' && functionOwner === 'required' && data.owner === undefined)
			throw new Refusal(400, 'param_missing', `${place}.data: "owner" is missing`);
	};

type ButtonVariants = Pick<Variants, 'buttonArguments' | 'buttonKey' | 'functionOwner'>;

/**
 * A message's own buttons have a key; arguments stand under instant buttons alone.
 * @param labelMax how long its label may be: 20, and 30 within a card
 */
export function button(labelMax: number, { buttonArguments, buttonKey, functionOwner }: ButtonVariants): Check {
	const told = {
		...(buttonKey === 'taken' && { key: text({ max: 100 }) }),
		...(buttonArguments === 'taken' && { arguments: anyObject }),
	};
	return object(
		{
			label: text({ max: labelMax }),
			hint: text({ max: 100 }),
			type: choice('+', '-'),
			...told,
			action: action(functionOwner),
		},
		['label', 'action'],
	);
}

/**
 * Instant buttons, by the name the text calls them by. The schema of the page "Buttons" lists three actions and neither
 * hint nor key for them; its text says that "the functionality of instant buttons and message card buttons is the
 * same".
 */
export const references =
	({ functionOwner }: Pick<Variants, 'functionOwner'>): Check =>
	(value, place) => {
		for (const [key, own] of Object.entries(asObject(value, place))) {
			if (!/^[\w-]+$/.test(key))
				throw new Refusal(400, 'input_pattern_mismatch', `${place}: "${key}" cannot be named in a text`);
			object(
				{
					type: choice('button'),
					object: button(20, { buttonArguments: 'taken', buttonKey: 'taken', functionOwner }),
				},
				['type', 'object'],
			)(own, `${place}.${key}`);
		}
	};
