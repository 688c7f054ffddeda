/** Values by the `name` of the parameter. */
export type Values = Record<string, unknown>;

/** A file to send. It is opened again for each try, and streamed rather than read into memory. */
export interface FileToSend {
	name: string;
	/** MIME type. */
	type?: string;
	/** In bytes. */
	size: number;
	/** @returns the content from its first byte on, as often as it is called. */
	open(): AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>>;
}
