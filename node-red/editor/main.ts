import { checkNumber, openAccount } from './account';
import { openNode, saveNode } from './dialog';
import { addInbound, checkPath, openInbound, saveInbound } from './inbound';
import { addNode, checkParameters, labelOf } from './node';

/** What the definitions in the html files call; those stay literals, so that the Flow Library can read them. */
Object.assign(window, { ZohoCliq: { addInbound, addNode, checkNumber, checkParameters, checkPath, labelOf, openAccount, openInbound, openNode, saveInbound, saveNode } });
