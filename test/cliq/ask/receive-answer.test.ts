import fc from 'fast-check';
import { hear } from '../../../cliq/ask/receive-answer';
import type { PersonsAnswer, Heard, Question } from '../../../cliq/ask/types';
import { LARGEST_BODY } from '../../../cliq/events/webhook/receive';
import { markupOf } from './markup';
import { approval, customForm, delivery, freeText, KEY, NOW } from './questions';

const MINUTE = 60_000;
const respondedAt = new Date(NOW).toISOString();

const form = customForm([
	{ label: 'Amount', kind: 'number', required: true },
	{ label: 'Why', kind: 'multiline', description: 'In a few words' },
]);

function expectPage({ reply }: Heard, status: number): ReturnType<typeof markupOf> {
	expect(reply.status).toBe(status);
	expect(reply.headers).toMatchObject({
		'Content-Type': 'text/html; charset=utf-8',
		'Cache-Control': 'no-store',
		'Referrer-Policy': 'no-referrer',
		'X-Robots-Tag': 'noindex',
		'X-Content-Type-Options': 'nosniff',
	});
	const policy = reply.headers['Content-Security-Policy'];
	expect(policy).toMatch(
		/^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
	);
	const page = markupOf(reply.body);
	// Nothing is loaded from anywhere, and nothing runs.
	for (const { name, attributes } of page.tags) {
		expect(['script', 'link', 'img', 'iframe', 'a', 'base', 'svg', 'object']).not.toContain(name);
		expect(Object.keys(attributes).filter((key) => /^on|^(?:src|href|style|action|formaction)$/.test(key))).toEqual(
			[],
		);
	}
	return page;
}

describe('an approval', () => {
	const question = approval({ until: NOW + 90 * MINUTE });

	it('shows what is asked, what pressing does, and until when', () => {
		const heard = hear(delivery('GET', { choice: 'approve' }), { question }, NOW);
		const { text, tags } = expectPage(heard, 200);
		expect(text).toContain('Shall *server 5* be restarted?\nIt takes a minute.');
		expect(text).toContain('Nothing is sent until you press “Approve”.');
		expect(text).toContain('until 22 Nov 2026 16:34 (Europe/Berlin)');
		expect(tags.filter(({ name }) => ['form', 'input', 'button'].includes(name))).toEqual([
			{ name: 'form', attributes: { method: 'post' } },
			{
				name: 'input',
				attributes: {
					id: 'name',
					name: 'name',
					type: 'text',
					autocomplete: 'name',
					maxlength: '80',
					value: '',
				},
			},
			{ name: 'button', attributes: { type: 'submit' } },
		]);
		expect(heard.refused).toBeUndefined();
	});

	it.each<['approve' | 'decline', boolean]>([
		['approve', true],
		['decline', false],
	])('%s is an answer, with a name', (choice, approved) => {
		const heard = hear(delivery('POST', { choice }, { name: ' Sam  Doe ' }), { question }, NOW);
		expect(heard.answered).toEqual({ approved, responder: { name: 'Sam Doe', source: 'self' }, respondedAt });
		expect(expectPage(heard, 200).text).toContain(`Your answer was sent: ${approved ? 'Approve' : 'Decline'}.`);
	});

	it('is an answer without a name', () => {
		expect(hear(delivery('POST', { choice: 'approve' }, {}), { question }, NOW).answered).toEqual({
			approved: true,
			respondedAt,
		});
	});

	it.each([
		['sam@example.com', { email: 'sam@example.com', source: 'recipient' }],
		['55743307', { id: '55743307', source: 'recipient' }],
	])('is the answer of %s, who was asked alone', (asked, responder) => {
		const alone = approval({ asked });
		expect(expectPage(hear(delivery('GET', { choice: 'approve' }), { question: alone }, NOW), 200).text).toContain(
			`It counts as the answer of ${asked}`,
		);
		expect(
			hear(delivery('POST', { choice: 'approve' }, { name: 'Someone' }), { question: alone }, NOW).answered,
		).toEqual({ approved: true, responder, respondedAt });
	});

	it('cannot be declined where no button does', () => {
		const heard = hear(
			delivery('POST', { choice: 'decline' }, {}),
			{ question: approval({ labels: { approve: 'OK' } }) },
			NOW,
		);
		expect(heard.answered).toBeUndefined();
		expectPage(heard, 404);
	});
});

describe('a text', () => {
	it('is written on a page', () => {
		const { text, tags } = expectPage(
			hear(
				delivery('GET', { choice: 'respond' }),
				{ question: freeText({ form: { title: 'Tell us', description: 'a\nb', submit: 'Tell', fields: [] } }) },
				NOW,
			),
			200,
		);
		expect(text).toContain('Tell us');
		expect(text).toContain('a\nb');
		expect(text).toContain('press “Tell”');
		expect(tags.map(({ name }) => name)).toContain('textarea');
	});

	it('is an answer', () => {
		const heard = hear(
			delivery('POST', { choice: 'respond' }, { f0: 'Yes\r\nand no', name: 'Sam' }),
			{ question: freeText() },
			NOW,
		);
		expect(heard.answered).toEqual({
			text: 'Yes\nand no',
			responder: { name: 'Sam', source: 'self' },
			respondedAt,
		});
		expect(heard.reply.body).not.toContain('and no');
	});

	it('must not be empty', () => {
		const heard = hear(
			delivery('POST', { choice: 'respond' }, { f0: ' ', name: 'Sam' }),
			{ question: freeText() },
			NOW,
		);
		expect(heard.answered).toBeUndefined();
		const { text, tags } = expectPage(heard, 422);
		expect(text).toContain('Nothing was sent.');
		expect(text).toContain('Fill in this field.');
		expect(tags.find(({ attributes }) => attributes.id === 'name')?.attributes.value).toBe('Sam');
	});
});

describe('a form', () => {
	it('is an answer by its labels', () => {
		expect(
			hear(delivery('POST', { choice: 'respond' }, { f0: '12.5', f1: '' }), { question: form }, NOW).answered,
		).toEqual({ fields: { Amount: 12.5, Why: null }, respondedAt });
	});

	it('comes back with what is wrong beside the field, and with what was written', () => {
		const heard = hear(
			delivery('POST', { choice: 'respond' }, { f0: 'a "lot"', f1: '\nBecause\r\n<b>' }),
			{ question: form },
			NOW,
		);
		expect(heard).toMatchObject({ refused: 'The form is not filled in right' });
		expect(heard.answered).toBeUndefined();
		const { text, tags } = expectPage(heard, 422);
		expect(text).toContain('Write a number');
		expect(text).toContain('In a few words\nBecause\r\n<b>');
		expect(tags.find(({ attributes }) => attributes.id === 'f0')?.attributes).toMatchObject({
			value: 'a "lot"',
			'aria-invalid': 'true',
			'aria-describedby': 'f0-error',
		});
		expect(tags.find(({ attributes }) => attributes.id === 'f1')?.attributes).toMatchObject({
			'aria-describedby': 'f1-note',
		});
		for (const { attributes } of tags)
			for (const id of attributes['aria-describedby']?.split(' ') ?? [])
				expect(tags.map((tag) => tag.attributes.id)).toContain(id);
	});

	it('takes a label for a key, whatever it is called', () => {
		const heard = hear(
			delivery('POST', { choice: 'respond' }, { f0: 'x' }),
			{ question: customForm([{ label: '__proto__', kind: 'text' }]) },
			NOW,
		);
		expect(Object.entries(heard.answered!.fields!)).toEqual([['__proto__', 'x']]);
	});
});

describe('a question that is over', () => {
	const question = approval();
	const settled: PersonsAnswer = {
		approved: true,
		responder: { name: 'Sam Doe', source: 'self' },
		respondedAt: new Date(NOW - 60 * MINUTE).toISOString(),
	};

	it('says who answered, and takes no other answer', () => {
		expect(
			expectPage(hear(delivery('GET', { choice: 'decline' }), { question, settled }, NOW), 200).text,
		).toContain('Approved by Sam Doe, 22 Nov 2026 14:04 (Europe/Berlin)');
		const second = hear(delivery('POST', { choice: 'decline' }, {}), { question, settled }, NOW);
		expect(second.answered).toBeUndefined();
		expect(second.refused).toBe('An answer came, but the question is answered');
		expect(expectPage(second, 409).text).toContain('Already answered');
	});

	it('does not show a text that somebody else wrote', () => {
		const heard = hear(
			delivery('GET', { choice: 'respond' }),
			{ question: freeText(), settled: { text: 'my secret', respondedAt } },
			NOW,
		);
		expect(expectPage(heard, 200).text).not.toContain('my secret');
	});

	it.each<['GET' | 'POST']>([['GET'], ['POST']])('%s after its end gets a page that says so', (method) => {
		for (const waiting of [
			{ question, settled: 'expired' as const },
			{ question: approval({ until: NOW }) },
			{ question: approval({ until: NOW - 1 }) },
		]) {
			const heard = hear(delivery(method, { choice: 'approve' }, {}), waiting, NOW);
			expect(heard.answered).toBeUndefined();
			expect(expectPage(heard, 410).text).toContain('Nobody answered in time');
		}
	});

	it('can be answered until the last moment', () => {
		expect(
			hear(delivery('POST', { choice: 'approve' }, {}), { question: approval({ until: NOW + 1 }) }, NOW).answered,
		).toBeDefined();
	});

	it.each<[string, Record<string, unknown>, Question | undefined]>([
		['none', { choice: 'approve' }, undefined],
		['another one', { choice: 'approve', key: 'x' }, question],
		['no key', { choice: 'approve', key: undefined }, question],
		['two keys', { choice: 'approve', key: [KEY, KEY] }, question],
		['no choice', {}, question],
		['a choice of another kind', { choice: 'respond' }, question],
		['two choices', { choice: ['approve', 'approve'] }, question],
		['a choice that is none', { choice: 'constructor' }, question],
	])('%s: it is closed, and says nothing of what is asked', (_name, query, known) => {
		for (const method of ['GET', 'POST']) {
			const heard = hear(delivery(method, query, {}), { question: known, settled }, NOW);
			expect(heard.answered).toBeUndefined();
			const { text } = expectPage(heard, 404);
			expect(text).toContain('closed');
			expect(text).not.toMatch(/server 5|Sam/);
		}
	});
});

describe('is refused', () => {
	const question = approval();
	const posted = (changes: object) => ({ ...delivery('POST', { choice: 'approve' }, {}), ...changes });

	it.each(['PUT', 'DELETE', 'OPTIONS', 'PATCH', 'get2', ''])('the method %j', (method) => {
		const heard = hear(delivery(method, { choice: 'approve' }, {}), { question }, NOW);
		expect(heard.answered).toBeUndefined();
		expectPage(heard, 405);
		expect(heard.reply.headers.Allow).toBe('GET, HEAD, POST');
	});

	it.each(['', 'text/plain', 'multipart/form-data; boundary=x', 'application/xml'])('the content type %j', (type) => {
		const heard = hear(posted({ headers: { 'content-type': type } }), { question }, NOW);
		expect(heard.answered).toBeUndefined();
		expectPage(heard, 415);
	});

	it('a content type that came twice', () => {
		expect(
			hear(
				posted({ headers: { 'content-type': ['application/x-www-form-urlencoded', 'application/json'] } }),
				{ question },
				NOW,
			).reply.status,
		).toBe(415);
	});

	it('a body that is too large', () => {
		const heard = hear(posted({ body: Buffer.alloc(LARGEST_BODY + 1, 'a') }), { question }, NOW);
		expect(heard.answered).toBeUndefined();
		expect(heard.refused).toContain('1048577 bytes');
		expect(expectPage(heard, 413).text).toContain('1,048 kB');
		expect(hear(posted({ body: Buffer.alloc(LARGEST_BODY, 'a') }), { question }, NOW).answered).toBeDefined();
	});

	it('a form for a question that is answered in Cliq, since it would go around the approvers', () => {
		const inCliq = approval({ way: 'cliq', approvers: ['sam@example.com'] });
		for (const method of ['GET', 'POST']) {
			const heard = hear(
				delivery(method, { choice: 'approve' }, { name: 'Sam' }),
				{ question: inCliq, secret: 's' },
				NOW,
			);
			expect(heard.answered).toBeUndefined();
			expect(expectPage(heard, 403).text).toContain('in Cliq');
		}
	});
});

const value = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.constantFrom(KEY, 'approve', 'decline', 'respond'),
	fc.array(fc.string()),
	fc.constant(undefined),
);
const questions = fc.constantFrom<Question>(
	approval(),
	approval({ way: 'cliq' }),
	approval({ asked: 'sam@example.com' }),
	freeText(),
	form,
);

it('GET and HEAD of any kind never answer, whoever sends them; HEAD has the headers of GET and no body', () => {
	const agents = fc.constantFrom(
		'Slackbot-LinkExpanding 1.0',
		'facebookexternalhit/1.1',
		'Mozilla/5.0',
		'ZohoBot',
		'WhatsApp/2',
	);
	fc.assert(
		fc.property(
			questions,
			fc.constantFrom('GET', 'HEAD', 'get', 'Head'),
			fc.record({ choice: value, key: value }),
			agents,
			fc.string(),
			(question, method, query, agent, body) => {
				const request = {
					method,
					headers: {
						'user-agent': agent,
						'content-type': 'application/x-www-form-urlencoded',
						'x-http-method-override': 'POST',
					},
					query: { ...query, name: 'x', f0: '1', _method: 'POST' },
					body: Buffer.from(body),
				};
				const heard = hear(request, { question, secret: 's' }, NOW);
				expect(heard.answered).toBeUndefined();
				const get = hear({ ...request, method: 'GET' }, { question, secret: 's' }, NOW).reply;
				expect(heard.reply).toEqual(method.toUpperCase() === 'HEAD' ? { ...get, body: '' } : get);
			},
		),
		{ numRuns: 500 },
	);
});

it('whatever is posted, nothing is an answer without the key and a choice of the question; and nothing throws', () => {
	fc.assert(
		fc.property(
			questions,
			fc.record({ choice: value, key: value }),
			fc.constantFrom('application/x-www-form-urlencoded', 'application/json', ''),
			fc.uint8Array({ maxLength: 200 }),
			(question, query, type, body) => {
				const heard = hear(
					{ method: 'POST', headers: { 'content-type': type }, query, body },
					{ question, secret: 's' },
					NOW,
				);
				if (!heard.answered) return;
				expect(String(query.key).trim()).toBe(KEY);
				expect(question.way).toBe('link');
				expect(query.choice).toMatch(question.kind === 'approval' ? /^(?:approve|decline)$/ : /^respond$/);
			},
		),
		{ numRuns: 1000 },
	);
});

it('no text, label, field or answer is anything but text in a page', () => {
	const nasty = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc
			.array(
				fc.constantFrom(
					'<',
					'>',
					'"',
					"'",
					'&',
					'&lt;',
					'<script>',
					'</textarea>',
					'-->',
					'<!--',
					' onfocus=',
					'`',
					'\0',
					'x',
				),
			)
			.map((pieces) => pieces.join('')),
	);
	const full = (word: (name: string) => string, kind: Question['kind']): Question => ({
		...approval({ kind, text: word('text'), asked: kind === 'approval' ? word('asked') : undefined }),
		labels: { approve: word('approve'), decline: word('decline'), respond: word('respond') },
		form: {
			title: word('title'),
			description: word('description'),
			submit: word('submit'),
			fields: (['text', 'multiline', 'number', 'choice', 'choices', 'boolean'] as const).map((type) => ({
				label: word('label'),
				kind: type,
				required: true,
				choices: [word('first'), word('second')],
				placeholder: word('placeholder'),
				description: word('note'),
			})),
		},
	});
	fc.assert(
		fc.property(
			fc.dictionary(
				fc.constantFrom(
					'text',
					'asked',
					'approve',
					'decline',
					'respond',
					'title',
					'description',
					'submit',
					'label',
					'first',
					'second',
					'placeholder',
					'note',
					'answer',
				),
				nasty,
			),
			fc.constantFrom<Question['kind']>('approval', 'freeText', 'customForm'),
			fc.boolean(),
			(words, kind, isPost) => {
				// What is empty is left out, and so is a page of another shape.
				const word = (name: string) => words[name] || 'plain';
				const choice = kind === 'approval' ? 'decline' : 'respond';
				const answers = Object.fromEntries(
					['f0', 'f1', 'f2', 'name'].map((name) => [name, `${word('answer')}!`]),
				);
				const page = (question: Question, given: Record<string, string>) => {
					const heard =
						isPost && kind === 'customForm'
							? hear(delivery('POST', { choice }, given), { question }, NOW)
							: hear(delivery('GET', { choice }), { question }, NOW);
					expect(heard.answered).toBeUndefined();
					return markupOf(heard.reply.body);
				};
				const shown = page(full(word, kind), answers);
				expect(shown.shape).toBe(
					page(
						full(() => 'plain', kind),
						{ f0: 'x', f1: 'x', f2: 'x!' },
					).shape,
				);
				expect(shown.text).toContain(word('text'));
			},
		),
		{ numRuns: 500 },
	);
});
