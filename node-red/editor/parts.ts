import type { FormShape } from '../../cliq/message/form/form-fields';
import { catalogue } from './catalogue.js';
import { drawFields } from './fields';
import { drawRows } from './rows';
import { phrase } from './server';
import type { EditorParameter, StoredRow, StoredValue } from './types';
import { anywhere, drawValue } from './values';
import { iconOf } from './widgets';

/** Parts of a message that most people look for first; each has a place of its own in the dialog. */
export const mainParts = ['card', 'slides', 'buttons'];

export function shapeOf({ type, shape }: Pick<EditorParameter, 'type' | 'shape'>): FormShape | undefined {
	return shape ?? catalogue.forms[type];
}

export interface Part {
	element: any;
	/** Nothing, where nothing was filled in. */
	read(): StoredValue | undefined;
}

/**
 * Draws a value that is more than one: filled in here by a form, or taken as a whole from elsewhere.
 *
 * @param remove for a part that leaves the dialog when it is removed; another one offers to be added again.
 */
export function drawPart(
	container: any,
	parameter: EditorParameter,
	stored: StoredValue | undefined,
	remove?: () => void,
): Part {
	const shape = shapeOf(parameter)!;
	const element = $('<div class="zoho-cliq-part">').attr('data-parameter', parameter.name).appendTo(container);
	let read: Part['read'] = () => undefined;

	const empty = () => {
		const head = drawHead();
		const add = $('<button type="button" class="red-ui-button red-ui-button-small zoho-cliq-add-part">').append(
			$('<i class="fa fa-plus">'),
			' ',
			$('<span>').text(phrase('form.add', { entry: shape.entry.toLowerCase() })),
		);
		const take = $('<button type="button" class="red-ui-button red-ui-button-small zoho-cliq-take-part">').text(
			phrase('form.take'),
		);
		head.append(
			add.on('click', () => fill({ type: 'form', value: shape.most === 1 ? {} : [] })),
			take.on('click', () => fill({ type: 'msg', value: parameter.name })),
		);
		read = () => undefined;
		element.trigger('change');
	};
	const fill = (value: StoredValue) => {
		const head = drawHead();
		const place = $('<div class="zoho-cliq-source">').appendTo(head);
		const form = $('<div class="zoho-cliq-form">').appendTo(element);
		const here = { value: 'form', label: phrase('form.here'), icon: 'fa fa-pencil-square-o', hasValue: false };
		const initial =
			value.type === 'form' ? { type: 'form', value: '' } : (value as { type: string; value: string });
		const source = drawValue(place, { label: parameter.label, types: [here, 'json', ...anywhere], initial });
		const away = $(
			'<button type="button" class="red-ui-button red-ui-button-small zoho-cliq-remove"><i class="fa fa-times"></i></button>',
		);
		away.attr('aria-label', phrase('form.remove', { part: parameter.label }))
			.on('click', remove ?? empty)
			.appendTo(head);
		const readForm = drawForm(
			form,
			shape,
			value.type === 'form' ? (value.value as StoredRow | StoredRow[]) : undefined,
		);
		const show = () => form.toggle(source().type === 'form');
		place.on('change', show);
		show();
		read = () => (source().type === 'form' ? filledForm(readForm()) : source());
		if (Array.isArray(value.value) && value.value.length === 0)
			form.find('> .red-ui-editableList > .red-ui-editableList-addButton').trigger('click');
		element.trigger('change');
	};
	const drawHead = () => {
		element.empty();
		const label = $('<label>').append(
			$('<i>').addClass(`fa ${iconOf(parameter)}`),
			' ',
			$('<span>').text(parameter.label),
		);
		RED.popover.tooltip(label, parameter.description);
		return $('<div class="zoho-cliq-part-head">').append(label).appendTo(element);
	};

	if (stored) fill(stored);
	else empty();
	return { element, read: () => read() };
}

function drawForm(
	place: any,
	shape: FormShape,
	value: StoredRow | StoredRow[] | undefined,
): () => StoredRow | StoredRow[] {
	if (shape.most === 1)
		return drawFields(place.addClass('zoho-cliq-lines'), shape.fields, Array.isArray(value) ? {} : (value ?? {}));
	return drawRows(place, shape, Array.isArray(value) ? value : [], drawFields);
}

function filledForm(value: StoredRow | StoredRow[]): StoredValue | undefined {
	return Object.keys(value).length > 0 ? { type: 'form', value } : undefined;
}
