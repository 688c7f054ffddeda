import { registerAsk } from '../lib/ask';
import type { Red } from '../lib/node-red';

/** Asks people in Cliq, and goes on with what they answer. */
export = (red: Red): void => registerAsk(red);
