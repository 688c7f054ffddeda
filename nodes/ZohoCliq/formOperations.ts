import { SEND_AND_WAIT_OPERATION } from 'n8n-workflow';

import { type Operation, operation, operations } from '../../cliq';

/** An operation as the form knows it. */
export type FormOperation = Pick<Operation, 'resource' | 'name' | 'target' | 'parameters'>;

/** Where people can be asked; more than a person at once, but no bot, to which nobody but the account listens. */
export const questionTargets = ['channel', 'chat', 'user'];

/** The question to people, which is more than a call, by where they are asked. */
const questions = questionTargets.map((target): FormOperation => {
	const { resource, parameters } = operation(`message.send.${target}`);
	return {
		resource,
		name: SEND_AND_WAIT_OPERATION,
		target,
		parameters: parameters.filter((parameter) => parameter.in === 'path'),
	};
});

/** All that a person can choose. */
export const formOperations: FormOperation[] = [...operations, ...questions];
