import { forwarderScript } from '../../../cliq/events/scripts/forwarder-script';
import { BLANK_SCRIPT } from '../../../cliq/events/scripts/script-text';
import { isOurs, judge } from '../../../nodes/ZohoCliqTrigger/judgeScript';

const node = '0b1c6c0e-5b0e-4c38-9a7e-0123456789ab';
const url = `https://n8n.example.com/webhook/${node}/webhook`;
const testUrl = `https://n8n.example.com/webhook-test/${node}/webhook`;
const secret = 'a secret of twenty characters';
const script = forwarderScript('message_handler', { url, secret });
const ofTestScript = forwarderScript('message_handler', { url: testUrl, secret });

describe('a handler', () => {
	const judged = (held: string | undefined, more: object = {}) =>
		judge(held, { script, url, isTest: false, mayReplace: false, ...more });
	const ofTest = { script: ofTestScript, url: testUrl, isTest: true };
	const ofOther = forwarderScript('message_handler', {
		url: 'https://n8n.example.com/webhook/another/webhook',
		secret,
	});

	test.each([
		['that is not there', undefined, {}, 'free'],
		['that is empty', ' \n', {}, 'free'],
		['that does nothing', BLANK_SCRIPT.replaceAll('\n', '\r\n'), {}, 'free'],
		['that holds what is wanted', script, {}, 'same'],
		[
			'whose lines Cliq wrote in its own way',
			`${script.replaceAll('\n', '\r\n').replaceAll('\t', '  ')}\n`,
			{},
			'same',
		],
		['with another secret', forwarderScript('message_handler', { url, secret: 'another secret' }), {}, 'free'],
		[
			'of the same node at an address from before',
			forwarderScript('message_handler', { url: url.replace('n8n.', 'old.'), secret }),
			{},
			'free',
		],
		['that a test left behind', ofTest.script, {}, 'free'],
		['in production, for a test', script, ofTest, 'production'],
		['of a test, for the same test', ofTest.script, ofTest, 'same'],
		['that forwards to another node', ofOther, {}, 'otherForwarder'],
		['that forwards to another node, and may be replaced', ofOther, { mayReplace: true }, 'free'],
		[
			'of somebody else',
			'response = Map(); response.put("text","Hi"); return response;',
			{ mayReplace: true },
			'foreign',
		],
		['of somebody else that has our address in it', `info "${url}";`, {}, 'foreign'],
		['that was ours, and has something before it', `info "Mine";\n${script}`, {}, 'foreign'],
	])('%s', (_what, held, more, verdict) => expect(judged(held, more)).toBe(verdict));
});

test.each([
	[script, true],
	[ofTestScript, false],
	[`info "Mine";\n${script}`, false],
	[`info "${url}";`, false],
	[undefined, false],
])('is removed only if it forwards to exactly this address (%#)', (held, isRemoved) =>
	expect(isOurs(held, url)).toBe(isRemoved),
);
