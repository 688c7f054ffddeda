import type { Red } from '../lib/shared/node-red';
import { registerOperationNode } from '../lib/operation/operation-node';

/** Gets, lists, edits and deletes messages, and does what else the catalogue has for them. */
export = (red: Red): void => registerOperationNode(red, 'zoho-cliq-message');
