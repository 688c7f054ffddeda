/** Tests that need no n8n server. `test/real/` drives real runners and has its own commands. */
module.exports = {
	testEnvironment: 'node',
	reporters: ['default', '<rootDir>/test/support/skipped-reporter.js'],
	setupFiles: ['<rootDir>/test/support/seed.ts'],
	roots: ['<rootDir>/test'],
	// Machines are shared, and some tests generate much.
	testTimeout: 20_000,
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/real/'],
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/node-red/dist/', '<rootDir>/sandbox/dist/'],
	// Not in CI: it takes four times as long.
	collectCoverage: process.env.CLIQ_COVERAGE === '1',
	coverageProvider: 'v8',
	coverageReporters: [require.resolve('./test/support/coverage-by-folder.js')],
	collectCoverageFrom: [
		'{cliq,nodes,credentials,sandbox}/**/*.ts',
		'node-red/{lib,nodes,editor}/**/*.ts',
		'!**/dist/**',
		'!**/node_modules/**',
	],
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.check.json' }] },
};
