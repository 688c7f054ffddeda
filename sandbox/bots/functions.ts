import { forbidden, inPath, nothing, notFound, type Behaviour, type Context } from '../behaviours/context';
import { tokenPage } from '../behaviours/lists';
import { json, type Answer } from '../errors';
import { checkScript, kept, params, refusal } from './scripts';
import { FUNCTION_HANDLERS, type CliqFunction, type FunctionHandlerType, type FunctionKind } from './types';

/** The API of functions and their handlers. Source: Zoho's OpenAPI file of the functions of the REST API v3. */

const MINIMAL = 'response = Map();\nreturn response;';

/** A person sees the functions that are the person's own. */
export const getFunctions: Behaviour = (context) => {
	const { world, user } = context;
	const own = world.functions.filter(({ owner }) => owner === user.id);
	const { page, next } = tokenPage(context, own, 20);
	const sync_token = Buffer.from(`4|${context.now()}|${own.at(-1)?.id ?? ''}`).toString('base64');
	return json(200, {
		url: '/api/v3/functions',
		...next,
		type: 'function',
		sync_token,
		data: page.map((one) => entry(context, one)),
	});
};

export const createFunction: Behaviour = (context) => {
	const { world, user, values, variants } = context;
	const {
		name,
		description,
		function_type: kind,
	} = values.body as { name: string; description: string; function_type: string };
	if (!isKind(kind))
		throw refusal(
			'invalid_inputs',
			`function_type is one of ${Object.keys(FUNCTION_HANDLERS).join(', ')}, not "${kind}"`,
		);
	if (world.function(user.id, name))
		throw refusal('function_name_already_exists', `There is a function "${name}" already`);
	const made = world.addFunction({ name, description, kind, owner: user.id });
	if (variants.newFunction === 'with-handler') made.handlers.set(FUNCTION_HANDLERS[kind][0], { script: MINIMAL });
	return answer(context, made);
};

export const deleteFunction: Behaviour = (context) => {
	context.world.removeFunction(functionOfPath(context));
	return nothing(context);
};

export const createHandler: Behaviour = (context) => {
	const own = functionOfPath(context);
	const { type, script } = context.values.body as { type: string; script: string };
	if (
		!Object.values(FUNCTION_HANDLERS)
			.flat()
			.some((known) => known === type)
	)
		throw refusal('invalid_inputs', `There is no type of handler "${type}"`);
	if (!fits(own, type))
		throw refusal('execution_handler_data_invalid', `A function of the type ${own.kind} has no ${type}`);
	// Seen live with bots.
	if (own.handlers.has(type)) throw refusal('execution_handler_already_exists', `The function has a ${type}`);
	if (own.webhook) throw refusal('execution_handler_data_invalid', 'A webhook function has no scripts');
	checkScript(type, script, 'execution_handler_create_failed', context.variants);
	own.handlers.set(type, { script: kept(script, context.variants) });
	return answer(context, own);
};

export const getHandler: Behaviour = (context) => {
	const own = functionOfPath(context);
	const type = handlerOfPath(context, own);
	return json(200, {
		url: urlOf(own, type),
		type,
		data: { script: own.handlers.get(type)!.script, return_type: 'MAP', params: params(type, context.variants) },
	});
};

export const updateHandler: Behaviour = (context) => {
	const own = functionOfPath(context);
	const type = handlerOfPath(context, own, context.variants.patchNeedsHandler);
	const given = context.values.body.script as string;
	checkScript(type, given, 'execution_handler_update_failed', context.variants);
	const script = kept(given, context.variants);
	own.handlers.set(type, { script });
	return json(200, {
		url: urlOf(own, type),
		type: 'execution_handler',
		data: { name: type, script, function_id: own.id },
	});
};

function functionOfPath(context: Context): CliqFunction {
	const id = context.values.path.FUNCTION_ID;
	const found = context.world.functions.find((one) => one.id === id);
	if (!found) throw notFound(context, 'function_not_found', `There is no function with the ID "${id}"`);
	if (found.owner !== context.user.id) throw forbidden('Only who made a function may manage it');
	return found;
}

function handlerOfPath(context: Context, own: CliqFunction, mustBeThere = true): FunctionHandlerType {
	const type = inPath(context, 'FUNCTION_HANDLER_TYPE');
	if (!fits(own, type) || (mustBeThere && !own.handlers.has(type)))
		throw refusal('execution_handler_not_found', `The function has no ${type}`);
	return type;
}

function isKind(text: string): text is FunctionKind {
	return Object.hasOwn(FUNCTION_HANDLERS, text);
}

function fits({ kind }: CliqFunction, type: string): type is FunctionHandlerType {
	return FUNCTION_HANDLERS[kind].some((one) => one === type);
}

function answer(context: Context, own: CliqFunction): Answer {
	return json(200, { url: '/api/v3/functions', type: 'function', data: entry(context, own) });
}

function entry(
	{ world }: Context,
	{ id, name, description, kind, owner, handlers, webhook }: CliqFunction,
): Record<string, unknown> {
	return {
		name,
		id,
		function_type: kind,
		handlers: [...handlers.keys()].map((type) => ({ type })),
		creator: { name: world.people.get(owner)?.name ?? '', id: owner },
		execution_type: webhook ? 'webhook' : 'deluge',
		...(webhook && { execution_url: webhook.url }),
		status: 'enabled',
		type: 'custom',
		description,
		scope: 'personal',
	};
}

function urlOf({ id }: CliqFunction, type: string): string {
	return `/api/v3/functions/${id}/handlers/${type}`;
}
