import type { Red } from '../lib/shared/node-red';
import { registerOperationNode } from '../lib/operation/operation-node';

/** Adds, lists and removes reactions. */
export = (red: Red): void => registerOperationNode(red, 'zoho-cliq-reaction');
