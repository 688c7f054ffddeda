import type { Red } from '../lib/node-red';
import { registerOperationNode } from '../lib/operation-node';

/** Adds, lists and removes reactions. */
export = (red: Red): void => registerOperationNode(red, 'zoho-cliq-reaction');
