import './message-kinds';
import { operation as operationOf, type Operation, type Parameter, parameterOf } from '../catalogue';
import { CliqError } from '../errors';
import { invalid } from '../parameters/invalid-input';
import { excerpt } from '../util/quote';
import { buildRequest } from '../http/request';
import type { Values } from '../parameters/values';
import { forms } from './form/form-fields';
import { fromForm } from './form/message-form';
import { isForm } from '../parameters/filled-form';
import { checkSources, type Sources } from '../parameters/expression-sources';
import { fromJson, isEmpty } from '../parameters/json-values';
import { filePartsOf } from './file-parts';
import { partsOf } from './message-parts';
import type { Making, Row } from './types';
import { Remarks } from '../parameters/warnings';
import { withoutGroupMentions } from './text/group-mentions';
import { setting } from './text/message-text';

/** One call of those that a message comes to. */
export interface Step {
	operation: Operation;
	/** For `Caller.call`: nothing is left in them that the operation does not know. */
	values: Values;
	/** Which of the places that the message goes to, from 0. What goes to one place keeps its order. */
	place: number;
	/** On the first step of each place: what was left out of the message, shortened or guessed, in words. */
	warnings?: string[];
}

/** By Cliq's names: what is about a conversation, or a message in it, and means nothing in another. */
const OF_ONE_PLACE = ['reply_to', 'thread_message_id', 'thread_chat_id', 'thread_title', 'post_in_parent'];

/**
 * Makes of what a person filled in the calls that it comes to: forms become Cliq's JSON, Markdown becomes Cliq's
 * formatting, a long text several messages, and several places several calls. Everything is checked here, before the
 * first call is made.
 *
 * @param rows the data that came into the node, for slides that are made of it.
 * @param sources where the values come from. What comes from data is not refused for what it lacks or has too much of;
 *   the first step of each place says what became of it.
 * @param byModel names of the values that an AI model wrote: they call no group, only people.
 * @returns at least one step; exactly the one that was asked for, where the operation sends no message.
 * @throws CliqError `invalidInput`, naming the place, e.g. `Slide 2, table, row 3: …`.
 */
export function compose(
	operation: Operation,
	values: Values,
	rows: unknown[],
	sources: Sources = {},
	byModel: ReadonlySet<string> = new Set(),
): Step[] {
	const remarks = new Remarks(values.longText === 'refuse');
	// A text that data lacks may have something in its place, once it is known what else there is.
	const isMessage = operation.parameters.some(({ type }) => type === 'card');
	checkSources(
		{ parameters: operation.parameters.filter(({ name }) => !isMessage || name !== 'text') },
		values,
		sources,
		remarks,
	);
	const data = byModel.size > 0 ? (withoutGroupMentions(rows) as unknown[]) : rows;
	const steps = stepsOf(operation, withoutCalls(operation, values, byModel), {
		rows: data,
		sources,
		byModel,
		remarks,
	});
	if (remarks.all.length === 0) return steps;
	return steps.map((step, index) =>
		steps.findIndex(({ place }) => place === step.place) === index ? { ...step, warnings: remarks.all } : step,
	);
}

/**
 * What a model wrote calls nobody but people. What becomes of the text and of who is mentioned is seen to where it is
 * made.
 */
function withoutCalls({ parameters }: Operation, values: Values, byModel: ReadonlySet<string>): Values {
	const isChanged = ({ name, type, in: place }: Parameter) =>
		byModel.has(name) &&
		values[name] !== undefined &&
		place !== 'path' &&
		!['files', 'mentions', 'text'].includes(type);
	const changed = parameters
		.filter(isChanged)
		.map((parameter) => [parameter.name, withoutGroupMentions(structured(parameter, values[parameter.name]))]);
	return { ...values, ...Object.fromEntries(changed) };
}

/** JSON has more than one way to write a mention. */
function structured(parameter: Parameter, value: unknown): unknown {
	return forms[parameter.type] || parameter.type === 'object' ? fromJson(value, parameter) : value;
}

function stepsOf(operation: Operation, values: Values, making: Making): Step[] {
	if (operation.paging || !operation.parameters.some((parameter) => parameter.in === 'compose'))
		return [{ operation, values, place: 0 }];
	if (operation.parameters.some(({ type }) => type === 'files')) return withMessage(operation, values, making);
	refuseUnknown(operation, values);
	const parts = partsOf(operation, values, making);
	if (!parts.some(isShown) && !isEmpty(values.text))
		throw invalid(
			parameterOf(operation, 'text'),
			UNSEEN,
			'HTML comments and similar content are not sent. Give it some text, or another Text Format.',
		);
	const steps = parts.map((part): Step => ({ operation, values: part, place: 0 }));
	const urls = new Set(steps.map(urlOf));
	for (const [index, target] of targetsOf(operation, values, making).entries()) {
		const others = stepsTo(target, operation, parts, urls.size);
		const refusal = refusalOf(others);
		if (refusal) throw refusal instanceof CliqError ? ofTarget(refusal, index, target) : refusal;
		// A place that is there already would get the message twice.
		const [first] = others;
		const url = first && urlOf(first);
		if (url === undefined || urls.has(url)) continue;
		urls.add(url);
		steps.push(...others);
	}
	return steps;
}

/** Of a text that is there and shows nothing, as a predicate. */
const UNSEEN = 'has nothing that readers see';

function isShown({ text }: Values): boolean {
	return typeof text !== 'string' || text.trim() !== '';
}

/** @throws CliqError if the step could not be sent. */
function urlOf({ operation, values }: Step): string {
	return buildRequest(operation, values, 'https://check.invalid').url;
}

function refusalOf(steps: Step[]): unknown {
	try {
		steps.forEach(urlOf);
	} catch (error) {
		return error;
	}
	return undefined;
}

/** What is composed is built again from the values, so that a misspelt name would be lost on the way. */
function refuseUnknown(operation: Operation, values: Values): void {
	const known = operation.parameters.map(({ name }) => name);
	const unknown = Object.fromEntries(
		Object.entries(values).filter(([name, value]) => value !== undefined && !known.includes(name)),
	);
	if (Object.keys(unknown).length > 0) buildRequest(operation, unknown, 'https://check.invalid');
}

interface Target {
	target: string;
	id: string;
}

function targetsOf(operation: Operation, values: Values, { sources, remarks }: Making): Target[] {
	const parameter = operation.parameters.find(({ type }) => type === 'targets');
	if (!parameter) return [];
	const given = values[parameter.name];
	const targets = isForm(given)
		? fromForm(parameter, given, [], undefined, { source: sources[parameter.name], remarks })
		: given;
	return (setting(operation, { ...values, [parameter.name]: targets }, parameter.name) ?? []) as Target[];
}

/** The same messages for another place. */
function stepsTo({ target, id }: Target, first: Operation, parts: Values[], place: number): Step[] {
	const operation = operationOf(`${first.resource}.${first.name}.${target}`);
	const movable = operation.parameters
		.filter((parameter) => parameter.in !== 'path' && !OF_ONE_PLACE.includes(parameter.wire))
		.map((parameter) => parameter.name);
	return parts.map(({ json, ...values }) => {
		// A key that the first place knows and this one does not would be refused.
		const keys = Object.entries((json ?? {}) as Row).filter(
			([wire]) => !OF_ONE_PLACE.includes(wire) && (hasKey(operation, wire) || !hasKey(first, wire)),
		);
		return {
			operation,
			values: {
				...Object.fromEntries(Object.entries(values).filter(([key]) => movable.includes(key))),
				...(keys.length > 0 && { json: Object.fromEntries(keys) }),
				[identifierOf(operation)]: id,
			},
			place,
		};
	});
}

function hasKey({ parameters }: Operation, key: string): boolean {
	return parameters.some(({ wire }) => wire === key);
}

function identifierOf({ parameters }: Operation): string {
	return parameters.find((parameter) => parameter.in === 'path')!.name;
}

function ofTarget({ kind, message, details }: CliqError, index: number, { target, id }: Target): CliqError {
	return new CliqError(kind, `Target ${index + 1}, ${target} "${excerpt(id)}": ${message}`, {
		...details,
		parameter: 'alsoTo',
	});
}

/** Files, after a message if there is a text for one. */
function withMessage(operation: Operation, values: Values, making: Making): Step[] {
	const messages = messagesBefore(operation, values, making);
	const files = filePartsOf(operation, values, making, messages.length > 0).map((part): Step => ({
		operation,
		values: part,
		place: 0,
	}));
	[...messages, ...files].forEach(urlOf);
	return [...messages, ...files];
}

function messagesBefore(operation: Operation, values: Values, making: Making): Step[] {
	const { text, ...others } = values;
	if (text === undefined || text === null || (typeof text === 'string' && text.trim() === '')) return [];
	const message = operationOf(`message.send.${operation.target}`);
	const known = message.parameters.map(({ name }) => name);
	const shared = Object.fromEntries(Object.entries(others).filter(([key]) => known.includes(key)));
	// What a message calls otherwise; nothing of it is sent if it is empty.
	const renamed = {
		identity: { name: others.botName, image: others.botImage },
		...(operation.target === 'bot' && { subscribers: others.subscriber }),
	};
	const parts = partsOf(message, { ...shared, ...renamed, text }, making);
	if (parts.some(isShown)) return parts.map((part): Step => ({ operation: message, values: part, place: 0 }));
	making.remarks.add(`"${parameterOf(message, 'text').label}" ${UNSEEN} and is left out`);
	return [];
}
