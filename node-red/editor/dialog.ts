import { catalogue } from './catalogue.js';
import { drawPart, mainParts, shapeOf } from './parts';
import { drawPreview, type Preview } from './preview';
import { phrase } from './server';
import { forgetLists, nameOf, type Suggestions } from './suggestions';
import type { EditorOperation, EditorParameter, StoredValue, TypedValue } from './types';
import { drawValue } from './values';
import { widgetOf } from './widgets';

export type StoredValues = Record<string, StoredValue>;

export interface EditorNode {
	type: string;
	name?: string;
	operation: string;
	parameters?: StoredValues;
	all?: boolean;
}

/** @returns the operation that a node is set to, or the first one that its type offers. */
export function operationOf({ type, operation }: EditorNode): EditorOperation {
	const offered = catalogue.nodes[type] ?? [];
	const found = offered.find(({ id }) => id === operation) ?? offered[0];
	if (!found) throw new Error(`A node of the type ${type} has no operations`);
	return found;
}

interface Row {
	element: any;
	/** Nothing, where nothing was filled in. */
	read(): StoredValue | undefined;
}

/** What the open dialog shows; Node-RED opens one node at a time. */
let rows = new Map<string, Row>();
let preview: Preview | undefined;
let shownAs: ((values: StoredValues) => StoredValues) | undefined;

/**
 * Fills the dialog of a node: the list of operations, a row for what each needs, and options to add.
 *
 * @param look what the message is in its preview, where that is more than what is filled in here.
 */
export function openNode(node: EditorNode, look?: typeof shownAs): void {
	forgetLists();
	shownAs = look;
	const select = $('#node-input-operation').empty();
	for (const { id, label } of catalogue.nodes[node.type] ?? []) select.append($('<option>').val(id).text(label));
	select.val(operationOf(node).id);
	// What was typed for one operation serves the next one too, where it means the same.
	let values: StoredValues = { ...node.parameters };
	const draw = () => drawOperation(operationOf({ ...node, operation: select.val() }), values);
	select.on('change', () => {
		values = { ...values, ...collect() };
		draw();
	});
	$('#node-input-all').on('change', showLimit);
	$('.zoho-cliq-fields').on('input change', () => preview?.refresh());
	draw();
}

/** Takes over what the dialog shows. */
export function saveNode(node: EditorNode): void {
	node.parameters = collect();
	rows = new Map();
	preview = undefined;
}

function collect(): StoredValues {
	const entries = [...rows].map(([name, { read }]) => [name, read()]);
	return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as StoredValues;
}

function drawOperation(operation: EditorOperation, values: StoredValues): void {
	rows = new Map();
	preview = undefined;
	const [needed, parts, options, seen] = ['needed', 'parts', 'options', 'preview'].map((name) =>
		$(`.zoho-cliq-${name}`).empty(),
	);
	$('.zoho-cliq-description').text(operation.description);
	for (const parameter of operation.parameters.filter(({ isRequired }) => isRequired))
		drawRow(parameter, values[parameter.name], needed);
	const main = operation.parameters.filter(({ name }) => mainParts.includes(name));
	for (const parameter of main) drawRow(parameter, values[parameter.name], parts);
	drawOptions(
		operation.parameters.filter((parameter) => !parameter.isRequired && !main.includes(parameter)),
		values,
		options,
	);
	$('.zoho-cliq-all')
		.toggle(operation.limit !== undefined)
		.data('limit', operation.limit);
	$('.zoho-cliq-split').toggle(operation.isList);
	showLimit();
	if (main.length > 0)
		preview = drawPreview(seen, operation, () => (shownAs ? shownAs(collect()) : collect()), shownAs !== undefined);
}

function showLimit(): void {
	const limit = rows.get($('.zoho-cliq-all').data('limit') ?? '');
	limit?.element.toggle(!$('#node-input-all').prop('checked'));
}

function drawOptions(parameters: EditorParameter[], values: StoredValues, container: any): void {
	if (parameters.length === 0) return;
	const list = $('<div>');
	const add = $('<select class="zoho-cliq-add" style="width: 70%">').attr('aria-label', phrase('dialog.addOption'));
	const showLeft = () => {
		const left = parameters.filter(({ name }) => !rows.has(name));
		add.empty().append($('<option value="">').text(phrase('dialog.addOption')));
		for (const { name, label } of left) add.append($('<option>').val(name).text(label));
		add.toggle(left.length > 0);
	};
	const put = (parameter: EditorParameter, value: StoredValue) => {
		const { element } = drawRow(parameter, value, list, () => {
			rows.delete(parameter.name);
			element.remove();
			showLeft();
			list.trigger('change');
		});
		showLeft();
	};
	add.on('change', () => {
		const parameter = parameters.find(({ name }) => name === add.val());
		if (parameter) put(parameter, parameter.initial);
	});
	const adding = $('<div class="form-row">').append($('<label>'), ' ', add);
	container.append($('<div class="zoho-cliq-heading">').text(phrase('dialog.options')), list, adding);
	showLeft();
	for (const parameter of parameters) {
		const value = values[parameter.name];
		if (value) put(parameter, value);
	}
}

/** @param remove for an option, which can leave the dialog again. */
function drawRow(parameter: EditorParameter, value: StoredValue | undefined, container: any, remove?: () => void): Row {
	const draw = shapeOf(parameter) ? drawPart : drawPlain;
	const row = draw(container, parameter, value, remove);
	rows.set(parameter.name, row);
	return row;
}

function drawPlain(
	container: any,
	parameter: EditorParameter,
	value: StoredValue | undefined,
	remove?: () => void,
): Row {
	const element = $('<div class="form-row zoho-cliq-row">')
		.attr('data-parameter', parameter.name)
		.appendTo(container);
	const note = $('<div class="zoho-cliq-note" role="alert">').hide();
	const { icon, ...widget } = widgetOf(
		parameter,
		suggestionsFor(() => note),
	);
	const label = $('<label>')
		.append($('<i>').addClass(`fa ${icon}`), ' ', $('<span>').text(parameter.label))
		.appendTo(element);
	element.append(' ');
	RED.popover.tooltip(label, parameter.description);
	const initial = (value ?? parameter.initial) as TypedValue;
	const readValue = drawValue(element, {
		...widget,
		label: parameter.label,
		initial,
		width: remove ? 'calc(70% - 38px)' : '70%',
	});
	if (remove) {
		const button = $(
			'<button type="button" class="red-ui-button red-ui-button-small zoho-cliq-remove"><i class="fa fa-times"></i></button>',
		);
		button
			.attr('aria-label', phrase('dialog.removeOption'))
			.on('click', remove)
			.insertAfter(element.find('.red-ui-typedInput-container'));
	}
	element.append(note);
	return { element, read: () => (parameter.hasChoices ? withName(parameter, readValue(), initial) : readValue()) };
}

/** Keeps what Cliq calls something that was chosen: its ID alone tells people nothing. */
function withName({ type }: EditorParameter, value: TypedValue, before: TypedValue): TypedValue {
	if (value.type !== 'str') return value;
	const name = nameOf(type, value.value) ?? (value.value === before.value ? before.name : undefined);
	return name === undefined || name === value.value ? value : { ...value, name };
}

function suggestionsFor(note: () => any): Suggestions {
	return {
		account: () => {
			const id = $('#node-input-account').val();
			return id === '_ADD_' ? '' : id;
		},
		note: (text) =>
			note()
				.text(text)
				.toggle(text !== ''),
	};
}
