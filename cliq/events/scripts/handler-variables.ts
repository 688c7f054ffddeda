import { fields, list, text } from '../../util/read-fields';

/**
 * @param answer of Cliq about a handler, as `handler.get` and `handler.create` have it. Source: `params` in the OpenAPI
 *   files of bots and functions of the REST API v3.
 * @returns the variables that it lists for the handler's script; `undefined` if it lists none.
 */
export function variablesIn(answer: unknown): string[] | undefined {
	const names = list(fields(answer).params).flatMap((entry) => text(fields(entry).param_name) ?? []);
	return names.length === 0 ? undefined : names;
}
