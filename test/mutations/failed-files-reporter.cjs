const { appendFileSync } = require('node:fs');

/**
 * Writes each test file that fails into the file `CLIQ_FAILED_TESTS`, a line each: with `--bail`, jest ends before it
 * writes a result of its own.
 */
module.exports = class FailedFilesReporter {
	onTestResult({ path }, { numFailingTests, testExecError }) {
		if (numFailingTests > 0 || testExecError) appendFileSync(process.env.CLIQ_FAILED_TESTS, `${path}\n`);
	}
};
