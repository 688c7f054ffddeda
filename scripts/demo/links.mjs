/** @returns {string[]} where the links of a text lead, as Cliq's formatting has them: `[Label](address)` */
export function linksIn(text) {
	return [...text.matchAll(/\]\((https?:[^()\s]+)\)/g)].map(([, address]) => address);
}
