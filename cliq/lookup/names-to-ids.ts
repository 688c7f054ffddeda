import type { Operation, Parameter } from '../catalogue';
import { chatOfChannel, chatOfPerson } from './chats';
import type { Caller } from '../caller';
import { CliqError } from '../errors';
import { excerpt } from '../util/quote';
import { isEmail } from '../parameters/lists';
import type { Patience } from '../pacing/pacer';
import { userIdOf } from './people';
import type { Values } from '../parameters/values';
import { isEmpty, isRecord } from '../parameters/json-values';
import { entriesIn } from '../parameters/nested-values';
import { toWire } from '../parameters/to-wire';
import { channelIn, personIn } from '../parameters/identifiers';

/**
 * Operations want IDs of chats and users; people know names of channels and email addresses.
 *
 * @param check throws if the call could not be made for another reason; nothing is looked up then.
 * @returns the values, with an ID wherever a name or an address was given for one.
 * @throws CliqError naming what was given, if its ID cannot be told.
 */
export async function withIds(
	client: Caller,
	{ parameters }: Operation,
	values: Values,
	patience: Patience,
	check: () => void,
): Promise<Values> {
	const copy = { ...values };
	const lookUps = lookUpsIn(client, parameters, copy, patience);
	if (lookUps.length === 0) return values;
	check();
	for (const lookUp of lookUps) await lookUp();
	return copy;
}

/**
 * @param values each look-up puts its ID into them; nested values that hold such are replaced by copies.
 * @returns what finds the IDs, in order.
 */
function lookUpsIn(
	client: Caller,
	parameters: readonly Parameter[],
	values: Values,
	patience: Patience,
): Array<() => Promise<void>> {
	return parameters.flatMap((parameter) => {
		const { name, nested } = parameter;
		const given = values[name];
		if (!nested) {
			const lookUp = lookUpFor(client, parameter, given, patience);
			return lookUp ? [async () => void (values[name] = await lookUp())] : [];
		}
		if (!nested.fields.some(isLookedUp) || isEmpty(given)) return [];
		toWire(parameter, given, values); // Names the place of what is wrong.
		const entries = entriesIn(given, parameter).map((entry) => (isRecord(entry) ? { ...entry } : entry));
		const inside = entries.filter(isRecord).flatMap((entry) => lookUpsIn(client, nested.fields, entry, patience));
		if (inside.length > 0) values[name] = entries;
		return inside;
	});
}

function isLookedUp({ type, idOnly, nested }: Parameter): boolean {
	return type === 'chat' || idOnly === true || (nested?.fields.some(isLookedUp) ?? false);
}

/** @returns what finds the ID, where something else was given. */
function lookUpFor(
	client: Caller,
	parameter: Parameter,
	given: unknown,
	patience: Patience,
): (() => Promise<string>) | undefined {
	if (given === undefined || given === null || given === '' || !(parameter.type === 'chat' || parameter.idOnly))
		return undefined;
	const wire = String(toWire(parameter, given) ?? '');
	if (parameter.type !== 'chat')
		return wire.split(',').some(isEmail)
			? async () => await userIds(client, wire.split(','), parameter, patience)
			: undefined;
	const [channel, person] = [channelIn(wire), personIn(wire)];
	if (channel !== undefined)
		return async () =>
			await chatIn(chatOfChannel(client, channel, patience), {
				parameter,
				what: `chat of the channel "${excerpt(channel)}"`,
				instead: 'the ID of its chat (CT_…) in place of its name',
			});
	if (person === undefined) return undefined;
	return async () =>
		await chatIn(chatOfPerson(client, person, patience), {
			parameter,
			what: `direct chat with "${excerpt(person)}"`,
			instead: 'the ID of the chat (CT_…) in place of the email address',
		});
}

interface Sought {
	parameter: Parameter;
	what: string;
	/** What can be given where it cannot be looked up. */
	instead: string;
}

async function chatIn(looking: Promise<string | undefined>, sought: Sought): Promise<string> {
	const chatId = await looking.catch((error: unknown) => {
		throw notTold(error, sought);
	});
	if (chatId !== undefined) return chatId;
	throw new CliqError('unexpectedAnswer', `Cliq does not tell the ${sought.what}`, {
		parameter: sought.parameter.name,
		hint: 'Pick the chat from the list, or give its ID (CT_…).',
	});
}

async function userIds(client: Caller, people: string[], parameter: Parameter, patience: Patience): Promise<string> {
	const ids: string[] = [];
	for (const person of people) {
		const id = isEmail(person) ? userIdOf(client, person, patience) : Promise.resolve(person);
		ids.push(
			await id.catch((error: unknown) => {
				throw notTold(error, {
					parameter,
					what: `user "${excerpt(person)}"`,
					instead: 'the user ID (ZUID) in place of the email address',
				});
			}),
		);
	}
	return ids.join(',');
}

function notTold(error: unknown, { parameter, what, instead }: Sought): unknown {
	if (!(error instanceof CliqError)) return error;
	const { kind, message, details } = error;
	if (kind === 'notFound' || kind === 'forbidden' || kind === 'cancelled')
		return new CliqError(kind, message, { ...details, parameter: parameter.name });
	const hint =
		kind === 'scopeMissing' || kind === 'notAuthorized'
			? `${details.hint ?? ''} Or give ${instead}.`.trim()
			: details.hint;
	return new CliqError(kind, `The ${what} could not be looked up. ${message}`, {
		...details,
		parameter: parameter.name,
		hint,
	});
}
