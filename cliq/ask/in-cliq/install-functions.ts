import { operation } from '../../catalogue';
import type { Caller } from '../../caller';
import { CliqError } from '../../errors';
import { variablesIn } from '../../events/scripts/handler-variables';
import { fields, firstText, type Fields } from '../../util/read-fields';
import { BLANK_SCRIPT, firstComment, isBlankScript, isSameScript } from '../../events/scripts/script-text';
import type { Patience } from '../../pacing/pacer';
import { findEntry, type ListEntry } from '../../lookup/paging';
import type { Values } from '../../parameters/values';
import type { AnswerFunction } from './answer-function';
import { MARK, TOLD } from './answer-script';

type Client = Pick<Caller, 'call'>;

/** A function that is wanted, and what stands in its place. */
interface FoundFunction {
	wanted: AnswerFunction;
	/** Missing where there is no function of that name. */
	id?: string;
	/** Of its handler; missing where it has none. */
	script?: string;
	listed?: string[] | undefined;
}

/** Takes back what was done. @returns what stays all the same, in words. */
type Undo = () => Promise<string[]>;

/**
 * Sees to it that the account has the functions, with their scripts. All are looked at before the first is changed, and
 * if one cannot be had, what was done before is taken back. A function of somebody else is left alone.
 *
 * @returns the email address of their owner, whom a button has to name at least where a bot posts it; `undefined` if
 *   that cannot be told.
 * @throws CliqError if a script stands there that is not ours, or Cliq refuses; the hint names what else there is.
 */
export async function installAnswerFunctions(
	client: Client,
	wanted: AnswerFunction[],
	patience: Patience,
): Promise<string | undefined> {
	const installing = new Installing(client, patience);
	const failure = await attempt(installing.all(wanted));
	if (failure instanceof CliqError) throw withRest(withOtherWay(failure), await installing.takeBack());
	return await ownerOf(client, installing.creator, patience);
}

/** In milliseconds: nobody waits longer for what most servers do not ask for. */
const LOOK_UP = 10_000;

/** Cliq gives the maker of a function by ID and name, and takes it by email address. */
async function ownerOf(
	client: Client,
	{ id, name }: Fields,
	{ maxWait, ...patience }: Patience,
): Promise<string | undefined> {
	const search = firstText(name);
	if (search === undefined) return undefined;
	const isOwner = ({ zuid, id: userId }: ListEntry): boolean => String(zuid ?? userId) === String(id);
	const found = await attempt(
		findEntry(
			client,
			operation('user.getMany'),
			{ search },
			isOwner,
			{ ...patience, maxWait: Math.min(maxWait, LOOK_UP) },
			1,
		),
	);
	return found instanceof CliqError ? undefined : firstText(found?.email_id);
}

class Installing {
	/** Of the functions, as far as Cliq gives it. */
	creator: Fields = {};
	private readonly undos: Undo[] = [];

	constructor(
		private readonly client: Client,
		private patience: Patience,
	) {}

	async all(wanted: AnswerFunction[]): Promise<void> {
		const found: FoundFunction[] = [];
		const ids = await this.idsOf(wanted.map(({ name }) => name));
		for (const each of wanted) found.push(await this.look(each, ids.get(each.name)));
		for (const each of found) await this.install(each);
	}

	/** @returns what stays all the same, in words. */
	async takeBack(): Promise<string[]> {
		// A run that is stopped leaves nothing behind either.
		this.patience = { ...this.patience, signal: undefined };
		const left: string[] = [];
		for (const undo of this.undos.reverse()) left.push(...(await undo()));
		return left;
	}

	private async install({ wanted, id, script, listed }: FoundFunction): Promise<void> {
		if (id === undefined) return await this.installNew(wanted);
		if (script === undefined) {
			this.undos.push(async () => await this.putBack(id, wanted, BLANK_SCRIPT));
			return await this.createHandler(id, wanted);
		}
		const fitting = listed === undefined ? wanted.script : wanted.scriptFor(listed);
		if (isSameScript(script, fitting)) return;
		this.undos.push(async () => await this.putBack(id, wanted, script));
		await this.update(id, wanted, fitting);
	}

	private async installNew(wanted: AnswerFunction): Promise<void> {
		const id = await this.create(wanted);
		if (id !== undefined) return await this.createHandler(id, wanted);
		// Of two questions at once, one comes too late to make it.
		const found = await this.look(wanted, (await this.idsOf([wanted.name])).get(wanted.name));
		if (found.id === undefined) throw foreign(wanted.name);
		await this.install(found);
	}

	/** @returns its ID; `undefined` if there is one of that name by now. */
	private async create(wanted: AnswerFunction): Promise<string | undefined> {
		const { name, type } = wanted;
		const description = 'Tells n8n or Node-RED who answered a question, and what. Made by the Zoho Cliq nodes.';
		const result = await attempt(this.call('function.create', { name, description, functionType: type }));
		if (result instanceof CliqError) {
			if (result.details.cliqCode === 'function_name_already_exists') return undefined;
			throw result;
		}
		const { id: made, creator } = result.answer as Values;
		const id = String(made);
		this.creator = fields(creator);
		this.undos.push(async () => await this.remove(id, wanted));
		return id;
	}

	/** Gives a function its handler, unless it came with one. */
	private async createHandler(id: string, wanted: AnswerFunction): Promise<void> {
		const ofHandler = { functionId: id, handler: TOLD[wanted.type].handler };
		const result = await attempt(this.call('functionHandler.create', { ...ofHandler, script: wanted.script }));
		if (!(result instanceof CliqError)) return;
		const code = result.details.cliqCode ?? '';
		if (code !== 'execution_handler_already_exists') {
			if (!REFUSED_SCRIPT.includes(code)) throw result;
			// It may name a variable that this handler has not: Cliq lists those of a handler that is there.
			const blank = await attempt(this.call('functionHandler.create', { ...ofHandler, script: BLANK_SCRIPT }));
			if (blank instanceof CliqError) throw result;
		}
		const { listed } = await this.look(wanted, id);
		await this.update(id, wanted, listed === undefined ? wanted.script : wanted.scriptFor(listed));
	}

	private async update(functionId: string, { type }: AnswerFunction, script: string): Promise<void> {
		await this.call('functionHandler.update', { functionId, handler: TOLD[type].handler, script });
	}

	/** One that cannot be removed, for want of the scope, does nothing any more. */
	private async remove(id: string, wanted: AnswerFunction): Promise<string[]> {
		const result = await attempt(this.call('function.delete', { functionId: id }));
		if (!(result instanceof CliqError)) return [];
		await attempt(this.update(id, wanted, BLANK_SCRIPT));
		return [
			`The function "${wanted.name}", which does nothing, could not be removed again: remove it in Cliq (Bots & Tools > Functions).`,
		];
	}

	private async putBack(id: string, wanted: AnswerFunction, script: string): Promise<string[]> {
		const result = await attempt(this.update(id, wanted, script));
		return result instanceof CliqError
			? [`The function "${wanted.name}" has a new script, and could not get back the one before.`]
			: [];
	}

	/** @throws CliqError if somebody else's script stands there. */
	private async look(wanted: AnswerFunction, id: string | undefined): Promise<FoundFunction> {
		if (id === undefined) return { wanted };
		const handler = await scriptIn(
			this.call('functionHandler.get', { functionId: id, handler: TOLD[wanted.type].handler }),
		);
		if (handler === undefined) return { wanted, id };
		if (!isReplaceable(handler.script)) throw foreign(wanted.name);
		checkListed(wanted, handler.listed);
		return { wanted, id, ...handler };
	}

	/** @returns the IDs of the account's functions of these names. */
	private async idsOf(names: string[]): Promise<Map<string, string>> {
		const ids = new Map<string, string>();
		const areAll = ({ name, id, creator }: ListEntry): boolean => {
			if (!names.includes(String(name))) return false;
			ids.set(String(name), String(id));
			this.creator = fields(creator);
			return ids.size === names.length;
		};
		await findEntry(this.client, operation('function.getMany'), {}, areAll, this.patience);
		return ids;
	}

	private async call(id: string, values: Values): ReturnType<Client['call']> {
		return await this.client.call(operation(id), values, this.patience);
	}
}

/**
 * What Cliq says of a script that it does not take. Source: the OpenAPI file of functions; the last was seen live, with
 * bots.
 */
const REFUSED_SCRIPT = ['execution_handler_create_failed', 'execution_handler_data_invalid', 'operation_failed'];

/**
 * @returns the script of a handler and the variables that Cliq lists for it; `undefined` if there is no such handler.
 */
async function scriptIn(
	reading: ReturnType<Client['call']>,
): Promise<{ script: string; listed?: string[] | undefined } | undefined> {
	const result = await attempt(reading);
	if (!(result instanceof CliqError))
		return { script: String((result.answer as Values).script ?? ''), listed: variablesIn(result.answer) };
	if (result.details.cliqCode === 'execution_handler_not_found') return undefined;
	throw result;
}

function isReplaceable(script: string): boolean {
	return firstComment(script)?.startsWith(`${MARK} `) === true || isBlankScript(script);
}

function checkListed({ name, type }: AnswerFunction, listed: string[] | undefined): void {
	const missing =
		listed === undefined ? undefined : TOLD[type].variables.find((variable) => !listed.includes(variable));
	if (missing === undefined) return;
	throw new CliqError(
		'refused',
		`Cliq does not tell the function "${name}" the variable "${missing}", without which nobody can answer`,
		{ hint: '' },
	);
}

function foreign(name: string): CliqError {
	return new CliqError('refused', `The function "${name}" in Cliq holds a script that this node did not write`, {
		hint: `${NOTHING}Remove that function in Cliq (Bots & Tools > Functions) and run this again.`,
	});
}

async function attempt<Result>(calling: Promise<Result>): Promise<Result | CliqError> {
	return await calling.catch((error: unknown) =>
		error instanceof CliqError ? error : new CliqError('unexpectedAnswer', String(error)),
	);
}

const SCOPES = 'ZohoCliq.Functions.READ, ZohoCliq.Functions.CREATE and ZohoCliq.Functions.UPDATE';
const OTHER_WAY = 'Or let people answer through a link, which needs no function.';

/** What is said about one call helps nobody who wanted to ask a question. */
function withOtherWay(error: CliqError): CliqError {
	const { kind, message, details } = error;
	if (details.cliqCode === 'function_creation_limit_exceeded') {
		return new CliqError(kind, 'The organization has as many functions in Cliq as its plan allows', {
			...details,
			hint: `${LIMIT_HINT} ${OTHER_WAY}`,
		});
	}
	switch (kind) {
		case 'scopeMissing':
			return new CliqError(kind, 'The account lacks the scopes that buttons in Cliq need', {
				...details,
				hint: `Add ${SCOPES} to the scopes and connect the account again. ${OTHER_WAY}`,
			});
		case 'forbidden':
			return new CliqError(kind, 'This account may not define functions in Cliq', {
				...details,
				hint: `${FORBIDDEN_HINT} ${OTHER_WAY}`,
			});
		case 'refused':
		case 'notFound':
			return new CliqError(kind, message, { ...details, hint: `${details.hint ?? ''} ${OTHER_WAY}`.trim() });
		default:
			return error;
	}
}

function withRest(error: CliqError, left: string[]): CliqError {
	if (left.length === 0) return error;
	const { kind, message, details } = error;
	return new CliqError(kind, message, {
		...details,
		hint: [(details.hint ?? '').replace(NOTHING, ''), ...left].join(' ').trim(),
	});
}

const NOTHING = 'Nothing was changed. ';
const LIMIT_HINT = `${NOTHING}Remove functions that nobody needs (Bots & Tools > Functions), or ask an administrator.`;
const FORBIDDEN_HINT = `${NOTHING}Ask an administrator of Cliq to let this user create functions, or connect another account.`;
