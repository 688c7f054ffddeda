import { shortened } from '../util/quote';

/** More than anybody reads. */
const MOST = 50;

const LONGEST = 400;

/**
 * What was left out of a message, shortened or guessed, in words. It is the same for all places that the message goes
 * to.
 */
export class Remarks {
	private readonly said = new Set<string>();

	/** @param refusesCuts a person chose to send nothing rather than a part. */
	constructor(readonly refusesCuts = false) {}

	add(text: string): void {
		this.said.add(shortened(text, LONGEST));
	}

	/** @returns each once, in order; of very many the first ones. */
	get all(): string[] {
		const all = [...this.said];
		return all.length <= MOST ? all : [...all.slice(0, MOST), `… and ${all.length - MOST} more`];
	}
}
