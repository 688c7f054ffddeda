import { registerInbound } from '../lib/inbound';
import { registerForwarderRoute } from '../lib/inbound-admin';
import type { Red } from '../lib/node-red';

/** Hears from Cliq: what people write to a bot, and what happens where it takes part. */
export = (red: Red): void => {
	registerInbound(red);
	registerForwarderRoute(red);
};
