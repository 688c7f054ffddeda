import { randomUUID } from 'node:crypto';
import { json, Refusal } from '../errors';
import { readLocalTime } from '../local-time';
import type { Chat, Scheduled } from '../model';
import { chatOfPath, type Behaviour, type Context } from './context';
import { checkMentions } from './mentions';
import { asAuthor } from './posting';

/** Source: the older official OpenAPI files. */
export const schedule: Behaviour = (context) => {
	const chat = chatOfPath(context);
	const {
		text,
		schedule_time: localTime,
		schedule_timezone: zone,
	} = context.values.body as { text: string; schedule_time: string; schedule_timezone: string };
	const time = readLocalTime(localTime, zone);
	if (time === null)
		throw new Refusal(400, 'input_pattern_mismatch', `There is no ${localTime} in the time zone "${zone}"`);
	if (time <= context.now()) throw new Refusal(400, 'invalid_parameters', 'schedule_time lies in the past');
	checkMentions(context, text);
	const waiting: Scheduled = {
		id: randomUUID(),
		chat,
		author: asAuthor(context.user),
		text,
		time,
		localTime,
		zone,
		created: context.now(),
	};
	context.world.scheduled.push(waiting);
	return json(200, answer(context, chat, waiting));
};

/** As the older file shows it, numbers without a name included. */
function answer(
	{ user }: Context,
	chat: Chat,
	{ id, text, time, localTime, zone, created }: Scheduled,
): Record<string, unknown> {
	const name = chat.channel ? `#${chat.channel.name}` : chat.title;
	return {
		time_string: localTime,
		creator: user.id,
		message: {
			ctype: 8,
			channelData: { dn: name, cn: name },
			mtype: 12,
			msg: text,
			dname: user.name,
			temp_info: { api: true, bm: 1 },
			sender: user.id,
			language_detection_version: 4,
			detected_language: 'en',
			includesenderinunread: true,
			chid: chat.id,
			meta: { revision: 2 },
			sync_message: false,
		},
		created_time: created,
		timezone: zone,
		time,
		id,
	};
}
