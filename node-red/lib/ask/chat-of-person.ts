import { type CliqClient, type Patience, chatOfDirectMessage } from '../../../cliq';
import { toNodeError } from '../shared/node-errors';

/** In milliseconds: how long a look-up may hold up what can do without it. */
const LOOK_UP = 10_000;

/**
 * Looks up the chat of a message that was just sent to one person, for those who can do without it.
 *
 * @param complain is told why it is not known.
 */
export async function chatOfPerson(
	client: CliqClient,
	messageId: string,
	{ maxWait, ...patience }: Patience,
	complain: (reason: string) => void,
): Promise<string | undefined> {
	return await chatOfDirectMessage(client, messageId, { ...patience, maxWait: Math.min(maxWait, LOOK_UP) }).catch(
		(error: unknown) => {
			complain(toNodeError(error).message);
			return undefined;
		},
	);
}
