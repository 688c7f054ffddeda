/**
 * `node scripts/leaks.mjs [suite …]`: searches what the real suites saved for the secrets that they used.
 *
 * Searched is every file below `.cache/artifacts/<suite>`; the secrets of a suite are the JSON array of strings in
 * `.cache/secrets/<suite>.json`. Without names all suites are searched, each for the secrets of all. Ends non-zero on
 * any hit, and also when there is nothing to search or nothing to search for: an empty search proves nothing. `--root
 * <folder>` takes another folder than `.cache`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './lib.mjs';

/** Shorter ones would be found by chance, and no real token is that short. */
const shortest = 8;

/** The ways a secret may be written down: plain, URL-encoded, escaped in JSON, and within a base64 text. */
function forms(secret) {
	const encoded = encodeURIComponent(secret);
	return new Set([
		secret,
		encoded,
		encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
		encoded.replace(/%20/g, '+'),
		JSON.stringify(secret).slice(1, -1),
		...base64Forms(secret),
	]);
}

/**
 * In base64 a text looks different at each of the three places within a group of bytes, and the characters at its ends
 * depend on its neighbours: those are cut off. So `id:secret` of basic authentication is found by the secret alone.
 */
function base64Forms(secret) {
	const bytes = Buffer.from(secret);
	return [0, 1, 2].flatMap((before) => {
		const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
		const inner = text.slice([0, 2, 3][before], Math.floor(((before + bytes.length) * 8) / 6));
		return [inner, inner.replace(/\+/g, '-').replace(/\//g, '_')];
	});
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { root: { type: 'string' } } });
const folder = values.root ?? join(root, '.cache');
const entries = (path) => (existsSync(path) ? readdirSync(path) : []);
const known = entries(join(folder, 'secrets')).map((file) => file.replace(/\.json$/, ''));
const suites = positionals.length > 0 ? positionals : entries(join(folder, 'artifacts'));

const secrets = new Set(
	(positionals.length > 0 ? positionals : known).flatMap((suite) =>
		JSON.parse(readFileSync(join(folder, 'secrets', `${suite}.json`), 'utf8')),
	),
);
const files = suites.flatMap((suite) => {
	const below = join(folder, 'artifacts', suite);
	return readdirSync(below, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
});

const complaints = [...secrets]
	.filter((secret) => secret.length < shortest)
	.map((secret) => `"${secret}" is too short to be searched for`);
if (secrets.size === 0) complaints.push('no secrets were registered, so nothing was searched for');
if (files.length === 0) complaints.push('no files were saved, so nothing was searched');

let bytes = 0;
for (const file of files) {
	const content = readFileSync(file, 'latin1');
	bytes += content.length;
	for (const secret of secrets) {
		const form = [...forms(secret)].find((text) => content.includes(text));
		// The complaint itself must not leak it either.
		if (form)
			complaints.push(`${relative(folder, file)} contains a secret that begins with "${secret.slice(0, 4)}"`);
	}
}

for (const complaint of complaints) console.error(`leak: ${complaint}`);
console.log(
	`${files.length} files (${(bytes / 1e6).toFixed(1)} MB) of ${suites.length} suites searched for ${secrets.size} secrets: ` +
		(complaints.length === 0 ? 'none found' : `${complaints.length} findings`),
);
process.exitCode = complaints.length === 0 ? 0 : 1;
