import type { IDataObject } from 'n8n-workflow';

import {
	BLANK_SCRIPT,
	type CliqClient,
	CliqError,
	ExpiringMap,
	type Patience,
	operation,
	variablesIn,
} from '../../cliq';
import { elapsed } from '../shared/clock';

/** In milliseconds: a person waits for the workflow to become active, and Cliq takes ten calls a minute. */
export const PATIENCE: Patience = { maxWait: 120_000 };

/** In milliseconds: as long as the calls that told it count at Cliq. */
const RECENT = 60_000;

/** In milliseconds: longer than a workflow takes to become active or not. */
const REMEMBERED = 600_000;

/** How many handlers are remembered. */
const MOST = 1000;

/** In milliseconds: shorter waits are not worth a line in the log. */
const NOTABLE_WAIT = 2000;

/** What Cliq says of a script that it does not take. Source: the OpenAPI file of bots; the last was seen live. */
const REFUSED_SCRIPT = ['execution_handler_create_failed', 'execution_handler_data_invalid', 'operation_failed'];

/** What Cliq says about a handler. */
export interface Held {
	script: string;
	listed?: string[] | undefined;
}

/** What handlers held when this process last read or changed them; `undefined` for one that was not there. */
const remembered = new ExpiringMap<{ at: number; held: Held | undefined }>(REMEMBERED, MOST);

/**
 * The handlers of a bot. Each read asks Cliq, since somebody may have changed a script meanwhile; but where that would
 * have to wait for the rate limit, what is known from the last minute is good enough.
 */
export class Handlers {
	private hasSaid = false;

	/**
	 * @param account names it among those of the process.
	 * @param say writes into the log.
	 */
	constructor(
		private readonly client: CliqClient,
		private readonly account: string,
		private readonly botId: string,
		private readonly say: (what: string) => void,
	) {}

	/**
	 * @param remaining how many will be read, this one included.
	 * @returns what a handler holds, `undefined` if the bot has no such handler.
	 * @throws CliqError
	 */
	async read(handler: string, remaining = 1): Promise<Held | undefined> {
		const known = remembered.get(this.keyOf(handler), elapsed(), RECENT);
		const atOnce = known ? await attempt(this.call('get', { handler }, { maxWait: 0, remaining })) : undefined;
		if (known && atOnce instanceof CliqError && atOnce.kind === 'waitTooLong') {
			this.say(
				`Cliq's limit for reading handlers is used up, so it goes by what the ${handler} held ${Math.round((elapsed() - known.at) / 1000)} seconds ago`,
			);
			return known.held;
		}
		const isPassing = atOnce instanceof CliqError && atOnce.kind === 'unavailable';
		const result =
			atOnce && !isPassing ? atOnce : await attempt(this.call('get', { handler }, { ...PATIENCE, remaining }));
		if (!(result instanceof CliqError))
			return this.note(handler, {
				script: String((result.answer as IDataObject).script ?? ''),
				listed: variablesIn(result.answer),
			});
		if (result.details.cliqCode === 'execution_handler_not_found') return this.note(handler, undefined);
		throw result;
	}

	/**
	 * @returns what the new handler holds: the script, or one that does nothing.
	 * @throws CliqError
	 */
	async create(handler: string, script: string): Promise<Held> {
		const result = await attempt(this.call('create', { handler, script }));
		if (!(result instanceof CliqError)) return this.note(handler, { script, listed: variablesIn(result.answer) });
		// It may name a variable that the handler has not; and seen of mention handlers: Cliq takes a long script only
		// for one that is there already.
		if (!REFUSED_SCRIPT.includes(result.details.cliqCode ?? '')) throw result;
		const again = await attempt(this.call('create', { handler, script: BLANK_SCRIPT }));
		if (again instanceof CliqError && again.details.cliqCode !== 'execution_handler_already_exists') throw result;
		return this.note(handler, { script: BLANK_SCRIPT, listed: (await this.read(handler))?.listed });
	}

	/** @throws CliqError */
	async update(handler: string, script: string): Promise<void> {
		const listed = remembered.get(this.keyOf(handler), elapsed())?.held?.listed;
		await this.call('update', { handler, script });
		this.note(handler, { script, ...(listed && { listed }) });
	}

	/** Deletes a handler, or empties one that Cliq keeps. @throws CliqError */
	async remove(handler: string): Promise<void> {
		const result = await attempt(this.call('delete', { handler }));
		if (!(result instanceof CliqError) || result.details.cliqCode === 'execution_handler_not_found')
			this.note(handler, undefined);
		else if (result.details.cliqCode === 'default_handler_delete_not_allowed')
			await this.update(handler, BLANK_SCRIPT);
		else throw result;
	}

	private async call(
		name: string,
		values: IDataObject,
		patience: Patience = PATIENCE,
	): ReturnType<CliqClient['call']> {
		// What came of a change that failed is not known.
		if (name !== 'get') remembered.delete(this.keyOf(String(values.handler)));
		return await this.client.call(
			operation(`handler.${name}`),
			{ botId: this.botId, ...values },
			{ onWait: (until) => this.waits(until), ...patience },
		);
	}

	private waits(until: number): void {
		if (this.hasSaid || until - this.client.now() < NOTABLE_WAIT) return;
		this.hasSaid = true;
		this.say(
			`waits for Cliq's limit of ten calls a minute to handlers; it goes on at ${new Date(until).toISOString().slice(11, 19)} UTC. Until then not all events start the workflow`,
		);
	}

	private note<Known extends Held | undefined>(handler: string, held: Known): Known {
		remembered.set(this.keyOf(handler), { at: elapsed(), held }, elapsed());
		return held;
	}

	private keyOf(handler: string): string {
		return JSON.stringify([this.account, this.botId, handler]);
	}
}

/** @returns what came of a call, or why nothing did. */
export async function attempt<Result>(calling: Promise<Result>): Promise<Result | CliqError> {
	return await calling.catch((error: unknown) =>
		error instanceof CliqError ? error : new CliqError('unexpectedAnswer', String(error)),
	);
}
