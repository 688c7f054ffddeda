/** What pressing a button would do, in words. */
export interface Press {
	/** One sentence, e.g. `Opens https://…`. */
	title: string;
	/** What more there is to know, e.g. the arguments of a function; may be empty. */
	detail: string;
	/** Where it leads, if that is an http or https address. */
	href?: string;
	/** What it puts on the clipboard. */
	copy?: string;
	/** What a person is asked before. */
	confirm?: {
		title: string;
		description: string;
		/** What a person is asked to write; may be empty. */
		input: string;
		mood: 'positive' | 'negative' | 'neutral';
		yes: string;
		no: string;
		/** Whether an empty answer will not do. */
		mandatory: boolean;
	};
}

/** How many chose an answer of a poll. */
export type Votes = number | { count: number; mine?: boolean; names?: string[] };

export interface RenderOptions {
	/** A button was pressed; nothing is done but to tell so. */
	onPress?(button: Record<string, unknown>, element: HTMLElement): void;
	/** An answer of a poll was pressed. */
	onVote?(index: number): void;
	/** By the place of the answer. */
	votes?: Votes[];
	/** Whether pictures may be loaded. Otherwise a box says which one it is. */
	images?: boolean;
	/** @returns what a mentioned person (sign `@`) or channel (`#`) is called, if known. */
	names?(id: string, sign: string): string | undefined;
	document?: Document;
}

/** What the parts of the drawing share: the options, and how elements are made. */
export interface Context extends RenderOptions {
	el(tag: string, attributes?: Record<string, unknown>, ...children: unknown[]): HTMLElement;
	svg(tag: string, attributes?: Record<string, unknown>, ...children: unknown[]): SVGElement;
	/**
	 * What is looked for here: mentions are in the text of a message only, formatting there and in text slides, links
	 * everywhere.
	 */
	reads: 'text' | 'formatting' | 'links';
	/** Draws the button that a text calls by its key in `references`. */
	instant(label: string, key: string): HTMLElement;
}

/**
 * Draws a message much as Cliq does. What is in it may be wrong, half typed or hostile: it is drawn as far as it can
 * be, as text, and nothing is thrown. The styles are in preview.css.
 */
export function renderMessage(message: unknown, options?: RenderOptions): HTMLElement;

/** What pressing a button would do, in words, for somebody who wants to know before it does. */
export function describePress(button: unknown): Press;
