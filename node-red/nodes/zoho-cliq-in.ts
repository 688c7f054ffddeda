import { registerInbound } from '../lib/in/in-node';
import { registerForwarderRoute } from '../lib/in/editor-requests';
import type { Red } from '../lib/shared/node-red';

/** Hears from Cliq: what people write to a bot, and what happens where it takes part. */
export = (red: Red): void => {
	registerInbound(red);
	registerForwarderRoute(red);
};
