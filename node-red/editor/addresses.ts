import { catalogue } from './catalogue.js';

/** Where an account is, as its dialog or its node has it. */
export interface Place {
	dataCenter?: string;
	/** For `custom` only. */
	baseUrl?: string;
}

/** @returns the address of Cliq; nothing where it is not known yet. */
export function cliqAddress({ dataCenter, baseUrl = '' }: Place): string | undefined {
	const center = catalogue.dataCenters.find(({ id }) => id === dataCenter);
	return (
		center?.cliq ??
		(/^https?:\/\/./i.test(baseUrl.trim()) && URL.canParse(baseUrl)
			? baseUrl.trim().replace(/\/+$/, '')
			: undefined)
	);
}

/** @returns the address of Zoho's API console, or of a sandbox's; nothing where it is not known. */
export function consoleAddress(place: Place): string | undefined {
	const center = catalogue.dataCenters.find(({ id }) => id === place.dataCenter);
	const custom = cliqAddress(place);
	return (
		center?.console ??
		(custom && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(custom).hostname)
			? `${custom}/console`
			: undefined)
	);
}

/** Puts a link into the element, after a space, or nothing where there is no address. */
export function drawLink(element: string, address: string | undefined): void {
	const place = $(element).empty();
	if (address !== undefined)
		place.append(
			' ',
			$('<a target="_blank" rel="noreferrer noopener">')
				.attr('href', address)
				.text(address.replace(/^https?:\/\//, '')),
		);
}
