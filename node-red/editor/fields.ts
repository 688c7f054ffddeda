import type { Field } from '../../cliq/message/form/form-fields';
import { drawRows } from './rows';
import { phrase } from './server';
import type { StoredRow, TypedValue } from './types';
import { anywhere, drawValue } from './values';

type Read = () => StoredRow[string];

/**
 * Draws the fields of one row, those that another one decides about only where they matter.
 *
 * @param isFlat all of them beside each other, each with its label in it.
 * @returns what reads them; what is empty or hidden is left out.
 */
export function drawFields(container: any, fields: Field[], row: StoredRow, isFlat = false): () => StoredRow {
	const drawn = fields.map((field) => ({ field, ...drawField(container, field, fields, row[field.name], isFlat) }));
	const isShown = ({ when }: Field): boolean => {
		const other = when && drawn.find(({ field }) => field.name === when.field);
		return !other || (isShown(other.field) && when.is.includes(String(other.read())));
	};
	const show = () => drawn.forEach(({ field, element }) => element.toggle(isShown(field)));
	container.on('change', 'select', show);
	show();
	return () => {
		const values = drawn
			.filter(({ field }) => isShown(field))
			.map(({ field, read }) => [field.name, read()] as const);
		return Object.fromEntries(values.filter(([, value]) => value !== undefined));
	};
}

/** Whether others depend on it, or nothing can be said without it: it has a value from the beginning. */
function isDecisive({ name, required }: Field, siblings: Field[]): boolean {
	return Boolean(required) || siblings.some(({ when }) => when?.field === name);
}

function drawField(
	container: any,
	field: Field,
	siblings: Field[],
	value: StoredRow[string],
	isFlat: boolean,
): { element: any; read: Read } {
	const element = $('<div class="zoho-cliq-line">')
		.attr('data-field', field.name)
		.toggleClass('zoho-cliq-tall', field.kind === 'rows')
		.appendTo(container);
	if (!isFlat) {
		const label = $('<label>').text(field.label).appendTo(element);
		if (field.description) RED.popover.tooltip(label, field.description);
	}
	const place = $('<div class="zoho-cliq-value">').appendTo(element);
	return {
		element,
		read: widgets[field.kind](place, isFlat ? { ...field, placeholder: field.label } : field, value, siblings),
	};
}

const widgets: Record<Field['kind'], (place: any, field: Field, value: StoredRow[string], siblings: Field[]) => Read> =
	{
		boolean: (place, field, value) => {
			const read = drawValue(place, {
				...field,
				types: ['bool', ...anywhere],
				initial: typed(value, 'bool', 'false'),
			});
			return () => (isFalse(read()) ? undefined : read());
		},
		choice: (place, field, value, siblings) => {
			const { label, choices = [] } = field;
			if (!isDecisive(field, siblings)) {
				const options = [
					{ value: '', label: phrase('form.usual') },
					...choices.map(({ value, label }) => ({ value, label })),
				];
				return drawText(place, field, typed(value, 'str', ''), [
					{ value: 'str', label, icon: 'fa fa-list', options },
					...anywhere,
				]);
			}
			const select = $('<select>').attr('aria-label', label).appendTo(place);
			for (const { value, label, description } of choices)
				select.append(
					$('<option>')
						.val(value)
						.text(label)
						.attr('title', description ?? ''),
				);
			select.val(value ?? select.children().first().val());
			return () => select.val() || undefined;
		},
		data: (place, field, value) => {
			const incoming = {
				value: INCOMING,
				label: phrase('form.incoming'),
				icon: 'fa fa-sign-in',
				hasValue: false,
			};
			const read = drawValue(place, {
				...field,
				types: [incoming, 'msg', 'flow', 'global', 'json', 'jsonata'],
				initial: (value as TypedValue | undefined) ?? { type: INCOMING, value: '' },
			});
			return () => filled(read());
		},
		lines: (place, field, value) => drawText(place, field, value, ['str', 'json', ...anywhere], true),
		multiline: (place, field, value) => drawText(place, field, value, ['str', ...anywhere], true),
		name: (place, field, value) => drawText(place, field, value, ['str', ...anywhere]),
		names: (place, field, value) => drawText(place, field, value, ['str', 'json', ...anywhere]),
		number: (place, { label, placeholder = '' }, value) => {
			const input = $('<input type="number" min="1" step="1">')
				.attr({ placeholder, 'aria-label': label })
				.val(value ?? '')
				.appendTo(place);
			return () => (input.val() === '' ? undefined : Number(input.val()));
		},
		rows: (place, { label, entry = label, most = Infinity, fields = [] }, value) => {
			const read = drawRows(place, { entry, most, fields }, (value as StoredRow[] | undefined) ?? [], drawFields);
			return () => (read().length > 0 ? read() : undefined);
		},
		text: (place, field, value) => drawText(place, field, value, ['str', ...anywhere]),
		url: (place, field, value) => drawText(place, field, value, ['str', ...anywhere]),
	};

/** Of the TypedInput: nothing is said, so what comes in is taken. */
const INCOMING = 'incoming';

/** @returns the value as a TypedInput takes it; examples and older flows hold what is chosen or ticked as it is. */
function typed(value: StoredRow[string], type: string, usual: string): TypedValue {
	return typeof value === 'object' ? (value as TypedValue) : { type, value: String(value ?? usual) };
}

function isFalse({ type, value }: TypedValue): boolean {
	return type === 'bool' && value === 'false';
}

function drawText(place: any, field: Field, value: StoredRow[string], types: unknown[], isMultiline = false): Read {
	const read = drawValue(place, {
		...field,
		types,
		isMultiline,
		initial: (value as TypedValue | undefined) ?? { type: 'str', value: '' },
	});
	return () => filled(read());
}

function filled(value: TypedValue): TypedValue | undefined {
	return value.value === '' || value.type === INCOMING ? undefined : value;
}
