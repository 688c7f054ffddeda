import type { Choice as CatalogueChoice } from '../../cliq/catalogue';
import type { FormShape } from '../../cliq/message/form/form-fields';

/** What runtime and editor send each other. */

/** What a TypedInput holds. */
export interface TypedValue {
	type: string;
	value: string;
	/** What Cliq called it when it was chosen; only the editor shows it. */
	name?: string;
}

/** What a person filled in by the fields of a form: a row, or several where there may be several. */
export interface StoredForm {
	type: 'form';
	value: StoredRow | StoredRow[];
}

/** Texts and data can come from anywhere; what is chosen, ticked or counted stands as it is. */
export interface StoredRow {
	[field: string]: TypedValue | StoredRow[] | string | number | boolean | undefined;
}

/** What a node holds for a parameter. */
export type StoredValue = TypedValue | StoredForm;

export interface EditorParameter {
	name: string;
	label: string;
	/** `ParameterType` of the catalogue. */
	type: string;
	isRequired: boolean;
	maxLength?: number | undefined;
	/** What there is to choose from. */
	choices?: CatalogueChoice[] | undefined;
	description: string;
	/** Whether the account can be asked what there is to choose from. */
	hasChoices: boolean;
	/** Of a nested value; forms of other values go by their type. */
	shape?: FormShape;
	initial: StoredValue;
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
	limit?: string | undefined;
	parameters: EditorParameter[];
}

export interface EditorCatalogue {
	/** The forms of parameters that are more than one value, by type. */
	forms: Partial<Record<string, FormShape>>;
	/** Operations by type of node. */
	nodes: Record<string, EditorOperation[]>;
	/** With the addresses of Cliq and of Zoho's API console there. */
	dataCenters: Array<{ id: string; label: string; cliq: string; console: string }>;
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
export type ForwarderAnswer = { script: string } | Refused;
