/** What a button stands for. */
export type AnswerChoice = 'approve' | 'decline' | 'respond';

/**
 * How people answer: by a link that opens a page, which works everywhere and does not tell who follows it; or in Cliq
 * itself, by a button that runs a function, or shows a form that does; Cliq tells who it was.
 */
export type AnswerWay = 'link' | 'cliq';

/** Something that people are asked, as it is kept while it waits for their answer: nothing but JSON. */
export interface Question {
	/** Tells it from every other question; nobody guesses it. */
	key: string;
	/** What was posted, in Cliq's formatting. */
	text: string;
	kind: 'approval' | 'freeText' | 'customForm';
	way: AnswerWay;
	/**
	 * Of the buttons. `approve` is for approvals, and so is `decline`, which not all have; `respond` is for the others.
	 */
	labels: Partial<Record<AnswerChoice, string>>;
	/** What a text or form is filled in on: the page, or a form of Cliq's own. */
	form: {
		title?: string | undefined;
		description?: string | undefined;
		submit?: string | undefined;
		fields: AskField[];
	};
	/** Email addresses and IDs of those who may answer; empty: everybody who can press. Only Cliq says who presses. */
	approvers: string[];
	/** The person who alone was asked, by email address or ID. */
	asked?: string | undefined;
	/** Milliseconds since 1970: when it ends. */
	until?: number;
	/** Of those who read the times, e.g. Europe/Berlin. */
	timeZone: string;
}

/** A field of a form that people fill in. */
export interface AskField {
	/** What the answer is called in the output; unique in its form. */
	label: string;
	kind: 'text' | 'multiline' | 'number' | 'email' | 'date' | 'choice' | 'choices' | 'boolean';
	required?: boolean;
	/** Of `choice` and `choices`. */
	choices?: string[];
	placeholder?: string;
	description?: string;
}

export type AskValue = string | number | boolean | string[] | null;

/** Who answered. */
export interface Responder {
	id?: string;
	name?: string;
	email?: string;
	/** `cliq`: Cliq says so. `recipient`: the only one who was asked. `self`: so they wrote on the page. */
	source: 'cliq' | 'recipient' | 'self';
}

/** An answer. */
export interface PersonsAnswer {
	/** Of an approval. */
	approved?: boolean;
	/** Of a free text. */
	text?: string;
	/** Of a form, by label. */
	fields?: Record<string, AskValue>;
	responder?: Responder;
	/** ISO 8601. */
	respondedAt: string;
}

/** What is said to whoever asked for a page, or pressed. */
export interface PageReply {
	status: number;
	headers: Record<string, string>;
	body: string;
}

/** What came of a request. */
export interface Heard {
	reply: PageReply;
	/** The question is answered; without it, it goes on waiting. */
	answered?: PersonsAnswer;
	/** For the log: why a request was refused. Quotes neither secrets nor what people wrote. */
	refused?: string;
	/** Of a press: where the question stands, as Cliq gives it. */
	place?: { chatId?: string | undefined; messageId?: string | undefined };
}

/** What is known when a request comes for a question. */
export interface Waiting {
	/** Missing if the question is unknown or was removed. */
	question?: Question | undefined;
	/** It is over: with this answer, or without one in time. */
	settled?: PersonsAnswer | 'expired' | undefined;
	/** What presses in Cliq are proved with. */
	secret?: string | undefined;
	/** Of the message that asks, as far as it is known: a press counts from there alone. */
	place?: Heard['place'] | undefined;
}
