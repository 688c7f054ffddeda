import type { Red } from '../lib/node-red';
import { registerReply } from '../lib/reply-node';

/** Answers what came from a zoho-cliq-in node. */
export = (red: Red): void => registerReply(red);
