import type { Delivery } from './bots/types';
import type { JournalEntry } from './journal';
import type { Button } from './model';

/** Something happened to a message; whoever shows it reads it anew. */
export interface MessageEvent {
	type: 'message.posted' | 'message.edited' | 'message.deleted' | 'reaction.added' | 'reaction.removed' | 'vote.cast';
	chat: string;
	message: string;
}

/** What happens in the sandbox, as its page and tests see it. */
export type SandboxEvent =
	| MessageEvent
	| { type: 'button.pressed'; chat: string; message: string; user: string; button: Button }
	/** Sent, and once more when it is known how it went. */
	| { type: 'delivery'; delivery: Delivery }
	| { type: 'call'; call: JournalEntry }
	| { type: 'lock'; operation: string; user: string; lockedUntil: number }
	| { type: 'settings' }
	| { type: 'reset' };

export type Listener = (event: SandboxEvent) => void;

/** Hands every event to everybody who asked. */
export class Events {
	private readonly listeners = new Set<Listener>();

	/** @returns a function that ends the subscription. */
	subscribe(listener: Listener): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	emit(event: SandboxEvent): void {
		for (const listener of this.listeners) listener(event);
	}
}
