/**
 * `npm run -s bench:pacing -- --json`: how fast messages go without ever tripping Cliq's lock, in virtual time, counted
 * by the sandbox. One JSON array on standard output; without --json a table. Ends non-zero if a target is missed.
 *
 * - `--short` plays only what takes a few seconds.
 * - `--only <name>` plays one scenario.
 * - `--round-trip <ms>` is how long a call and its answer are under way, on average; default 80.
 * - `--picture` draws docs/pictures/pacing.svg instead.
 *
 * An entry counts in seconds; `waitP99` is from wanting to send a message until it is at the server, and for polls from
 * writing a message until it starts a workflow. `callsIntoLock`
 * leaves out the call by which we learn of a lock that others have caused: that is `discovery`.
 */
import { parseArgs } from 'node:util';
import { drawPicture } from './pacing-picture.mjs';
import { scenarios } from './pacing-scenarios.mjs';
import { startCliq } from './support/virtual-cliq.mjs';

const { values: options } = parseArgs({
	options: {
		json: { type: 'boolean' },
		short: { type: 'boolean' },
		only: { type: 'string' },
		'round-trip': { type: 'string', default: '80' },
		picture: { type: 'boolean' },
	},
});
const roundTrip = Number(options['round-trip']);
if (!(roundTrip >= 0)) throw new Error('--round-trip is a time in milliseconds');
if (options.only && !scenarios[options.only]) throw new Error(`--only is one of ${Object.keys(scenarios).join(', ')}`);

const COLUMNS = [
	'sent',
	'stored',
	'doubled',
	'lost',
	'locks',
	'callsIntoLock',
	'discovery',
	'seconds',
	'lowerBound',
	'ratio',
	'waitP99',
	'refused',
];

async function play(scenario, variants) {
	const cliq = await startCliq(variants, roundTrip);
	try {
		const figures = await scenarios[scenario].play(cliq);
		return { scenario, ...variants, roundTrip, ...figures, missed: missedOf(scenario, figures) };
	} finally {
		await cliq.close();
	}
}

/** @returns in words, the targets that the figures miss. */
function missedOf(scenario, figures) {
	return Object.entries(scenarios[scenario].targets).flatMap(([name, { least = -Infinity, most = Infinity }]) => {
		const value = figures[name];
		if (value >= least && value <= most) return [];
		return [`${name} is ${value}, not ${value < least ? `at least ${least}` : `at most ${most}`}`];
	});
}

const nameOf = ({ scenario, minute, order, fullPage }) =>
	[scenario, minute, order, fullPage && `full: ${fullPage}`].filter(Boolean).join(', ');
const row = (name, cells) =>
	console.log(name.padEnd(48) + cells.map((cell) => String(cell ?? '').padStart(11)).join(''));

async function bench() {
	const names = Object.keys(scenarios).filter((name) =>
		options.only ? name === options.only : scenarios[name].short || !options.short,
	);
	const entries = [];
	if (!options.json)
		row(
			'',
			COLUMNS.map((column) => (column === 'callsIntoLock' ? 'intoLock' : column)),
		);
	for (const name of names) {
		for (const variants of scenarios[name].variants) {
			const entry = await play(name, variants);
			entries.push(entry);
			if (!options.json)
				row(
					nameOf(entry),
					COLUMNS.map((column) => entry[column]),
				);
		}
	}
	if (options.json) console.log(JSON.stringify(entries));
	const missed = entries.flatMap((entry) => entry.missed.map((what) => `bench:pacing: ${nameOf(entry)}: ${what}`));
	for (const line of missed) console.error(line);
	process.exitCode = missed.length === 0 ? 0 : 1;
}

await (options.picture ? drawPicture(roundTrip) : bench());
