import { hear } from '../../../cliq/ask/receive-answer';
import type { AskField, Question } from '../../../cliq/ask/types';
import { approval, customForm, delivery, freeText, KEY, NOW } from '../../cliq/ask/questions';

/** Of what is written; a request may hold ten times as much. */
const LENGTH = 100_000;

/**
 * In milliseconds. What looks at each character once takes a few; what looks at each from each of the others, ten
 * thousand.
 */
const SOON = 2000;

/** Whoever has the link must not be able to keep the whole runner busy. */
const pieces = ['1', '1.', ' ', '\n', '\t \n', '-', '_', '@', 'a.', '{', '[', '\\', '"', '](', '\u2060', '*'];
const texts = pieces.flatMap((piece) => ['', 'x'].map((end) => end + piece.repeat(LENGTH / piece.length) + end));
const kinds: AskField['kind'][] = ['text', 'multiline', 'number', 'email', 'date', 'choice', 'choices', 'boolean'];

function taking(work: () => void): number {
	const begun = performance.now();
	work();
	return performance.now() - begun;
}

it.each<[string, Question, string, string]>([
	...kinds.map((kind): [string, Question, string, string] => [
		`a field of the kind ${kind}`,
		customForm([{ label: 'Field', kind, choices: ['a', 'b'] }]),
		'respond',
		'f0',
	]),
	['a text', freeText(), 'respond', 'f0'],
	['a name', approval(), 'approve', 'name'],
])('however long, %s is soon looked at', (_name, question, choice, input) => {
	for (const text of texts) {
		const request = delivery('POST', { choice }, { [input]: text });
		expect(taking(() => hear(request, { question }, NOW))).toBeLessThan(SOON);
	}
});

it.each(['handler', 'operation', 'time', 'forwarder', 'message', 'user'])(
	'however long the field "%s" of a press without a proof, it is soon refused',
	(name) => {
		for (const text of texts) {
			const body = Buffer.from(JSON.stringify({ handler: 'button_handler', [name]: text }));
			const request = {
				method: 'POST',
				headers: { 'content-type': 'application/json', 'x-cliq-proof': text },
				query: { key: KEY, choice: 'approve' },
				body,
			};
			expect(
				taking(() => hear(request, { question: approval({ way: 'cliq' }), secret: 'a secret' }, NOW)),
			).toBeLessThan(SOON);
		}
	},
);
