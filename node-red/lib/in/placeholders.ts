import { Placeholder, editing, within } from '../../../cliq';
import { clientOf, refuseUnserved, type AccountNode, type AccountSettings } from '../account/account';
import { noteSaid } from './seen-events';
import type { FlowEvent } from './event-message';
import type { Node, Red } from '../shared/node-red';
import { sleep } from '../account/connect';

/** In milliseconds: a flow that has not replied by then never will. */
const LONGEST = 60 * 60_000;

/** In seconds, of calls that stand between a person and the reply. */
const TIMEOUT = 10;

/** In milliseconds: how long a node that ends waits until its placeholders are gone. */
const CLOSING = 3_000;

interface Open {
	placeholder: Placeholder;
	/** The account that shows it. */
	account: AccountSettings;
	/** `id` of the node that received the event. */
	owner: string;
	timer: NodeJS.Timeout;
}

/** What flows of this process have not replied to yet, by deliveries. */
const open = new Map<string, Open>();

/**
 * Says that a reply is being worked on, until one comes.
 *
 * @param text what is said; empty for nothing.
 * @param account `id` of a config node.
 */
export function sayWorking(
	red: Red,
	node: Node,
	{ text, account }: { text?: string | undefined; account?: string | undefined },
	event: FlowEvent,
): void {
	const settings = account ? (red.nodes.getNode(account) as AccountNode | null | undefined)?.settings : undefined;
	if (!text?.trim() || !settings) return;
	const placeholder = new Placeholder(
		event,
		{ text: text.trim() },
		{
			client: () => {
				refuseUnserved(settings, editing);
				return clientOf({ ...settings, timeout: TIMEOUT });
			},
			sleep,
			lane: node.id,
			onSaid: (said) => noteSaid(event.chat?.id, said),
			warn: (what) => node.warn(what),
		},
	);
	const timer = setTimeout(() => void takePlaceholder(event.delivery)?.placeholder.withdraw(), LONGEST).unref();
	open.set(event.delivery, { placeholder, account: settings, owner: node.id, timer });
}

/** @returns what the first reply to a delivery takes the place of, if there is anything. */
export function takePlaceholder(delivery: string): Pick<Open, 'placeholder' | 'account'> | undefined {
	const found = open.get(delivery);
	clearTimeout(found?.timer);
	open.delete(delivery);
	return found;
}

/** The node ends: nothing that it says stays, and replies that are still to come are messages of their own. */
export async function withdrawPlaceholders(owner: string): Promise<void> {
	const own = [...open]
		.filter(([, { owner: id }]) => id === owner)
		.map(([delivery]) => takePlaceholder(delivery)!.placeholder.withdraw());
	if (own.length > 0) await within(Promise.all(own), CLOSING, { sleep });
}
