import type { CliqEvent, Placeholder } from '../../cliq';

/** An event to be answered. */
export interface EventToAnswer {
	event: CliqEvent;
	/** When it came, in milliseconds since 1970. */
	arrived: number;
	/** Whether the node has an account, for what the answer itself cannot say. */
	isConnected: boolean;
	/** Of the answer's text, as the parameter `textFormat` of messages has it; or `AUTOMATIC`. */
	textFormat: string;
	/** Names of the parts of the answer that call no group. */
	byModel: ReadonlySet<string>;
	/** Told of each message before it is sent in the name of the account. */
	onSaid: (text: string) => void;
	/** What is shown while the workflow runs. */
	placeholder?: Placeholder;
}
