import { ApplicationError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import {
	type Answers,
	type Operation,
	type Parameter,
	type Question,
	type Step,
	type Values,
	answerFunction,
	compose,
	longestTextOf,
	operation as operationOf,
	withAnswers,
} from '../../../cliq';
import { questionTargets } from '../formOperations';
import { byModelOf } from '../../shared/textFormat';
import { chosen, expressionsIn } from '../values';
import { answerAddress, answerTicket, functionAddress } from './answerAddress';
import { formatOf } from './question';

/** How a message is sent to the chosen target. */
export function sendOperation(context: IExecuteFunctions): Operation {
	const target = context.getNodeParameter('target', 0) as string;
	if (!questionTargets.includes(target)) throw new ApplicationError(`Nobody can be asked in a "${target}"`);
	return operationOf(`message.send.${target}`);
}

/**
 * @param draft with its text as it was filled in.
 * @returns the call that asks, and the text of the question as it is posted.
 * @throws CliqError `invalidInput` for what was filled in wrongly.
 */
export function composed(
	context: IExecuteFunctions,
	operation: Operation,
	draft: Question,
): { step: Step; text: string } {
	const answers = answersOf(context, draft);
	const written = writtenIn(context, operation);
	const sources = Object.fromEntries(
		operation.parameters.map((parameter) => [parameter.name, expressionsIn(written[parameter.name], parameter)]),
	);
	const byModel = byModelOf(context, context.getNodeParameter('options', 0, {}) as IDataObject, written);
	const [step = { operation, values: {}, place: 0 }] = compose(
		withRoom(operation, longestTextOf(draft, answers)),
		{ ...valuesOf(context, operation), text: draft.text },
		[],
		sources,
		byModel,
	);
	return { step: withAnswers({ ...step, operation }, draft, answers), text: String(step.values.text) };
}

function withRoom(operation: Operation, maxLength: number): Operation {
	return {
		...operation,
		parameters: operation.parameters.map((parameter) =>
			parameter.name === 'text' ? { ...parameter, maxLength } : parameter,
		),
	};
}

/** What was filled in, beside the question itself. */
function valuesOf(context: IExecuteFunctions, { parameters }: Operation): Values {
	const options = context.getNodeParameter('options', 0, {}) as IDataObject;
	const identifier = parameters.find((parameter) => parameter.in === 'path')!.name;
	const named = ['mentions', 'replyTo', 'textFormat', 'threadMessageId', 'threadTitle'].filter((name) =>
		parameters.some((parameter) => parameter.name === name),
	);
	return {
		...Object.fromEntries(named.filter((name) => options[name] !== undefined).map((name) => [name, options[name]])),
		textFormat: formatOf(context),
		[identifier]: chosen(context.getNodeParameter(identifier, 0)),
		synchronous: true,
		// The arguments of an agent's tool can be of any length.
		longText: 'cut',
	};
}

/** The parameters as they stand in the form, expressions included. */
function writtenIn(context: IExecuteFunctions, { parameters }: Operation): Record<string, unknown> {
	const options = context.getNodeParameter('options', 0, {}, { rawExpressions: true }) as IDataObject;
	const written = (parameter: Parameter): unknown => {
		if (parameter.in === 'path') return context.getNodeParameter(parameter.name, 0, '', { rawExpressions: true });
		return parameter.name === 'text'
			? context.getNodeParameter('message', 0, '', { rawExpressions: true })
			: options[parameter.name];
	};
	return Object.fromEntries(parameters.map((parameter) => [parameter.name, written(parameter)]));
}

/** Where the links or buttons of the message lead. */
function answersOf(context: IExecuteFunctions, question: Question): Answers {
	if (question.way === 'link') return { address: (choice) => answerAddress(context, question, choice) };
	return {
		address: (choice) => answerTicket(context, question, choice),
		functionName: answerFunction(functionAddress(context), '').name,
	};
}
