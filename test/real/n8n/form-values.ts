import type { Operation, Parameter } from '../../../cliq/catalogue';
import type { Values } from '../../../cliq/parameters/values';
import { isField } from '../../../nodes/ZohoCliq/properties';
import { locator } from './lab';

/** @returns the values of an operation as n8n stores what a person fills into its form. */
export function filledIn(operation: Operation, values: Values): Record<string, unknown> {
	const { resource, name, target, parameters, paging } = operation;
	const given = parameters.filter((parameter) => values[parameter.name] !== undefined);
	const stored = (wanted: boolean) =>
		Object.fromEntries(
			given
				.filter((parameter) => isField(parameter) === wanted)
				.map((parameter) => [parameter.name, inForm(parameter, values[parameter.name])]),
		);
	return {
		resource,
		operation: name,
		...(target && { target }),
		...(paging && { returnAll: true }),
		...stored(true),
		options: stored(false),
	};
}

function inForm({ type, nested }: Parameter, value: unknown): unknown {
	if (nested) {
		const row = (entry: unknown) =>
			Object.fromEntries(
				nested.fields.map((field) => [field.name, inForm(field, (entry as Values)[field.name])] as const),
			);
		return { form: Array.isArray(value) ? value.map(row) : row(value) };
	}
	if (type === 'channel' || type === 'bot') return locator('name', value as string);
	if (type === 'chat' || type === 'user') return locator('id', value as string);
	if (type === 'time') return new Date(value as number).toISOString();
	return Array.isArray(value) ? value.join(', ') : value;
}
