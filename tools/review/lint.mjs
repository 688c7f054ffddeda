/** What n8n's reviewers lint: n8n's own config, cloud rules included, for everything that its package ships. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reviewTools } from './install.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const tools = await reviewTools();
const fromN8n = (name) => tools(tools.resolve(name, { paths: [tools.resolve('@n8n/node-cli/eslint')] }));
const { ESLint } = fromN8n('eslint');
const { defineConfig, globalIgnores } = fromN8n('eslint/config');
const { config } = tools('@n8n/node-cli/eslint');

const shipped = ['nodes/**/*.ts', 'credentials/**/*.ts', 'cliq/**/*.ts', 'package.json'];
const eslint = new ESLint({
	cwd: root,
	overrideConfigFile: true,
	overrideConfig: defineConfig(globalIgnores(['**/dist/', '**/node_modules/']), {
		files: shipped,
		extends: [config],
	}),
});

const results = await eslint.lintFiles(shipped);
const text = await (await eslint.loadFormatter('stylish')).format(results);
if (text) console.log(text);
const complaints = results.reduce((sum, { errorCount, warningCount }) => sum + errorCount + warningCount, 0);
console.log(`n8n's rules: ${results.length} files, ${complaints} complaints`);
process.exitCode = complaints === 0 ? 0 : 1;
