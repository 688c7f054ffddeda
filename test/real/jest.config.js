const { join } = require('node:path');

/**
 * Suites that drive real runners: real n8n, real Node-RED, each a child process with a folder of its own.
 * `npm run test:n8n` and `npm run test:node-red` choose theirs with --selectProjects; both want --runInBand.
 */
const project = (name, more) => ({
	displayName: name,
	rootDir: join(__dirname, '..', '..'),
	testEnvironment: 'node',
	testMatch: [`<rootDir>/test/real/${name}/**/*.test.ts`],
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/node-red/dist/', '<rootDir>/sandbox/dist/'],
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.check.json' }] },
	...more,
});

module.exports = {
	testTimeout: 120_000,
	reporters: ['default', join(__dirname, '..', 'support', 'skipped-reporter.js')],
	projects: [
		project('n8n', { globalSetup: '<rootDir>/test/real/n8n/setup.ts' }),
		project('node-red'),
		project('leaks'),
		project('files', {
			testMatch: ['<rootDir>/bench/files/*.test.ts'],
			globalSetup: '<rootDir>/test/real/n8n/setup.ts',
		}),
		project('webhook', {
			testMatch: ['<rootDir>/bench/webhook/*.test.ts'],
			globalSetup: '<rootDir>/test/real/n8n/setup.ts',
		}),
		project('overhead', {
			testMatch: ['<rootDir>/bench/overhead/*.test.ts'],
			globalSetup: '<rootDir>/test/real/n8n/setup.ts',
		}),
	],
};
