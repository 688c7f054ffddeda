import { registerAsk } from '../lib/ask/ask-node';
import type { Red } from '../lib/shared/node-red';

/** Asks people in Cliq, and goes on with what they answer. */
export = (red: Red): void => registerAsk(red);
