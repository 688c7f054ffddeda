import type { Field } from '../../../cliq/message/form/form-fields';

type Filled = Record<string, unknown>;

/** Fields that take figures, or names of fields of the data, whatever they are called. */
const special: Record<string, string> = {
	value: '42',
	columns: 'name, amount',
	labelField: 'name',
	valueFields: 'amount',
	most: '2',
};

/**
 * Fills in every field of a form that is shown, as a person might, so that a new kind or field is filled in by itself.
 *
 * @param chosen what is chosen already, e.g. the kind.
 * @returns the entry as n8n stores it.
 */
export function filled(fields: Field[], chosen: Filled = {}): Filled {
	const entry: Filled = {};
	for (const field of fields) {
		const { name, when } = field;
		if (when && !when.is.includes(String(entry[when.field]))) continue;
		if (!(name in chosen)) entry[name] = valueFor(field);
		else if (chosen[name] !== undefined) entry[name] = chosen[name];
	}
	return entry;
}

function valueFor(field: Field): unknown {
	const { name, label, kind, maxLength, placeholder, choices = [], fields = [], most } = field;
	switch (kind) {
		case 'boolean':
			return true;
		case 'choice':
			return choices[choices.length - 1]!.value;
		case 'data':
			return '={{ $json.rows }}';
		case 'lines':
		case 'url':
			return 'https://example.com/picture.png';
		case 'rows':
			return { form: most === 1 ? filled(fields) : [filled(fields), filled(fields)] };
		default:
			return special[name] ?? (placeholder?.replace('e.g. ', '') ?? `Some ${label}`).slice(0, maxLength);
	}
}

/** @returns every text that was typed in, however deep; what an expression gives is not known here. */
export function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return value.startsWith('=') ? [] : [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
