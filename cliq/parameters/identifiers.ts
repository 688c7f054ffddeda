import { parseUrl } from '../util/addresses';
import type { Parameter, ParameterType } from '../catalogue';
import { digitsKept, invalid } from './invalid-input';
import { count, excerpt, lowerFirst, quoted } from '../util/quote';
import type { Kind, WireValue } from './kinds';
import { isEmail } from './lists';

/** Longer than any id, name or address of Cliq's, and short enough for a URL. */
const LONGEST_IDENTIFIER = 256;

/** IDs and names of things in Cliq. */
export const identifierKinds = {
	bot: (value, parameter) => {
		const name = identifier(value, parameter, '@');
		if (/^b-\d+$/.test(name))
			throw invalid(
				parameter,
				`is a bot ID: ${quoted(name)}`,
				'Use the unique name of the bot, as Bots & Tools in Cliq shows it.',
			);
		return withoutSpaces(name, parameter, 'Use the unique name of the bot, not the name it shows.');
	},
	botId: (value, parameter) => {
		const id = identifier(value, parameter);
		// Lists give the number alone, addresses want the prefix.
		if (/^(?:b-)?\d+$/.test(id)) return id.startsWith('b-') ? id : `b-${id}`;
		throw invalid(
			parameter,
			`is not a bot ID: "${excerpt(id)}"`,
			'Give the ID of the bot (b-…), not its unique name.',
		);
	},
	channel: (value, parameter) => {
		const name = identifier(value, parameter, '#');
		if (/^CT_/.test(name)) {
			throw invalid(
				parameter,
				`is a chat ID, not the unique name or ID of a channel: ${quoted(name)}`,
				'Choose "Chat" as the target, or give the unique name of the channel.',
			);
		}
		return withoutSpaces(name, parameter, 'Use the unique name of the channel, not the name it shows.');
	},
	channelId: (value, parameter) => identifier(value, parameter),
	chat: (value, parameter) => {
		const id = identifier(value, parameter);
		if (isChatId(id)) return id;
		const person = id.replace(/^(?:mailto:|@)/i, '');
		if (isEmail(person)) return `${PERSON_MARK}${person}`;
		const name = id.startsWith('#') ? id.slice(1) : id;
		if (name === '' || name === '.' || name === '..' || /[\s@#]/.test(name)) {
			throw invalid(
				parameter,
				`is neither a chat ID nor the unique name of a channel: "${excerpt(id)}"`,
				'Pick it from the list, or give the unique name of a channel, the email address of a person, or the ID of a chat (CT_…) from its address in the browser.',
			);
		}
		return `${CHANNEL_MARK}${name}`;
	},
	file: (value, parameter) => identifier(value, parameter),
	functionId: (value, parameter) => identifier(value, parameter),
	handler: (value, parameter) => identifier(value, parameter),
	message: (value, parameter) => {
		const id = identifier(value, parameter);
		// "null", "none": what a model writes for something that it does not have.
		if (/\d/.test(id)) return id;
		throw invalid(
			parameter,
			`is not the ID of a message: ${quoted(value)}`,
			`Take "messageId" from the node that sent or read the message${parameter.required ? '' : ', or leave it empty'}.`,
		);
	},
	user: (value, parameter) => {
		const id = identifier(value, parameter).replace(/^mailto:/i, '');
		if (/^\d+$/.test(id) || /^[^\s@]+@[^\s@]+$/.test(id)) return id;
		throw invalid(
			parameter,
			`is neither an email address nor a user ID: "${excerpt(id)}"`,
			'Give the email address or the numeric user ID (ZUID).',
		);
	},
} satisfies Partial<Record<ParameterType, Kind>>;

/** The part of a Cliq address that comes before the identifier, by what the identifier is of. */
const segmentsBefore: Partial<Record<ParameterType, string[]>> = {
	bot: ['bots'],
	channel: ['channels', 'channelsbyname'],
	channelId: ['channels'],
	chat: ['chats', 'channels', 'channelsbyname'],
	file: ['files'],
	message: ['messages'],
	user: ['buddies'],
};

/**
 * An id or name that will stand in a path. Addresses copied from the browser are understood. What could change the
 * path is refused here, so that encoding once is enough.
 *
 * @param mark what people write before such a name; it is not part of it.
 */
function identifier(value: unknown, parameter: Parameter, mark = ''): string {
	if (typeof value === 'boolean')
		throw invalid(
			parameter,
			`must be an ID or a name, but is ${value}`,
			`Give ${lowerFirst(parameter.description)}.`,
		);
	let id = digitsKept(value, parameter).trim();
	if (/^https?:\/\//i.test(id)) id = identifierInAddress(id, parameter);
	// Cliq hands out message IDs with an encoded space (1709…%202029…) as well as with a plain one.
	if (parameter.type === 'message') id = decoded(id).trim();
	if (mark !== '' && id.startsWith(mark)) id = id.slice(mark.length);
	if (id === '') throw invalid(parameter, 'is empty', `Give it a value: ${lowerFirst(parameter.description)}.`);
	if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(id))
		throw invalid(
			parameter,
			'contains a control character',
			'Remove line breaks, tabs and other invisible characters.',
		);
	if (/\p{Surrogate}/u.test(id))
		throw invalid(
			parameter,
			'contains half a character',
			'The value was cut in the middle of an emoji; pass it whole.',
		);
	if (id === '.' || id === '..')
		throw invalid(parameter, `must not be "${id}"`, `Give ${lowerFirst(parameter.description)}.`);
	if (/[/\\]/.test(id))
		throw invalid(
			parameter,
			`contains a slash: ${quoted(id)}`,
			'Give the ID or name alone, or the whole address from the browser.',
		);
	const { maxLength = LONGEST_IDENTIFIER } = parameter;
	if (id.length > maxLength)
		throw invalid(
			parameter,
			`is too long: ${count(id.length)} characters`,
			`No ID or name is longer than ${maxLength}.`,
		);
	return id;
}

function identifierInAddress(address: string, parameter: Parameter): string {
	const before = segmentsBefore[parameter.type] ?? [];
	const segments = parseUrl(address)?.pathname.split('/') ?? [];
	const found = segments.find((segment, index) => segment !== '' && before.includes(segments[index - 1] ?? ''));
	if (found !== undefined) return decoded(found);
	throw invalid(
		parameter,
		`is an address without what is needed: ${quoted(address)}`,
		`Copy the address while the ${parameter.type} is open in Cliq, or give its ID or name.`,
	);
}

/** Percent-decoded, or as it is where that is not possible. */
function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** Of a chat: `CT_…`, `C_…` or a number; those of threads and of bots have something behind it. */
function isChatId(id: string): boolean {
	return /^(?:CT?_[\w-]+|\d+(?:-[A-Z]-?\d+)*)$/.test(id);
}

/** What stands before the name or ID of a channel where the ID of a chat is wanted. `Caller.call` looks the chat up. */
const CHANNEL_MARK = '#';

/** Likewise before the email address of the person with whom the direct chat is. */
const PERSON_MARK = '@';

/** @returns the email address of the person whose direct chat is meant, in a value of the type `chat`. */
export function personIn(wire: WireValue | undefined): string | undefined {
	return typeof wire === 'string' && wire.startsWith(PERSON_MARK) ? wire.slice(PERSON_MARK.length) : undefined;
}

/** @returns the channel whose chat is meant, in a value of the type `chat`; `undefined` if it is the ID of a chat. */
export function channelIn(wire: WireValue | undefined): string | undefined {
	return typeof wire === 'string' && wire.startsWith(CHANNEL_MARK) ? wire.slice(CHANNEL_MARK.length) : undefined;
}

/** Of the channel itself (O…, P…, T…), which is not the ID of its chat. Unique names are in lower case. */
export function isChannelId(id: string): boolean {
	return /^[OPT]\d{6,}$/.test(id);
}

function withoutSpaces(name: string, parameter: Parameter, hint: string): string {
	if (/\s/.test(name)) throw invalid(parameter, `contains a space: "${excerpt(name)}"`, hint);
	return name;
}
