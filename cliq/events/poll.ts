import type { CliqClient } from '../client';
import type { Patience } from '../pacing';
import type { CliqEvent } from './types';

/** How far each chat has been read. JSON, kept by the runner between polls. */
export interface PollState {
	chats: Record<string, unknown>;
}

export interface Polled {
	/** Of all chats, oldest first. */
	events: CliqEvent[];
	state: PollState;
}

export async function poll(_client: Pick<CliqClient, 'call'>, _chats: string[], state: PollState | undefined, _patience: Patience, _budget: number): Promise<Polled> {
	return { events: [], state: state ?? { chats: {} } };
}
