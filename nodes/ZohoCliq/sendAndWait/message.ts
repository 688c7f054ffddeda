import { ApplicationError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { answerFunction } from '../../../cliq/ask/answer-function';
import { LONGEST_TEXT } from '../../../cliq/ask/decision';
import type { Buttons } from '../../../cliq/ask/question';
import type { Question } from '../../../cliq/ask/types';
import { operation as operationOf, type Operation } from '../../../cliq/catalogue';
import type { Values } from '../../../cliq/request';
import { chosen } from '../values';
import { answerAddress, answerTicket, functionAddress } from './address';
import { formatOf } from './question';

/** How a message is sent to the chosen target; a question's leaves room for the decision. */
export function sendOperation(context: IExecuteFunctions): Operation {
	const target = context.getNodeParameter('target', 0) as string;
	if (!['channel', 'chat', 'user'].includes(target)) throw new ApplicationError(`Nobody can be asked in a "${target}"`);
	const operation = operationOf(`message.send.${target}`);
	return { ...operation, parameters: operation.parameters.map((parameter) => (parameter.name === 'text' ? { ...parameter, maxLength: LONGEST_TEXT } : parameter)) };
}

/** What was filled in, beside the question itself. */
export function valuesOf(context: IExecuteFunctions, { parameters }: Operation): Values {
	const options = context.getNodeParameter('options', 0, {}) as IDataObject;
	const identifier = parameters.find((parameter) => parameter.in === 'path')!.name;
	const named = ['mentions', 'replyTo', 'textFormat', 'threadMessageId', 'threadTitle'].filter((name) => parameters.some((parameter) => parameter.name === name));
	return {
		...Object.fromEntries(named.filter((name) => options[name] !== undefined).map((name) => [name, options[name]])),
		textFormat: formatOf(context),
		[identifier]: chosen(context.getNodeParameter(identifier, 0)),
		synchronous: true,
		// The arguments of an agent's tool can be of any length.
		longText: 'cut',
	};
}

/** Where the buttons of the message lead. */
export function buttons(context: IExecuteFunctions, question: Question): Buttons {
	if (question.way === 'link') return { address: (choice) => answerAddress(context, question, choice) };
	return { address: (choice) => answerTicket(context, question, choice), functionName: answerFunction(functionAddress(context), '').name };
}
