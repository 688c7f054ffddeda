import type { Red } from '../lib/shared/node-red';
import { registerOperationNode } from '../lib/operation/operation-node';

/** Sends messages to channels, bots, chats and users. */
export = (red: Red): void => registerOperationNode(red, 'zoho-cliq-send');
