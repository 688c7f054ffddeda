import type { Red } from '../lib/shared/node-red';
import { registerReply } from '../lib/in/reply-node';

/** Answers what came from a zoho-cliq-in node. */
export = (red: Red): void => registerReply(red);
