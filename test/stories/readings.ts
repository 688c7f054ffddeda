import type { Variants } from '../../sandbox';

/**
 * What the sources leave open about scripts and what they are told; each plays one reading beside what the sandbox
 * plays anyway.
 */
export const readings: Record<string, Partial<Variants>> = {
	'as the sandbox plays it': {},
	'buttons with arguments alone': { buttonKey: 'refused', buttonArguments: 'taken' },
	'answers as maps': { responseText: 'map' },
	'form values that are not TEXT': { formValues: 'other' },
	'FILE objects that no map may hold': { fileObjects: 'fails' },
	'FILE objects that print as texts': { fileObjects: 'text' },
	'scripts that are set anew when saved': { respacedScripts: true },
	'a clock ahead of UTC': { timeOffset: 330 },
	'a clock behind UTC': { timeOffset: -480 },
	'handlers with few variables': { handlerVariables: 'few' },
	'a PATCH that creates': { patchNeedsHandler: false },
	'buttons of bots that name whose function they run': { functionOwner: 'for-bots' },
	'buttons that all do': { functionOwner: 'required' },
	'maps printed without escapes': { mapText: 'unescaped' },
	'maps printed as {k=v}': { mapText: 'equals' },
	'bodies printed as {k=v}': { mapBody: 'equals' },
	'bodies in parts that are called JSON': { mapBody: 'multipart' },
	'mention handlers that begin small': { mentionCreate: 'minimal-only' },
	'functions that come with a handler': { newFunction: 'with-handler' },
	'default handlers that stay': { defaultHandlers: 'kept' },
	'presses that do not tell the message': { pressedMessageId: false },
	'null as a word': { nullInText: 'null' },
};

/** All of them at once, of those that exclude each other one. */
export const all: Partial<Variants> = Object.assign({}, ...Object.values(readings), {
	fileObjects: 'fails',
	timeOffset: 330,
	mapBody: 'equals',
});
