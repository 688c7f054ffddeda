import type { Events } from './events';
import { keyOf } from './model';
import type { World } from './world';

/** Posts the scheduled messages whose time has come, each with the time it was meant for. */
export function deliverDue(world: World, events: Events, now: number): void {
	const due = world.scheduled.filter((waiting) => waiting.time <= now).sort((one, other) => one.time - other.time);
	if (due.length === 0) return;
	world.scheduled = world.scheduled.filter((waiting) => waiting.time > now);
	for (const { chat, author, text, time } of due) {
		const message = world.post(chat, { author, text, time });
		events.emit({ type: 'message.posted', chat: chat.id, message: keyOf(message) });
	}
}
