import { checkNumber, labelOfAccount, openAccount } from './account';
import { addAsk, checkAnswer, openAsk, saveAsk } from './ask';
import { openNode, saveNode } from './dialog';
import { addInbound, checkPath, labelOfInbound, openInbound, saveInbound } from './inbound';
import { addNode, checkParameters, labelOf } from './node';

/** What the definitions in the html files call; those stay literals, so that the Flow Library can read them. */
Object.assign(window, {
	ZohoCliq: {
		addAsk,
		addInbound,
		addNode,
		checkAnswer,
		checkNumber,
		checkParameters,
		checkPath,
		labelOf,
		labelOfAccount,
		labelOfInbound,
		openAccount,
		openAsk,
		openInbound,
		openNode,
		saveAsk,
		saveInbound,
		saveNode,
	},
});

/**
 * Node-RED calls `onadd` only for what lands on the tab that is shown, while an example brings a tab of its own. What
 * was loaded with the flows is left as it is.
 */
RED.events.on('nodes:add', (node: any) => {
	if (!node.changed) return;
	if (node.type === 'zoho-cliq-ask') addAsk(node);
	if (node.type === 'zoho-cliq-in') addInbound(node);
});
