import { Refusal, type Answer } from '../errors';
import { readComments } from '../form-checks';
import type { Author, Chat, StoredMessage } from '../model';
import { announce, chatOfPath, forbidden, inPath, nothing, notFound, type Behaviour, type Context } from './context';
import { checkMentions } from './mentions';
import { authorIn } from './posting';
import { botOfPath, channelOfPath, chatWithUser, subscriber } from './send';

export const sendToChannel: Behaviour = (context) => share(context, channelOfPath(context));
export const sendToChat: Behaviour = (context) => share(context, chatOfPath(context));
export const sendToUser: Behaviour = (context) => share(context, chatWithUser(context));

/** The bot hands the files to the user, or to the subscriber that `user_id` names. */
export const sendToBot: Behaviour = (context) => {
	const bot = botOfPath(context);
	const { user_id } = context.values.form;
	const person = user_id === undefined ? context.user : subscriber(context, 'user_id', user_id);
	return share(context, context.world.botChat(person, bot), { kind: 'bot', id: bot.id, name: bot.name });
};

/** Each file is a message of its own. */
function share(context: Context, chat: Chat, author = authorOf(context, chat)): Answer {
	const { form, files } = context.values;
	const comments = form.comments === undefined ? [] : readComments(form.comments, files.length);
	for (const comment of comments) checkMentions(context, comment);
	const shown = shownIn(context);
	files.forEach((file, index) => {
		const message = context.world.post(chat, {
			author,
			text: comments[index] ?? '',
			postedBy: context.user.id,
			time: context.now(),
			file,
			shown,
		});
		announce(context, 'message.posted', chat, message);
	});
	return nothing(context);
}

function authorOf(context: Context, chat: Chat): Author {
	return authorIn(context, chat, context.values.form.bot_unique_name);
}

function shownIn({ values }: Context): StoredMessage['shown'] {
	const { bot_name: name, bot_image: image } = values.form;
	if (image !== undefined && !/^https?:\/\/[^/]/.test(image))
		throw new Refusal(400, 'input_pattern_mismatch', 'bot_image must be an http or https address');
	return name === undefined && image === undefined ? undefined : { name, image };
}

export const download: Behaviour = (context) => {
	const id = inPath(context, 'FILE_ID');
	const found = context.world.files.get(id);
	if (!found || found.message.deleted) throw notFound(context, 'file_not_found', `There is no file "${id}"`);
	if (!found.chat.participants.has(context.user.id)) throw forbidden('The user is not in the chat of this file');
	const { name, type, size, open } = found.file;
	return {
		status: 200,
		headers: { 'content-type': type, 'content-disposition': disposition(name) },
		file: { size, open },
	};
};

/** @returns the header that tells a file's name: in ASCII for everybody, and as it is (RFC 6266). */
export function disposition(name: string): string {
	const ascii = name.replace(/[^\x20-\x7e]|["\\]/g, '_');
	const exact = encodeURIComponent(name).replace(
		/['()*]/g,
		(sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	return `attachment; filename="${ascii}"; filename*=UTF-8''${exact}`;
}
