import { forwardsTo, isBlankScript, isForwarder, isSameScript } from '../../cliq';

/**
 * What may be done to a handler:
 * - `same`: it holds what is wanted;
 * - `free`: it holds nothing, or what this node may replace;
 * - `production`: a test would take the place of this node's own production script;
 * - `otherForwarder`: it forwards to another node;
 * - `foreign`: somebody else wrote it.
 */
export type ScriptVerdict = 'same' | 'free' | 'production' | 'otherForwarder' | 'foreign';

interface WantedScript {
	script: string;
	/** The address that it forwards to. */
	url: string;
	/** Whether that is the test address. */
	isTest: boolean;
	/** Whether forwarders of others may be replaced. */
	mayReplace: boolean;
}

/** @param script what the handler holds, `undefined` if there is no such handler. */
export function judge(
	script: string | undefined,
	{ script: wanted, url, isTest, mayReplace }: WantedScript,
): ScriptVerdict {
	if (script === undefined || isBlankScript(script)) return 'free';
	if (!isForwarder(script)) return 'foreign';
	if (isOurs(script, url)) return isSameScript(script, wanted) ? 'same' : 'free';
	if (nodePath(forwardsTo(script) ?? '') === nodePath(url)) return isTest ? 'production' : 'free';
	return mayReplace ? 'free' : 'otherForwarder';
}

/** Whether a script is a forwarder to exactly this address. */
export function isOurs(script: string | undefined, url: string): boolean {
	return script !== undefined && forwardsTo(script) === new URL(url).href;
}

/** n8n's test and production addresses of a node end alike, and those of different nodes do not. */
function nodePath(url: string): string {
	return url.split('/').slice(-2).join('/');
}
