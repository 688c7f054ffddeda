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

test('every scope that the credential asks for stands in a table, with what needs it', () => {
	const page = render(catalogue, forms, outputs);
	for (const scope of scopes) expect(page).toContain(`\n| \`${scope}\` | `);
	expect(page).toContain('| `ZohoCliq.messages.CREATE` | Schedule a message |');
	expect(readFileSync(join(root, 'docs/connect.md'), 'utf8')).toContain('(operations.md#scopes)');
});
