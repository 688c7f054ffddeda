import { canonical } from '../lookup/message-ids';

/** In milliseconds: twice as far as a read of a chat goes back. */
const REMEMBERED = 120_000;

/** At most so many IDs of messages are remembered; with 60 bytes each they take less than a megabyte. */
const MOST_IDS = 10_000;

/** A message that is being sent, or was sent recently. */
export interface Sending {
	readonly account: string;
	readonly text: string;
	/** When sending began, by `Ports.elapsed`. */
	readonly begun: number;
	/** When it was settled, as far as it could be, by the same clock; missing before. */
	endedAt?: number;
	messageId?: string | undefined;
}

/** What was sent recently, by any client of the process, so that the same text sent twice is not taken for one. */
export class SentLog {
	/** Both in the order in which they began. */
	private readonly sendings = new Set<Sending>();
	private readonly open = new Set<Sending>();
	/** Of messages that came of it, the oldest first. */
	private ids = new Set<string>();
	/**
	 * Those before, forgotten all at once: to look for the oldest of a set from which many were taken takes ever
	 * longer.
	 */
	private idsBefore: ReadonlySet<string> = new Set();

	/** @param now by `Ports.elapsed`, as everywhere here. */
	begin(account: string, text: string, now: number): Sending {
		this.forgetOld(now);
		const sending: Sending = { account, text: text.trim(), begun: now };
		this.sendings.add(sending);
		this.open.add(sending);
		return sending;
	}

	/** @param messageId of the message that came of it, where it is known. */
	end(sending: Sending, now: number, messageId?: string): void {
		sending.endedAt = now;
		sending.messageId = messageId;
		this.open.delete(sending);
		if (messageId !== undefined) this.keepId(canonical(messageId));
	}

	/** Whether the message was sent from here, as far as Cliq told its ID; of the last ten thousand at least. */
	wasSent(messageId: string): boolean {
		const id = canonical(messageId);
		return this.ids.has(id) || this.idsBefore.has(id);
	}

	/** Certainly no message came of it. */
	drop(sending: Sending): void {
		this.open.delete(sending);
		this.sendings.delete(sending);
	}

	/** @returns the others that say the same, wherever they went: the same chat goes by several names. */
	twins(sending: Sending): Sending[] {
		const { account, text } = sending;
		return [...this.sendings].filter(
			(other) => other !== sending && other.account === account && other.text === text,
		);
	}

	private keepId(id: string): void {
		if (this.ids.size >= MOST_IDS) {
			this.idsBefore = this.ids;
			this.ids = new Set();
		}
		this.ids.add(id);
	}

	/** Whoever still looks for its message may have to tell it from any that was sent shortly before. */
	private forgetOld(now: number): void {
		const [oldest] = this.open;
		for (const sending of this.sendings) {
			if (!(sending.endedAt! < (oldest?.begun ?? now) - REMEMBERED)) return;
			this.sendings.delete(sending);
		}
	}
}
