import { catalogue } from './catalogue.js';
import { phrase } from './server.js';
import { forgetLists, type Suggestions } from './suggestions.js';
import type { EditorOperation, EditorParameter, TypedValue } from './types';
import { widgetOf } from './widgets.js';

export interface EditorNode {
	type: string;
	name?: string;
	operation: string;
	parameters?: Record<string, TypedValue>;
	all?: boolean;
}

/** @returns the operation that a node is set to, or the first one that its type offers. */
export function operationOf({ type, operation }: EditorNode): EditorOperation {
	const offered = catalogue.nodes[type];
	return offered.find(({ id }) => id === operation) ?? offered[0];
}

/** What the open dialog shows; Node-RED opens one node at a time. */
let rows = new Map<string, { parameter: EditorParameter; input: any; row: any }>();

/** Fills the dialog of a node: the list of operations, a row for what each needs, and options to add. */
export function openNode(node: EditorNode): void {
	forgetLists();
	const select = $('#node-input-operation').empty();
	for (const { id, label } of catalogue.nodes[node.type]) select.append($('<option>').val(id).text(label));
	select.val(operationOf(node).id);
	// What was typed for one operation serves the next one too, where it means the same.
	let values: Record<string, TypedValue> = { ...node.parameters };
	const draw = () => drawOperation(operationOf({ ...node, operation: select.val() }), values);
	select.on('change', () => {
		values = { ...values, ...collect() };
		draw();
	});
	$('#node-input-all').on('change', showLimit);
	draw();
}

/** Takes over what the dialog shows. */
export function saveNode(node: EditorNode): void {
	node.parameters = collect();
	rows = new Map();
}

function collect(): Record<string, TypedValue> {
	const entries = [...rows].map(([name, { input }]) => [name, { type: input.typedInput('type'), value: input.typedInput('value') }]);
	return Object.fromEntries(entries) as Record<string, TypedValue>;
}

function drawOperation(operation: EditorOperation, values: Record<string, TypedValue>): void {
	rows = new Map();
	const needed = $('.zoho-cliq-needed').empty();
	const options = $('.zoho-cliq-options').empty();
	$('.zoho-cliq-description').text(operation.description);
	for (const parameter of operation.parameters.filter(({ isRequired }) => isRequired)) drawRow(parameter, values[parameter.name], needed);
	drawOptions(operation.parameters.filter(({ isRequired }) => !isRequired), values, options);
	$('.zoho-cliq-all').toggle(operation.limit !== undefined).data('limit', operation.limit);
	$('.zoho-cliq-split').toggle(operation.isList);
	showLimit();
}

function showLimit(): void {
	const limit = rows.get($('.zoho-cliq-all').data('limit') ?? '');
	limit?.row.toggle(!$('#node-input-all').prop('checked'));
}

function drawOptions(parameters: EditorParameter[], values: Record<string, TypedValue>, container: any): void {
	if (parameters.length === 0) return;
	const list = $('<div>');
	const add = $('<select class="zoho-cliq-add" style="width: 70%">').attr('aria-label', phrase('dialog.addOption'));
	const showLeft = () => {
		const left = parameters.filter(({ name }) => !rows.has(name));
		add.empty().append($('<option value="">').text(phrase('dialog.addOption')));
		for (const { name, label } of left) add.append($('<option>').val(name).text(label));
		add.toggle(left.length > 0);
	};
	const put = (parameter: EditorParameter, value?: TypedValue) => {
		const row = drawRow(parameter, value, list, () => {
			rows.delete(parameter.name);
			row.remove();
			showLeft();
		});
		showLeft();
	};
	add.on('change', () => {
		const parameter = parameters.find(({ name }) => name === add.val());
		if (parameter) put(parameter);
	});
	const adding = $('<div class="form-row">').append($('<label>'), ' ', add);
	container.append($('<div class="zoho-cliq-heading">').text(phrase('dialog.options')), list, adding);
	showLeft();
	for (const parameter of parameters) if (values[parameter.name]) put(parameter, values[parameter.name]);
}

function drawRow(parameter: EditorParameter, value: TypedValue | undefined, container: any, remove?: () => void): any {
	const row = $('<div class="form-row zoho-cliq-row">').attr('data-parameter', parameter.name).appendTo(container);
	const note = $('<div class="zoho-cliq-note" role="alert">').hide();
	const { icon, placeholder, types } = widgetOf(parameter, suggestionsFor(() => note));
	const label = $('<label>').append($('<i>').addClass(`fa ${icon}`), ' ', $('<span>').text(parameter.label)).appendTo(row);
	row.append(' ');
	RED.popover.tooltip(label, parameter.description);
	const input = $('<input type="text">')
		.css('width', remove ? 'calc(70% - 38px)' : '70%')
		.attr({ placeholder, 'aria-label': parameter.label })
		.appendTo(row);
	if (remove) {
		const button = $('<button type="button" class="red-ui-button red-ui-button-small zoho-cliq-remove"><i class="fa fa-times"></i></button>');
		button.attr('aria-label', phrase('dialog.removeOption')).on('click', remove).appendTo(row);
	}
	const { type, value: text } = value ?? parameter.initial;
	input.typedInput({ types, default: type });
	input.typedInput('type', type);
	input.typedInput('value', text);
	row.append(note);
	rows.set(parameter.name, { parameter, input, row });
	return row;
}

function suggestionsFor(note: () => any): Suggestions {
	return {
		account: () => {
			const id = $('#node-input-account').val();
			return id === '_ADD_' ? '' : id;
		},
		note: (text) => note().text(text).toggle(text !== ''),
	};
}
