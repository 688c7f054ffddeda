/** Locks between processes of this machine: a file that names the process that holds it. */
const {
	linkSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	unlinkSync,
	writeFileSync,
} = require('node:fs');
const { dirname } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

let made = 0;

/**
 * Takes a lock if nobody who is alive holds it. A process that ends without giving it back no longer holds it.
 *
 * @param {string} file where the lock lies; its folder is made
 * @param {number} [longestMs] nobody holds it longer: an older one was left behind, whatever process has its number now
 * @returns {(() => void) | undefined} what gives the lock back; undefined if another process, or this one, holds it
 */
function tryLock(file, longestMs = Infinity) {
	mkdirSync(dirname(file), { recursive: true });
	const own = `${file}.${process.pid}-${++made}`;
	writeFileSync(own, String(process.pid));
	try {
		// A link appears with its content, or not at all: nobody sees a lock without an owner.
		if (!link(own, file) && !(removeAbandoned(file, own, longestMs) && link(own, file))) return undefined;
	} finally {
		rmSync(own, { force: true });
	}
	return () => rmSync(file, { force: true });
}

function link(from, to) {
	try {
		linkSync(from, to);
		return true;
	} catch (error) {
		if (error.code === 'EEXIST') return false;
		throw error;
	}
}

/** Of two that find the same abandoned lock, the renaming lets one through; who takes a living one so puts it back. */
function removeAbandoned(file, own, longestMs) {
	if (isHeld(file, longestMs)) return false;
	const aside = `${own}-abandoned`;
	try {
		renameSync(file, aside);
	} catch {
		return true;
	}
	const isLiving = isHeld(aside, longestMs);
	if (isLiving) link(aside, file);
	unlinkSync(aside);
	return !isLiving;
}

function isHeld(file, longestMs) {
	try {
		if (Date.now() - statSync(file).mtimeMs > longestMs) return false;
		process.kill(Number(readFileSync(file, 'utf8')), 0);
		return true;
	} catch (error) {
		// Somebody else's process is alive too.
		return error.code === 'EPERM';
	}
}

/**
 * Waits for a lock.
 *
 * @param {string} file where the lock lies
 * @param {number} longestMs as above
 * @param {() => void} [onWait] called once, if it has to wait
 * @returns {Promise<() => void>} what gives the lock back
 */
async function lock(file, longestMs, onWait = () => {}) {
	for (let tries = 0; ; tries++) {
		const release = tryLock(file, longestMs);
		if (release) return release;
		if (tries === 0) onWait();
		await sleep(100);
	}
}

module.exports = { lock, tryLock };
