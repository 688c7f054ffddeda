import { ApplicationError, type IDataObject, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import {
	type Answer,
	CliqError,
	type FileAnswer,
	type Gathered,
	type Message,
	type Operation,
	type Patience,
	type Step,
	type Values,
	type HowMany,
	callsPerMinute,
	checkSources,
	compose,
	gather,
	operations,
	sendAll,
	withWhereabouts,
} from '../../cliq';
import { failedItem, toApiError } from '../shared/apiError';
import { behaviourOf } from './retryAndWaitOptions';
import { reportCancellation } from './cancellation';
import { fileItem } from './files';
import { Ledger } from './ledger';
import { Progress } from './progress';
import { isWide } from './properties';
import { settled } from '../shared/settledOutcome';
import { batchesOf, type Batch } from './severalItems';
import { simplify } from './simplify';
import { refuseTooMany } from './mostMessages';
import { isTool, toolFailure } from './agentTool';
import { tellOfWaits } from './waitHints';
import { connect, type Authentication, type Connection } from '../shared/transport';
import { valuesOf } from './values';

/**
 * Runs the chosen operation for each item, in order, or once for all of them. Each item fails on its own. A run that is
 * cancelled gives what was done until then: after an error n8n's "Retry On Fail" would still start it again.
 */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	if (items.length === 0) return [];
	// These cannot differ between items.
	const operation = chosenOperation(context);
	const authentication = context.getNodeParameter('authentication', 0) as Authentication;
	const { batches, note } = batchesOf(context, operation, items.length);
	const ledger = new Ledger(context, operation);
	const progress = new Progress(operation, items.length, items.length / batches.length);
	const signal = context.getExecutionCancelSignal();
	const waits = tellOfWaits(context, progress);
	let connection: Connection | undefined;
	const rate = () => (connection ? callsPerMinute(connection.allowance, operation) : operation.threshold);

	const runBatch = async (batch: Batch, index: number): Promise<INodeExecutionData[]> => {
		const { first: item } = batch;
		const { maxWait, timeout } = behaviourOf(context);
		const patience: Patience = { lane: context.getExecutionId(), signal, maxWait, onWait: waits };
		const { values, sources, byModel } = await valuesOf(context, operation, batch);
		if (operation.paging) checkSources(operation, values, sources);
		const steps = operation.paging
			? []
			: withNote(
					compose(
						operation,
						values,
						batch.items.map((one) => items[one]?.json),
						sources,
						byModel,
					),
					values,
					batch,
				);
		refuseTooMany(context, steps);
		if (authentication === 'webhookToken') refuseWithoutOAuth([operation, ...steps.map((step) => step.operation)]);
		connection ??= await connect(context, authentication, { timeout, onChange: progress.changes });
		const { client } = connection;
		if (operation.paging)
			return listed(
				context,
				await gather(client, operation, values, wantedOf(context, item), patience),
				(entries) => itemsOf(context, operation, entries, item),
			);
		const answers = await withWhereabouts(
			client,
			steps,
			await sendAll(
				client,
				steps,
				{ ...patience, remaining: batches.length - index },
				ledger.of(item, progress.callDone),
			),
			patience,
		);
		return await itemsOf(context, operation, answers.flat() as Answer[], item);
	};

	const endReport = reportCancellation(context, () => progress.soFar());
	const output: INodeExecutionData[] = [];
	for (const [index, batch] of batches.entries()) {
		if (signal?.aborted) break;
		const { first: item } = batch;
		const pairedItem = batches.length === items.length ? { item } : batch.items.map((one) => ({ item: one }));
		const result = await settled(runBatch(batch, index));
		progress.note(result);
		if (Array.isArray(result)) {
			output.push(...result.map(({ json, binary }) => ({ json, ...(binary && { binary }), pairedItem })));
			continue;
		}
		ledger.noteFailure(item, result);
		if (isTool(context)) {
			output.push(toolFailure(context, result, operation));
			continue;
		}
		const mayStop = !context.continueOnFail() && !isCancelled(result);
		const error = toApiError(context, result, {
			index: item,
			of: batches.length,
			before: mayStop ? progress.beforeFailure(result, rate()) : undefined,
		});
		if (mayStop) {
			endReport();
			throw error;
		}
		output.push(failedItem(context, result, error, items[item]?.json, pairedItem));
	}
	endReport();
	for (const message of [note, warningsOf(output), ledger.hint, progress.hint(rate())])
		if (message && !signal?.aborted) context.addExecutionHints({ message, location: 'outputPane' });
	return output;
}

/** A list in the place of a text becomes a digest, which nobody chose. */
function withNote(steps: Step[], { text }: Values, { isDigest }: Batch): Step[] {
	if (isDigest || !Array.isArray(text)) return steps;
	const note = `"Message" is a list, so it was sent as a digest of ${text.length} ${text.length === 1 ? 'line' : 'lines'}; for one text, join them: {{ $json.lines.join("\\n") }}`;
	return steps.map((step, index) => (index === 0 ? { ...step, warnings: [...(step.warnings ?? []), note] } : step));
}

/** @returns what was left out of messages, shortened or guessed, for a person who looks at the run. */
function warningsOf(output: INodeExecutionData[]): string | undefined {
	const warned = output
		.map(({ json: { error, warnings } }) =>
			error === undefined && Array.isArray(warnings) ? (warnings as string[]) : [],
		)
		.filter((warnings) => warnings.length > 0);
	const [first, ...others] = warned[0] ?? [];
	if (first === undefined) return undefined;
	const more = others.length > 0 || warned.length > 1 ? ' The field "warnings" of the output has all of them.' : '';
	return `${warned.length} of ${output.length} output items ${warned.length === 1 ? 'has' : 'have'} warnings: ${first}.${more}`.replace(
		/([.!?…])\.( |$)/,
		'$1$2',
	);
}

function chosenOperation(context: IExecuteFunctions): Operation {
	const resource = context.getNodeParameter('resource', 0) as string;
	const name = context.getNodeParameter('operation', 0) as string;
	const target = context.getNodeParameter('target', 0, '') as string;
	const candidates = operations.filter((operation) => operation.resource === resource && operation.name === name);
	const found = candidates.find((operation) => operation.target === undefined || operation.target === target);
	if (found) return found;
	throw new ApplicationError(
		`The node has no operation "${name}" for "${resource}"${target ? ` to "${target}"` : ''}`,
	);
}

function wantedOf(context: IExecuteFunctions, item: number): HowMany {
	return context.getNodeParameter('returnAll', item) === true
		? { all: true }
		: { limit: context.getNodeParameter('limit', item) };
}

/**
 * What is missing in a list is said with its first entry; where there is none, an agent gets it by itself, and a person
 * sees it.
 */
async function listed(
	context: IExecuteFunctions,
	{ entries, warnings }: Gathered,
	toItems: (entries: Answer[]) => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	const items = await toItems(entries as Answer[]);
	if (warnings.length === 0) return items;
	if (items.length > 0)
		return items.map(({ json, ...others }, index) => ({
			...others,
			json: index === 0 ? { ...json, warnings } : json,
		}));
	if (isTool(context)) return [{ json: { warnings } }];
	context.addExecutionHints({ message: warnings.join(' '), location: 'outputPane' });
	return [];
}

async function itemsOf(
	context: IExecuteFunctions,
	operation: Operation,
	entries: Answer[],
	item: number,
): Promise<INodeExecutionData[]> {
	if (operation.returns.shape === 'file') {
		const field = context.getNodeParameter('binaryPropertyName', item) as string;
		return await Promise.all((entries as FileAnswer[]).map((file) => fileItem(context, file, field)));
	}
	const isSimple = isWide(operation) && context.getNodeParameter('simplify', item) === true;
	return entries.map((entry) => ({ json: isSimple ? simplify(entry as Message) : (entry as IDataObject) }));
}

function isCancelled(error: Error): boolean {
	return error instanceof CliqError && error.kind === 'cancelled';
}

/** Before anything is sent: other places may need more than the first one. */
function refuseWithoutOAuth(wanted: Operation[]): void {
	const beyond = wanted.find((operation) => !operation.webhookToken);
	if (!beyond) return;
	const possible = operations.filter(({ webhookToken }) => webhookToken).map(({ target }) => target);
	throw new CliqError(
		'notAuthorized',
		`A webhook token cannot do this: ${beyond.action.toLowerCase()}${beyond.target ? ` to a ${beyond.target}` : ''}`,
		{
			operation: beyond.id,
			hint: `It can only send to a ${possible.join(' or ')}. Choose OAuth2 as the authentication.`,
		},
	);
}
