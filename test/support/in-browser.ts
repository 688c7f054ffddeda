import { findBrowser } from '../../tools/browser';

/** The end of the title of a test that is skipped: `skipped-reporter.js` tells it. */
const REASON = ' [needs a browser]';

const skipped = Object.assign(
	(title: string, run: jest.ProvidesCallback, ms?: number) => test.skip(title + REASON, run, ms),
	{
		each: (table: readonly any[]) => (title: string, run: (...values: any[]) => any, ms?: number) =>
			test.skip.each(table)(title + REASON, run, ms),
	},
);

/** Whether this machine has a browser: what a suite prepares for its tests is for nothing without. */
export const hasBrowser = findBrowser().path !== undefined;

/** As `test`, for tests that need a browser: machines without one skip them, and the run says so at its end. */
export const inBrowser = (hasBrowser ? test : skipped) as typeof skipped;
