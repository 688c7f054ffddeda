import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Parameter } from '../../cliq';
import { optionsOf } from './messageForms';

/** The value that leaves the choice to the node. */
export const AUTOMATIC = 'auto';

/**
 * @param why what "Automatic" goes by, as a sentence.
 * @returns the form field for the format of a text.
 */
export function textFormatField({ label, name, choices = [], description }: Parameter, why: string): INodeProperties {
	return {
		displayName: label,
		name,
		type: 'options',
		options: optionsOf([{ value: AUTOMATIC, label: 'Automatic', description: why }, ...choices]),
		default: AUTOMATIC,
		description,
	};
}

/**
 * @param chosen what a person chose; nothing or `auto` where nobody did.
 * @param written the text as it stands in the form, expressions included.
 * @returns the format of the text, as the catalogue calls it: models write Markdown, people write Cliq's own.
 */
export function textFormatOf(context: IExecuteFunctions, chosen: unknown, written: unknown): unknown {
	if (chosen !== undefined && chosen !== '' && chosen !== AUTOMATIC) return chosen;
	return isOfModel(context, written) ? 'markdown' : 'cliq';
}

/** Below the options of everything that sends a text. */
export const groupMentions: INodeProperties = {
	displayName: 'Allow Group Mentions',
	name: 'allowGroupMentions',
	type: 'boolean',
	default: false,
	description: 'Whether what an AI model writes may mention @all and the like, or a team',
};

/**
 * @param options what was chosen below "Options".
 * @param written parameters by name, as they stand in the form, expressions included.
 * @returns the names of those that an AI model writes and that must call no group.
 */
export function byModelOf(
	context: IExecuteFunctions,
	options: IDataObject,
	written: Record<string, unknown>,
): Set<string> {
	if (options[groupMentions.name] === true) return new Set();
	return new Set(
		Object.keys(written).filter((name) =>
			textsIn(written[name]).some((text) => text.startsWith('=') && isOfModel(context, text)),
		),
	);
}

function textsIn(written: unknown): string[] {
	if (typeof written === 'string') return [written];
	return typeof written === 'object' && written !== null ? Object.values(written).flatMap(textsIn) : [];
}

/** Whether an AI model wrote the text: the node is a tool of an agent, or an expression hands on what a model said. */
function isOfModel(context: IExecuteFunctions, written: unknown): boolean {
	const { type = '', name } = context.getNode();
	if (/Tool$/.test(type)) return true;
	const [, expression = ''] = /^=\s*\{\{((?:(?!\}\})[^])*)\}\}\s*$/.exec(String(written)) ?? [];
	if (/\$fromAI\s*\(/i.test(String(written))) return true;
	if (expression === '') return false;
	const named = [...expression.matchAll(/\$\(\s*(["'`])(.+?)\1\s*\)/g)].map(([, , other]) => other);
	const models = (depth?: number) =>
		context
			.getParentNodes(name, depth === undefined ? undefined : { depth })
			.filter((parent) => isModel(parent.type));
	// Agents say it in "output", which may come past nodes that hand it on; other nodes in fields that many nodes have.
	if (named.length > 0) return models().some((model) => named.includes(model.name));
	return models(/\boutput\b/.test(expression) ? undefined : 1).length > 0;
}

/** Agents, chains and the nodes of single models; what a person says comes out of triggers. */
export function isModel(type: string): boolean {
	return type.startsWith('@n8n/n8n-nodes-langchain.') && !/Trigger$/.test(type);
}
