import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { redact, shortened } from '../../../cliq';
import { nodeProperties } from '../properties';
import { asGiven, isExpression } from './fromAI';

/** In characters: of one setting, and of all of a tool. What the model wrote stands in full in the message itself. */
const LONGEST_SETTING = 160;
const LONGEST_SETTINGS = 1400;

/** Tools that are shown where it is not known which of them is called. */
const MOST_TOOLS = 3;

/**
 * Settings that say nothing about what will happen: how the account is proved, and what the model is told of the tool.
 */
const BESIDE = ['authentication', 'descriptionType', 'toolDescription'];

/** Settings that may hold a secret, by their name. */
const SECRET = /auth|cookie|credential|header|passw|private|secret|signature|token|api.?key/i;

/** Secrets in addresses, and in bodies that were written by hand. */
const SECRETS_IN_TEXT: ReadonlyArray<[RegExp, string]> = [
	[/(:\/\/)[^\s/@]{1,200}@/g, '$1…@'],
	[/((?:api_?-?key|auth|passw|secret|signature|token)[\w-]{0,40}["']?\s{0,9}[=:]\s{0,9}["']?)[^\s"'&,;}]+/gi, '$1…'],
];

type Tool = ReturnType<IExecuteFunctions['getParentNodes']>[number];

/**
 * What a person is asked to approve, beside what the model wrote: which tool runs, and how its form is filled in. n8n
 * hands a review the arguments alone, which do not tell into which channel a message goes.
 *
 * @returns a line for each setting, by the name that people see in the form, without secrets; empty if n8n tells of no
 *   tool.
 */
export function reviewedSettings(context: IExecuteFunctions): string {
	const { tool, toolParameters } = context.getInputData()[0]?.json ?? {};
	const tools = context
		.getParentNodes(context.getNode().name, { connectionType: 'ai_tool', depth: 1, includeNodeParameters: true })
		.filter(({ disabled }) => !disabled);
	// The tools of a toolkit have names of their own, and a model may write any name.
	const named = tools.filter(({ name }) => toolName(name) === tool);
	return (named.length > 0 ? named : tools.slice(0, MOST_TOOLS))
		.map((one) => settingsOf(one, toolParameters))
		.join('\n\n');
}

/** What n8n calls the tool of a node before a model. */
function toolName(node: string): string {
	return node
		.replace(/[^a-zA-Z0-9_-]+/g, '_')
		.slice(0, 64)
		.replace(/[_-]+$/, '');
}

function settingsOf({ name, type, parameters }: Tool, given: unknown): string {
	const lines = linesOf(parameters as IDataObject, type.endsWith('.zohoCliqTool') ? nodeProperties() : [], given);
	let text = `Tool: ${shown(name)}`;
	for (const [index, line] of lines.entries()) {
		if (text.length + line.length > LONGEST_SETTINGS) return `${text}\n… and ${lines.length - index} more settings`;
		text += `\n${line}`;
	}
	return text;
}

/** @param forms the fields that these parameters may be, of any operation. */
function linesOf(parameters: IDataObject, forms: INodeProperties[], given: unknown, path: string[] = []): string[] {
	// Rows such as { name: 'Authorization', value: '…' }.
	const isSecretRow = SECRET.test(String(parameters.name));
	return Object.entries(parameters).flatMap(([name, value]) => {
		if (BESIDE.includes(name) || SECRET.test(name) || (isSecretRow && name === 'value')) return [];
		const fields = forms.filter((field) => field.name === name);
		return linesOfOne(value, fields, given, [...path, fields[0]?.displayName ?? titled(name)]);
	});
}

function linesOfOne(value: unknown, fields: INodeProperties[], given: unknown, path: string[]): string[] {
	if (Array.isArray(value))
		return value.flatMap((entry, index) => linesOfOne(entry, fields, given, [...path, String(index + 1)]));
	const { __rl: isLocator, value: chosen, cachedResultName: title } = Object(value) as IDataObject;
	if (isLocator === true)
		return linesOfOne(chosen, [], given, path).map((line) =>
			typeof title === 'string' && !isExpression(chosen) ? `${line} (${shown(title)})` : line,
		);
	if (typeof value === 'object' && value !== null)
		return linesOf(value as IDataObject, fields.flatMap(innerFields), given, path);
	if (value === undefined || value === null || value === '') return [];
	const label = fields
		.flatMap(({ options = [] }) => options)
		.find((option) => 'value' in option && option.value === value)?.name;
	return [`${path.join(' > ')}: ${shown(label ?? (isExpression(value) ? asGiven(value, given) : value))}`];
}

/** The fields in a collection; a group of them is one that has more below it. */
function innerFields({ options = [] }: INodeProperties): INodeProperties[] {
	return options.flatMap((option) =>
		'values' in option
			? [{ ...option, type: 'collection', default: {}, options: option.values }]
			: 'type' in option
				? [option]
				: [],
	);
}

/** What people see of a parameter, of whose node nothing else is known: "chatId" is "Chat Id". */
function titled(name: string): string {
	return name.charAt(0).toUpperCase() + name.slice(1).replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
}

/** On one line, bounded, and without what looks like a secret. */
function shown(value: unknown): string {
	const line = String(value).slice(0, LONGEST_SETTINGS).replace(/\s+/g, ' ').trim();
	return shortened(
		SECRETS_IN_TEXT.reduce((text, [secret, substitute]) => text.replace(secret, substitute), redact(line)),
		LONGEST_SETTING,
	);
}
