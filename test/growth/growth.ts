import { parseArgs } from 'node:util';
import { growthOf, type Growth, type Subject } from './measure';
import { askSubjects } from './ask';
import { eventSubjects } from './events';
import { messageSubjects } from './message';
import { restSubjects } from './rest';

/** For twice the input. A line gives 2, a square 4. */
const ALLOWED = 2.5;

const AGAIN = 4;
/** In milliseconds. */
const PAUSE = 250;

const { values } = parseArgs({ options: { only: { type: 'string' }, all: { type: 'boolean' } } });

async function main(): Promise<void> {
	const subjects = [...messageSubjects, ...eventSubjects, ...askSubjects, ...restSubjects].filter(({ name, shape }) => `${name} ${shape}`.includes(values.only ?? ''));
	/** By what was measured, the shape that fared worst. */
	const worst = new Map<string, { subject: Subject; growth: Growth; count: number }>();
	const tooMuch: string[] = [];
	for (const subject of subjects) {
		let growth = await growthOf(subject, ALLOWED);
		if (values.all) console.log(lineOf(subject, growth));
		// Something else may have kept the machine busy for a while: what grows too much does so every time.
		for (let again = 0; again < AGAIN && (growth.ratio ?? 0) > ALLOWED; again++) {
			await new Promise((resolve) => setTimeout(resolve, PAUSE));
			growth = await growthOf(subject, ALLOWED);
		}
		if ((growth.ratio ?? 0) > ALLOWED) tooMuch.push(lineOf(subject, growth));
		const before = worst.get(subject.name);
		const isWorse = !before || (growth.ratio ?? 0) > (before.growth.ratio ?? 0) || (growth.ratio === undefined && before.growth.ratio === undefined && growth.milliseconds > before.growth.milliseconds);
		worst.set(subject.name, { ...(isWorse ? { subject, growth } : before), count: (before?.count ?? 0) + 1 });
	}
	console.log('Work for twice the input: the worst shape of each, and how many there were');
	for (const { subject, growth, count } of worst.values()) console.log(`${lineOf(subject, growth)}${count > 1 ? ` (of ${count})` : ''}`);
	console.log(`${subjects.length} measured, ${tooMuch.length} grow more than ${ALLOWED} times`);
	for (const line of tooMuch) console.log(`TOO MUCH ${line}`);
	process.exitCode = tooMuch.length > 0 || subjects.length === 0 ? 1 : 0;
}

function lineOf({ name, shape }: Subject, { ratio, size, milliseconds }: Growth): string {
	return `${ratio === undefined ? '  –  ' : `× ${ratio.toFixed(1)}`}  ${name}: ${shape}, ${size.toLocaleString('en-US')} in ${milliseconds.toFixed(1)} ms`;
}

void main();
