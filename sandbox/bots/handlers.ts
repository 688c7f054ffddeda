import { json, Refusal, type Answer } from '../errors';
import type { Bot } from '../model';
import { forbidden, inPath, nothing, notFound, type Behaviour, type Context } from '../behaviours/context';
import { checkScript, kept, params, refusal } from './scripts';
import { HANDLER_TYPES, type HandlerType } from './types';

/** The API of a bot's handlers. Source: the pages of the REST API v3, and records of live calls. */

export const createHandler: Behaviour = (context) => {
	const bot = botOfPath(context);
	const { type, script } = context.values.body as { type: string; script?: string };
	if (!isHandlerType(type)) throw refusal('execution_handler_data_invalid', `There is no type of handler "${type}"`);
	if (bot.handlers.has(type)) throw refusal('execution_handler_already_exists', `The bot has a ${type}`);
	if (script === undefined || bot.webhook)
		throw refusal(
			'execution_handler_data_required',
			bot.webhook ? 'A webhook bot has no scripts' : 'A script is required',
		);
	// The catalogue's operation gives none.
	if (type === 'menu_handler') throw refusal('execution_handler_data_required', 'An entry of the menu needs a name');
	// Seen live; a minimal script is taken, and can be changed then.
	if (type === 'mention_handler' && context.variants.mentionCreate === 'minimal-only' && !isMinimal(script))
		throw refusal('operation_failed', 'The mention handler was created with more than a minimal script');
	checkScript(type, script, 'execution_handler_create_failed', context.variants);
	const own = { script: kept(script, context.variants) };
	bot.handlers.set(type, own);
	context.events.emit({ type: 'settings' });
	return answer(bot, { ...own, return_type: 'MAP', params: params(type, context.variants) });
};

export const getHandler: Behaviour = (context) => {
	const bot = botOfPath(context);
	const type = handlerOfPath(context, bot);
	return answer(
		bot,
		{
			script: bot.handlers.get(type)!.script,
			handler_id: idOf(bot, type),
			name: type,
			type,
			return_type: 'MAP',
			params: params(type, context.variants),
		},
		type,
	);
};

export const updateHandler: Behaviour = (context) => {
	const bot = botOfPath(context);
	const type = handlerOfPath(context, bot, context.variants.patchNeedsHandler);
	const script = context.values.body.script as string;
	checkScript(type, script, 'execution_handler_update_failed', context.variants);
	bot.handlers.set(type, { script: kept(script, context.variants) });
	return answer(bot, { id: idOf(bot, type) }, type);
};

export const deleteHandler: Behaviour = (context) => {
	const bot = botOfPath(context);
	const type = handlerOfPath(context, bot);
	if (context.variants.defaultHandlers === 'kept' && (type === 'message_handler' || type === 'welcome_handler'))
		throw refusal('default_handler_delete_not_allowed', 'A default handler cannot be deleted');
	bot.handlers.delete(type);
	context.events.emit({ type: 'settings' });
	return nothing(context);
};

/** Bots are managed by their ID; the unique name leads nowhere. */
function botOfPath(context: Context): Bot {
	const id = inPath(context, 'BOT_ID');
	if (!id.startsWith('b-'))
		throw new Refusal(404, 'request_url_invalid', `A bot is managed by its ID (b-…), not by "${id}"`, {
			alwaysCode: true,
		});
	const bot = context.world.bots.find((one) => one.id === id);
	if (!bot) throw notFound(context, 'bot_not_found', `There is no bot "${id}"`);
	if (bot.creator !== context.user.id) throw forbidden('Only who made a bot may manage its handlers');
	return bot;
}

function handlerOfPath(context: Context, bot: Bot, mustBeThere = true): HandlerType {
	const type = inPath(context, 'HANDLER_TYPE');
	if (!isHandlerType(type) || (mustBeThere && !bot.handlers.has(type)))
		throw refusal('execution_handler_not_found', `The bot has no ${type}`);
	return type;
}

function isMinimal(script: string): boolean {
	return /^\s*(\w+)\s*=\s*(?:Map\(\)|\{\s*\})\s*;\s*return\s+\1\s*;\s*$/.test(script);
}

export function isHandlerType(type: string): type is HandlerType {
	return (HANDLER_TYPES as readonly string[]).includes(type);
}

function idOf(bot: Bot, type: HandlerType): string {
	return `5371900000${2_000_000 + bot.number * 100 + HANDLER_TYPES.indexOf(type)}`;
}

function answer(bot: Bot, data: Record<string, unknown>, type?: HandlerType): Answer {
	return json(200, {
		url: `/api/v3/bots/${bot.id}/handlers${type ? `/${type}` : ''}`,
		type: 'execution_handler',
		data,
	});
}
