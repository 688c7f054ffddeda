import type { Red } from '../lib/node-red';
import { registerOperationNode } from '../lib/operation-node';

/** Sends messages to channels, bots, chats and users. */
export = (red: Red): void => registerOperationNode(red, 'zoho-cliq-send');
