import { createHmac } from 'node:crypto';
import {
	type AnswerFunction,
	type Answers,
	type CliqClient,
	CliqError,
	type Patience,
	type Question,
	RecentReads,
	answerFunctions,
	installAnswerFunctions,
	parseUrl,
	ticketOf,
} from '../../../cliq';
import type { AccountSettings } from '../account/account';
import { elapsed } from '../account/connect';
import type { Red } from '../shared/node-red';

/** Where answers come to. */
export interface AnswerPlace {
	/** Where people or Cliq find Node-RED, e.g. `https://node-red.example.com`. */
	publicUrl?: string | undefined;
	/** Below `httpNodeRoot`. */
	path: string;
}

/**
 * @returns the address of the page, without what its query says.
 * @throws CliqError `invalidInput` if the node does not know one.
 */
export function addressOf(red: Red, { publicUrl, path }: AnswerPlace): string {
	const base = publicUrl?.trim() ?? '';
	if (!/^https?:\/\//.test(base) || !parseUrl(base)) {
		throw new CliqError(
			'invalidInput',
			base === ''
				? 'The node does not know the address at which people find Node-RED'
				: 'The public address of the node is not a full URL',
			{ hint: 'Open the node, and give its public address, e.g. https://node-red.example.com.' },
		);
	}
	const parts = [base, red.settings.httpNodeRoot || '', path];
	return parts
		.map((part, index) =>
			part
				.trim()
				.replace(/\/+$/, '')
				.replace(/^\/+/, index === 0 ? '$&' : ''),
		)
		.filter((part) => part !== '')
		.join('/');
}

/**
 * What presses in Cliq are proved with. It follows from the client secret, and does not give it away: nothing has to be
 * kept.
 */
export function secretOf(nodeId: string, { clientSecret }: AccountSettings): string | undefined {
	const secret = clientSecret?.trim();
	return (
		secret &&
		createHmac('sha256', secret)
			.update(JSON.stringify(['zoho-cliq-ask', nodeId]))
			.digest('hex')
	);
}

/** In milliseconds: how long a function in Cliq is taken to be there. */
const INSTALLED = 600_000;

/** How many addresses or secrets of one node that is known for. */
const MOST = 100;

/**
 * Functions that a node has looked after, by their scripts, and their owner: Cliq need not be asked for each question.
 */
export class Installed extends RecentReads<string | undefined> {
	constructor() {
		super(INSTALLED, MOST);
	}
}

/**
 * Where what people press leads. For buttons that answer in Cliq itself, this sees to the functions that they and the
 * form run.
 *
 * @param address as `addressOf` gives it.
 * @returns that, and whose functions they are, by email address, if it can be told.
 * @throws CliqError if the account cannot have the functions.
 */
export async function answersFor(
	question: Question,
	address: string,
	secret: string | undefined,
	client: CliqClient,
	installed: Installed,
	patience: Patience,
): Promise<{ answers: Answers; owner?: string | undefined }> {
	const { way, key } = question;
	if (way === 'link')
		return { answers: { address: (choice) => `${address}?${new URLSearchParams({ choice, key }).toString()}` } };
	const wanted = answerFunctions([`${address}/?choice=`, 0, '&key=', 1], secret ?? '');
	const owner = await installOnce(wanted, client, installed, patience);
	return { answers: { address: (choice) => ticketOf(choice, question), functionName: wanted[0]?.name }, owner };
}

async function installOnce(
	wanted: AnswerFunction[],
	client: CliqClient,
	installed: Installed,
	patience: Patience,
): Promise<string | undefined> {
	const scripts = wanted.map(({ script }) => script).join('\n');
	return await installed.get(scripts, elapsed(), async () => await installAnswerFunctions(client, wanted, patience));
}
