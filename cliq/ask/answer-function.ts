import { createHash } from 'crypto';
import { parseUrl } from '../addresses';
import { operation } from '../catalogue';
import type { CliqClient } from '../client';
import { CliqError } from '../errors';
import type { Patience } from '../pacing/pacer';
import { findEntry } from '../paging';
import type { Values } from '../request';
import { MARKER, scriptOf, TOLD } from './answer-script';
import type { AnswerAddress } from './ticket';

/** A function that buttons or forms run: one of each for each address that answers go to. */
export interface AnswerFunction {
	name: string;
	/** As Cliq calls what runs it. */
	type: 'button' | 'form';
	script: string;
}

type Client = Pick<CliqClient, 'call'>;

/** What a function holds that does nothing. */
const BLANK_SCRIPT = 'response = Map();\nreturn response;';

/** @returns the functions that a question answered in Cliq needs: one for its buttons, one for its form. An approval shows a form where Cliq does not tell which message was pressed. */
export function answerFunctions(address: AnswerAddress, secret: string): AnswerFunction[] {
	return [answerFunction(address, secret), formFunction(address, secret)];
}

/**
 * The button tells the function which question and choice it is for, but not the server: a button that somebody else
 * posts cannot send the proof of a press to another server. The proof covers the answer, the person, the time and the
 * place; `hear` checks it. The function shows the reply to the person who pressed, or a banner if there is no reply.
 *
 * Source: Zoho's pages "Button Function", "Banner Message", "Forms in Cliq" and "HMAC-SHA256" (base64, unless asked otherwise).
 *
 * @throws CliqError `invalidInput` for an invalid address, or one that a button could point to another server.
 */
export function answerFunction(address: AnswerAddress, secret: string): AnswerFunction {
	const checked = checkedAddress(address);
	return { name: nameOf('button', checked), type: 'button', script: scriptOf(TOLD.button, checked, secret, nameOf('form', checked)) };
}

/** The same for what people fill in, which a form tells it. */
function formFunction(address: AnswerAddress, secret: string): AnswerFunction {
	const checked = checkedAddress(address);
	return { name: nameOf('form', checked), type: 'form', script: scriptOf(TOLD.form, checked, secret) };
}

function nameOf(type: AnswerFunction['type'], address: AnswerAddress): string {
	const hash = createHash('sha256').update(JSON.stringify(address)).digest('hex').slice(0, 16);
	return `${type === 'button' ? 'cliqAnswer' : 'cliqForm'}${hash}`;
}

function checkedAddress([first, ...rest]: AnswerAddress): AnswerAddress {
	const beginning = typeof first === 'string' ? first : '';
	const parsed = parseUrl(beginning);
	// Without a slash after it, the name of the server could go on.
	if (parsed && /^https?:\/\/[^/?#\\]+\//i.test(beginning) && /^https?:$/.test(parsed.protocol) && parsed.username === '') return [parsed.href, ...rest];
	throw new CliqError('invalidInput', 'The address that answers go to is no address', { hint: 'It begins with https://, and has a slash after the name of the server.' });
}

/**
 * Sees to it that the account has the function, with this script. A function of somebody else is left alone.
 *
 * @throws CliqError if a script stands there that is not ours, or Cliq refuses; the hint names what else there is.
 */
export async function installAnswerFunction(client: Client, wanted: AnswerFunction, patience: Patience): Promise<void> {
	const result = await attempt(install(client, wanted, patience));
	if (result instanceof CliqError) throw withOtherWay(result);
}

async function install(client: Client, { name, type, script }: AnswerFunction, patience: Patience): Promise<void> {
	const call = (id: string, values: Values) => client.call(operation(id), values, patience);
	const listed = await idOf(client, name, patience);
	const made = listed === undefined ? await created(client, name, type, patience) : undefined;
	// Of two questions at once, one comes too late to make it.
	const existing = listed ?? (made === undefined ? await idOf(client, name, patience) : undefined);
	const functionId = existing ?? made;
	if (functionId === undefined) throw foreign(name);
	const ofHandler = { functionId, handler: TOLD[type].handler };
	const before = existing === undefined ? undefined : await scriptIn(call('functionHandler.get', ofHandler));
	if (before !== undefined && plain(before) === plain(script)) return;
	if (before !== undefined && !isReplaceable(before)) throw foreign(name);
	if (before === undefined) {
		const result = await attempt(call('functionHandler.create', { ...ofHandler, script }));
		if (!(result instanceof CliqError)) return;
		// Cliq may give a new function its handler along.
		if (result.details.cliqCode !== 'execution_handler_already_exists') throw result;
	}
	await call('functionHandler.update', { ...ofHandler, script });
}

/** @returns the ID of the account's function of that name. */
async function idOf(client: Client, name: string, patience: Patience): Promise<string | undefined> {
	const found = await findEntry(client, operation('function.getMany'), {}, (entry) => entry.name === name, patience);
	return found && String(found.id);
}

/** @returns its ID; `undefined` if there is one of that name by now. */
async function created(client: Client, name: string, functionType: AnswerFunction['type'], patience: Patience): Promise<string | undefined> {
	const description = 'Tells n8n or Node-RED who answered a question, and what. Made by the Zoho Cliq nodes.';
	const result = await attempt(client.call(operation('function.create'), { name, description, functionType }, patience));
	if (!(result instanceof CliqError)) return String((result.answer as Values).id);
	if (result.details.cliqCode === 'function_name_already_exists') return undefined;
	throw result;
}

/** @returns the script of a handler, `undefined` if there is no such handler. */
async function scriptIn(reading: ReturnType<Client['call']>): Promise<string | undefined> {
	const result = await attempt(reading);
	if (!(result instanceof CliqError)) return String((result.answer as Values).script ?? '');
	if (result.details.cliqCode === 'execution_handler_not_found') return undefined;
	throw result;
}

function isReplaceable(script: string): boolean {
	return script.trimStart().startsWith(`${MARKER} `) || ['', plain(BLANK_SCRIPT)].includes(plain(script));
}

/** Cliq may store line breaks and spaces in its own way. */
function plain(script: string): string {
	return script.replace(/\s+/g, ' ').trim();
}

function foreign(name: string): CliqError {
	return new CliqError('refused', `The function "${name}" in Cliq holds a script that this node did not write`, {
		hint: 'Nothing was changed. Remove that function in Cliq (Bots & Tools > Functions) and run this again.',
	});
}

async function attempt<Result>(calling: Promise<Result>): Promise<Result | CliqError> {
	return await calling.catch((error: unknown) => (error instanceof CliqError ? error : new CliqError('unexpectedAnswer', String(error))));
}

const SCOPES = 'ZohoCliq.Functions.READ, ZohoCliq.Functions.CREATE and ZohoCliq.Functions.UPDATE';
const OTHER_WAY = 'Or let people answer through a link, which needs no function.';

/** What is said about one call helps nobody who wanted to ask a question. */
function withOtherWay(error: CliqError): CliqError {
	const { kind, message, details } = error;
	switch (kind) {
		case 'scopeMissing':
			return new CliqError(kind, 'The account is connected without the scopes that buttons in Cliq need', {
				...details,
				hint: `Add ${SCOPES} to the scopes and connect the account again. ${OTHER_WAY}`,
			});
		case 'refused':
		case 'forbidden':
		case 'notFound':
			return new CliqError(kind, message, { ...details, hint: `${details.hint ?? ''} ${OTHER_WAY}`.trim() });
		default:
			return error;
	}
}
