/** Renders docs/operations.md from the catalogue; `node scripts/reference.js` writes it (after `npm run build`). */

const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * @param {readonly import('../cliq/catalogue').Operation[]} catalogue
 * @param {typeof import('../cliq/message/form/form-fields').forms} forms
 * @param {typeof import('../cliq/catalogue').outputs} outputs
 * @returns {string} Markdown
 */
function render(catalogue, forms, outputs) {
	const offered = catalogue.filter((operation) => !operation.internal);
	const lists = catalogue.filter((operation) => operation.internal);
	return [
		'# Operations',
		'',
		'Generated from [the catalogue](../cliq/catalogue) by `npm run docs`. All thresholds are calls a minute and user; whoever passes one is locked out of the operation.',
		'',
		...offered.flatMap((operation) => section(operation, outputs)),
		'## Parts of a message',
		'',
		"What the forms of both runners ask for. An expression or a message can give Cliq's own JSON instead.",
		'',
		...Object.entries(forms).flatMap(([type, shape]) => part(type, shape, offered, forms)),
		'## Scopes',
		'',
		'What a credential asks for, unless *Custom Scopes* says otherwise.',
		'',
		'| Scope | For |',
		'| --- | --- |',
		...scopesOf(catalogue).map(([scope, actions]) => `| \`${scope}\` | ${actions.join(', ')} |`),
		'',
		'## Lists and look-ups',
		'',
		'| | Call | Scope | Threshold | Lock |',
		'| --- | --- | --- | --- | --- |',
		...lists.map(
			(operation) =>
				`| ${operation.action} | ${call(operation)} | ${codes(operation.scopes)} | ${operation.threshold} | ${operation.lockMinutes} minutes |`,
		),
		'',
	].join('\n');
}

/** Each scope that is asked for, with what needs it. */
function scopesOf(catalogue) {
	const found = new Map();
	for (const { action, scopes, observedScopes = [], unrequested } of catalogue)
		for (const scope of unrequested ? [] : [...scopes, ...observedScopes])
			found.set(scope, [...new Set([...(found.get(scope) ?? []), action])]);
	return [...found].sort(([one], [other]) => one.localeCompare(other, 'en'));
}

function section(operation, outputs) {
	const title = operation.target ? `${operation.action} to a ${operation.target}` : operation.action;
	return [
		`## ${title}`,
		'',
		`${operation.description}.`,
		'',
		`- Call: ${call(operation)}${operation.alternatePath ? `, or \`${operation.alternatePath}\` where that is refused` : ''}`,
		`- Scope: ${codes(operation.scopes)}${operation.observedScopes ? `; live servers were seen to want ${codes(operation.observedScopes)} too` : ''}`,
		`- Webhook token: ${operation.webhookToken ? 'yes' : 'no'}`,
		`- Threshold: ${operation.threshold} calls a minute, then locked for ${operation.lockMinutes} minutes`,
		'',
		'| Parameter | Name | Sent as | | Description |',
		'| --- | --- | --- | --- | --- |',
		...operation.parameters.flatMap((parameter) => parameterRows(parameter)),
		'',
		...output(operation, outputs),
		'',
	];
}

/** A parameter, and below it those that it consists of. */
function parameterRows(parameter, above = '') {
	const label = `${above}${parameter.label}`;
	return [
		`| ${label} | \`${parameter.name}\` | ${place(parameter)} | ${parameter.required ? 'required' : ''} | ${escape(meaning(parameter))} |`,
		...(parameter.nested?.fields ?? []).flatMap((field) => parameterRows(field, `${label} › `)),
	];
}

/** What comes out; of lists, for each entry. */
function output({ returns, parameters }, outputs) {
	// A field that is an identifier stands there only where the operation has it.
	const isThere = ({ name }) =>
		returns.shape !== 'nothing' || name === 'success' || parameters.some((parameter) => parameter.name === name);
	return [
		'| Output | | |',
		'| --- | --- | --- |',
		...(returns.fields ?? outputs[returns.shape])
			.filter(isThere)
			.map(
				({ name, optional, description }) =>
					`| \`${name}\` | ${optional ? 'not always' : ''} | ${escape(description)} |`,
			),
	];
}

/** The form of a parameter that is more than one value. */
function part(type, { entry, most, fields }, operations, parts) {
	const labelOf = (other) =>
		operations.flatMap(({ parameters }) => parameters).find((parameter) => parameter.type === other).label;
	const same = Object.keys(parts).find((other) => parts[other].fields === fields);
	const head = [`### ${labelOf(type)}`, '', most === 1 ? 'One.' : `Up to ${most}.`, ''];
	if (same !== type) return [...head, `The fields are those of ${labelOf(same)}.`, ''];
	return [
		...head,
		`| ${entry} | | Meaning |`,
		'| --- | --- | --- |',
		...fields.flatMap((field) => fieldRows(field, fields, '')),
		'',
	];
}

function fieldRows({ label, required, when, description, choices, maxLength, most, fields = [] }, siblings, above) {
	const limits = [
		maxLength && `up to ${maxLength} characters`,
		most && `up to ${most}`,
		choices && choices.map((choice) => choice.label).join(', '),
		when && condition(when, siblings),
	];
	const meaning = [description?.replace(/\.$/, ''), ...limits].filter(Boolean).join('; ');
	return [
		`| ${above}${label} | ${required ? 'required' : ''} | ${escape(meaning)} |`,
		...fields.flatMap((field) => fieldRows(field, fields, `${above}${label} › `)),
	];
}

/** When a field is shown, by what a person sees. */
function condition({ field, is }, siblings) {
	const { label, choices } = siblings.find(({ name }) => name === field);
	return `${label}: ${is.map((value) => choices.find((choice) => choice.value === value).label).join(', ')}`;
}

/** Where a value goes. */
function place(parameter) {
	if (parameter.in === 'compose') return 'not sent: shapes the message';
	if (parameter.wire === '*') return 'body, its keys';
	return `${parameter.in} \`${parameter.wire}\`${parameter.alternateWire ? ` or \`${parameter.alternateWire}\`` : ''}`;
}

function meaning({ description, choices, maxLength, default: usual }) {
	const values = choices
		?.map(
			({ value, description: what }) =>
				`\`${value}\`${value === usual ? ' (default)' : ''}${what ? `: ${what}` : ''}`,
		)
		.join('; ');
	const length = maxLength === undefined ? '' : `; up to ${maxLength.toLocaleString('en-US')} characters`;
	return `${description}${length}${values ? `. ${values}` : ''}`;
}

function call(operation) {
	return `\`${operation.method} /api/${operation.version ?? 'v2'}${operation.path}\``;
}

function escape(text) {
	return text.replace(/`[^`]*`|[*_|[\]]/g, (found) => (found.startsWith('`') ? found : `\\${found}`));
}

function codes(values) {
	return values.map((value) => `\`${value}\``).join(', ');
}

module.exports = { render };

if (require.main === module) {
	const { catalogue, outputs } = require('../dist/cliq/catalogue');
	const { forms } = require('../dist/cliq/message/form/form-fields');
	writeFileSync(join(__dirname, '../docs/operations.md'), render(catalogue, forms, outputs));
}
