import { createHmac } from 'crypto';
import fc from 'fast-check';
import { answerFunction, answerFunctions } from '../../../../cliq/ask/in-cliq/answer-function';
import { hear } from '../../../../cliq/ask/receive-answer';
import { payloadIn } from '../../../../cliq/events/webhook/body';
import type { Heard } from '../../../../cliq/ask/types';
import type { Values } from '../../../../cliq/parameters/values';
import { ENCRYPTION, freeNames, runScript } from '../../../../sandbox/bots/deluge';
import type { Readings } from '../../../../sandbox/bots/deluge/values';
import { lexed } from '../../events/deluge';
import { refusal } from '../../support/expect';
import { approval, customForm, KEY, NOW } from '../questions';

const PREFIX = 'https://n8n.example.com/webhook-waiting/';
const at = (prefix: string) => [prefix, 2, '/4f1c?choice=', 0, '&key=', 1, '&signature=', 3];
const ADDRESS = at(PREFIX);
const SECRET = 'a secret of the runner';
const ANSWER = `a,${KEY},17,abc`;
const PLACE = { chatId: 'CT_1', messageId: '17 4' };

/** What is in a body that a script posts. */
const payloadOf = (body: string) => (payloadIn(Buffer.from(body), 'application/json') as { payload: Values }).payload;

const lower = (headers: Record<string, string>) =>
	Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

describe('the script', () => {
	const pressed = (changes: Values = {}) => ({
		user: { id: '55743307', first_name: 'Maya', last_name: 'Okafor', email: 'maya@example.com' },
		chat: { id: 'CT_1' },
		message: { id: '17 4' },
		target: { name: 'Approve' },
		arguments: { key: ANSWER },
		zoho: { currenttime: NOW, encryption: ENCRYPTION },
		...changes,
	});
	const { script } = answerFunction(ADDRESS, SECRET);

	/** Runs it, and answers it as a runner does. */
	const run = async (variables: Values, nullText = '') => {
		const asked: string[] = [];
		const answer = await runScript(
			script,
			variables,
			async ({ method, url, headers, body }) => {
				asked.push(url);
				const query = Object.fromEntries(new URL(url).searchParams);
				const names = Object.fromEntries(
					Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
				);
				const { reply } = hear(
					{ method, headers: names, query, body: Buffer.from(body) },
					{ question: approval({ way: 'cliq' }), secret: SECRET, place: PLACE },
					NOW + 500,
				);
				return { status: reply.status, text: reply.body };
			},
			{ nullText },
		);
		return { answer, asked };
	};

	it('posts a press that is heard, and shows what is said', async () => {
		expect(await run(pressed())).toEqual({
			asked: [`${PREFIX}17/4f1c?choice=a&key=${KEY}&signature=abc`],
			answer: { type: 'banner', status: 'success', text: 'Thank you. Your answer: Approve' },
		});
	});

	it.each(['', 'null'])('is heard without an email address too, where null in a text is "%s"', async (nullText) => {
		expect((await run(pressed({ user: { id: '1', email: null } }), nullText)).answer).toMatchObject({
			status: 'success',
		});
		expect((await run(pressed({ user: { id: 55743307, name: 'M' } }), nullText)).answer).toMatchObject({
			status: 'success',
		});
	});

	it('says by itself that the question is closed, if nothing else does', async () => {
		const closed = { type: 'banner', status: 'failure', text: 'This question is closed, or could not be reached.' };
		expect(await run(pressed({ arguments: { answer: 'elsewhere' } }))).toMatchObject({
			answer: { status: 'failure', text: expect.stringContaining('This question is closed') },
		});
		expect(await run(pressed({ arguments: {} }))).toEqual({ asked: [], answer: closed });
		const unreachable = async () => {
			throw new Error('socket timeout');
		};
		expect(await runScript(script, pressed(), unreachable)).toEqual(closed);
		expect(await runScript(script, pressed(), async () => ({ status: 200, text: '<html>' }))).toEqual(closed);
		expect(
			await runScript(
				script,
				pressed(),
				async () => ({ status: 200, text: '{"type":"banner","status":"success","text":"Yes"}' }),
				{ isJsonRead: true },
			),
		).toEqual({ type: 'banner', status: 'success', text: 'Yes' });
		expect(await runScript(script, pressed(), async () => ({ status: 409, text: '{"type":"banner"}' }))).toEqual(
			closed,
		);
	});

	it('hands on where it is, and nothing of what people wrote there', async () => {
		const bodies: Values[] = [];
		const text = "Nobody's business,\nwith a line break, which n8n would refuse the press for";
		const chat = { id: 'CT_1', title: text, members: [{ email: 'leo@example.com' }], recent_messages: [{ text }] };
		const press = (changes: Values) =>
			runScript(
				script,
				pressed({ target: { hint: text }, ...changes }),
				async ({ body }) => (bodies.push(payloadOf(body)), { status: 200, text: '{}' }),
			);
		await press({ chat, message: { id: '17 4', text, sender: { name: 'Leo' } } });
		await press({ chat: { title: text }, message: { text } });
		await press({ chat: null, message: null });
		expect(bodies).toEqual([
			expect.objectContaining({ chat: { id: 'CT_1' }, message: { id: '17 4' } }),
			expect.not.objectContaining({ chat: expect.anything() }),
			expect.not.objectContaining({ chat: expect.anything() }),
		]);
		expect(JSON.stringify(bodies)).not.toMatch(/Nobody|leo/i);
		expect(Object.keys(bodies[0]!).sort()).toEqual([
			'arguments',
			'chat',
			'forwarder',
			'handler',
			'message',
			'time',
			'user',
		]);
	});

	it('names no variables but those that a button function has', () => {
		// Source: Zoho's page "Button Function".
		expect([...freeNames(script)].sort()).toEqual(['arguments', 'chat', 'message', 'user', 'zoho']);
	});

	it('has a name of its own for each address, of letters and digits, which Cliq takes', () => {
		const { name } = answerFunction(ADDRESS, SECRET);
		expect(name).toMatch(/^[A-Za-z][A-Za-z0-9]{0,29}$/);
		expect(answerFunction(ADDRESS, 'another').name).toBe(name);
		expect(answerFunction(at('https://n8n.example.com/other/'), SECRET).name).not.toBe(name);
	});

	it.each([
		'',
		'n8n.example.com/',
		'https://n8n.example.com',
		'https://n8n.example.com?x=/',
		'https:n8n.example.com/',
		'https://me@n8n.example.com/',
		'javascript:alert(1)',
		'ftp://n8n.example.com/',
	])('%j is refused as an address', (prefix) => {
		expect(refusal(() => answerFunction(at(prefix), SECRET)).kind).toBe('invalidInput');
	});

	it('no address or secret gets out of its string, and no answer to another server', () => {
		const nasty = fc
			.array(
				fc.oneof(
					fc.string({ unit: 'binary' }),
					fc.constantFrom('"', '\\', '\\"', '";', '\n', '\u2028', '//', '/*', ')', '@', 'é', '.evil.com/'),
				),
			)
			.map((pieces) => pieces.join(''));
		const around = (text: string) => lexed(text).code.replace(/§\d+/g, '§');
		fc.assert(
			fc.property(nasty, nasty, nasty, (path, secret, answer) => {
				const { script } = answerFunction(at(PREFIX + path), secret);
				expect(around(script)).toBe(around(answerFunction(ADDRESS, SECRET).script));
				const prefix = lexed(script).strings.find((text) => text.startsWith('https://'))!;
				if (URL.canParse(prefix + answer)) expect(new URL(prefix + answer).host).toBe('n8n.example.com');
			}),
			{ numRuns: 2000 },
		);
	});
});

describe('the scripts of a question with a form', () => {
	const TICKET = `r,${KEY},17,abc`;
	const SHOWN = `${TICKET},${Buffer.from('17 4').toString('base64url')}`;
	const FORM_ANSWER = `${SHOWN},${createHmac('sha256', SECRET).update(`seal ${SHOWN} 55743307 maya@example.com`).digest('base64url')}`;
	const question = customForm(
		[
			{ label: 'Amount', kind: 'number', required: true },
			{ label: 'Where', kind: 'choices', choices: ['a', 'b'] },
		],
		{ way: 'cliq' },
	);
	const [button, form] = answerFunctions(ADDRESS, SECRET);
	const user = { id: '55743307', first_name: 'Maya', last_name: 'Okafor', email: 'maya@example.com' };
	const zoho = { currenttime: NOW, encryption: ENCRYPTION };

	/** Runs one, and answers it as a runner does. */
	const run = async (script: string, variables: Values, reply?: string) => {
		const heard: Heard[] = [];
		const answer = await runScript(
			script,
			{ user, chat: { id: 'CT_1' }, zoho, ...variables },
			async ({ method, url, headers, body }) => {
				const query = Object.fromEntries(new URL(url).searchParams);
				heard.push(
					hear(
						{ method, headers: lower(headers), query, body: Buffer.from(body) },
						{ question, secret: SECRET, place: PLACE },
						NOW + 500,
					),
				);
				return { status: heard[0]!.reply.status, text: reply ?? heard[0]!.reply.body };
			},
		);
		return { answer, answered: heard[0]?.answered };
	};
	const press = (reply?: string) =>
		run(button!.script, { message: { id: '17 4' }, target: {}, arguments: { answer: TICKET } }, reply);
	const submit = (values: unknown, action = 'submit') =>
		run(form!.script, { form: { name: 'answer', action, values } });

	it('are two, of names and types of their own', () => {
		expect([button?.type, form?.type]).toEqual(['button', 'form']);
		expect(form!.name).toMatch(/^cliqForm[0-9a-f]{16}$/);
		expect(button!.script).toBe(answerFunction(ADDRESS, SECRET).script);
	});

	it('a press shows the form, which runs the second, whatever came back about that', async () => {
		const action = { type: 'invoke.function', name: form!.name };
		const { answer, answered } = await press();
		expect(answered).toBeUndefined();
		expect(answer).toMatchObject({
			type: 'form',
			action,
			inputs: [{ name: 'f0' }, { name: 'several1' }, { type: 'hidden', name: 'answer', value: FORM_ANSWER }],
		});
		expect((await press('{"type":"form","action":{"type":"invoke.function","name":"another"}}')).answer).toEqual({
			type: 'form',
			action,
		});
		expect((await press('{"type":"banner","status":"failure","text":"No"}')).answer).toEqual({
			type: 'banner',
			status: 'failure',
			text: 'No',
		});
	});

	it.each<[string, Values]>([
		['as texts and maps', { f0: '12.5', several1: [{ label: 'b', value: '1' }], answer: FORM_ANSWER }],
		['as figures and a list', { f0: 12.5, several1: ['1'], answer: FORM_ANSWER }],
		['with commas between', { f0: ' 12.5', several1: '1,', answer: { label: 'x', value: FORM_ANSWER } }],
	])('what is submitted is the answer, told %s', async (_how, values) => {
		const { answer, answered } = await submit(values);
		expect(answer).toEqual({ type: 'banner', status: 'success', text: 'Thank you. Your answer was sent.' });
		expect(answered).toMatchObject({
			fields: { Amount: 12.5, Where: ['b'] },
			responder: { id: user.id, name: 'Maya Okafor', email: user.email, source: 'cliq' },
		});
	});

	it.each<Readings>([
		{ mapBody: 'equals', mapText: 'equals' },
		{ mapBody: 'multipart', mapText: 'unescaped' },
		{ nullText: 'null' },
	])('goes out as JSON that n8n reads, whatever is written, where %j', async (readings) => {
		const fields = customForm(
			[
				{ label: 'A', kind: 'multiline' },
				{ label: 'B', kind: 'number' },
				{ label: 'C', kind: 'multiline' },
				{ label: 'D', kind: 'choices', choices: ['a', 'b=1, value=0'] },
			],
			{ way: 'cliq' },
		);
		const written = fc
			.array(
				fc.oneof(
					fc.string({ unit: 'binary' }),
					fc.constantFrom('"', '\\', '\n', '&', '=', '/', '+', '%41', ', f1=3', 'é', '🎉'),
				),
				{ minLength: 1 },
			)
			.map((pieces) => pieces.join(''));
		await fc.assert(
			fc.asyncProperty(written, async (text) => {
				let body = '';
				let headers: Record<string, string> = {};
				const values = {
					f0: `${text}.`,
					f1: 2,
					f2: '',
					several3: [{ label: 'b=1, value=0', value: '1' }],
					answer: FORM_ANSWER,
				};
				const person = { ...user, first_name: text };
				await runScript(
					form!.script,
					{
						user: person,
						chat: { id: 'CT_1', title: 'a\nb' },
						zoho,
						form: { name: 'x\ny', action: 'submit', values },
					},
					async (posted) => (
						(body = posted.body),
						(headers = lower(posted.headers)),
						{ status: 200, text: '{}' }
					),
					readings,
				);
				expect(JSON.parse(body)).toEqual({ forwarder: 1, flat: expect.stringMatching(/^[\w&/=%.*+!'()~-]+$/) });
				const heard = hear(
					{ method: 'POST', headers, query: { choice: 'r', key: KEY }, body: Buffer.from(body) },
					{ question: fields, secret: SECRET },
					NOW,
				);
				expect(heard.answered?.fields).toEqual({
					A: `${text}.`
						.replace(/\p{Surrogate}/gu, '\ufffd')
						.replace(/\r\n?/g, '\n')
						.trim(),
					B: 2,
					C: null,
					D: ['b=1, value=0'],
				});
			}),
			{ numRuns: 100 },
		);
	});

	it('what is wrong is said, and nothing is answered; what is closed shows nothing', async () => {
		const wrong = await submit({ f0: 'many', answer: FORM_ANSWER });
		expect(wrong).toEqual({
			answer: expect.objectContaining({
				type: 'banner',
				status: 'failure',
				text: expect.stringContaining('“Amount”: Write a number'),
			}),
			answered: undefined,
		});
		expect(await submit({ answer: FORM_ANSWER }, 'cancel')).toEqual({ answer: {}, answered: undefined });
		for (const values of [{}, null, { f0: 1 }])
			expect((await submit(values)).answer).toMatchObject({
				type: 'banner',
				status: 'failure',
				text: expect.stringContaining('closed'),
			});
	});

	it('the second names no variables but those that a submit handler has', () => {
		// Source: Zoho's page "Form Submit Handler".
		expect([...freeNames(form!.script)].sort()).toEqual(['chat', 'form', 'user', 'zoho']);
	});
});
