/** Values by the `name` of the parameter. */
export type Values = Record<string, unknown>;

/** A file to send. It is opened again for each try, and streamed rather than read into memory. */
export interface FileToSend {
	name: string;
	/** MIME type. */
	type?: string;
	/** In bytes. */
	size: number;
	open(): AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>>;
}
