import { phrase } from './server';
import type { TypedValue } from './types';

/** Where every kind of value can come from. */
export const anywhere = ['msg', 'flow', 'global', 'env', 'jsonata'];

export interface ValueOptions {
	label: string;
	/** Of a TypedInput. */
	types: unknown[];
	initial: TypedValue;
	placeholder?: string;
	/** What is written down can have several lines. */
	isMultiline?: boolean | undefined;
	/** CSS. */
	width?: string;
}

/** Puts a TypedInput into the container. @returns what reads its value. */
export function drawValue(
	container: any,
	{ label, types, initial, placeholder = '', isMultiline = false, width = '100%' }: ValueOptions,
): () => TypedValue {
	const input = $('<input type="text">')
		.css('width', width)
		.attr({ placeholder, 'aria-label': label })
		.appendTo(container);
	const area = isMultiline
		? $('<textarea class="zoho-cliq-area" rows="3">').attr({ placeholder, 'aria-label': label }).css('width', width)
		: undefined;
	input.typedInput({
		types: area ? types.map((type) => (type === 'str' ? lines(area) : type)) : types,
		default: initial.type,
	});
	input.typedInput('type', initial.type);
	const isInArea = () => area !== undefined && input.typedInput('type') === 'str';
	if (isInArea()) area.val(initial.value);
	else input.typedInput('value', initial.value);
	if (area) {
		container.append(area);
		const show = () => area.toggle(isInArea());
		input.on('change', show);
		show();
	}
	return () => ({ type: input.typedInput('type'), value: isInArea() ? area.val() : input.typedInput('value') });
}

/** Text that is written below the TypedInput, which has room for one line. */
function lines(area: any): object {
	return {
		value: 'str',
		label: phrase('form.text'),
		icon: 'red/images/typedInput/az.svg',
		hasValue: false,
		expand: () =>
			RED.editor.editText({
				value: area.val(),
				stateId: false,
				focus: true,
				complete: (text: string) => area.val(text).trigger('change'),
			}),
	};
}
