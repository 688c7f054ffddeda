import { parse } from '../../../../cliq/events/webhook/parse-event';
import { SeenEvents } from '../../../../cliq/events/webhook/seen-events';
import type { CliqEvent } from '../../../../cliq/events/types';
import { ada, channelChat, foreign, forwards, SENT, webhooks } from '../payloads';

const MINUTE = 60_000;
const event = (payload: unknown, now = SENT) => parse(payload, now) as CliqEvent;
const inChannel = (operation: string, time: number, text: string, id?: string) =>
	event({
		forwarder: 1,
		handler: 'participation_handler',
		operation,
		data: { time, message: { id, text } },
		user: ada,
		chat: channelChat,
	});

it.each([...webhooks, ...forwards])('%s (%s) is new once', (_name, _kind, payload) => {
	const seen = new SeenEvents();
	expect(seen.isNew(event(payload), SENT)).toBe(true);
	expect(seen.isNew(event(structuredClone(payload), SENT + 5000), SENT + 5000)).toBe(false);
});

it.each([
	['webhooks', webhooks],
	['scripts', forwards],
])('none of all that %s tell is taken for another', (_name, fixtures) => {
	const seen = new SeenEvents();
	for (const [name, , payload] of fixtures) expect([name, seen.isNew(event(payload), SENT)]).toEqual([name, true]);
});

it('a message that a webhook and a script tell about is one', () => {
	const seen = new SeenEvents();
	const told = [webhooks, forwards].map((fixtures) =>
		event(fixtures.find(([name]) => name === 'a message in a channel')![2]),
	);
	expect(told.map((one) => seen.isNew(one, SENT))).toEqual([true, false]);
});

it('the same event under an ID of the message, though its delivery has another time', () => {
	const seen = new SeenEvents();
	expect(seen.isNew(inChannel('message_sent', SENT, 'hi', '1'), SENT)).toBe(true);
	expect(seen.isNew(inChannel('message_sent', SENT + 10, 'hi', '1'), SENT)).toBe(false);
	expect(seen.isNew(inChannel('message_sent', SENT, 'hi', '2'), SENT)).toBe(true);
});

it('every edit is one of its own', () => {
	const seen = new SeenEvents();
	expect(seen.isNew(inChannel('message_sent', SENT, 'hi', '1'), SENT)).toBe(true);
	expect(seen.isNew(inChannel('message_edited', SENT + 1, 'ho', '1'), SENT)).toBe(true);
	expect(seen.isNew(inChannel('message_edited', SENT + 2, 'ho', '1'), SENT)).toBe(true);
	expect(seen.isNew(inChannel('message_edited', SENT + 2, 'ho', '1'), SENT)).toBe(false);
	expect(seen.isNew(inChannel('message_deleted', SENT + 3, '', '1'), SENT)).toBe(true);
});

it('a button of one message is pressed by several people, and again', () => {
	const seen = new SeenEvents();
	const [, , button] = webhooks.find(([name]) => name === 'a button')!;
	const pressed = (user: object, timestamp: number) =>
		event({ ...button, timestamp, params: { ...button.params, user } });
	expect(seen.isNew(pressed(ada, SENT), SENT)).toBe(true);
	expect(seen.isNew(pressed({ ...ada, id: '7' }, SENT), SENT)).toBe(true);
	expect(seen.isNew(pressed(ada, SENT + 1), SENT)).toBe(true);
	expect(seen.isNew(pressed(ada, SENT + 1), SENT)).toBe(false);
});

it('without an ID: chat, user, time and text', () => {
	const seen = new SeenEvents();
	const said = (changed: object) =>
		event({
			forwarder: 1,
			handler: 'message_handler',
			time: SENT,
			message: 'ok',
			user: ada,
			chat: { id: 'CT_1' },
			...changed,
		});
	expect(seen.isNew(said({}), SENT)).toBe(true);
	for (const changed of [{ message: 'no' }, { time: SENT + 1 }, { user: { id: '7' } }, { chat: { id: 'CT_2' } }])
		expect(seen.isNew(said(changed), SENT)).toBe(true);
	expect(seen.isNew(said({}), SENT)).toBe(false);
});

it('nothing is lost where neither an ID nor a time is told', () => {
	const seen = new SeenEvents();
	const [, , text] = foreign.find(([name]) => name === 'text alone')!;
	expect(seen.isNew(event(text, SENT), SENT)).toBe(true);
	expect(seen.isNew(event(text, SENT + 1), SENT + 1)).toBe(true);
});

it('is forgotten after ten minutes, counted from the first', () => {
	const seen = new SeenEvents();
	const one = inChannel('message_sent', SENT, 'hi', '1');
	expect(seen.isNew(one, SENT)).toBe(true);
	expect(seen.isNew(one, SENT + 9 * MINUTE)).toBe(false);
	expect(seen.isNew(one, SENT + 10 * MINUTE - 1)).toBe(false);
	expect(seen.isNew(one, SENT + 10 * MINUTE)).toBe(true);
});

it('remembers the last ten thousand, and not everything', () => {
	const seen = new SeenEvents();
	const many = Array.from({ length: 20_001 }, (_, at) => inChannel('message_sent', SENT, 'hi', String(at)));
	for (const one of many) expect(seen.isNew(one, SENT)).toBe(true);
	expect(seen.isNew(many[10_001]!, SENT)).toBe(false);
	expect(seen.isNew(many[20_000]!, SENT)).toBe(false);
	expect(seen.isNew(many[0]!, SENT)).toBe(true);
});

it('what was said in the name of a person is no news when it comes back, and is again after two minutes', () => {
	const seen = new SeenEvents();
	seen.noteSaid(channelChat.id, 'said', SENT);
	expect(seen.isNew(inChannel('message_sent', SENT, ' said\n', '1'), SENT + 1)).toBe(false);
	expect(seen.isNew(inChannel('message_sent', SENT, 'else', '2'), SENT + 1)).toBe(true);
	expect(
		seen.isNew(
			event({ forwarder: 1, handler: 'message_handler', message: 'said', user: ada, chat: { id: 'CT_2' } }),
			SENT + 1,
		),
	).toBe(true);
	seen.noteSaid(channelChat.id, 'said', SENT + MINUTE);
	expect(seen.isNew(inChannel('message_sent', SENT, 'said', '3'), SENT + 3 * MINUTE - 1)).toBe(false);
	expect(seen.isNew(inChannel('message_sent', SENT, 'said', '3'), SENT + 3 * MINUTE)).toBe(true);
});

it('one that comes again and again keeps no other from being forgotten', () => {
	const seen = new SeenEvents();
	const [first, second] = ['1', '2'].map((id) => inChannel('message_sent', SENT, 'hi', id));
	expect([seen.isNew(first!, SENT), seen.isNew(second!, SENT + 1)]).toEqual([true, true]);
	expect(seen.isNew(first!, SENT + 9 * MINUTE)).toBe(false);
	expect(seen.isNew(second!, SENT + 10 * MINUTE + 2)).toBe(true);
	expect(seen.isNew(first!, SENT + 10 * MINUTE + 2)).toBe(true);
});
