import type { IBinaryData, IBinaryKeyData, IDataObject, IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

import {
	type Attachment,
	type CliqClient,
	CliqError,
	type CliqEvent,
	type FileAnswer,
	LATE,
	type Patience,
	fileIdsOf,
	operation,
	within,
} from '../../cliq';
import { elapsed } from '../shared/clock';
import { rest } from '../shared/httpExchange';
import { settled } from '../shared/settledOutcome';
import { connect } from '../shared/transport';

/** The files of an event: what became of each, and those that came. */
export interface Downloaded {
	/** Each with the binary field that it is in, or with the error in words. */
	attachments: IDataObject[];
	binary: IBinaryKeyData;
}

/**
 * Downloads the attachments of an event. One that cannot be had, or takes too long, says so and holds up nothing: an
 * event is never lost for a file.
 *
 * @param prefix of the binary fields, behind which the files are counted from 0.
 * @param limit for all of them together, in milliseconds.
 */
export async function download(
	context: IPollFunctions | IWebhookFunctions,
	event: CliqEvent,
	prefix: string,
	limit: number,
): Promise<Downloaded> {
	const told = event.message?.attachments ?? [];
	const deadline = elapsed() + limit;
	const late = new CliqError('unavailable', `The file was not downloaded within ${limit / 1000} seconds`, {
		hint: 'Download it with the Zoho Cliq node.',
	});
	const patience = (): Patience => ({ maxWait: Math.max(0, deadline - elapsed()), lane: context.getNode().id });
	const start = async () => {
		const { client } = await connect(context, 'oAuth2', { timeout: limit });
		return { client, ids: await fileIdsOf(client, event, patience()) };
	};
	const started = await byThen(deadline, late, start());
	const files = await Promise.all(
		told.map(async (attachment, index): Promise<{ attachment: IDataObject; binary: IBinaryKeyData }> => {
			const id = started instanceof Error ? started : started.ids[index];
			if (started instanceof Error || typeof id !== 'string')
				return { attachment: { ...attachment, error: inWords(id as Error) }, binary: {} };
			const field = `${prefix}${index}`;
			const file = await byThen(
				deadline,
				late,
				store(context, started.client, attachment, id, patience(), deadline),
			);
			if (file instanceof Error) return { attachment: { ...attachment, id, error: inWords(file) }, binary: {} };
			return { attachment: { ...attachment, id, field }, binary: { [field]: file } };
		}),
	);
	return {
		attachments: files.map(({ attachment }) => attachment),
		binary: Object.assign({}, ...files.map(({ binary }) => binary)) as IBinaryKeyData,
	};
}

async function store(
	context: IPollFunctions | IWebhookFunctions,
	client: CliqClient,
	{ name }: Attachment,
	fileId: string,
	patience: Patience,
	deadline: number,
): Promise<IBinaryData> {
	const { answer } = await client.call(operation('file.download'), { fileId }, patience);
	const { content, mimeType, fileName } = answer as FileAnswer;
	const stream = content as Buffer & { destroy?(error: Error): void };
	const storing = context.helpers.prepareBinaryData(stream, name || fileName, mimeType);
	const stored = await within(storing, deadline - elapsed(), { sleep: rest });
	if (stored !== LATE) return stored;
	// Nobody asks for it any more, and nothing of it is kept.
	stream.destroy?.(new Error('It took too long'));
	return await storing;
}

/** @returns what is ready by then; or the error, or `late`. */
async function byThen<Result>(deadline: number, late: Error, work: Promise<Result>): Promise<Result | Error> {
	const result = await within(settled(work), deadline - elapsed(), { sleep: rest });
	return result === LATE ? late : result;
}

function inWords(error: Error): string {
	const hint = error instanceof CliqError && error.hint ? `. ${error.hint}` : '';
	return `${error.message}${hint}`;
}
