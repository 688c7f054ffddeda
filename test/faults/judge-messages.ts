import type { Receipt } from '../../cliq/catalogue/answers';
import type { Control } from '../../sandbox';
import type { MessageView } from '../../sandbox/views';
import { CHANNELS, groupBy, kindOf, name, type Played, type PlayedCall } from './play';

/** These say that the message may be there or not. */
const UNCERTAIN = ['outcomeUnknown', 'cancelled'];

/** Each message is stored exactly once or reported, and in order. */
export function judgeMessages(played: Played, control: Control): string[] {
	const broken: string[] = [];
	const owner = control.state().owner;
	const posts = played.calls.filter(({ operation }) => operation.returns.shape === 'receipt');
	const chats = groupBy(posts, (call) => chatOf(played, call, control));
	for (const [chat, calls] of chats) {
		const stored = (chat === undefined ? [] : control.messages(chat)).filter(({ postedBy }) => postedBy === owner);
		for (const [text, same] of groupBy(calls, textOf))
			broken.push(
				...judgeCopies(
					same,
					stored.filter((message) => original(message) === text),
				),
			);
		broken.push(...judgeOrder(calls, stored));
	}
	return broken;
}

/** @param stored what the chat holds of the text that all these calls were to post there. */
function judgeCopies(calls: PlayedCall[], stored: MessageView[]): string[] {
	const broken: string[] = [];
	const sent = calls.filter((call) => kindOf(call) === undefined);
	const uncertain = calls.filter(
		(call) => UNCERTAIN.includes(kindOf(call)!) && call.fate !== 'notSent' && call.fate !== 'kept',
	);
	const all = calls.map(name).join(', ');
	if (stored.length < sent.length)
		broken.push(`Lost: ${stored.length} of ${sent.length} copies are stored of ${all}`);
	if (stored.length > sent.length + uncertain.length)
		broken.push(`Doubled, or failed and stored: ${stored.length} copies are stored of ${all}`);
	const ids = sent
		.map(({ answer }) => (answer as Receipt).messageId?.replace(' ', '_'))
		.filter((id) => id !== undefined);
	if (new Set(ids).size < ids.length) broken.push(`One message was taken for two: ${all}`);
	for (const id of ids)
		if (!stored.some((message) => message.id === id)) broken.push(`${id}, told to one of ${all}, is not there`);
	return broken;
}

/** Of a lane and a place: what nobody else said, so that it can be told apart. */
function judgeOrder(calls: PlayedCall[], stored: MessageView[]): string[] {
	const own = calls.filter(({ plan }) => plan.text.startsWith('own'));
	const lanes = groupBy(own, ({ execution, operation }) => `${execution} ${operation.id}`);
	return [...lanes.values()].flatMap((lane) => {
		const wanted = lane.sort((one, other) => one.index - other.index).map(textOf);
		const seen = stored.map(original).filter((text) => wanted.includes(text));
		const expected = wanted.filter((text) => seen.includes(text));
		return seen.join() === expected.join() ? [] : [`Out of order: ${seen.join()}`];
	});
}

/** @returns the chat that the message goes to, as the sandbox names it; `undefined` if there is none yet. */
function chatOf({ chatIds, users }: Played, { plan, values }: PlayedCall, control: Control): string | undefined {
	switch (plan.kind) {
		case 'user':
			return `@${users[plan.which]}`;
		case 'bot': {
			const { bots, chats } = control.state();
			const bot = bots.find(({ uniqueName }) => uniqueName === values.bot)!;
			return chats.find(({ kind, title, joined }) => kind === 'bot' && joined && title === bot.name)?.id;
		}
		case 'chat':
			return chatIds[plan.which];
		default:
			return values.channel === CHANNELS[0] ? chatIds[0] : `#${values.channel}`;
	}
}

function textOf({ values }: PlayedCall): string {
	return String(values.text).trim();
}

function original({ text, edits }: MessageView): string {
	return (edits[0]?.text ?? text).trim();
}
