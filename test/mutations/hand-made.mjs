import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Changes that no test noticed once; each says what it breaks. */
const KNOWN = [
	[
		'cliq/client.ts',
		'else this.shared.lessons.delete(`${this.root} ${key}`);',
		'',
		'a server that goes back to the documented form is not noticed',
	],
	[
		'cliq/events/webhook/seen-events.ts',
		'if (this.seen.has(key)) return false;',
		'if (this.seen.has(key)) { this.seen.set(key, now); return false; }',
		'a repetition keeps others from being forgotten',
	],
	[
		'cliq/events/reply.ts',
		'origin === new URL(root).origin',
		'hostname === new URL(root).hostname',
		"a reply goes to another port of the account's host",
	],
	['cliq/message/check/table.ts', 'if (sum === 100)', 'if (sum <= 100)', 'widths below 100 percent'],
	[
		'cliq/message/text/markdown.ts',
		'|| (box[0].length === 3 && (content.children?.length ?? 0) < 2)',
		'',
		'a task without a text',
	],
	[
		'cliq/lookup/get-many.ts',
		'.sort((one, other) => compare(one, other, paging))',
		'',
		'messages come in the order of the server',
	],
	['cliq/lookup/get-many.ts', 'maximum: undefined, required: true', 'required: true', 'a limit of more than a page'],
	[
		'cliq/lookup/get-many.ts',
		'entries.length >= most || start <= earliest',
		'true',
		'a server that begins with the oldest',
	],
	[
		'cliq/lookup/endpoint-variants.ts',
		'byName.undocumented < byId.undocumented ?',
		'true ?',
		'a thread begins by the unique name',
	],
	[
		'cliq/delivery/look-back.ts',
		'root === undefined ?',
		'true ?',
		'a message in a thread is looked for in the channel',
	],
	['cliq/lookup/pickers.ts', 'isSearch ? PAGES_A_SEARCH : PAGES_AT_ONCE', 'PAGES_AT_ONCE', 'a search ends early'],
	['cliq/util/quote.ts', 'if (/^\\p{Lu}{2}/u.test(text)) return text;', '', 'an ID becomes an iD'],
];

/** @returns {Array<{ file: string, line: number, before: string, after: string, name: string }>} */
export function handMade(root) {
	return KNOWN.map(([file, before, after, name]) => {
		const lines = readFileSync(join(root, file), 'utf8').split('\n');
		const line = lines.findIndex((text) => text.includes(before)) + 1;
		if (line === 0) throw new Error(`${file} no longer holds ${before}`);
		return { file, line, before, after, name };
	});
}
