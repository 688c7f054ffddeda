import type { Button, Content } from './model';

/** Which button: one below the message, one of a slide (both counted from 0), one in the card, or one in the text. */
export interface Which {
	button?: number;
	slide?: number;
	/** The button is in the card itself. */
	card?: boolean;
	/** Name of an instant button. */
	reference?: string;
}

/** What pressing a button would do. The sandbox tells it, and does nothing. */
export interface Press {
	label: string;
	/** A sentence, e.g. `Opens https://example.com`. */
	does: string;
	/** What Cliq asks first. */
	confirm?: Record<string, string>;
	key?: string;
	action: string;
	data: Record<string, string>;
	/** What a function is given. */
	arguments?: Record<string, unknown>;
}

/** @throws Error if the message has no such button */
export function press(content: Content, which: Which): Press {
	const button = find(content, which);
	if (!button) throw new Error('This message has no such button');
	const { label, key, action } = button;
	return {
		label,
		does: sentence(button),
		...(action.confirm && { confirm: action.confirm }),
		...(key !== undefined && { key }),
		action: action.type,
		data: action.data,
		...(button.arguments && { arguments: button.arguments }),
	};
}

function find({ buttons, slides, card, references }: Content, which: Which): Button | undefined {
	if (which.reference !== undefined) return references && Object.hasOwn(references, which.reference) ? references[which.reference].object : undefined;
	const row = which.slide !== undefined ? slides?.[which.slide]?.buttons : which.card ? card?.buttons : buttons;
	return row?.[which.button ?? 0];
}

const systemActions: Record<string, string> = {
	audiocall: 'Calls the user',
	videocall: 'Starts a video call with the user',
	startchat: 'Starts a chat with the user',
	invite: 'Invites the user',
	joinchannel: 'Joins the channel',
};

function sentence({ action: { type, data }, arguments: given }: Button): string {
	switch (type) {
		case 'open.url':
			return `Opens ${data.web}`;
		case 'preview.url':
			return `Shows ${data.url ?? data.web} within Cliq`;
		case 'copy':
			return `Copies "${data.text}"`;
		case 'invoke.function':
			return `Runs the function "${data.name}"${data.owner ? ` of ${data.owner}` : ''}${given ? ` with ${JSON.stringify(given)}` : ''}`;
		default: {
			const [name, id] = data.api.split('/');
			return id === undefined ? 'Asks for the location' : `${systemActions[name]} ${id}`;
		}
	}
}
