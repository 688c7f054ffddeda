import { createHmac } from 'node:crypto';
import { checkQuestion } from '../../cliq/ask/question';
import { decisionIn, settledText, shown } from '../../cliq/ask/decision';
import { askFieldOf, approversIn } from '../../cliq/ask/form-fields';
import { readForm, writtenIn } from '../../cliq/ask/page/page-form';
import { answerPage } from '../../cliq/ask/page/page';
import { hear } from '../../cliq/ask/receive-answer';
import type { AskField, Question } from '../../cliq/ask/types';
import type { Subject } from './measure';
import { fewShapes, shapesOf, times } from './shapes';

const BODY = 1_000_000;
const TEXT = 128_000;
const MANY = 8000;
const NOW = 1_790_000_000_000;
const KEY = '5f0c6f0a4f6f4b7f9d4a1f2b3c4d5e6f';
const SECRET = 'a secret';

function question(changes: Partial<Question> = {}): Question {
	return {
		key: KEY,
		text: 'May I?',
		kind: 'approval',
		way: 'link',
		labels: { approve: 'Approve', decline: 'Decline', respond: 'Respond' },
		form: { fields: [] },
		approvers: [],
		timeZone: 'UTC',
		...changes,
	};
}

const form = (fields: AskField[]) => question({ kind: 'customForm', form: { fields } });
const choices = (size: number): AskField => ({
	label: 'a',
	kind: 'choices',
	choices: times(size, (index) => `c${index}`),
});
const texts = (size: number): AskField[] => times(size, (index) => ({ label: `l${index}`, kind: 'text' }));

function onTexts(name: string, work: (text: string) => unknown, shapes = fewShapes, most = TEXT): Subject[] {
	return shapes.map(({ name: shape, make }): Subject<string> => ({ name, shape, make, work, most })) as Subject[];
}

function subject<Input>(
	name: string,
	shape: string,
	make: (size: number) => Input,
	work: (input: Input) => unknown,
	most = MANY,
): Subject {
	return { name, shape, make, work, most } as Subject;
}

function posted(asked: Question, contentType: string, body: string, headers: Record<string, string> = {}): void {
	hear(
		{
			method: 'POST',
			headers: { 'content-type': contentType, ...headers },
			query: { key: KEY, choice: asked.kind === 'approval' ? 'approve' : 'respond' },
			body: Buffer.from(body),
		},
		{ question: asked, secret: SECRET },
		NOW,
	);
}

const FORM = 'application/x-www-form-urlencoded';
const hostile = shapesOf(['a={&', 'f0=1&', '&', '=', '%', '[', '{"a":', '"\n', '\\', '"']);
const proof = createHmac('sha256', SECRET).update(' 1  1').digest('base64');

export const askSubjects: Subject[] = [
	...onTexts(
		'press without a proof',
		(body) => posted(question({ way: 'cliq' }), 'application/json', body),
		hostile,
		BODY,
	),
	...onTexts(
		'press with a wrong proof',
		(body) => posted(question({ way: 'cliq' }), 'application/json', body, { 'x-cliq-proof': proof }),
		hostile,
		BODY,
	),
	...['handler', 'operation', 'time', 'forwarder', 'message', 'user'].flatMap((name) =>
		onTexts(
			`press with a long ${name}`,
			(text) =>
				posted(
					question({ way: 'cliq' }),
					'application/json',
					JSON.stringify({ handler: 'button_handler', [name]: text }),
				),
			fewShapes,
			BODY,
		),
	),
	...onTexts('page, approval', (body) => posted(question(), FORM, body), hostile, BODY),
	...onTexts(
		'page, free text',
		(body) => posted(question({ kind: 'freeText' }), FORM, `f0=${body}`),
		fewShapes,
		BODY,
	),
	...onTexts(
		'page, form',
		(body) =>
			posted(
				form([
					...texts(20),
					choices(20),
					{ label: 'n', kind: 'number' },
					{ label: 'e', kind: 'email' },
					{ label: 'd', kind: 'date' },
				]),
				FORM,
				body,
			),
		hostile,
		BODY,
	),
	...(['text', 'multiline', 'number', 'email', 'date', 'choice', 'choices', 'boolean'] as const).flatMap((kind) =>
		onTexts(
			`field, ${kind}`,
			(text) =>
				readForm(form([{ label: 'a', kind, choices: ['x'] }]), new URLSearchParams({ f0: text }).toString()),
			shapesOf([
				...['0', 'a', '@', '.', '-', '_', '*', ' ', '\n', '\r', '\t \n', '\u2060'],
				...['a@', 'e', '1,', '1.', '{', '[', '](', '\\', '"'],
			]),
		),
	),
	subject(
		'page, form',
		'a choice picked often',
		(size) => times(size, (index) => `f0=${index % 20}`).join('&'),
		(body) => posted(form([choices(20)]), FORM, body),
		BODY / 8,
	),
	subject(
		'page, form',
		'many choices picked',
		(size) => size,
		(size) => readForm(form([choices(size)]), times(size, (index) => `f0=${index}`).join('&')),
	),
	subject(
		'page, form',
		'many choices shown again',
		(size) => size,
		(size) => {
			const asked = form([choices(size), { label: 'b', kind: 'text', required: true }]);
			return answerPage(asked, 'respond', readForm(asked, times(size, (index) => `f0=${index}`).join('&')));
		},
	),
	subject(
		'page, form',
		'many fields',
		(size) => size,
		(size) => {
			const asked = form(texts(size));
			const filled = readForm(asked, times(size, (index) => `f${index}=a`).join('&'));
			writtenIn(asked, filled);
			return answerPage(asked, 'respond', filled);
		},
	),
	subject('question', 'many fields', (size) => form(texts(size)), checkQuestion),
	subject('question', 'many choices', (size) => form([choices(size)]), checkQuestion),
	subject(
		'question',
		'many choices in Cliq',
		(size) => ({ ...form([choices(size)]), way: 'cliq' as const }),
		checkQuestion,
	),
	subject(
		'question',
		'many fields in Cliq',
		(size) => ({ ...form(texts(size)), way: 'cliq' as const }),
		checkQuestion,
	),
	subject(
		'question',
		'many approvers',
		(size) => question({ way: 'cliq', approvers: times(size, (index) => `a${index}@example.com`) }),
		checkQuestion,
	),
	...onTexts('question, text', (text) => checkQuestion(question({ text }))),
	...onTexts(
		'question, approver',
		(text) => checkQuestion(question({ way: 'cliq', approvers: [text] })),
		shapesOf(['a', '@', '1', ' ', 'a@']),
	),
	...onTexts('decision', (text) =>
		settledText(question({ text, labels: { approve: text } }), {
			approved: true,
			responder: { name: text, source: 'self' },
			respondedAt: '2026-11-22T12:00:00Z',
		}),
	),
	...onTexts('decision on the page', (text) =>
		decisionIn(question({ labels: { approve: text } }), {
			approved: true,
			responder: { name: text, source: 'self' },
			respondedAt: '2026-11-22T12:00:00Z',
		}),
	),
	...onTexts('name', shown),
	...onTexts('page', (text) =>
		answerPage(
			question({ text, kind: 'freeText', form: { title: text, description: text, fields: [] } }),
			'respond',
		),
	),
	...onTexts(
		'field of a form',
		(text) => askFieldOf({ label: text, kind: 'choices', choices: text }),
		shapesOf(['a', '\n', '\r', ' ', 'a\n']),
	),
	...onTexts('approvers', approversIn, shapesOf(['a', ',', ';', '\n', ' '])),
];
