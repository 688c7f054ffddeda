import { CliqError, type EventKind } from '../../cliq';
import { kindsOf, labelOf } from './eventSources';
import type { ScriptVerdict } from './judgeScript';

type Refused = Exclude<ScriptVerdict, 'same' | 'free'>;

const NOTHING = 'Nothing was changed. ';
const BY_HAND = 'choose "Paste Script Myself" as "Set Up"';

const hints: Record<Refused, string> = {
	foreign: `${NOTHING}Either remove that script in Cliq (Bots & Tools > Bots > Edit Handlers) and try again, or ${BY_HAND} and add the forwarding to it.`,
	otherForwarder: `${NOTHING}Unpublish (deactivate) that workflow or choose another bot; or turn on "Replace Other Forwarders" below "Options", and the other one no longer receives events.`,
	production: `${NOTHING}Unpublish (deactivate) the workflow before you listen for a test event; or let it run, cause the event in Cliq, and look at Executions.`,
};

/** Why a handler is left as it is. */
export function refusal(verdict: Refused, bot: string, handler: string): CliqError {
	const words = wordsOf(handler);
	const messages = {
		foreign: `The ${words} of the bot "${bot}" holds a script that this node did not write`,
		otherForwarder: `The ${words} of the bot "${bot}" already forwards to another workflow or node`,
		production: `The ${words} of the bot "${bot}" forwards to this workflow in production, and a test would take its events away`,
	};
	return new CliqError('refused', messages[verdict], { hint: hints[verdict] });
}

/** What helps a person. */
export interface WantedEvents {
	/** Unique name. */
	bot: string;
	chosen: EventKind[];
}

/** What Cliq says about one call helps nobody who wants to receive events. */
export function inWords(error: CliqError, { bot, chosen }: WantedEvents, handler: string): CliqError {
	const { kind, details } = error;
	const events = kindsOf(handler)
		.filter((event) => chosen.includes(event))
		.map(labelOf)
		.join(', ');
	if (details.cliqCode === 'execution_handler_data_required') return ofWebhookBot(bot, details);
	switch (details.cliqCode === 'bot_permission_denied' ? 'forbidden' : kind) {
		case 'forbidden':
			return new CliqError(kind, `This account may not change the bot "${bot}"`, {
				...details,
				hint: `${NOTHING}Only who made a bot may, as a rule: choose a bot of this account, connect the account of its maker, or ${BY_HAND} and let the maker paste it.`,
			});
		case 'refused':
			return new CliqError(
				kind,
				`Cliq does not take a script for the ${wordsOf(handler)} of the bot "${bot}"${details.said ? `: ${details.said}` : ''}`,
				{
					...details,
					hint: `${NOTHING}The plan of the organization or the settings of the bot may not allow this handler: leave out its events (${events}), choose another bot, or ${BY_HAND}.`,
				},
			);
		default:
			return error;
	}
}

/** Its execution type is webhook. */
export function ofWebhookBot(bot: string, details: CliqError['details'] = {}): CliqError {
	return new CliqError('refused', `The bot "${bot}" is a webhook bot, which has no scripts`, {
		...details,
		parameter: 'bot',
		hint: `${NOTHING}Choose "Webhook Extension" as "Set Up" and give the bot the Production URL of this node as its execution URL; or choose a bot that runs Deluge.`,
	});
}

/** The same, where what was changed could not be taken back: it says so. @param left handlers, in words */
export function withLeft({ kind, message, details }: CliqError, left: string[]): CliqError {
	const rest = `What was changed could not be taken back everywhere: look at the ${left.join(' and the ')} of the bot in Cliq.`;
	return new CliqError(kind, message, {
		...details,
		hint: `${(details.hint ?? '').replace(NOTHING, '')} ${rest}`.trim(),
	});
}

/** @returns a handler as people call it. */
export function wordsOf(handler: string): string {
	return handler.replaceAll('_', ' ');
}
