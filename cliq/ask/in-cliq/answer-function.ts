import { createHash } from 'crypto';
import { parseUrl } from '../../util/addresses';
import { CliqError } from '../../errors';
import { scriptOf, TOLD } from './answer-script';
import type { AnswerAddress } from '../answer-ticket';

/** A function that buttons or forms run: one of each for each address that answers go to. */
export interface AnswerFunction {
	name: string;
	/** As Cliq calls what runs it. */
	type: 'button' | 'form';
	/** With the variables that its page names. */
	script: string;
	/** The same with those that Cliq lists for the handler. */
	scriptFor(listed: readonly string[]): string;
}

/**
 * @returns the functions that a question answered in Cliq needs: one for its buttons, one for its form. An approval
 * shows a form where Cliq does not say which message was pressed.
 */
export function answerFunctions(address: AnswerAddress, secret: string): AnswerFunction[] {
	return [answerFunction(address, secret), formFunction(address, secret)];
}

/**
 * The button tells the function which question and choice it is for, but not the server: a button that somebody else
 * posts cannot send the proof of a press to another server. The proof covers the answer, the person, the time and the
 * place; `hear` checks it. The function shows the reply to the person who pressed, or a banner if there is no reply.
 *
 * Source: Zoho's pages "Button Function", "Banner Message", "Forms in Cliq" and "HMAC-SHA256" (base64, unless asked
 * otherwise).
 *
 * @throws CliqError `invalidInput` for an invalid address, or one that a button could point to another server.
 */
export function answerFunction(address: AnswerAddress, secret: string): AnswerFunction {
	return functionOf('button', checkedAddress(address), secret, nameOf('form', checkedAddress(address)));
}

/** The same for what people fill in, which comes from a form. */
function formFunction(address: AnswerAddress, secret: string): AnswerFunction {
	return functionOf('form', checkedAddress(address), secret);
}

function functionOf(
	type: AnswerFunction['type'],
	address: AnswerAddress,
	secret: string,
	formName?: string,
): AnswerFunction {
	const scriptFor = (listed?: readonly string[]) =>
		scriptOf(TOLD[type], { address, secret, formFunction: formName }, listed);
	return { name: nameOf(type, address), type, script: scriptFor(), scriptFor };
}

function nameOf(type: AnswerFunction['type'], address: AnswerAddress): string {
	const hash = createHash('sha256').update(JSON.stringify(address)).digest('hex').slice(0, 16);
	return `${type === 'button' ? 'cliqAnswer' : 'cliqForm'}${hash}`;
}

function checkedAddress([first, ...rest]: AnswerAddress): AnswerAddress {
	const beginning = typeof first === 'string' ? first : '';
	const parsed = parseUrl(beginning);
	// Without a slash after it, the name of the server could go on.
	if (
		parsed &&
		/^https?:\/\/[^/?#\\]+\//i.test(beginning) &&
		/^https?:$/.test(parsed.protocol) &&
		parsed.username === ''
	)
		return [parsed.href, ...rest];
	throw new CliqError('invalidInput', 'The address for answers is not a valid URL', {
		hint: 'It begins with https://, and has a slash after the name of the server.',
	});
}
