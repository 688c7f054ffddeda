import type { Red } from '../lib/shared/node-red';
import { registerOperationNode } from '../lib/operation/operation-node';

/** Sends files, and downloads those that were sent. */
export = (red: Red): void => registerOperationNode(red, 'zoho-cliq-file');
