import type { Answer } from '../answers';
import { CliqError } from '../errors';
import type { Step } from '../message/compose';
import { isFields, list, type Fields } from '../events/read';

/**
 * Posts a question. Documented for what a button tells its function is `key`; a server that refuses it gets the same as
 * `arguments`, once.
 *
 * @param send makes the calls of a message.
 * @throws whatever `send` does.
 */
export async function postQuestion(steps: Step[], send: (steps: Step[]) => Promise<Answer[]>): Promise<Answer[]> {
	const first = await send(steps).catch((error: unknown) => (isUnknownKey(error) && steps.some(hasKeys) ? undefined : Promise.reject(error as Error)));
	return first ?? (await send(steps.map(withArguments)));
}

/** Cliq posts nothing then. */
function isUnknownKey(error: unknown): boolean {
	return error instanceof CliqError && error.details.cliqCode === 'extra_key_found';
}

function hasKeys({ values }: Step): boolean {
	return list(values.buttons).some((button) => isFields(button) && button.key !== undefined);
}

function withArguments(step: Step): Step {
	const buttons = list(step.values.buttons).map((button) => {
		const { key, ...others } = button as Fields;
		return key === undefined ? others : { ...others, arguments: { answer: key } };
	});
	return { ...step, values: { ...step.values, buttons } };
}
