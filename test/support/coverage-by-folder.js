/**
 * Prints how much of each folder the tests ran, in percent of the lines and branches of the files that they loaded, the
 * least first. A report of istanbul's; jest's own lists each file.
 */
module.exports = class CoverageByFolder {
	/** @param {import('istanbul-lib-report').Context} context */
	execute(context) {
		const folders = [];
		const visitor = {
			onSummary(node) {
				const { lines, branches } = node.getCoverageSummary(false);
				folders.push({ name: node.getQualifiedName() || 'all', lines, branches });
			},
		};
		context.getTree('pkg').visit(visitor, context);
		folders.sort((one, other) => one.lines.pct - other.lines.pct);
		const rows = folders.map(({ name, lines, branches }) =>
			[String(lines.pct).padStart(6), String(branches.pct).padStart(8), '  ', name].join(' '),
		);
		process.stderr.write(`${['lines % branches %  folder', ...rows].join('\n')}\n`);
	}
};
