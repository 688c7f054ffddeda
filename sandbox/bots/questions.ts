import { Refusal } from '../errors';

/** What a bot wants to know from a person, question by question. Source: the page "Bot Context Handler". */
export interface Questions {
	/** What the bot calls it all. */
	id: string;
	/** In seconds. */
	timeout: number;
	params: { name: string; question: string; suggestions: string[] }[];
}

const DAY = 86_400;
const MOST = 10;
const LONGEST = 100;

/** @throws Refusal if Cliq would not ask */
export function readQuestions(given: unknown): Questions {
	const { id, timeout = DAY, params } = (given ?? {}) as Record<string, unknown>;
	if (!isName(id)) throw wrong(`"id" is a text of at most ${LONGEST} characters`);
	if (!(Number.isInteger(timeout) && Number(timeout) > 0)) throw wrong('"timeout" is a number of seconds');
	if (!Array.isArray(params) || params.length === 0 || params.length > MOST)
		throw wrong(`"params" is a list of 1 to ${MOST} questions`);
	return { id, timeout: Number(timeout), params: params.map(readParam) };
}

function readParam(given: Record<string, unknown> | null, index: number): Questions['params'][number] {
	const { name, question, suggestions } = given ?? {};
	if (!isName(name)) throw wrong(`params[${index}].name is a text of at most ${LONGEST} characters`);
	if (typeof question !== 'string' || question === '') throw wrong(`params[${index}].question is a text`);
	return { name, question, suggestions: suggestions === undefined ? [] : readSuggestions(suggestions) };
}

/** @param given `{ "list": [{ "text": … }] }` */
export function readSuggestions(given: unknown): string[] {
	const { list } = (given ?? {}) as { list?: unknown };
	const texts = Array.isArray(list) ? list.map((one) => (one as { text?: unknown } | null)?.text) : [];
	if (texts.length === 0 || texts.some((text) => typeof text !== 'string' || text === ''))
		throw wrong('"suggestions" is { "list": [{ "text": … }] }');
	return texts as string[];
}

function isName(value: unknown): value is string {
	return typeof value === 'string' && value !== '' && value.length <= LONGEST;
}

function wrong(what: string): Refusal {
	return new Refusal(400, 'input_pattern_mismatch', `The context is wrong: ${what}`);
}
