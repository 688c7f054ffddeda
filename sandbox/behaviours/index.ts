import * as functions from '../bots/functions';
import * as handlers from '../bots/handlers';
import type { Behaviour } from './context';
import * as directory from './directory';
import * as files from './files';
import * as messages from './messages';
import * as reactions from './reactions';
import { schedule } from './schedule';
import * as send from './send';

/** What the sandbox plays by hand, by operation of the catalogue. `records.ts` plays what is missing here. */
export const behaviours: Readonly<Record<string, Behaviour>> = {
	'message.send.channel': send.sendToChannel,
	'message.send.channelId': send.sendToChannelId,
	'message.send.bot': send.sendToBot,
	'message.send.chat': send.sendToChat,
	'message.send.user': send.sendToUser,
	'message.schedule': schedule,
	'message.get': messages.getMessage,
	'message.getMany': messages.getMessages,
	'message.edit': messages.editMessage,
	'message.delete': messages.deleteMessage,
	'reaction.add': reactions.addReaction,
	'reaction.getMany': reactions.getReactions,
	'reaction.remove': reactions.removeReaction,
	'file.send.channel': files.sendToChannel,
	'file.send.bot': files.sendToBot,
	'file.send.chat': files.sendToChat,
	'file.send.user': files.sendToUser,
	'file.download': files.download,
	'channel.get': directory.getChannel,
	'channel.get.channelId': directory.getChannelById,
	'channel.getMany': directory.getChannels,
	'chat.getMany': directory.getChats,
	'user.getMany': directory.getUsers,
	'user.getOwn': directory.getOwnUser,
	'bot.getMany': directory.getBots,
	'thread.getMany': directory.getThreads,
	'handler.get': handlers.getHandler,
	'handler.create': handlers.createHandler,
	'handler.update': handlers.updateHandler,
	'handler.delete': handlers.deleteHandler,
	'function.getMany': functions.getFunctions,
	'function.create': functions.createFunction,
	'function.delete': functions.deleteFunction,
	'functionHandler.get': functions.getHandler,
	'functionHandler.create': functions.createHandler,
	'functionHandler.update': functions.updateHandler,
};
