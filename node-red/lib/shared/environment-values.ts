import type { FilledFilter } from '../../../cliq';
import type { NodeConfig, Red } from './node-red';

/**
 * A field of a dialog that takes text alone. It may be an environment variable (`${TEAM}`): Node-RED puts its value
 * there, or leaves the field as it is if it has none.
 */
export function filledIn(red: Red, config: NodeConfig, name: string, label: string): FilledFilter {
	const value = config[name];
	const written = writtenIn(red, config)[name];
	const [, braced, variable = braced] = /^\$(?:\{(\S+)\}|\((\S+)\))$/.exec(String(written)) ?? [];
	return variable === undefined
		? { label, value }
		: { label, value: value === written ? '' : value, source: `the environment variable ${variable}` };
}

/**
 * What the editor stored, before Node-RED put values into it. A node of a subflow is there under the ID that it has in
 * it.
 */
function writtenIn(red: Red, { id, _alias: original }: NodeConfig): Record<string, unknown> {
	let found: NodeConfig | undefined;
	red.nodes.eachNode((node) => {
		if (node.id === (original ?? id)) found = node;
	});
	return found ?? {};
}
