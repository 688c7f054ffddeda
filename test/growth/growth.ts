import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { growthOf, type Care, type Growth, type Subject } from './measure';
import { askSubjects } from './ask';
import { eventSubjects } from './events';
import { messageSubjects } from './message';
import { restSubjects } from './rest';

/** For twice the input. A line gives 2, a square 4. */
const ALLOWED = 2.5;

const ONCE: Care = { enough: 100, tries: 4 };
/** What looks suspicious is looked at anew, in a process of its own; what grows too much does so every time. */
const AGAIN: Care[] = [
	{ enough: 200, tries: 8 },
	{ enough: 200, tries: 8 },
	{ enough: 400, tries: 16 },
	{ enough: 400, tries: 16 },
];

const { values } = parseArgs({
	options: {
		only: { type: 'string' },
		all: { type: 'boolean' },
		again: { type: 'string' },
		care: { type: 'string' },
	},
});
const everything = [...messageSubjects, ...eventSubjects, ...askSubjects, ...restSubjects];

async function main(): Promise<void> {
	const subjects = everything.filter(({ name, shape }) => `${name} ${shape}`.includes(values.only ?? ''));
	/** By what was measured, the shape that fared worst. */
	const worst = new Map<string, { subject: Subject; growth: Growth; count: number }>();
	const tooMuch: string[] = [];
	for (const subject of subjects) {
		let growth = await growthOf(subject, ALLOWED, ONCE);
		if (values.all) console.log(lineOf(subject, growth));
		for (let again = 0; again < AGAIN.length && isTooMuch(growth); again++) growth = elsewhere(subject, again);
		if (isTooMuch(growth)) tooMuch.push(lineOf(subject, growth));
		const before = worst.get(subject.name);
		const isWorse =
			!before ||
			(growth.ratio ?? 0) > (before.growth.ratio ?? 0) ||
			(growth.ratio === undefined &&
				before.growth.ratio === undefined &&
				growth.milliseconds > before.growth.milliseconds);
		worst.set(subject.name, { ...(isWorse ? { subject, growth } : before), count: (before?.count ?? 0) + 1 });
	}
	console.log('Work for twice the input: the worst shape of each, and how many there were');
	for (const { subject, growth, count } of worst.values())
		console.log(`${lineOf(subject, growth)}${count > 1 ? ` (of ${count})` : ''}`);
	console.log(`${subjects.length} measured, ${tooMuch.length} grow more than ${ALLOWED} times`);
	for (const line of tooMuch) console.log(`TOO MUCH ${line}`);
	process.exitCode = tooMuch.length > 0 || subjects.length === 0 ? 1 : 0;
}

function isTooMuch({ ratio = 0 }: Growth): boolean {
	return ratio > ALLOWED;
}

/** Measures in a fresh process: what ran before leaves memory and machine code behind that are not the subject's. */
function elsewhere(subject: Subject, care: number): Growth {
	const { stdout } = spawnSync(
		process.execPath,
		[...process.execArgv, __filename, '--again', String(everything.indexOf(subject)), '--care', String(care)],
		{ encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
	);
	return JSON.parse(stdout) as Growth;
}

async function again(index: number, care: number): Promise<void> {
	console.log(JSON.stringify(await growthOf(everything[index]!, ALLOWED, AGAIN[care]!)));
}

function lineOf({ name, shape }: Subject, { ratio, size, milliseconds }: Growth): string {
	return `${ratio === undefined ? '  –  ' : `× ${ratio.toFixed(1)}`}  ${name}: ${shape}, ${size.toLocaleString('en-US')} in ${milliseconds.toFixed(1)} ms`;
}

void (values.again === undefined ? main() : again(Number(values.again), Number(values.care)));
