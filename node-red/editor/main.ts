import { checkNumber, openAccount } from './account';
import { addAsk, checkAnswer, openAsk, saveAsk } from './ask';
import { openNode, saveNode } from './dialog';
import { addInbound, checkPath, openInbound, saveInbound } from './inbound';
import { addNode, checkParameters, labelOf } from './node';

/** What the definitions in the html files call; those stay literals, so that the Flow Library can read them. */
Object.assign(window, { ZohoCliq: { addAsk, addInbound, addNode, checkAnswer, checkNumber, checkParameters, checkPath, labelOf, openAccount, openAsk, openInbound, openNode, saveAsk, saveInbound, saveNode } });
