import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { payloads } from '../payloads/payloads';

test('the page about payloads shows each tool as the tests try it', () => {
	const page = readFileSync(join(__dirname, '../../docs/payloads.md'), 'utf8');
	for (const { title, read } of Object.values(payloads)) {
		expect(page).toContain(title);
		if (read && !title.startsWith('A log')) expect(page).toContain(`**${title}**\n\n\`\`\`js\n${read}\n\`\`\``);
	}
});
