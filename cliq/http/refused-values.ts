import type { Operation, Parameter, ParameterType } from '../catalogue';
import { CliqError } from '../errors';
import { excerpt, lowerFirst } from '../util/quote';
import type { Values } from '../parameters/values';
import { toWire } from '../parameters/to-wire';
import { channelIn, personIn } from '../parameters/identifiers';

/** What a person calls something that Cliq knows by an ID or a name. */
interface Thing {
	noun: string;
	/** What stands before it where something is done there or with it. */
	at: string;
	/** How to give the right one. */
	hint: string;
}

const channel: Thing = { noun: 'channel', at: 'in', hint: 'Pick it from the list, or use its unique name.' };
const bot: Thing = { noun: 'bot', at: 'to', hint: 'Pick it from the list, or use its unique name.' };
const chat: Thing = {
	noun: 'chat',
	at: 'in',
	hint: 'Pick it from the list, or take its ID (CT_…) from its address in the browser.',
};

const things: Partial<Record<ParameterType, Thing>> = {
	bot,
	botId: bot,
	channel,
	channelId: channel,
	chat,
	emoji: { noun: 'reaction', at: 'with', hint: 'Look at the reactions of the message (Reaction > Get Many).' },
	file: {
		noun: 'file',
		at: 'with',
		hint: 'Take "fileId" from the message that has the file. It may have been deleted.',
	},
	functionId: { noun: 'function', at: 'with', hint: 'It may have been deleted.' },
	message: {
		noun: 'message',
		at: 'with',
		hint: 'Take "messageId" and "chatId" from the node that sent or read the message. It may have been deleted.',
	},
	user: { noun: 'user', at: 'to', hint: 'Pick them from the list, or use their email address or user ID.' },
};

interface Named extends Thing {
	parameter: Parameter;
	value: string;
}

/**
 * Says of what Cliq refused which thing it is about, by the value that was given for it.
 *
 * @param operation that was called.
 * @param values as a person gave them.
 * @returns an error of the same kind.
 */
export function withThings(error: CliqError, operation: Operation, values: Values): CliqError {
	const { kind, details } = error;
	const isVague = kind === 'refused' && /technical error/i.test(details.said ?? '');
	// A server that is not Cliq says nothing about things.
	const isTold = details.cliqCode !== undefined || details.said !== undefined;
	const places = thingsIn(operation, values, ({ in: place }) => place === 'path');
	if (!isTold || places.length === 0) return error;
	const action = lowerFirst(operation.action);
	const renamed = (message: string, hint: string | undefined, parameter?: string) =>
		new CliqError(kind, message, { ...details, hint, ...(parameter && { parameter }) });
	if (kind === 'notFound') {
		const missing = missingOf(operation, values, places, details.cliqCode);
		return renamed(`There is no ${missing.text}, or this account cannot see it`, missing.hint, missing.parameter);
	}
	if (kind === 'forbidden' && places.at(-1)!.parameter.type === 'user')
		return renamed(
			`There may be no ${called(places.at(-1)!)}, or this account may not write to them`,
			`${places.at(-1)!.hint} People outside the organization can be written to once they are contacts of this account.`,
		);
	if (kind === 'forbidden')
		return renamed(`The account is not allowed to do this ${located(places)}: ${action}`, error.hint);
	if (isVague)
		return renamed(
			`There may be no ${inside(places)}: Cliq refused to ${action} and did not say why`,
			`${places.at(-1)!.hint} Check that this account can see it, too.`,
		);
	return error;
}

/** What is not there, as far as Cliq's code tells it. */
function missingOf(
	operation: Operation,
	values: Values,
	places: Named[],
	code = '',
): { text: string; hint: string; parameter?: string } {
	const noun = /^(\w+)_not_found$/.exec(code)?.[1];
	const isIt = (thing: Named) => thing.noun === noun || things[thing.parameter.type]?.noun === noun;
	const named = places.find(isIt);
	if (named)
		return {
			text: inside(places.slice(0, places.indexOf(named) + 1)),
			hint: named.hint,
			parameter: named.parameter.name,
		};
	// A message that is answered, say.
	const beside = thingsIn(operation, values, ({ in: place }) => place !== 'path').filter(isIt);
	const [first, ...more] = beside;
	if (first) {
		return {
			text: `${beside.map(called).join(' or ')} ${located(places)}`,
			hint: first.hint,
			...(more.length === 0 && { parameter: first.parameter.name }),
		};
	}
	return { text: inside(places), hint: places.at(-1)!.hint, parameter: places.at(-1)!.parameter.name };
}

function thingsIn({ parameters }: Operation, values: Values, isWanted: (parameter: Parameter) => boolean): Named[] {
	return parameters.filter(isWanted).flatMap((parameter) => {
		const thing = things[parameter.type];
		const given = values[parameter.name];
		if (!thing || given === undefined || given === null || given === '') return [];
		const value = String(toWire(parameter, given));
		return [
			{
				...thing,
				...(parameter.type === 'chat' && kindOfChat(value)),
				parameter,
				value: channelIn(value) ?? personIn(value) ?? value,
			},
		];
	});
}

/** A channel can stand for its chat, and threads are chats. */
function kindOfChat(value: string): Partial<Thing> {
	if (channelIn(value) !== undefined) return channel;
	return /-T-/.test(value) ? { noun: 'thread' } : {};
}

/** @returns e.g. `message "5" in the chat "CT_1"`. */
function inside(places: Named[]): string {
	return [...places]
		.reverse()
		.map((thing, index) => (index === 0 ? called(thing) : `${thing.at} the ${called(thing)}`))
		.join(' ');
}

/** @returns e.g. `with the message "5" in the chat "CT_1"`. */
function located(places: Named[]): string {
	return `${places.at(-1)!.at} the ${inside(places)}`;
}

function called({ noun, value }: Named): string {
	return `${noun} "${excerpt(value)}"`;
}
