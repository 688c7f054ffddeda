/** How a demo ends: by itself, by Ctrl-C, or because something went wrong. Nothing stays behind in any case. */

const ends = [];
let ending = false;

/** @param {() => unknown} end ends something that was started; what was started last ends first */
export function atTheEnd(end) {
	ends.push(end);
}

export async function endAll() {
	ending = true;
	for (const end of ends.splice(0).reverse()) await end();
}

/** @returns {boolean} whether it ends already; what fails then, fails because of that */
export const isEnding = () => ending;

/**
 * From now on Ctrl-C, a closed terminal and `kill` end everything, also while it is still starting.
 *
 * @param {number} code what to exit with then: not 0 for what was to come to an end by itself
 */
export function endOnSignals(code) {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
		process.once(signal, () => {
			console.log('\nEnding …');
			endAll().then(
				() => process.exit(code),
				(error) => {
					console.error(error);
					process.exit(1);
				},
			);
		});
	}
}
