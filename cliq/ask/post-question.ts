import type { Answer } from '../catalogue/answers';
import { CliqError } from '../errors';
import type { Step } from '../message/compose';
import { fields, isFields, list, type Fields } from '../util/read-fields';

/**
 * Posts a question. Documented for what a button tells its function is `key`; a server that refuses it gets the same as
 * `arguments`, once.
 *
 * @param owner of the function that buttons run, by email address. One page calls it optional for functions of one's
 *   own, another one required; and the samples that post as a bot have it.
 * @param send makes the calls of a message.
 * @throws what `send` throws.
 */
export async function postQuestion(
	steps: Step[],
	owner: string | undefined,
	send: (steps: Step[]) => Promise<Answer[]>,
): Promise<Answer[]> {
	const owned =
		owner === undefined ? steps : steps.map((step) => withButtons(step, (button) => withOwner(button, owner)));
	const first = await send(owned).catch((error: unknown) =>
		isUnknownKey(error) && owned.some(hasKeys) ? undefined : Promise.reject(error as Error),
	);
	return first ?? (await send(owned.map((step) => withButtons(step, withArguments))));
}

/** Cliq posts nothing then. */
function isUnknownKey(error: unknown): boolean {
	return error instanceof CliqError && error.details.cliqCode === 'extra_key_found';
}

function hasKeys({ values }: Step): boolean {
	return list(values.buttons).some((button) => isFields(button) && button.key !== undefined);
}

function withButtons(step: Step, change: (button: Fields) => Fields): Step {
	const { buttons, ...values } = step.values;
	return {
		...step,
		values: {
			...values,
			...(buttons !== undefined && { buttons: list(buttons).map((button) => change(fields(button))) }),
		},
	};
}

function withArguments({ key, ...others }: Fields): Fields {
	return key === undefined ? others : { ...others, arguments: { answer: key } };
}

function withOwner(button: Fields, owner: string): Fields {
	const action = fields(button.action);
	return action.type === 'invoke.function'
		? { ...button, action: { ...action, data: { ...fields(action.data), owner } } }
		: button;
}
