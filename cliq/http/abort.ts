/** What is to be stopped by a signal. */
interface Stops {
	all: Set<() => void>;
	/** The one listener that the signal has. */
	run(): void;
}

const bySignal = new WeakMap<AbortSignal, Stops>();

/**
 * Calls `stop` when the signal is aborted. A batch waits with one signal, and a signal looks through all of its
 * listeners for each that comes or goes; so it has one here, however many wait.
 *
 * @returns what takes it back.
 */
export function onAbort(signal: AbortSignal | undefined, stop: () => void): () => void {
	if (!signal) return () => {};
	const stops = bySignal.get(signal) ?? listen(signal);
	stops.all.add(stop);
	return () => {
		if (!stops.all.delete(stop) || stops.all.size > 0) return;
		signal.removeEventListener('abort', stops.run);
		bySignal.delete(signal);
	};
}

function listen(signal: AbortSignal): Stops {
	const all = new Set<() => void>();
	const stops: Stops = {
		all,
		run: () => {
			for (const stop of all) stop();
		},
	};
	bySignal.set(signal, stops);
	signal.addEventListener('abort', stops.run);
	return stops;
}
