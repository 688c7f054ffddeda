/** Renders docs/operations.md from the catalogue; `node scripts/reference.js` writes it (after `npm run build`). */

const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * @param {readonly import('../cliq/catalogue').Operation[]} catalogue
 * @returns {string} Markdown
 */
function render(catalogue) {
	const offered = catalogue.filter((operation) => !operation.internal);
	const lists = catalogue.filter((operation) => operation.internal);
	return [
		'# Operations',
		'',
		'Generated from [the catalogue](../cliq/catalogue) by `npm run docs`. All thresholds are calls a minute and user; whoever passes one is locked out of the operation.',
		'',
		...offered.flatMap(section),
		'## Lists and look-ups',
		'',
		'| | Call | Scope | Threshold | Lock |',
		'| --- | --- | --- | --- | --- |',
		...lists.map((operation) => `| ${operation.action} | ${call(operation)} | ${codes(operation.scopes)} | ${operation.threshold} | ${operation.lockMinutes} minutes |`),
		'',
	].join('\n');
}

function section(operation) {
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
		...operation.parameters.map((parameter) => `| ${parameter.label} | \`${parameter.name}\` | ${place(parameter)} | ${parameter.required ? 'required' : ''} | ${escape(meaning(parameter))} |`),
		'',
	];
}

/** Where a value goes. */
function place(parameter) {
	if (parameter.in === 'compose') return 'not sent: shapes the message';
	if (parameter.wire === '*') return 'body, its keys';
	return `${parameter.in} \`${parameter.wire}\`${parameter.alternateWire ? ` or \`${parameter.alternateWire}\`` : ''}`;
}

function meaning({ description, choices, maxLength, default: usual }) {
	const values = choices?.map(({ value, description: what }) => `\`${value}\`${value === usual ? ' (default)' : ''}${what ? `: ${what}` : ''}`).join('; ');
	const length = maxLength === undefined ? '' : `; up to ${maxLength.toLocaleString('en-US')} characters`;
	return `${description}${length}${values ? `. ${values}` : ''}`;
}

function call(operation) {
	return `\`${operation.method} /api/${operation.version ?? 'v2'}${operation.path}\``;
}

function escape(text) {
	return text.replace(/[*_|]/g, '\\$&');
}

function codes(values) {
	return values.map((value) => `\`${value}\``).join(', ');
}

module.exports = { render };

if (require.main === module) {
	const { catalogue } = require('../dist/cliq/catalogue');
	writeFileSync(join(__dirname, '../docs/operations.md'), render(catalogue));
}
