import { directory } from './directory';
import { toOperation } from './entry';
import { events } from './events';
import { files } from './files';
import { functions } from './functions';
import { handlers } from './handlers';
import { messages } from './messages';
import { reactions } from './reactions';
import { reminders } from './reminders';
import { stars } from './stars';
import type { Operation, Parameter } from './types';

export { outputs } from './outputs';
export type {
	Choice,
	Method,
	Nested,
	Operation,
	OutputField,
	Paging,
	Parameter,
	ParameterType,
	Returns,
} from './types';

/** Every endpoint the project knows. */
export const catalogue: readonly Operation[] = [
	...messages,
	...reactions,
	...files,
	...directory,
	...handlers,
	...functions,
	...stars,
	...reminders,
	...events,
].map(toOperation);

/** What a person can choose, without what only serves pickers and look-ups. */
export const operations: readonly Operation[] = catalogue.filter((operation) => !operation.internal);

const byId = new Map(catalogue.map((operation) => [operation.id, operation]));

/**
 * @param id `resource.name` or `resource.name.target`, e.g. `message.send.channel`.
 * @throws Error if the catalogue has no such operation: a fault of the program, not of its user.
 */
export function operation(id: string): Operation {
	const found = byId.get(id);
	if (!found) throw new Error(`The catalogue has no operation "${id}"`);
	return found;
}

/** The OAuth scopes that all operations together need, and no others, in order of first need. */
export const scopes: readonly string[] = [
	...new Set(
		catalogue
			.filter(({ unrequested }) => !unrequested)
			.flatMap((entry) => [...entry.scopes, ...(entry.observedScopes ?? [])]),
	),
];

/** @throws Error if the operation has no such parameter: a fault of the program, not of its user. */
export function parameterOf(operation: Operation, name: string): Parameter {
	const found = operation.parameters.find((parameter) => parameter.name === name);
	if (!found) throw new Error(`"${operation.id}" has no parameter "${name}"`);
	return found;
}
