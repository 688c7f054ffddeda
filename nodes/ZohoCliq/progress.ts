import { CliqError, type Operation } from '../../cliq';
import { elapsed } from '../shared/clock';

/** In milliseconds: what a person would ask the reason of. */
const NOTABLE_WAIT = 5000;

/** Follows a run through its items, and puts into words how far it came. */
export class Progress {
	private readonly begun = elapsed();
	private itemBegun = this.begun;
	private hasItemWaited = false;
	private wasLocked = false;
	private waited = 0;
	private done = 0;
	private notSent = 0;
	private failed = 0;
	private mayItemBeDone = false;
	private isItemBegun = false;

	/**
	 * @param of how many items there are.
	 * @param atOnce how many of them are done together; one, or all.
	 */
	constructor(
		private readonly operation: Operation,
		private readonly of: number,
		private readonly atOnce = 1,
	) {}

	/**
	 * For `Patience.onWait`: a call of the current item has to wait. It is told once a call, and not when the wait
	 * ends.
	 */
	readonly waits = (_until: number, isLocked: boolean): void => {
		this.hasItemWaited = true;
		this.wasLocked ||= isLocked;
	};

	/** For `ConnectOptions.onChange`: whether the current item may be done already, though no answer came. */
	readonly changes = (mayBeDone: boolean): void => {
		this.mayItemBeDone = mayBeDone;
	};

	/** One of the calls that the current item comes to is done. */
	readonly callDone = (): void => {
		this.isItemBegun = true;
		this.mayItemBeDone = false;
	};

	/** An item is over, or all that are done together. */
	note(result: unknown): void {
		const now = elapsed();
		if (this.hasItemWaited) this.waited += now - this.itemBegun;
		this.itemBegun = now;
		const isUntouched = result instanceof CliqError && isRateLimit(result) && !this.isItemBegun;
		this.hasItemWaited = this.mayItemBeDone = this.isItemBegun = false;
		if (!(result instanceof Error)) this.done += this.atOnce;
		else this.failed += this.atOnce;
		if (!isUntouched) return;
		this.notSent += this.atOnce;
		this.wasLocked ||= result.kind === 'locked';
	}

	/** @returns how far the run has come, for somebody who waits for its end: `40 of 600 items done, 1 failed`. */
	get count(): string {
		return `${this.done} of ${items(this.of)} done${this.failed > 0 ? `, ${this.failed} failed` : ''}`;
	}

	/** @returns how far the run has come, for somebody who ends it now. */
	soFar(): string {
		const { done, failed, of } = this;
		const current = done + failed;
		const outcome = `${this.count}.`;
		if (current === of) return outcome;
		const subject = this.atOnce === 1 ? `Item ${current}` : 'What they become';
		if (this.isItemBegun) return `${outcome} ${subject} was done in part: check before you run it again.`;
		if (this.mayItemBeDone)
			return `${outcome} ${subject} was under way and may be done too: check before you run it again.`;
		return `${outcome} ${this.atOnce === 1 ? `${subject} and those after it were` : `${subject} was`} not begun.`;
	}

	/**
	 * @param callsPerMinute how many calls of the operation may be made.
	 * @returns why the run took so long; nothing if it did not.
	 */
	hint(callsPerMinute: number): string | undefined {
		if (this.waited < NOTABLE_WAIT && this.notSent === 0) return undefined;
		const { action } = this.operation;
		const failed = this.failed > this.notSent ? `, ${this.failed - this.notSent} failed,` : '';
		const took = `${this.done} of ${items(this.of)} done${failed} in ${duration(elapsed() - this.begun)}.`;
		const why = this.wasLocked
			? `Cliq had locked "${action}" for this account, and the node waits for the end of a lock rather than make it longer.`
			: `Cliq's rate limit leaves ${callsPerMinute} calls a minute for "${action}", and the node waits rather than pass it.`;
		if (this.notSent === 0) return `${took} ${why}${failed ? '' : ' Nothing was lost.'}`;
		const rest = `${items(this.notSent)} would have had to wait longer than "Max Wait" allows and ${this.notSent === 1 ? 'was' : 'were'} left untouched.`;
		return `${took} ${why} ${rest}${restTakes(this.notSent, callsPerMinute)}`;
	}

	/** @returns which items were done before one ended the run; nothing if that is plain. */
	beforeFailure(error: Error, callsPerMinute: number): string | undefined {
		if (this.of === this.atOnce) return undefined;
		const { done, of } = this;
		const before =
			done === 0
				? 'No item was done before this one'
				: `Done before this one: ${done === 1 ? 'item 0' : `items 0 to ${done - 1}`}, ${done} of ${of}`;
		const after = of - done > 1 ? '; those after it were not begun.' : '.';
		return `${before}${after}${isRateLimit(error) ? restTakes(of - done, callsPerMinute) : ''}`;
	}
}

/** Whether an item failed only since the run would have taken too long. */
function isRateLimit(error: Error): boolean {
	return error instanceof CliqError && (error.kind === 'waitTooLong' || error.kind === 'locked');
}

/** @returns a sentence with a space before it; nothing where there is no limit. */
function restTakes(count: number, callsPerMinute: number): string {
	if (callsPerMinute === Infinity) return '';
	return ` ${items(count)} take${count === 1 ? 's' : ''} about ${duration((count / callsPerMinute) * 60_000)}.`;
}

function items(count: number): string {
	return count === 1 ? '1 item' : `${count} items`;
}

/** @returns milliseconds in words, e.g. "2 minutes 14 seconds". */
function duration(milliseconds: number): string {
	const seconds = Math.max(1, Math.round(milliseconds / 1000));
	const parts = [
		[Math.floor(seconds / 3600), 'hour'],
		[Math.floor(seconds / 60) % 60, 'minute'],
		[seconds % 60, 'second'],
	] as const;
	return parts
		.filter(([count]) => count > 0)
		.slice(0, 2)
		.map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
		.join(' ');
}
