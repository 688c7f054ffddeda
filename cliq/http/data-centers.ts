import { isSafeAddress, parseUrl } from '../util/addresses';
import { CliqError } from '../errors';

export interface DataCenter {
	id: string;
	label: string;
	/** The accounts server: consent and tokens. */
	accounts: string;
	/** Cliq itself. */
	cliq: string;
}

/** The nine that Zoho documents for Cliq. An account lives in exactly one, and a token works only there. */
export const dataCenters: readonly DataCenter[] = [
	{
		id: 'au',
		label: 'Australia (zoho.com.au)',
		accounts: 'https://accounts.zoho.com.au',
		cliq: 'https://cliq.zoho.com.au',
	},
	{
		id: 'ca',
		label: 'Canada (zohocloud.ca)',
		accounts: 'https://accounts.zohocloud.ca',
		cliq: 'https://cliq.zohocloud.ca',
	},
	{
		id: 'cn',
		label: 'China (zoho.com.cn)',
		accounts: 'https://accounts.zoho.com.cn',
		cliq: 'https://cliq.zoho.com.cn',
	},
	{ id: 'eu', label: 'Europe (zoho.eu)', accounts: 'https://accounts.zoho.eu', cliq: 'https://cliq.zoho.eu' },
	{ id: 'in', label: 'India (zoho.in)', accounts: 'https://accounts.zoho.in', cliq: 'https://cliq.zoho.in' },
	{ id: 'jp', label: 'Japan (zoho.jp)', accounts: 'https://accounts.zoho.jp', cliq: 'https://cliq.zoho.jp' },
	{ id: 'sa', label: 'Saudi Arabia (zoho.sa)', accounts: 'https://accounts.zoho.sa', cliq: 'https://cliq.zoho.sa' },
	{ id: 'uk', label: 'United Kingdom (zoho.uk)', accounts: 'https://accounts.zoho.uk', cliq: 'https://cliq.zoho.uk' },
	{
		id: 'us',
		label: 'United States (zoho.com)',
		accounts: 'https://accounts.zoho.com',
		cliq: 'https://cliq.zoho.com',
	},
];

/** Where an account is. */
export interface Location {
	/** `id` of a data centre, or `custom`. */
	dataCenter: string;
	/** Cliq itself, e.g. `https://cliq.zoho.ae`; for `custom` only. */
	baseUrl?: string | undefined;
	/** The accounts server, e.g. `https://accounts.zoho.ae`; for `custom` only. */
	accountsUrl?: string;
	/** Unique name or ID of an external network, if the account is to work in one. */
	network?: string | undefined;
}

/**
 * @returns the address below which `/api/v2` starts, without a slash at its end.
 * @throws CliqError `invalidInput` if the data centre is unknown, or an address is missing, malformed or without
 *   encryption.
 */
export function cliqRoot(location: Location): string {
	const base = address(location, 'cliq', location.baseUrl, 'Cliq server');
	const network = location.network?.trim();
	if (!network) return base;
	if (!/^[\w-]+$/.test(network)) {
		throw new CliqError('invalidInput', `"${network}" is not the name of a network`, {
			hint: 'Give the unique name or ID of the network, as it stands after /network/ in its address.',
		});
	}
	return `${base}/network/${network}`;
}

/**
 * @returns the address below which `/oauth/v2` starts, without a slash at its end.
 * @throws CliqError `invalidInput`, as `cliqRoot` does.
 */
export function accountsRoot(location: Location): string {
	return address(location, 'accounts', location.accountsUrl, 'Accounts server');
}

function address(location: Location, kind: 'cliq' | 'accounts', custom: string | undefined, label: string): string {
	if (location.dataCenter !== 'custom') {
		const known = dataCenters.find(({ id }) => id === location.dataCenter);
		if (known) return known[kind];
		throw new CliqError('invalidInput', `Unknown data center "${location.dataCenter}"`, {
			hint: `Choose one of ${dataCenters.map(({ id }) => id).join(', ')}, or a custom address.`,
		});
	}
	const text = (custom ?? '').trim();
	const example = kind === 'cliq' ? 'https://cliq.zoho.ae' : 'https://accounts.zoho.ae';
	const parsed = parseUrl(text);
	if (!parsed) {
		throw new CliqError('invalidInput', `The ${label} is not an address`, {
			hint: `Give a whole address, e.g. ${example}.`,
		});
	}
	const { origin, pathname, search, hash, username, password } = parsed;
	if (search || hash || username || password) {
		throw new CliqError('invalidInput', `The ${label} holds more than an address`, {
			hint: `Leave out "?", "#" and "@" and what goes with them, e.g. ${example}.`,
		});
	}
	if (!isSafeAddress(text)) {
		throw new CliqError('invalidInput', `The ${label} must start with https://`, {
			hint: 'Tokens travel to this address. Plain http:// is for a sandbox on this machine only: localhost, 127.0.0.1 or [::1].',
		});
	}
	return origin + pathname.replace(/\/+$/, '');
}
