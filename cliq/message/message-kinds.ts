import type { ParameterType } from '../catalogue';
import { fromJson, isEmpty } from '../parameters/json-values';
import { addKinds, type Kind } from '../parameters/kinds';
import { checkMessage, messagePart, rawObject } from './check/check-message';
import { listOf, oneOf, recordOf, refused, textOf, type Check } from './check/shape-checks';
import { forms } from './form/form-fields';

const part: Kind = (value, parameter, _others, isRaw) => messagePart(value, parameter, isRaw);

const id: Check = (value, place) => {
	const text = typeof value === 'number' && !Number.isSafeInteger(value) ? undefined : textOf()(value, place);
	if (text !== undefined) return (text as string).trim();
	throw refused(
		place,
		`is ${String(value)}, a number that cannot be an ID`,
		'Pass the ID as text, in quotes: numbers of more than 15 digits lose the last ones.',
	);
};

const targets = listOf({
	entries: 'targets',
	entry: (number) => `target ${number}`,
	check: recordOf({
		target: { check: oneOf(['channel', 'bot', 'chat', 'user']), required: true },
		id: { check: id, required: true, name: 'ID' },
	}),
	most: forms.targets?.most,
});

/** Kinds of values that messages consist of. */
const messageKinds = {
	buttons: part,
	card: part,
	identity: part,
	object: rawObject,
	references: part,
	slides: part,
	styles: part,
	/** More places that a message goes to: `[{ target: 'channel', id: 'incidents' }]`. */
	targets: (value, parameter) => {
		const given = fromJson(value, parameter);
		return isEmpty(given)
			? undefined
			: (targets(given, { parameter, path: '', isRaw: false }) as object | undefined);
	},
} satisfies Partial<Record<ParameterType, Kind>>;

addKinds(messageKinds, { card: checkMessage });
