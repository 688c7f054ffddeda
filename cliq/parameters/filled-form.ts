import { isRecord } from './json-values';

/**
 * What a person filled into the form of a parameter that is more than one value, by the names of its fields. A value
 * that is not a form is Cliq's own JSON, from an expression or a message.
 */
export interface FilledForm {
	form: Record<string, unknown> | Array<Record<string, unknown>>;
}

export function isForm(value: unknown): value is FilledForm {
	return isRecord(value) && typeof value.form === 'object' && value.form !== null;
}
