import type { Sources } from '../parameters/expression-sources';
import type { Remarks } from '../parameters/warnings';

/**
 * Cliq's message object, as it goes over the wire. Source: the pages "Message Content", "Message Cards" and "Buttons"
 * of the REST API v3, and records of live calls where they say otherwise.
 */
export interface MessageObject {
	text: string;
	bot?: { name?: string; image?: string };
	card?: Card;
	slides?: Slide[];
	buttons?: Button[];
	references?: Record<string, { type: 'button'; object: Button }>;
	styles?: { background?: string; markdown?: boolean; highlight?: boolean };
}

export interface Card {
	theme: 'modern-inline' | 'poll' | 'prompt' | 'basic';
	title: string;
	thumbnail?: string;
	icon?: string;
	sections?: Array<{ title?: string; fields: Array<{ title: string; value: string }> }>;
	options?: Array<{ text: string }>;
}

interface SlideBase {
	title?: string;
	buttons?: Button[];
}

export type Slide = SlideBase &
	(
		| { type: 'text'; data: string }
		| {
				type: 'table';
				data: {
					headers: string[];
					rows: Array<Record<string, string>>;
					styles?: { width?: number[]; sticky?: { rows?: number; columns?: number } };
				};
		  }
		| { type: 'list'; data: string[]; styles?: { type?: string } }
		| { type: 'label'; data: Array<Record<string, string>> }
		| { type: 'images'; data: string[] }
		| { type: 'percentage_chart'; data: Array<{ label: string; value: number }>; styles?: { preview?: string } }
		| {
				type: 'graph';
				data: Array<{ category: string; values: Array<{ label: string; value: number }> }>;
				styles?: { preview?: string; x_axis?: unknown; y_axis?: unknown };
		  }
	);

export interface Button {
	label: string;
	hint?: string;
	type?: '+' | '-';
	key?: string;
	arguments?: Record<string, unknown>;
	action: { type: string; data: Record<string, unknown>; confirm?: Record<string, unknown> };
}

/** One row of a form, or one entry of the data that a workflow has. */
export type Row = Record<string, unknown>;

/** What a message is made of beside what is filled in, and what is to be said of it. */
export interface Making {
	/** The data that came into the node. */
	rows: unknown[];
	/** Where the values come from. */
	sources: Sources;
	/** Names of the parameters that an AI model wrote, which call no group. */
	byModel: ReadonlySet<string>;
	remarks: Remarks;
}
