import { catalogue, type Operation, type Parameter } from '../../cliq/catalogue';
import { json, Refusal, type Answer } from '../errors';
import type { StoredRecord } from '../model';
import type { World } from '../world';
import { chatOfPath, inPath, messageOfPath, nothing, notFound, type Behaviour, type Context } from './context';
import { tokenPage } from './lists';

/**
 * What an operation does that nobody has written a behaviour for: it keeps records, in collections that its path names.
 * What is created is listed, found, changed and deleted; an unknown ID is answered with 404. Answers have the shape
 * that the catalogue documents. A message, a receipt or a file takes more than that, and has no such behaviour.
 */
export function recordsBehaviour(operation: Operation): Behaviour | undefined {
	const { method, returns } = operation;
	if (!['nothing', 'record', 'list'].includes(returns.shape)) return undefined;
	const { item, hasVerb } = placesIn(operation);
	if (method === 'GET') return returns.shape === 'list' ? list : item === undefined ? undefined : get;
	if (hasVerb && item !== undefined) return act;
	if (method === 'POST') return create;
	if (method === 'DELETE') return item === undefined ? removeSome : remove;
	return item === undefined ? undefined : update;
}

/**
 * Puts a record into a list, past the API.
 * @param under whose list it is: the values in its path, by placeholder
 * @param value as the list has it; without an ID it gets one
 */
export function putRecord(
	world: World,
	operation: Operation,
	under: Record<string, string>,
	value: Record<string, unknown>,
): StoredRecord {
	const { [idKeyOf(operation)]: given } = value;
	const id = typeof given === 'string' ? given : world.newRecordId();
	const { collection } = placesIn(operation);
	return world.addRecord({ collection, under, id, value: { ...value, [idKeyOf(operation)]: id } });
}

interface Places {
	/** The last collection of the path: `reminders` of `/reminders/{REMINDER_ID}/complete` and `/reminders/batch`. */
	collection: string;
	/** Placeholders in front of it, which say whose collection it is. */
	above: string[];
	/** The placeholder behind it, if the path names one record. */
	item: string | undefined;
	/** Whether the path goes on after the collection, or the record. */
	hasVerb: boolean;
}

/**
 * A segment that is not a placeholder is a collection, or a verb: behind another such segment, or where nothing is
 * listed or made.
 */
function placesIn({ method, path, returns }: Operation): Places {
	const segments = path.split('/').slice(1);
	const isMade = method === 'POST' && returns.shape === 'record';
	const isCollection = (index: number) =>
		!isPlaceholder(segments[index]) &&
		(index === 0 ||
			(isPlaceholder(segments[index - 1]) &&
				((isMade && index === segments.length - 1) || isListed(segments.slice(0, index + 1).join('/')))));
	const last = segments
		.map((_, index) => index)
		.filter(isCollection)
		.at(-1)!;
	const next = segments[last + 1];
	const item = isPlaceholder(next) ? nameIn(next!) : undefined;
	return {
		collection: segments[last]!,
		above: segments.slice(0, last).filter(isPlaceholder).map(nameIn),
		item,
		hasVerb: segments.length > last + (item === undefined ? 1 : 2),
	};
}

/** Whether something is listed or named below such a path; else its last segment is a verb. */
function isListed(path: string): boolean {
	const plain = (text: string) => text.replace(/^\//, '').replace(/\{[^}]*\}/g, '{}');
	const own = plain(path);
	return catalogue.some(({ method, path: other }) => {
		const another = plain(other);
		return another.startsWith(`${own}/`) || (another === own && (method === 'GET' || method === 'DELETE'));
	});
}

function isPlaceholder(segment: string | undefined): boolean {
	return segment?.startsWith('{') ?? false;
}

function nameIn(placeholder: string): string {
	return placeholder.slice(1, -1);
}

const list: Behaviour = (context) => {
	const { operation } = context;
	const { returns } = operation;
	if (returns.shape !== 'list') throw new Error(`"${operation.id}" gives no list`);
	const { paging, parameters } = operation;
	const found = recordsOf(context).filter((record) => passes(context, record.value));
	const token = paging?.style === 'token' && parameters.find(({ name }) => name === paging.token)?.wire;
	const { page, next } = tokenPage(context, found, paging?.pageSize ?? Infinity, token || undefined);
	return json(200, { [returns.at]: page.map(({ value }) => value), ...(token && next) });
};

const get: Behaviour = (context) => answer(context, recordOfPath(context));

const create: Behaviour = (context) => {
	const { operation, values, world, now } = context;
	const { collection } = placesIn(operation);
	const under = checkedAbove(context);
	const ids = idsIn(operation.parameters);
	// Who adds members gives the IDs of what is there already.
	if (ids && operation.returns.shape === 'nothing') {
		for (const id of values.body[ids.wire] as string[])
			world.addRecord({ collection, under, id, value: { [ids.wire.replace(/s$/, '')]: id } });
		return nothing(context);
	}
	return answer(context, putRecord(world, operation, under, { ...values.body, creation_time: now() }));
};

const update: Behaviour = (context) => {
	const record = recordOfPath(context);
	Object.assign(record.value, context.values.body);
	return answer(context, record);
};

/** Whatever it does to what the path names is not played. */
const act: Behaviour = (context) => {
	const { above, item } = placesIn(context.operation);
	checkThere(context, [...above, item!]);
	return nothing(context);
};

const remove: Behaviour = (context) => {
	context.world.removeRecords([recordOfPath(context)]);
	return nothing(context);
};

/** Deletes those with the IDs of the body, all or none; without IDs the whole collection. */
const removeSome: Behaviour = (context) => {
	const all = recordsOf(context);
	const ids = idsIn(context.operation.parameters);
	const given = ids && (context.values.body[ids.wire] as string[]);
	const unknown = given?.find((id) => !all.some((record) => record.id === id));
	if (unknown !== undefined) throw unknownRecord(context, unknown);
	context.world.removeRecords(given ? all.filter(({ id }) => given.includes(id)) : all);
	return nothing(context);
};

function idsIn(parameters: Parameter[]): Parameter | undefined {
	return parameters.find((parameter) => parameter.type === 'ids' && parameter.in === 'body' && parameter.required);
}

/** @throws Refusal 404 if what stands above the collection is not there */
function recordsOf(context: Context): StoredRecord[] {
	const { collection } = placesIn(context.operation);
	return context.world.recordsIn(collection, checkedAbove(context));
}

function recordOfPath(context: Context): StoredRecord {
	const { item } = placesIn(context.operation);
	const id = inPath(context, item!);
	const record = recordsOf(context).find((one) => one.id === id);
	if (!record) throw unknownRecord(context, id);
	return record;
}

function unknownRecord(context: Context, id: string): Refusal {
	const { collection } = placesIn(context.operation);
	return notFound(context, 'resource_not_found', `There is nothing with the ID "${id}" in ${collection}`);
}

function checkedAbove(context: Context): Record<string, string> {
	const { above } = placesIn(context.operation);
	checkThere(context, above);
	return Object.fromEntries(above.map((name) => [name, inPath(context, name)]));
}

/**
 * Chats, channels, bots and people are there by themselves; anything else is a record.
 *
 * @throws Refusal 404
 */
function checkThere(context: Context, placeholders: string[]): void {
	for (const name of placeholders) {
		const id = inPath(context, name);
		const type = context.operation.parameters.find(({ wire }) => wire === name)?.type;
		if (type === 'chat') chatOfPath(context, name);
		else if (type === 'message') messageOfPath(context, chatOfPath(context));
		else if (!isThere(context.world, type, id)) throw unknownRecord(context, id);
	}
}

function isThere(world: World, type: Parameter['type'] | undefined, id: string): boolean {
	switch (type) {
		case 'bot':
			return world.bot(id) !== undefined;
		case 'botId':
			return world.bots.some((bot) => bot.id === id);
		case 'channel':
			return world.channel(id) !== undefined;
		case 'channelId':
			return world.channels.some((channel) => channel.id === id);
		case 'user':
			return world.person(id) !== undefined;
		default:
			return world.hasRecord(id);
	}
}

/** Under which key a record tells its ID: `reminderId` may be any, as the catalogue says of a list or record. */
function idKeyOf({ resource }: Operation): string {
	const fields = catalogue
		.filter((other) => other.resource === resource)
		.flatMap(({ returns }) => ('fields' in returns ? (returns.fields ?? []) : []));
	return fields.find(({ name }) => name === `${resource}Id`)?.wire ?? 'id';
}

function answer(context: Context, { value }: StoredRecord): Answer {
	const { returns } = context.operation;
	if (returns.shape !== 'record') return nothing(context);
	if (returns.at === undefined) return json(200, value);
	return json(200, { [returns.at]: returns.isListed ? [value] : value });
}

/**
 * Whether a record is what the query asks for: it has the same value in a documented field, and its time is not outside
 * `from` and `to`. What the records have no field for asks for nothing.
 */
function passes({ operation, values }: Context, value: Record<string, unknown>): boolean {
	const { parameters, returns } = operation;
	const fields = returns.shape === 'list' ? (returns.fields ?? []) : [];
	const sent = fields.find(({ name }) => name === 'time' || name === 'sentAt');
	return parameters.every(({ name, wire, in: place }) => {
		const given = place === 'query' ? values.query[wire] : undefined;
		if (given === undefined) return true;
		if (sent && name === 'from') return millisecondsOf(valueAt(value, sent.wire)) >= Number(given);
		if (sent && name === 'to') return millisecondsOf(valueAt(value, sent.wire)) <= Number(given);
		const field = fields.find((one) => one.wire === wire || one.wire.endsWith(`.${wire}`));
		return field === undefined || String(valueAt(value, field.wire)) === given;
	});
}

/** @param time milliseconds since 1970, or ISO 8601 */
function millisecondsOf(time: unknown): number {
	return typeof time === 'number' ? time : Date.parse(String(time));
}

/** @param wire keys, separated by dots */
function valueAt(value: unknown, wire: string): unknown {
	return wire.split('.').reduce((level, key) => (Object(level) as Record<string, unknown>)[key], value);
}
