import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import {
	type CliqClient,
	type Patience,
	type Question,
	chatOfChannel,
	chatOfDirectMessage,
	chatOfThread,
} from '../../../cliq';
import { chosen } from '../values';

/** In milliseconds: how long a look-up may hold up the question, which does without it. */
const LOOK_UP = 10_000;

/**
 * Finds out in which chat the message stands. Cliq wants to know it of whoever edits a message, and often does not give
 * it.
 */
export class ChatOfQuestion {
	private readonly patience: Patience;
	private readonly channel: unknown;
	private readonly root: string | undefined;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly client: CliqClient,
		private readonly question: Question,
		{ maxWait, ...patience }: Patience,
	) {
		this.patience = { ...patience, maxWait: Math.min(maxWait, LOOK_UP) };
		if (context.getNodeParameter('target', 0) !== 'channel') return;
		this.channel = chosen(context.getNodeParameter('channel', 0));
		const { threadMessageId } = context.getNodeParameter('options', 0, {}) as IDataObject;
		if (threadMessageId) this.root = String(threadMessageId);
	}

	/** @returns the chat of a channel, if it can be found. */
	async beforePost(): Promise<string | undefined> {
		const { client, channel, root, patience } = this;
		return channel === undefined || root !== undefined
			? undefined
			: await this.told(() => chatOfChannel(client, channel, patience));
	}

	/** @returns the chat of a thread that the message began, or of a message to a user, if it can be found. */
	async afterPost(messageId: string | undefined): Promise<string | undefined> {
		const { client, question, channel, root, patience } = this;
		if (root !== undefined) return await this.told(() => chatOfThread(client, channel, root, patience));
		return question.asked === undefined || messageId === undefined
			? undefined
			: await this.told(() => chatOfDirectMessage(client, messageId, patience));
	}

	private async told(looking: () => Promise<string | undefined>): Promise<string | undefined> {
		// Cliq gives it with each press.
		if (this.question.way === 'cliq') return undefined;
		const found = await looking().catch((error: Error) => error);
		if (!(found instanceof Error)) return found;
		const { context } = this;
		context.logger.info(
			`"${context.getNode().name}" cannot tell the chat of the question, and will not show the decision there: ${found.message}`,
		);
		return undefined;
	}
}
