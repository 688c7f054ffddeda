/** A file as a script has it: an object of the type FILE. */
export class DelugeFile {
	constructor(
		readonly name: string,
		/** MIME type. */
		readonly type: string,
		/** In bytes. */
		readonly size: number,
	) {}

	/** In JSON, where that does not fail, and in texts. */
	toJSON(): string {
		return this.name;
	}
}

/** What reads as a text, and is none for functions that take texts alone. */
export class OtherValue {
	constructor(readonly text: string) {}

	toJSON(): string {
		return this.text;
	}
}
