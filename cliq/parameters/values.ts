/** Values by the `name` of the parameter. */
export type Values = Record<string, unknown>;

/** A file that leaves. It is opened anew for each try, and never held in memory whole unless it was so before. */
export interface FileToSend {
	name: string;
	/** MIME type. */
	type?: string;
	/** In bytes. */
	size: number;
	open(): AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>>;
}
