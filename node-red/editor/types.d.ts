/** What runtime and editor tell each other. */

/** What a TypedInput holds. */
export interface TypedValue {
	type: string;
	value: string;
}

export interface EditorParameter {
	name: string;
	label: string;
	/** `ParameterType` of the catalogue. */
	type: string;
	isRequired: boolean;
	maxLength?: number;
	description: string;
	/** Whether the account can be asked what there is to choose from. */
	hasChoices: boolean;
	initial: TypedValue;
}

export interface EditorOperation {
	id: string;
	label: string;
	action: string;
	description: string;
	/** A webhook token does not serve it. */
	needsOAuth: boolean;
	isList: boolean;
	/** Name of the parameter that says how many entries are wanted, where it can be all. */
	limit?: string;
	parameters: EditorParameter[];
}

export interface EditorCatalogue {
	/** Operations by type of node. */
	nodes: Record<string, EditorOperation[]>;
	dataCenters: Array<{ id: string; label: string }>;
	scopes: string[];
}

export interface Choice {
	name: string;
	value: string;
	detail: string;
}

/** Answers of the admin routes. A failure says why, and what to do. */
export type Refused = { error: string };
export type ChoicesAnswer = { choices: Choice[]; next?: string } | Refused;
export type ExchangeAnswer = { refreshToken: string } | Refused;
export type TestAnswer = { message: string } | Refused;
