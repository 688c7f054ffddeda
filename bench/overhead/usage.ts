import { readFileSync, writeFileSync } from 'node:fs';

/** What a process took for a piece of work. */
export interface Usage {
	/** Seconds. */
	wall: number;
	/** Seconds, in user and system mode together. */
	cpu: number;
	/** MiB of resident memory at the most, as the kernel saw it. */
	peak: number;
}

/** Of Linux: /proc counts processor time in hundredths of a second. */
const TICKS_A_SECOND = 100;

/** @returns what the process took while the work was done. The bench runs on Linux only. */
export async function usageOf(pid: number, work: () => Promise<unknown>): Promise<Usage> {
	writeFileSync(`/proc/${pid}/clear_refs`, '5'); // Starts the peak anew.
	const cpu = cpuOf(pid);
	const start = performance.now();
	await work();
	return { wall: (performance.now() - start) / 1000, cpu: cpuOf(pid) - cpu, peak: memoryOf(pid, 'VmHWM') };
}

function cpuOf(pid: number): number {
	const [, line = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
	const fields = line.split(' ');
	return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

/** @returns resident memory in MiB: what it is (`VmRSS`), or what it was at the most (`VmHWM`). */
export function memoryOf(pid: number, which: 'VmRSS' | 'VmHWM'): number {
	const [, kilobytes] = new RegExp(`${which}:\\s+(\\d+)`).exec(
		readFileSync(`/proc/${pid}/status`, 'utf8'),
	) as RegExpExecArray;
	return Number(kilobytes) / 1024;
}

export function median(values: number[]): number {
	return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}
