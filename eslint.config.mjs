import js from '@eslint/js';
import stylistic from '@stylistic/eslint-plugin';
import { defineConfig, globalIgnores } from 'eslint/config';
import typescript from 'typescript-eslint';

const nodeGlobals = Object.fromEntries(
	'console process Buffer URL URLSearchParams fetch setTimeout clearTimeout setInterval clearInterval setImmediate AbortController AbortSignal structuredClone performance'
		.split(' ')
		.map((name) => [name, 'readonly']),
);
const browserGlobals = Object.fromEntries(
	'window document location navigator fetch EventSource URL URLSearchParams FormData Event CustomEvent HTMLElement setTimeout clearTimeout setInterval clearInterval requestAnimationFrame localStorage history Intl console'
		.split(' ')
		.map((name) => [name, 'readonly']),
);

/** A leading underscore says: this has to be here, and is not used. */
const unused = [
	'error',
	{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true },
];

/** Prettier breaks code; this is for comments. A text stays in one piece, so that it can be searched for. */
const lineLength = [
	'error',
	{
		code: 120,
		tabWidth: 4,
		ignoreStrings: true,
		ignoreTemplateLiterals: true,
		ignoreRegExpLiterals: true,
		ignoreUrls: true,
	},
];

export default defineConfig(
	globalIgnores(['**/dist/', '**/node_modules/', '.cache/', 'coverage/', 'node-red/resources/']),
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },

	// Everything we write.
	{
		files: ['**/*.{js,cjs,mjs,ts}'],
		extends: [js.configs.recommended],
		plugins: { '@stylistic': stylistic },
		rules: { eqeqeq: 'error', 'no-unused-vars': unused, '@stylistic/max-len': lineLength },
	},
	{
		files: ['**/*.ts'],
		extends: [typescript.configs.recommended],
		rules: { '@typescript-eslint/no-unused-vars': unused },
	},
	// What only types tell.
	{
		files: ['**/*.ts'],
		languageOptions: { parserOptions: { project: 'tsconfig.check.json', tsconfigRootDir: import.meta.dirname } },
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
		},
	},
	{
		files: ['**/*.{cjs,mjs}', '*.js', 'scripts/**/*.js', 'test/**/*.js', 'tools/**/*.js'],
		languageOptions: { globals: nodeGlobals },
	},
	{
		files: ['**/*.cjs', '*.js', 'scripts/**/*.js', 'test/**/*.js', 'tools/**/*.js'],
		languageOptions: {
			sourceType: 'commonjs',
			globals: { require: 'readonly', module: 'writable', exports: 'writable', __dirname: 'readonly' },
		},
	},
	{ files: ['sandbox/page/**/*.js', 'preview/**/*.js'], languageOptions: { globals: browserGlobals } },
	// Answers of servers have no type that a test could name, and jest loads some modules at run time.
	{
		files: ['test/**/*.ts', 'tools/**/*.ts'],
		rules: { '@typescript-eslint/no-explicit-any': 'off', '@typescript-eslint/no-require-imports': 'off' },
	},
	// Node-RED publishes no types for its editor that fit, and jQuery is there as a global.
	{ files: ['node-red/editor/**/*.ts'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
);
