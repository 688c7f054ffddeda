import type { Operation, Parameter } from '../../../cliq/catalogue';
import type { Values } from '../../../cliq/parameters/values';

/** A value of each type that every operation takes. */
const good: Partial<Record<Parameter['type'], unknown>> = {
	boolean: true,
	bot: 'helper',
	botId: 'b-53719000001878011',
	functionId: '53719000002124011',
	handler: 'message_handler',
	channel: 'general',
	channelId: 'O4000000040005',
	chat: 'CT_12_34',
	emails: ['ann@example.com', 'bob@example.com'],
	ids: ['5371900000111', '5371900000222'],
	message: '1599387839188_229293271789',
	user: 'ann@example.com',
	text: 'Hi',
	emoji: '👍',
	file: '1709_2029',
	files: [{ name: 'a.txt', size: 1, open: () => [] }],
	localTime: '2026-11-23T09:00',
	string: 'Europe/Berlin',
};

/**
 * @param own values by type, in place of the usual ones: a chat that is there.
 * @returns a value for each parameter that is required; `all`: for the others too.
 */
export function goodValues({ parameters }: Pick<Operation, 'parameters'>, own: object = {}, all = false): Values {
	const wanted = parameters.filter(({ required, in: place }) => required || (all && place !== 'compose'));
	return Object.fromEntries(
		wanted.map((parameter, index) => [parameter.name, goodValue(parameter, { ...good, ...own }, index)]),
	);
}

function goodValue(
	{ type, choices, nested, maximum, minimum = 1 }: Parameter,
	own: typeof good,
	index: number,
): unknown {
	if (nested) {
		const entries = Array.from({ length: Math.min(nested.most, 2) }, () =>
			goodValues({ parameters: nested.fields }, own, true),
		);
		return nested.most === 1 ? entries[0] : entries;
	}
	if (type === 'choice') return choices!.at(-1)!.value;
	if (type === 'count') return maximum ?? minimum;
	// Each time is later than the one before.
	if (type === 'time') return Date.UTC(2026, 11, 1, 9) + index * 60_000;
	return own[type];
}
