import type { Field, FormShape } from '../../cliq/message/form/form-fields';
import { phrase } from './server';
import type { StoredRow, TypedValue } from './types';

/** Draws the fields of a row, which may be rows themselves; see `fields.ts`. */
type DrawFields = (container: any, fields: Field[], row: StoredRow, isFlat?: boolean) => () => StoredRow;

/** What an editableList keeps of a row. Its button adds an empty one. */
interface Item {
	row?: StoredRow;
	read(): StoredRow;
}

/** Draws rows that can be added, removed and sorted. @returns what reads them, in order. */
export function drawRows(
	container: any,
	shape: FormShape,
	rows: StoredRow[],
	drawFields: DrawFields,
): () => StoredRow[] {
	const list = $('<ol>').appendTo(container);
	const change = () => {
		const button = container.find('> .red-ui-editableList > .red-ui-editableList-addButton');
		button.toggle(list.editableList('length') < shape.most);
		list.trigger('change');
	};
	list.editableList({
		addButton: phrase('form.add', { entry: shape.entry.toLowerCase() }),
		height: 'auto',
		scrollOnAdd: false,
		sortable: shape.most > 1,
		removable: true,
		addItem: (element: any, _index: number, item: Item) => {
			item.read = () => item.row ?? {}; // Drawing it already tells that something has changed.
			if (isFlat(shape.fields))
				item.read = drawFields(element.addClass('zoho-cliq-flat'), shape.fields, item.row ?? {}, true);
			else drawLidded(element, shape, item, drawFields);
			change();
			if (item.row === undefined)
				element.find('.zoho-cliq-line').find('select, .red-ui-typedInput-input').first().trigger('focus');
		},
		removeItem: change,
		sortItems: change,
	});
	for (const row of rows) list.editableList('addItem', { row });
	const items = (): Item[] =>
		list
			.editableList('items')
			.toArray()
			.map((element: any) => element.data('data'));
	return () => items().map(({ read }) => read());
}

/** Rows of one or two plain values need no lid. */
function isFlat(fields: Field[]): boolean {
	return fields.length <= 2 && fields.every(({ kind }) => ['text', 'url', 'choice'].includes(kind));
}

/** A row under a line that says what is in it. Its fields are drawn when it is opened; a new one is open. */
function drawLidded(element: any, { entry, fields }: FormShape, item: Item, drawFields: DrawFields): void {
	const caret = $('<i class="fa fa-fw">');
	const summary = $('<span>');
	const lid = $('<button type="button" class="zoho-cliq-lid">').append(caret, summary).appendTo(element);
	const body = $('<div class="zoho-cliq-lines">').hide().appendTo(element);
	let isDrawn = false;
	const say = () => summary.text(summaryOf(fields, item.read()) || entry);
	const toggle = (isOpen: boolean) => {
		if (isOpen && !isDrawn) {
			item.read = drawFields(body, fields, item.row ?? {});
			isDrawn = true;
		}
		body.toggle(isOpen);
		lid.attr('aria-expanded', String(isOpen));
		caret.toggleClass('fa-caret-down', isOpen).toggleClass('fa-caret-right', !isOpen);
		say();
	};
	lid.on('click', () => toggle(!body.is(':visible')));
	body.on('input change', say);
	toggle(item.row === undefined);
}

/** @returns what the first choice and the first text of a row are, e.g. `Table · Open orders`. */
function summaryOf(fields: Field[], row: StoredRow): string {
	const firsts = [
		fields.find(({ kind }) => kind === 'choice'),
		fields.find(({ name, kind }) => kind === 'text' && row[name] !== undefined),
	];
	const shown = fields
		.filter((field) => firsts.includes(field))
		.map(({ name, choices }) => {
			const value = row[name];
			const { type, value: text } = (
				typeof value === 'object' ? value : { type: 'str', value: String(value ?? '') }
			) as TypedValue;
			if (choices && type === 'str') return choices.find((choice) => choice.value === text)?.label;
			return type === 'str' ? text : `${type}.${text}`;
		});
	return shown.filter(Boolean).join(' · ');
}
