import { randomUUID } from 'node:crypto';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { CALM_AFTER, type Clock, type Pacer, type Times, WRITE_EVERY, read, write } from '../../../cliq';
import { OwnFile } from '../shared/own-file';

const NAME = 'zoho-cliq-pacing.json';

/**
 * Keeps used calls and locks in a file, so that a restart does not pass a threshold. The file says as well whether
 * calls may have been made after it was written: whoever finds that, since the process was killed, leaves a minute
 * free.
 */
export class PacingStore {
	private readonly own = randomUUID();
	private readonly taken: string | undefined;
	private writtenAt = -Infinity;
	private changedAt = -Infinity;
	private isBusy = false;
	private alarm: AbortController | undefined;

	/**
	 * Takes over what is in the file.
	 *
	 * @param up how long the machine has been running, in seconds.
	 */
	constructor(
		private readonly file: OwnFile,
		private readonly pacer: Pacer,
		private readonly clock: Clock,
		private readonly up: () => number = uptime,
	) {
		this.taken = file.read();
		pacer.takeOver(read(this.taken, this.times()), clock);
		pacer.onChange = () => this.changed();
	}

	/** Nothing is called any more. */
	close(): void {
		this.alarm?.abort();
		if (this.changedAt > -Infinity) this.write(false);
	}

	private changed(): void {
		this.changedAt = this.clock.elapsed();
		// The first call after a pause is written down at once, or a process that is killed then would leave no trace
		// of it.
		if (!this.isBusy || this.changedAt - this.writtenAt >= WRITE_EVERY) this.write(true);
		else this.wake();
	}

	private wake(): void {
		const { clock } = this;
		if (this.alarm) return;
		const alarm = (this.alarm = new AbortController());
		void clock.sleep(WRITE_EVERY, alarm.signal).then(() => {
			this.alarm = undefined;
			if (alarm.signal.aborted) return;
			if (this.changedAt > this.writtenAt) this.write(true);
			else if (clock.elapsed() - this.changedAt >= CALM_AFTER) this.write(false);
			else this.wake();
		});
	}

	private times(): Times {
		return { at: this.clock.now(), up: this.up() * 1000 };
	}

	private write(isBusy: boolean): void {
		this.isBusy = isBusy;
		this.writtenAt = this.clock.elapsed();
		const entry = { ...this.times(), isBusy, budgets: this.pacer.remains(this.clock) };
		this.file.write(write(this.file.read(), this.taken, this.own, entry));
		if (isBusy) this.wake();
	}
}

const stores = new Map<Pacer, PacingStore>();

/** Keeps what the pacer knows in Node-RED's user directory; once for each pacer. */
export function keepPacing(pacer: Pacer, clock: Clock, userDir: string, failed: (what: string) => void): void {
	if (stores.has(pacer)) return;
	const store = new PacingStore(new OwnFile(join(userDir, NAME), failed), pacer, clock);
	stores.set(pacer, store);
	process.once('exit', () => store.close());
}
