import '../../../cliq/message/message-kinds';
import fc from 'fast-check';
import { settledText } from '../../../cliq/ask/decision';
import { checkQuestion, longestTextOf, withAnswers } from '../../../cliq/ask/question';
import type { AskField, Question } from '../../../cliq/ask/types';
import { operation } from '../../../cliq/catalogue';
import { buildRequest } from '../../../cliq/http/request';
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
		[
			'a form in Cliq, as large as it can be',
			customForm(
				[
					...fields(22),
					{ label: 'x'.repeat(50), kind: 'choice', choices: words(100), description: 'x'.repeat(100) },
					{ label: 'Kind', kind: 'choices', choices: words(5) },
				],
				{ way: 'cliq' },
			),
		],
		[
			'a larger one on a page',
			customForm([...fields(25), { label: 'x'.repeat(51), kind: 'choices', choices: words(101) }]),
		],
		['labels of 20 characters', approval({ labels: { approve: 'x'.repeat(20), decline: 'y'.repeat(20) } })],
		['a text of 4,600 characters', approval({ text: 'x'.repeat(4600) })],
	])('%s', (_name, question) => {
		expect(() => checkQuestion(question)).not.toThrow();
	});
});

describe('is refused, with what to change', () => {
	it.each<[string, Question, RegExp, RegExp]>([
		['no text', approval({ text: ' \n' }), /no text/, /message/],
		[
			'a text that leaves no room',
			approval({ text: 'x'.repeat(4601) }),
			/4,601 characters, 1 more than the 4,600/,
			/Shorten/,
		],
		['no label', approval({ labels: { approve: ' ', decline: 'No' } }), /no label/, /Give each button a label/],
		['a missing label', freeText({ labels: { approve: 'Approve' } }), /no label/, /Give each button a label/],
		[
			'a long label',
			approval({ labels: { approve: 'x'.repeat(21) } }),
			/21 characters, and 20 is the most/,
			/Shorten/,
		],
		[
			'the same label twice',
			approval({ labels: { approve: 'Yes', decline: ' yes' } }),
			/Both buttons have the label "Yes"/,
			/different/,
		],
		[
			'too many fields in Cliq',
			customForm(fields(25), { way: 'cliq' }),
			/25 fields, and a form in Cliq takes 24/,
			/through a link/,
		],
		[
			'a long field label in Cliq',
			customForm([{ ...summary, label: 'x'.repeat(51) }], { way: 'cliq' }),
			/label of 51 characters, and a form in Cliq takes 50/,
			/Shorten it; or .* through a link/,
		],
		[
			'a long explanation in Cliq',
			customForm([{ ...summary, description: 'x'.repeat(101) }], { way: 'cliq' }),
			/"Summary" has an explanation of 101 .* takes 100/,
			/through a link/,
		],
		[
			'a long placeholder in Cliq',
			customForm([{ ...summary, placeholder: 'x'.repeat(101) }], { way: 'cliq' }),
			/"Summary" has a placeholder of 101 .* takes 100/,
			/through a link/,
		],
		[
			'many choices in Cliq',
			customForm([{ label: 'Kind', kind: 'choice', choices: words(101) }], { way: 'cliq' }),
			/"Kind" has 101 choices, and a form in Cliq takes 100$/,
			/through a link/,
		],
		[
			'many of which several in Cliq',
			customForm([{ label: 'Kind', kind: 'choices', choices: words(6) }], { way: 'cliq' }),
			/"Kind" has 6 choices, and a form in Cliq takes 5 where several/,
			/through a link/,
		],
		[
			'a long choice in Cliq',
			customForm([{ label: 'Kind', kind: 'choice', choices: ['x'.repeat(101)] }], { way: 'cliq' }),
			/"Kind" has a choice of 101 .* takes 100/,
			/through a link/,
		],
		['approvers of a link', approval({ approvers: ['sam@example.com'] }), /does not tell who/, /in Cliq/],
		[
			'an approver by name',
			approval({ way: 'cliq', approvers: ['sam@example.com', 'Sam Doe'] }),
			/"Sam Doe"/,
			/ZUID/,
		],
		['a form without fields', customForm([]), /no fields/, /Add/],
		['a field without a label', customForm([summary, { label: ' ', kind: 'text' }]), /Field 2/, /label/],
		['a label twice', customForm([summary, { label: 'Summary ', kind: 'number' }]), /"Summary"/, /own label/],
		[
			'a label that the output has',
			customForm([{ label: 'responder', kind: 'text' }]),
			/"responder"/,
			/another label/,
		],
		['nothing to choose from', customForm([{ label: 'Kind', kind: 'choice' }]), /nothing to choose/, /Add choices/],
		[
			'an empty choice',
			customForm([{ label: 'Kind', kind: 'choices', choices: ['a', ''] }]),
			/empty choice/,
			/remove/,
		],
		[
			'a choice twice',
			customForm([{ label: 'Kind', kind: 'choices', choices: ['a', 'a'] }]),
			/"a" twice/,
			/Remove/,
		],
		['no time zone', approval({ timeZone: 'Mars' }), /"Mars"/, /Europe\/Berlin/],
	])('%s', (_name, question, message, hint) => {
		const error = refusal(() => checkQuestion(question));
		expect(error.kind).toBe('invalidInput');
		expect(error.message).toMatch(message);
		expect(error.hint).toMatch(hint);
	});
});

const send = operation('message.send.channel');
const answersAt = (address: string) => ({
	address: (choice: string) => `${address}?choice=${choice}&key=${KEY}`,
	functionName: 'cliqAnswer1',
});

/** What Cliq gets. */
function posted(question: Question, address: string) {
	const { values } = withAnswers(
		{ operation: send, values: { channel: 'incidents', text: question.text }, place: 0 },
		question,
		answersAt(address),
	);
	const { text, buttons } = buildRequest(send, values, 'https://cliq.zoho.com').body as {
		text: string;
		buttons?: unknown;
	};
	return { text, buttons };
}

describe('links stand in the text', () => {
	const page = 'https://n8n.example.com/17';
	/** As the page on formatting has them. */
	const linksIn = (text: string) =>
		[...text.matchAll(/\[([^[\]]*)\]\(([^()\s]*)\)/g)].map(([, label, target]) => [label, target]);

	it('and open a page', () => {
		expect(posted(approval(), page)).toEqual({
			text: `${approval().text}\n\n[Approve](${page}?choice=approve&key=${KEY}) · [Decline](${page}?choice=decline&key=${KEY})`,
		});
		expect(posted(freeText({ text: 'Why?' }), page)).toEqual({
			text: `Why?\n\n[Respond](${page}?choice=respond&key=${KEY})`,
		});
	});

	it('so that none is left once the message shows the decision', () => {
		const settled = { approved: true, respondedAt: '2026-11-22T14:04:00Z' };
		for (const end of [settled, 'expired'] as const) expect(linksIn(settledText(approval(), end))).toEqual([]);
	});

	it('whatever the labels are', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).filter((label) => label.trim() !== ''),
				(approve) => {
					const question = approval({ labels: { approve, decline: 'No' } });
					const { text } = posted(question, page);
					expect(linksIn(text).map(([, target]) => target)).toEqual([
						`${page}?choice=approve&key=${KEY}`,
						`${page}?choice=decline&key=${KEY}`,
					]);
					expect(text.split('\n')).toHaveLength(question.text.split('\n').length + 2);
				},
			),
		);
	});

	it.each([
		['Ship [prod]', '[Ship (prod)\u2060]'],
		['*Yes*', '[\u2060*\u2060Yes\u2060*\u2060]'],
		['a\nb', '[a b]'],
		['No\u202e', '[No⟨U+202E⟩]'],
	])('as %j', (approve, shown) => {
		expect(posted(approval({ labels: { approve } }), page).text).toContain(
			`${shown}(${page}?choice=approve&key=${KEY})`,
		);
	});

	it('with addresses that end where they should', () => {
		expect(linksIn(posted(freeText(), 'https://n8n.example.com/a (b)').text)).toEqual([
			['Respond', `https://n8n.example.com/a%20%28b%29?choice=respond&key=${KEY}`],
		]);
	});

	it('of any length that a message holds; the text leaves room for them', () => {
		const long = `https://n8n.example.com/${'x'.repeat(1000)}`;
		const longest = longestTextOf(approval(), answersAt(long));
		expect(longest).toBeLessThan(3000);
		expect(posted(approval({ text: 'x'.repeat(longest) }), long).text).toHaveLength(5000);
		const error = refusal(() => posted(approval({ text: 'x'.repeat(longest + 1) }), long));
		expect(error).toMatchObject({
			kind: 'invalidInput',
			message: expect.stringContaining('5,001 characters, 1 more than the 5,000'),
			hint: expect.stringContaining('Shorten'),
		});
		expect(longestTextOf(approval(), answersAt(page))).toBe(4600);
	});
});

describe('buttons in Cliq', () => {
	it.each<[string, Question, string, string]>([
		['an approval', approval({ way: 'cliq', labels: { approve: ' OK ' } }), 'OK', 'approve'],
		['a text', freeText({ way: 'cliq' }), 'Respond', 'respond'],
		['a form', customForm([summary], { way: 'cliq' }), 'Respond', 'respond'],
	])('run the function for %s, which is told a key', (_name, question, label, choice) => {
		expect(posted(question, 'x')).toEqual({
			text: question.text,
			buttons: [
				{
					label,
					type: '+',
					key: `x?choice=${choice}&key=${KEY}`,
					action: { type: 'invoke.function', data: { name: 'cliqAnswer1' } },
				},
			],
		});
	});
});
