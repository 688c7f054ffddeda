import { randomBytes } from 'crypto';
import { WAIT_INDEFINITELY, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import {
	type CliqClient,
	CliqError,
	ExpiringMap,
	type Patience,
	type Question,
	type Receipt,
	answerFunctions,
	checkQuestion,
	installAnswerFunctions,
	postQuestion,
	sendAll,
} from '../../../cliq';
import { elapsed } from '../../shared/clock';
import { failedItem, toApiError } from '../../shared/apiError';
import { behaviourOf } from '../retryAndWaitOptions';
import { Ledger } from '../ledger';
import { settled } from '../../shared/settledOutcome';
import { isTool } from '../agentTool';
import { connect } from '../../shared/transport';
import { functionAddress, isLocal } from './answerAddress';
import { ChatOfQuestion } from './chatOfQuestion';
import { keep, keptByThisRun } from './keptQuestion';
import { checkLimit, endOfWait } from './waitLimit';
import { composed, sendOperation } from './message';
import { isHumanReview, questionOf } from './question';
import { answerSecret } from './answerSecret';

/** In bytes: what nobody guesses. Addresses of buttons must be short, or it could be longer. */
const KEY_BYTES = 12;

/** In milliseconds: how long the function in Cliq is taken to be there. */
const INSTALLED = 600_000;

/** Of how many nodes that is known. */
const MOST = 1000;

/** The functions that buttons and forms run, as far as they were seen to be there, and whose they are. */
const installed = new ExpiringMap<{ owner?: string | undefined }>(INSTALLED, MOST);

/**
 * Posts a question and puts the execution to sleep until someone answers; `answer.ts` goes on from there.
 *
 * @returns what the workflow goes on with if nobody does: the incoming item.
 */
export async function ask(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	if (items.length === 0) return [];
	if (isHumanReview(context)) leaveUndecided(items);
	const failure = await settled(post(context, items.length));
	if (!(failure instanceof Error)) return items;
	// What an agent gets is made of it elsewhere.
	if (isTool(context)) throw failure;
	const error = toApiError(context, failure);
	if (!context.continueOnFail()) throw error;
	const pairedItem = items.map((_, item) => ({ item }));
	return [failedItem(context, failure, error, items[0]?.json, pairedItem)];
}

/**
 * If nobody answers in time, n8n hands the incoming item on without asking the node, and an agent takes it for the
 * decision. It has in it what the model wrote, which must not be able to approve itself.
 */
function leaveUndecided(items: INodeExecutionData[]): void {
	for (const { json } of items) json.approved = false;
}

async function post(context: IExecuteFunctions, count: number): Promise<void> {
	refuseWhatCannotWait(context, count);
	const { runIndex, question, operation, step } = prepared(context);
	const { maxWait, timeout } = behaviourOf(context);
	const { client } = await connect(context, 'oAuth2', { timeout });
	const patience: Patience = { lane: context.getExecutionId(), signal: context.getExecutionCancelSignal(), maxWait };
	const owner = question.way === 'cliq' ? await install(context, client, patience) : undefined;
	const looking = new ChatOfQuestion(context, client, question, patience);
	// What is known before the post is looked up before it: whoever answers at once finds the execution not yet
	// waiting.
	const chatBefore = await looking.beforePost();
	keep(context, { runIndex, question, place: { chatId: chatBefore } });
	const ledger = new Ledger(context, operation);
	const sent = await postQuestion([step], owner, (all) =>
		sendAll(
			client,
			all,
			patience,
			ledger.of(0, () => {}),
		),
	).catch((error: Error) => error);
	if (sent instanceof Error) {
		ledger.noteFailure(0, sent);
		throw sent;
	}
	const [{ messageId, chatId = chatBefore ?? (await looking.afterPost(messageId)) } = {}] = sent as Receipt[];
	// It may have waited for the rate limit until now, which must not be taken off the time that people have.
	const end = endOfWait(context, Date.now());
	keep(context, { runIndex, question: { ...question, ...untilOf(end) }, place: { chatId, messageId } });
	for (const message of step.warnings ?? []) context.addExecutionHints({ message, location: 'outputPane' });
	warnOfLocalAddress(context);
	await context.putExecutionToWait(end);
}

function untilOf(end: Date): Pick<Question, 'until'> {
	return end === WAIT_INDEFINITELY ? {} : { until: end.getTime() };
}

/** Everything is checked before the first call is made. */
function prepared(context: IExecuteFunctions) {
	checkLimit(context, Date.now());
	const operation = sendOperation(context);
	const runIndex = Number(context.evaluateExpression('{{ $runIndex }}', 0));
	// The message may be posted already, with buttons that have the key of the try before.
	const key = keptByThisRun(context, runIndex)?.question.key ?? randomBytes(KEY_BYTES).toString('base64url');
	const draft: Question = { ...questionOf(context, key), ...untilOf(endOfWait(context, Date.now())) };
	const { step, text } = composed(context, operation, draft);
	const question = { ...draft, text };
	checkQuestion(question);
	return { runIndex, question, operation, step };
}

/** Before anything is sent. */
function refuseWhatCannotWait(context: IExecuteFunctions, count: number): void {
	if (isTool(context)) {
		throw new CliqError('invalidInput', 'A tool that an agent calls cannot wait for people', {
			hint: 'Use Zoho Cliq as a human review step: put it between the agent and the tool that is to be approved.',
		});
	}
	if (context.getNodeParameter('authentication', 0) === 'webhookToken') {
		throw new CliqError('notAuthorized', 'A webhook token cannot do this: send a message and wait for response', {
			hint: 'It can neither show the decision in the message nor set up buttons. Choose OAuth2 as the authentication.',
		});
	}
	if (count === 1) return;
	throw new CliqError('invalidInput', `${count} items came in, and only one question can be asked at a time`, {
		hint: 'To ask for each item, put a Loop Over Items node around this one, with a batch size of 1. To ask once for all of them, put an Aggregate node before it. Nothing was sent.',
	});
}

/** @returns the email address of the functions' owner, if it can be found. */
async function install(
	context: IExecuteFunctions,
	client: CliqClient,
	patience: Patience,
): Promise<string | undefined> {
	const wanted = answerFunctions(functionAddress(context), await answerSecret(context));
	const key = JSON.stringify([
		context.getNode().credentials?.cliqNodesOAuth2Api?.id,
		wanted.map(({ script }) => script),
	]);
	const before = installed.get(key, elapsed());
	if (before) return before.owner;
	const owner = await installAnswerFunctions(client, wanted, patience);
	installed.set(key, { owner }, elapsed());
	return owner;
}

function warnOfLocalAddress(context: IExecuteFunctions): void {
	const [prefix = ''] = functionAddress(context).map(String);
	if (!isLocal(prefix)) return;
	context.addExecutionHints({
		message: `Answers go to ${prefix}, which is reached from this machine alone. Give n8n its public address, as N8N_WEBHOOK_URL (WEBHOOK_URL in older versions of n8n).`,
		location: 'outputPane',
	});
}
