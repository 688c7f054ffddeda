import { buttonsOf, checkQuestion } from '../../../cliq/ask/question';
import type { AskField, Question } from '../../../cliq/ask/types';
import { operation } from '../../../cliq/catalogue';
import { buildRequest } from '../../../cliq/request';
import { refusal } from '../support/expect';
import { approval, customForm, freeText, KEY } from './questions';

const summary: AskField = { label: 'Summary', kind: 'text' };
const words = (count: number) => Array.from({ length: count }, (_, index) => `word ${index}`);
const fields = (count: number): AskField[] => words(count).map((label) => ({ label, kind: 'text' }));

describe('is fine', () => {
	it.each<[string, Question]>([
		['an approval', approval()],
		['an approval without a way to decline', approval({ labels: { approve: 'OK' } })],
		['an approval in Cliq, of everybody', approval({ way: 'cliq' })],
		['an approval in Cliq, of some', approval({ way: 'cliq', approvers: ['sam@example.com', ' 55743307 '] })],
		['a text', freeText()],
		['a form', customForm([summary, { label: 'Kind', kind: 'choice', choices: ['a', 'b'] }])],
		['a text in Cliq, of some', freeText({ way: 'cliq', approvers: ['55743307'] })],
		['a form in Cliq, as large as it can be', customForm([...fields(22), { label: 'x'.repeat(50), kind: 'choice', choices: words(100), description: 'x'.repeat(100) }, { label: 'Kind', kind: 'choices', choices: words(5) }], { way: 'cliq' })],
		['a larger one on a page', customForm([...fields(25), { label: 'x'.repeat(51), kind: 'choices', choices: words(101) }])],
		['labels of 20 characters', approval({ labels: { approve: 'x'.repeat(20), decline: 'y'.repeat(20) } })],
		['a text of 4,600 characters', approval({ text: 'x'.repeat(4600) })],
	])('%s', (_name, question) => {
		expect(() => checkQuestion(question)).not.toThrow();
	});
});

describe('is refused, with what to change', () => {
	it.each<[string, Question, RegExp, RegExp]>([
		['no text', approval({ text: ' \n' }), /no text/, /message/],
		['a text that leaves no room', approval({ text: 'x'.repeat(4601) }), /4,601 characters, 1 more than the 4,600/, /Shorten/],
		['no label', approval({ labels: { approve: ' ', decline: 'No' } }), /no label/, /Give each button a label/],
		['a missing label', freeText({ labels: { approve: 'Approve' } }), /no label/, /Give each button a label/],
		['a long label', approval({ labels: { approve: 'x'.repeat(21) } }), /21 characters, and Cliq takes 20/, /Shorten/],
		['the same label twice', approval({ labels: { approve: 'Yes', decline: ' yes' } }), /Both buttons have the label "Yes"/, /different/],
		['too many fields in Cliq', customForm(fields(25), { way: 'cliq' }), /25 fields, and a form in Cliq takes 24/, /through a link/],
		['many texts of several lines in Cliq', customForm(words(6).map((label) => ({ label, kind: 'multiline' })), { way: 'cliq' }), /6 texts of several lines, and in Cliq it can have 5/, /one line; or .* through a link/],
		['a long field label in Cliq', customForm([{ ...summary, label: 'x'.repeat(51) }], { way: 'cliq' }), /label of 51 characters, and a form in Cliq takes 50/, /Shorten it; or .* through a link/],
		['a long explanation in Cliq', customForm([{ ...summary, description: 'x'.repeat(101) }], { way: 'cliq' }), /"Summary" has an explanation of 101 .* takes 100/, /through a link/],
		['a long placeholder in Cliq', customForm([{ ...summary, placeholder: 'x'.repeat(101) }], { way: 'cliq' }), /"Summary" has a placeholder of 101 .* takes 100/, /through a link/],
		['many choices in Cliq', customForm([{ label: 'Kind', kind: 'choice', choices: words(101) }], { way: 'cliq' }), /"Kind" has 101 choices, and a form in Cliq takes 100$/, /through a link/],
		['many of which several in Cliq', customForm([{ label: 'Kind', kind: 'choices', choices: words(6) }], { way: 'cliq' }), /"Kind" has 6 choices, and a form in Cliq takes 5 where several/, /through a link/],
		['a long choice in Cliq', customForm([{ label: 'Kind', kind: 'choice', choices: ['x'.repeat(101)] }], { way: 'cliq' }), /"Kind" has a choice of 101 .* takes 100/, /through a link/],
		['approvers of a link', approval({ approvers: ['sam@example.com'] }), /does not tell who/, /in Cliq/],
		['an approver by name', approval({ way: 'cliq', approvers: ['sam@example.com', 'Sam Doe'] }), /"Sam Doe"/, /ZUID/],
		['a form without fields', customForm([]), /no fields/, /Add/],
		['a field without a label', customForm([summary, { label: ' ', kind: 'text' }]), /Field 2/, /label/],
		['a label twice', customForm([summary, { label: 'Summary ', kind: 'number' }]), /"Summary"/, /own label/],
		['a label that the output has', customForm([{ label: 'responder', kind: 'text' }]), /"responder"/, /another label/],
		['nothing to choose from', customForm([{ label: 'Kind', kind: 'choice' }]), /nothing to choose/, /Add choices/],
		['an empty choice', customForm([{ label: 'Kind', kind: 'choices', choices: ['a', ''] }]), /empty choice/, /remove/],
		['a choice twice', customForm([{ label: 'Kind', kind: 'choices', choices: ['a', 'a'] }]), /"a" twice/, /Remove/],
		['no time zone', approval({ timeZone: 'Mars' }), /"Mars"/, /Europe\/Berlin/],
	])('%s', (_name, question, message, hint) => {
		const error = refusal(() => checkQuestion(question));
		expect(error.kind).toBe('invalidInput');
		expect(error.message).toMatch(message);
		expect(error.hint).toMatch(hint);
	});
});

describe('buttons', () => {
	const send = operation('message.send.channel');
	const sent = (question: Question, address: string) => {
		const values = buttonsOf(question, { address: (choice) => `${address}?choice=${choice}&key=${KEY}`, functionName: 'cliqAnswer1' });
		return (buildRequest(send, { channel: 'incidents', text: question.text, ...values }, 'https://cliq.zoho.com').body as { buttons: unknown }).buttons;
	};

	it('open a page', () => {
		expect(sent(approval(), 'https://n8n.example.com/17')).toEqual([
			{ label: 'Approve', type: '+', hint: 'Opens a page on which you confirm', action: { type: 'open.url', data: { web: `https://n8n.example.com/17?choice=approve&key=${KEY}` } } },
			{ label: 'Decline', type: '-', hint: 'Opens a page on which you confirm', action: { type: 'open.url', data: { web: `https://n8n.example.com/17?choice=decline&key=${KEY}` } } },
		]);
		expect(sent(freeText(), 'https://n8n.example.com/17')).toEqual([
			{ label: 'Respond', type: '+', hint: 'Opens a page on which you answer', action: { type: 'open.url', data: { web: `https://n8n.example.com/17?choice=respond&key=${KEY}` } } },
		]);
	});

	it('run the function, which is told a key', () => {
		expect(sent(approval({ way: 'cliq', labels: { approve: ' OK ' } }), 'x')).toEqual([
			{ label: 'OK', type: '+', key: `x?choice=approve&key=${KEY}`, action: { type: 'invoke.function', data: { name: 'cliqAnswer1' } } },
		]);
	});

	it('run it for a text and a form, too', () => {
		expect(sent(freeText({ way: 'cliq' }), 'x')).toEqual([
			{ label: 'Respond', type: '+', key: `x?choice=respond&key=${KEY}`, action: { type: 'invoke.function', data: { name: 'cliqAnswer1' } } },
		]);
	});

	it('cannot open an address of more than 256 characters', () => {
		const address = (length: number) => ({ address: () => `https://n8n.example.com/${'x'.repeat(length - 24)}` });
		expect(() => buttonsOf(approval(), address(256))).not.toThrow();
		const error = refusal(() => buttonsOf(approval(), address(257)));
		expect(error).toMatchObject({ kind: 'invalidInput', message: expect.stringContaining('257 characters, 1 more than the 256'), hint: expect.stringMatching(/shorter public address.*in Cliq/) });
	});
});
