import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { catalogue, outputs, scopes } from '../../cliq/catalogue';
import { forms } from '../../cliq/message/form/form-fields';
import { render } from '../../scripts/reference';
import { nestedOperation } from '../cliq/support/nested-operation';

const root = join(__dirname, '../..');

test('docs/operations.md is what the catalogue says (else run "npm run build && npm run docs")', () => {
	expect(readFileSync(join(root, 'docs/operations.md'), 'utf8')).toBe(render(catalogue, forms, outputs));
});

test('what a value consists of stands below it', () => {
	const page = render([nestedOperation], {}, outputs);
	expect(page).toContain('| Days › Reminders › Minutes | `minutes` | body `minutes` | required | A field |');
});

test('docs/connect.md names every scope that the credential asks for', () => {
	const page = readFileSync(join(root, 'docs/connect.md'), 'utf8');
	for (const scope of scopes) expect(page).toContain(`\`${scope}\``);
});
