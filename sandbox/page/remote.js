/** Talks to the sandbox's control. Everything comes from and goes to this machine. */

async function read(response) {
	const body = await response.json();
	if (!response.ok) throw new Error(body.message ?? `The sandbox answered ${response.status}`);
	return body;
}

/** @param {string} view e.g. `messages?chat=…` */
export async function get(view) {
	return read(await fetch(`/_sandbox/${view}`));
}

/** @param {string} deed e.g. `reactions` */
export async function post(deed, body = {}) {
	const headers = { 'content-type': 'application/json', 'x-cliq-sandbox': 'control' };
	return read(await fetch(`/_sandbox/${deed}`, { method: 'POST', headers, body: JSON.stringify(body) }));
}

/** Listens to what happens; reconnects by itself. */
export function listen(onEvent, onConnection) {
	const source = new EventSource('/_sandbox/events');
	source.onmessage = (message) => onEvent(JSON.parse(message.data));
	source.onopen = () => onConnection(true);
	source.onerror = () => onConnection(false);
}

/**
 * @returns {Function} that runs `action` once, a little after the last of several calls, but at least every `everyMs`.
 */
export function gather(action, everyMs) {
	let timer;
	return () => {
		timer ??= setTimeout(() => {
			timer = undefined;
			void action();
		}, everyMs);
	};
}
