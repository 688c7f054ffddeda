import { checkNumber, openAccount } from './account';
import { openNode, saveNode } from './dialog';
import { addNode, checkParameters, labelOf } from './node';

/** What the definitions in the html files call; those stay literals, so that the Flow Library can read them. */
Object.assign(window, { ZohoCliq: { addNode, checkNumber, checkParameters, labelOf, openAccount, openNode, saveNode } });
