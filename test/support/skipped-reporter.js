/** Ends a run of jest by saying which tests did not run, and why. Nothing is skipped in silence. */
const { findBrowser } = require('../../tools/browser.js');

const MOST_NAMED = 10;

/** What a title ends with -> why it did not run. */
const reasons = {
	'a browser': () => findBrowser().why,
	'CLIQ_EACH_READING=1': () => 'with this variable they run too, for half an hour',
};

module.exports = class SkippedReporter {
	/** @param {{ testNamePattern?: string }} globalConfig */
	constructor(globalConfig) {
		this.chosen = globalConfig.testNamePattern;
	}

	onRunComplete(_contexts, { testResults }) {
		const lines = linesOf(testResults, this.chosen);
		// Jest's own summary comes after all reporters; these are the last lines.
		setTimeout(() => lines.forEach((line) => process.stderr.write(`${line}\n`)), 0);
	}
};

function linesOf(results, chosen) {
	const skipped = results
		.flatMap(({ testResults }) => testResults)
		.filter(({ status }) => ['pending', 'skipped', 'todo', 'disabled'].includes(status));
	const byReason = group(skipped, whyOf);
	return [...byReason].map(([why, tests]) => {
		if (why) return `Skipped ${count(tests)} that need ${why}: ${reasons[why]?.() ?? 'this machine has none'}.`;
		if (chosen) return `Skipped ${count(tests)} that -t leaves out.`;
		const names = tests.slice(0, MOST_NAMED).map(({ fullName }) => `"${fullName}"`);
		return `Skipped ${count(tests)} without a reason: ${names.join(', ')}${tests.length > MOST_NAMED ? ' …' : ''}.`;
	});
}

function whyOf({ title }) {
	return /\[needs ([^\]]+)\]$/.exec(title)?.[1];
}

function group(items, keyOf) {
	const groups = new Map();
	for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
	return groups;
}

function count({ length }) {
	return length === 1 ? '1 test' : `${length} tests`;
}
