import { isCliqAddress, replyOf, placeOf, wasTaken } from '../../../cliq/events/reply';
import type { Failure } from '../../../cliq/http/ports';

it.each([
	['https://cliq.zoho.com/v2/extensions/1', true],
	['https://cliq.zoho.eu/x', true],
	['https://cliq.zohocloud.ca/x', true],
	['http://cliq.zoho.com/x', false],
	['https://cliq.zoho.com:8443/x', false],
	['https://user@cliq.zoho.com/x', false],
	['https://zoho.com.example.com/x', false],
	['https://evilzoho.com/x', false],
	['http://169.254.169.254/latest', false],
	['https://localhost/x', false],
	['file:///etc/passwd', false],
	['nonsense', false],
	['https://cliq.example.com/x', true],
])('may be posted to %s: %s', (address, isAllowed) => {
	expect(isCliqAddress(address, 'https://cliq.example.com/network/a')).toBe(isAllowed);
});

it.each([
	['https://cliq.example.com:8443/x', 'https://cliq.example.com', false],
	['http://cliq.example.com/x', 'https://cliq.example.com', false],
	['https://cliq.example.com/x', 'https://cliq.example.com:8443', false],
	['https://localhost:4000/x', 'http://localhost:4000', false],
	['http://localhost:4001/x', 'http://localhost:4000', false],
	['http://localhost:4000/x', 'http://localhost:4000', true],
	['https://cliq.example.com:443/x', 'https://cliq.example.com', true],
])('%s, of an account at %s: %s', (address, root, isAllowed) => expect(isCliqAddress(address, root)).toBe(isAllowed));

it('may be posted to no other server than Cliq without an account', () => {
	expect(isCliqAddress('https://cliq.example.com/x')).toBe(false);
	expect(isCliqAddress('https://cliq.zoho.in/x')).toBe(true);
});

it('goes to the place where the event happened', () => {
	const event = {
		kind: 'message',
		handler: 'message_handler',
		via: 'forwarder',
		user: { id: '55', name: 'Leo' },
		chat: { id: 'CT_1' },
		time: 0,
		at: '',
		raw: {},
	} as const;
	const bot = { name: 'Bot', uniqueName: 'bot' };
	const ways = [
		event,
		{ ...event, bot },
		{ ...event, kind: 'mention', bot, chat: { id: 'CT_2', channelName: 'releases' } },
		{ ...event, chat: { id: '', channelName: 'releases' } },
		{ ...event, kind: 'mention', bot, chat: { id: 'CT_2-T-1', channelName: 'releases' } },
		{ ...event, kind: 'channelMessage', bot, chat: { id: 'CT_3', type: 'thread', channelName: 'releases' } },
	] as const;
	expect(ways.map((way) => placeOf(way as never)).map(({ operation, values }) => [operation.id, values])).toEqual([
		['message.send.chat', { chatId: 'CT_1' }],
		['message.send.bot', { bot: 'bot', subscribers: '55' }],
		['message.send.channel', { channel: 'releases', postAsBot: 'bot' }],
		['message.send.channel', { channel: 'releases' }],
		['message.send.chat', { chatId: 'CT_2-T-1' }],
		['message.send.chat', { chatId: 'CT_3' }],
	]);
	expect(() => placeOf({ ...event, chat: undefined } as never)).toThrow('late reply');
});

it('is checked, and split where it is too long; what is not about the message is left out', () => {
	expect(replyOf({ text: 'Hi', json: { card: { title: 'A', theme: 'modern-inline' } } }, []).messages).toEqual([
		{ text: 'Hi', card: { title: 'A', theme: 'modern-inline' } },
	]);
	const parts = replyOf(
		{
			text: 'word '.repeat(1_500),
			json: { buttons: [{ label: 'Open', action: { type: 'open.url', data: { web: 'https://example.com' } } }] },
		},
		[],
	).messages;
	expect(parts.map(({ text, buttons }) => [text!.length <= 5_000, buttons?.length])).toEqual([
		[true, undefined],
		[true, 1],
	]);
	expect(() => replyOf({ text: '' }, []).messages).toThrow();
	expect(() => replyOf({ text: 'Hi', json: { buttons: Array(9).fill({ label: 'x' }) } }, []).messages).toThrow();
});

it('was taken, was not, or nobody knows', () => {
	const answered = (status: number) => wasTaken({ response: { status, headers: {}, body: '' } });
	expect([answered(200), answered(204), answered(302), answered(404)]).toEqual([true, true, false, false]);
	const failed = (kind: Failure['kind']) => () => wasTaken({ failure: { kind, detail: 'why' } });
	expect(() => answered(502)).toThrow(expect.objectContaining({ kind: 'outcomeUnknown' }));
	expect(failed('timedOut')).toThrow(expect.objectContaining({ kind: 'outcomeUnknown' }));
	expect(failed('unreachable')).toThrow(expect.objectContaining({ kind: 'unavailable' }));
	expect(failed('cancelled')).toThrow(expect.objectContaining({ kind: 'cancelled' }));
});
