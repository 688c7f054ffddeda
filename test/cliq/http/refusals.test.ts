import { operation } from '../../../cliq/catalogue';
import type { HttpResponse } from '../../../cliq/http/ports';
import { isWrongAddress, moreTelling, refusalOf } from '../../../cliq/http/refusals';
import { readable } from '../support/expect';

const NOW = Date.UTC(2026, 10, 22, 8);
const edit = operation('message.edit');
const send = operation('message.send.channel');

function refuse(response: Partial<HttpResponse>, entry = send) {
	const error = refusalOf(entry, { status: 200, headers: {}, body: '', ...response }, NOW);
	return error && readable(error);
}

describe('a success', () => {
	it.each([
		[200, ''],
		[204, undefined],
		[200, '{"Response Code":"204 No response"}'],
		[201, { id: '1' }],
	])('%i %j', (status, body) => expect(refuse({ status, body })).toBeUndefined());
	it('is not a web page', () =>
		expect(refuse({ body: ' <!DOCTYPE html><title>Log in</title>' })).toMatchObject({
			kind: 'unexpectedAnswer',
			hint: expect.stringContaining('base URL'),
		}));
	it.each(['{"data":[{"id"', 'OK', '[1'])('is not what arrives damaged: %s', (body) =>
		expect(refuse({ body })).toMatchObject({ kind: 'unavailable' }),
	);
});

describe('kinds', () => {
	it.each([
		[400, { message: 'The request cannot be performed.' }, 'refused'],
		[400, { code: 'message_not_found', message: 'x' }, 'notFound'],
		[400, { error: { code: 'chat_not_found' } }, 'notFound'],
		[401, '', 'notAuthorized'],
		[401, { code: 'oauthtoken_invalid', message: 'x' }, 'notAuthorized'],
		[401, { code: 'oauthtoken_scope_invalid' }, 'scopeMissing'],
		[403, { error: 'oauthtoken_scope_invalid' }, 'scopeMissing'],
		[403, { error_code: 'access_denied' }, 'forbidden'],
		[404, { message: "The URL you've sent is wrong." }, 'notFound'],
		[404, '<html>', 'notFound'],
		[405, { message: 'x' }, 'refused'],
		[406, {}, 'refused'],
		[406, '<html>', 'unexpectedAnswer'],
		[429, '', 'locked'],
		[429, '<html>', 'locked'],
		[400, { code: 'request_limit_exceeded' }, 'locked'],
		[400, { message: 'You have exceeded the URL throttle limits.' }, 'locked'],
		[500, { message: 'x' }, 'unavailable'],
		[502, '<html>', 'unavailable'],
		[503, { code: 'request_limit_exceeded' }, 'unavailable'],
		[500, { code: 'message_not_found' }, 'unavailable'],
		[302, '', 'unexpectedAnswer'],
		[302, '<html>', 'unexpectedAnswer'],
		[0, '', 'unexpectedAnswer'],
		[NaN, '', 'unexpectedAnswer'],
	])('%d %j is %s', (status, body, kind) => {
		expect(refuse({ status, body })).toMatchObject({ kind, details: { operation: send.id } });
		expect(refuse({ status, body: typeof body === 'string' ? body : JSON.stringify(body) })).toMatchObject({
			kind,
		});
	});
});

describe('what is said', () => {
	it('names the missing scopes', () =>
		expect(refuse({ status: 401, body: { code: 'oauthtoken_scope_invalid' } }, edit)?.hint).toMatch(
			/Add ZohoCliq.Webhooks.UPDATE, ZohoCliq.Messages.UPDATE to the scopes/,
		));
	it('thinks of the data center', () => expect(refuse({ status: 401 })?.hint).toMatch(/data center/));
	it('names what to check', () =>
		expect(refuse({ status: 404, body: { message: 'Gone.' } }, edit)?.hint).toBe(
			'Check "Channel or Chat" and "Message ID", and that the user of this account can see it.',
		));
	it('keeps what Cliq said apart', () =>
		expect(refuse({ status: 404, body: { message: 'Gone.' } }, edit)?.details.said).toBe('Gone.'));
	it('doubts who answered, where it was not JSON', () =>
		expect(refuse({ status: 404, body: '<html>' })?.hint).toMatch(/data center and the base URL/));
	it('repeats what Cliq said, its code included', () => {
		expect(refuse({ status: 400, body: { code: 'param_missing', message: 'text is missing' } })).toMatchObject({
			message: 'Cliq refused to send a message: text is missing',
			hint: expect.stringMatching(/^Cliq says: param_missing\. /),
			details: { cliqCode: 'param_missing', status: 400 },
		});
	});
	it('does not speak of technical matters where an ID is unknown', () => {
		const message = "Sorry, we couldn't process your request due to a technical error. Please try again later.";
		expect(refuse({ status: 400, body: { message } }, edit)).toMatchObject({
			kind: 'refused',
			message: 'Cliq refused to edit a message and did not say why',
			hint: expect.stringMatching(/an ID that it does not know. Check "Channel or Chat" and "Message ID"/),
		});
	});
	it('does not go on forever', () =>
		expect(refuse({ status: 400, body: { message: 'x '.repeat(9999) } })?.message.length).toBeLessThan(400));
	it.each([
		[{ error: null }],
		[{ error: [] }],
		[{ error: 7 }],
		[{ code: 7 }],
		[{ message: {} }],
		[{ code: 'with spaces' }],
		[{ code: 'x'.repeat(99) }],
	])('bears %j', (body) => {
		expect(refuse({ status: 400, body })?.details.cliqCode).toBeUndefined();
	});
});

describe('a lock', () => {
	const lockedFor = (headers: Record<string, string>) =>
		(refuse({ status: 429, headers })!.details.retryAt! - NOW) / 1000;

	it('lasts as long as the catalogue says, and names its end', () => {
		expect(refuse({ status: 429 })?.message).toBe(
			'Cliq has locked "Send a message" for this account until 08:10 UTC',
		);
		expect(lockedFor({})).toBe(600);
	});
	it.each([
		['120', 120],
		[' 7 ', 7],
		['0.5', 0.5],
		[new Date(NOW + 90_000).toUTCString(), 90],
		['99999999999999999999', 86_400],
	])('lasts as long as Retry-After says: %s', (header, seconds) =>
		expect(lockedFor({ 'retry-after': header })).toBe(seconds),
	);
	it('takes the clock of the server for the date of the server', () => {
		const date = (seconds: number) => new Date(NOW + seconds * 1000).toUTCString();
		expect(lockedFor({ 'retry-after': date(-3000), date: date(-3060) })).toBe(60);
	});
	it.each([
		'0',
		'-5',
		'soon',
		'in 5',
		'',
		'0.0',
		new Date(NOW - 1000).toUTCString(),
		'9'.repeat(400).replace(/9/, '-9'),
	])('does not end at once because of Retry-After: %s', (header) => {
		expect(lockedFor({ 'retry-after': header })).toBe(600);
	});
});

describe('secrets', () => {
	const access = '1000.41d9aa1122334455667788990011c2d1.8fcc00112233445566778899aabb125f';
	const bodies = [
		{ message: `Token ${access} is expired` },
		{ message: `${'x'.repeat(270)} ${access}` },
		{ message: `${'x'.repeat(288)} ${access}` },
		{ message: `at https://cliq.zoho.com/api?zapikey=1001.ab.cd&x=1` },
		{ message: 'Authorization: Bearer abc.def-ghi' },
		{ message: 'Zoho-oauthtoken 1000.ab.cd' },
		{ message: `{"access_token":"abc","refresh_token": "def"}` },
		{ code: '41d9aa1122334455667788990011c2d1', message: 'x' },
		{ error: access },
		{ error_description: access },
		{ error: { code: access, message: access } },
	];
	it.each(bodies)('stay out: %j', (body) => {
		for (const status of [400, 401, 403, 404, 429, 500]) {
			const error = refuse({ status, body })!;
			const shown = JSON.stringify([error.message, error.hint, error.details]);
			expect(shown).not.toMatch(/1000\.|1001\.|41d9|8fcc|abc|def|ab\.cd/);
		}
	});
});

describe('two forms of an address', () => {
	const unknownUrl = refuse({ status: 400, body: { code: 'request_url_invalid' } })!;
	const unknownUrl404 = refuse({ status: 404, body: { message: 'The URL is not known' } })!;
	const noMessage = refuse({ status: 404, body: { code: 'message_not_found' } })!;

	it('are both worth a try after 404 and request_url_invalid', () => {
		expect([unknownUrl, unknownUrl404, noMessage].map(isWrongAddress)).toEqual([true, true, true]);
		expect(isWrongAddress(refuse({ status: 400, body: { code: 'param_missing' } })!)).toBe(false);
	});
	it('of which the telling answer is shown', () => {
		for (const vague of [unknownUrl, unknownUrl404]) {
			expect(moreTelling(vague, noMessage)).toBe(noMessage);
			expect(moreTelling(noMessage, vague)).toBe(noMessage);
		}
		expect(moreTelling(unknownUrl, unknownUrl404)).toBe(unknownUrl404);
		expect(moreTelling(unknownUrl404, unknownUrl)).toBe(unknownUrl404);
	});
});
