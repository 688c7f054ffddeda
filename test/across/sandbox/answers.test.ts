import { openLab, virtualClock, type Lab } from '../../sandbox/helpers';
import { forwarder, openReceiver } from '../../sandbox/receiver';

/**
 * What people see of what handlers answer, and what they go on to do: banners, edits, forms, menus, questions, calls.
 */

const MAYA = '55743307';
const LEO = 'leo.lindqvist@zylker.example';

let lab: Lab;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
const clock = virtualClock();
beforeEach(async () => {
	lab = await openLab({ now: clock.now });
	receiver = await openReceiver();
});
afterEach(async () => {
	await lab.sandbox.close();
	await receiver.close();
});

const control = () => lab.sandbox.control;
const last = (chat: string) => control().messages(chat).at(-1)!;
const texts = (chat: string) =>
	control()
		.messages(chat)
		.map(({ author, text }) => [author.name, text]);
/** A script that answers with what it is told to. */
const answering = (answer: object) => `answer = ${JSON.stringify(answer)}; return answer;`;

/** Posts a message with a button that runs `decide`, and presses it. */
async function press(answer: object | string, as = LEO) {
	control().setFunction({ name: 'decide', script: typeof answer === 'string' ? answer : answering(answer) });
	await lab.call('POST', '/channelsbyname/marketing/message', {
		text: 'Well?',
		buttons: [
			{ label: 'Yes', hint: 'Go on', key: 'k1', action: { type: 'invoke.function', data: { name: 'decide' } } },
		],
	});
	return control().press({ chat: '#marketing', message: last('#marketing').id, as });
}

describe('a button that is pressed', () => {
	test('shows a banner to whoever pressed', async () => {
		const told: unknown[] = [];
		control().subscribe(
			(event) =>
				event.type === 'delivery' &&
				event.delivery.shown &&
				told.push([event.delivery.user, event.delivery.shown]),
		);
		const { button, shown, delivery } = await press(
			'return {"type":"banner","status":"failure","text":"Not you, " + user.get("first_name")};',
		);
		expect(shown).toEqual({ kind: 'banner', status: 'failure', text: 'Not you, Leo' });
		expect([button.label, delivery!.state, delivery!.user]).toEqual(['Yes', 'answered', '55744524']);
		expect(told).toEqual([['55744524', shown]]);
		expect(last('#marketing').text).toBe('Well?');
	});

	test('posts a message', async () => {
		const { shown } = await press({ text: 'Done', card: { theme: 'modern-inline', title: 'T' } });
		expect(shown).toEqual({ kind: 'message', message: last('#marketing').id });
		expect(last('#marketing')).toMatchObject({
			text: 'Done',
			author: { kind: 'bot', name: 'decide' },
			postedBy: MAYA,
		});
	});

	test('changes its message into another', async () => {
		const { shown } = await press({ type: 'message_edit', text: 'Leo has said yes' });
		const message = last('#marketing');
		expect(shown).toEqual({ kind: 'edit', message: message.id });
		expect(message).toMatchObject({ text: 'Leo has said yes', content: {}, edits: [{ text: 'Well?' }] });
		await expect(control().press({ chat: '#marketing', message: message.id })).rejects.toThrow('no such button');
	});

	test('shows nothing for an empty answer, and none that comes after 15 seconds', async () => {
		expect((await press({})).shown).toBeUndefined();
		receiver.reply = () => {
			clock.advance(15_000);
			return { type: 'banner', status: 'success', text: 'Too late' };
		};
		const { shown, delivery } = await press(forwarder('button_handler', receiver.url, ['arguments']));
		expect([shown, delivery!.state]).toEqual([undefined, 'late']);
	});

	test('does nothing where there is no function', async () => {
		await lab.call('POST', '/channelsbyname/marketing/message', {
			text: 'Well?',
			buttons: [{ label: 'Yes', action: { type: 'invoke.function', data: { name: 'nothing' } } }],
		});
		expect(await control().press({ chat: '#marketing', message: last('#marketing').id })).toEqual({
			button: expect.objectContaining({ label: 'Yes' }),
		});
	});

	test('tells a script what zcatalyst-cli says', async () => {
		await press(
			forwarder('button_handler', receiver.url, [
				'message',
				'target',
				'arguments',
				'event',
				'user',
				'chat',
				'location',
			]),
		);
		expect(control().deliveries()[0]!.request!.headers).toMatchObject({ 'x-cliq-secret': '***' });
		expect(receiver.received[0]!.body).toMatchObject({
			message: {
				id: expect.stringMatching(/^\d+ \d+$/),
				is_read: true,
				sender: { id: MAYA, first_name: 'Maya' },
				time: String(clock.now()),
				text: 'Well?',
				type: 'text',
			},
			target: { name: 'Yes', hint: 'Go on', key: 'k1' },
			arguments: { key: 'k1' },
			event: 'click',
			user: { email: LEO },
			chat: { channel_unique_name: 'marketing' },
		});
	});

	test('tells an address, which can answer with a banner, at once or later', async () => {
		await press({});
		control().setFunction({ name: 'decide', url: receiver.url });
		receiver.reply = () => ({ output: { type: 'banner', status: 'success', text: 'Noted' } });
		expect((await control().press({ chat: '#marketing', message: last('#marketing').id })).shown).toMatchObject({
			text: 'Noted',
		});
		const { response_url: url, handler, ...rest } = receiver.received[0]!.body;
		expect([handler, rest.unique_name]).toEqual([{ type: 'button_handler' }, undefined]);
		const later = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ output: { type: 'banner', status: 'failure', text: 'After all not' } }),
		});
		expect(later.status).toBe(200);
		expect(control().deliveries().at(-1)!.shown).toMatchObject({ status: 'failure' });
	});

	test.each<[object, RegExp]>([
		[{ type: 'banner', text: 'x' }, /success or failure/],
		[{ type: 'banner', status: 'error', text: 'x' }, /success or failure/],
		[{ type: 'banner', status: 'success' }, /has a text/],
		[{ type: 'message_edit' }, /no text/],
		[{ type: 'popup', text: 'x' }, /does not answer with the type "popup"/],
		[{ type: 'form', title: 'x', name: 'x', inputs: [] }, /"inputs" is a list/],
		[{ text: 'x', context: { id: 'x' } }, /in its own chats only/],
	])('the answer %j is written down as a failure', async (answer, error) => {
		const { shown, delivery } = await press(answer);
		expect([shown, delivery!.state, delivery!.error]).toEqual([undefined, 'failed', expect.stringMatching(error)]);
	});
});

describe('a form', () => {
	const form = {
		type: 'form',
		title: 'Why?',
		name: 'reason',
		button_label: 'Send it',
		inputs: [
			{ type: 'text', name: 'why', label: 'Why', mandatory: true },
			{
				type: 'select',
				name: 'size',
				label: 'Size',
				options: [
					{ label: 'Small', value: 's' },
					{ label: 'Large', value: 'l' },
				],
			},
			{
				type: 'checkbox',
				name: 'extras',
				label: 'Extras',
				options: [
					{ label: 'One', value: '1' },
					{ label: 'Two', value: '2' },
				],
			},
			{ type: 'toggle', name: 'urgent', label: 'Urgent' },
			{ type: 'native_select', name: 'who', label: 'Who', data_source: 'contacts' },
			{ type: 'hidden', name: 'answer', value: '7' },
		],
		action: { type: 'invoke.function', name: 'reasons' },
		trigger_on_cancel: true,
	};
	const options = (count: number, label = 'x') =>
		Array.from({ length: count }, (_, index) => ({ label, value: String(index) }));

	test.each<[Record<string, unknown>, RegExp]>([
		[{ type: 'checkbox', options: options(6) }, /options is a list of 1 to 5/],
		[{ type: 'radio', options: options(6) }, /options is a list of 1 to 5/],
		[{ type: 'select', options: options(101) }, /options is a list of 1 to 100/],
		[{ type: 'select', options: options(1, 'x'.repeat(101)) }, /label" is a text of at most 100/],
		[{ type: 'text', hint: 'x'.repeat(101) }, /hint" is a text of at most 100/],
		[{ type: 'text', placeholder: 'x'.repeat(101) }, /placeholder" is a text of at most 100/],
		[{ type: 'hidden', value: 'x'.repeat(2001) }, /value" is a text of at most 2000/],
	])('is not shown with more than an input holds: %#', async (input, error) => {
		const { shown, delivery } = await press({ ...form, inputs: [{ name: 'one', label: 'One', ...input }] });
		expect([shown, delivery!.error]).toEqual([undefined, expect.stringMatching(error)]);
	});

	const given = { why: 'Because', size: 'l', extras: ['1', '2'], urgent: true, who: LEO };
	const values = {
		why: 'Because',
		size: { label: 'Large', value: 'l' },
		extras: [
			{ label: 'One', value: '1' },
			{ label: 'Two', value: '2' },
		],
		urgent: true,
		who: { id: '55744524', name: 'Leo Lindqvist', email: LEO },
		answer: '7',
	};
	const open = async () => {
		receiver.reply = ({ body }) =>
			body.handler === 'button_handler'
				? form
				: { type: 'banner', status: 'success', text: `Thanks, ${body.user.first_name}` };
		const { shown } = await press(forwarder('button_handler', receiver.url, ['user']));
		if (shown?.kind !== 'form') throw new Error('No form');
		return shown;
	};
	beforeEach(() =>
		control().setFunction({
			name: 'reasons',
			type: 'form',
			script: forwarder('form_submit_handler', receiver.url, ['form', 'user', 'chat', 'message']),
		}),
	);

	test('is shown, filled in, and goes to its function, which answers', async () => {
		const { id, form: asked } = await open();
		expect(asked).toMatchObject({ title: 'Why?', inputs: [{ label: 'Why' }, {}, {}, {}, {}, {}] });
		expect((await control().submit({ form: id, values: given })).shown).toEqual({
			kind: 'banner',
			status: 'success',
			text: 'Thanks, Leo',
		});
		expect(receiver.received[1]!.body).toMatchObject({
			form: { name: 'reason', action: 'submit', values },
			user: { email: LEO },
			chat: { channel_unique_name: 'marketing' },
			message: { text: 'Well?' },
		});
		await expect(control().submit({ form: id, values: given })).rejects.toThrow('was submitted');
	});

	test('is not submitted before it is filled in', async () => {
		const { id } = await open();
		const refused = (changes: object) =>
			control()
				.submit({ form: id, values: { ...given, ...changes } })
				.catch((error: Error) => error.message);
		expect(await refused({ why: '' })).toBe('"Why" must be filled in');
		expect(await refused({ size: 'xl' })).toBe('"Size" has no option "xl"');
		expect(await refused({ who: 'nobody' })).toMatch('"Who" is a person');
		expect(await refused({ other: 'x' })).toBe('The form has no input "other"');
		expect((await control().submit({ form: id, values: { why: 'x', answer: '8' } })).delivery!.state).toBe(
			'answered',
		);
		expect(receiver.received[1]!.body.form.values).toEqual({ why: 'x', answer: '7' });
	});

	test('can be closed, and its function hears of that if it wants to', async () => {
		await control().submit({ form: (await open()).id, action: 'cancel' });
		expect(receiver.received[1]!.body.form).toEqual({ name: 'reason', action: 'cancel', values: {} });
		const { trigger_on_cancel: _unwanted, ...silent } = form;
		receiver.reply = () => silent;
		const { shown } = await press(forwarder('button_handler', receiver.url, ['user']));
		expect(await control().submit({ form: (shown as { id: number }).id, action: 'cancel' })).toEqual({});
	});

	test('goes to an address as form_handler', async () => {
		const { id } = await open();
		control().setFunction({ name: 'reasons', type: 'form', url: receiver.url });
		receiver.reply = () => ({ output: { text: 'Kept' } });
		expect((await control().submit({ form: id, values: given })).shown).toEqual({
			kind: 'message',
			message: last('#marketing').id,
		});
		expect(receiver.received[1]!.body).toMatchObject({
			type: 'function',
			handler: { type: 'form_handler' },
			params: { form: { values } },
		});
	});

	test('a bot can answer with one', async () => {
		control().setHandler({
			bot: 'statusbot',
			type: 'message_handler',
			script: forwarder('message_handler', receiver.url, ['message']),
		});
		receiver.reply = ({ body }) => (body.handler === 'message_handler' ? form : { text: 'Kept' });
		const { chatId } = control().write({ bot: 'statusbot', as: LEO, text: 'Hello' });
		const { shown } = (await control().delivered())[0]!;
		await control().submit({ form: (shown as { id: number }).id, values: given });
		expect(texts(chatId)).toEqual([
			['Leo Lindqvist', 'Hello'],
			['Status Bot', 'Kept'],
		]);
	});
});

describe('the menu of a bot', () => {
	beforeEach(() =>
		control().setMenu({
			bot: 'statusbot',
			entries: [{ name: 'Say hi', script: 'return {"text":"Hi " + user.get("first_name")};' }, { name: 'Look' }],
		}),
	);

	test('has entries with scripts of their own', async () => {
		const { shown, delivery } = await control().menu({ bot: 'statusbot', entry: 'Say hi', as: LEO });
		expect([delivery!.handler, shown!.kind]).toEqual(['menu_handler', 'message']);
		expect(texts(delivery!.chat)).toEqual([['Status Bot', 'Hi Leo']]);
		expect(control().state().bots[0]).toMatchObject({ menu: ['Say hi', 'Look'], handlers: [] });
	});

	test('and others that run the menu handler, if there is one', async () => {
		expect(await control().menu({ bot: 'statusbot', entry: 'Look' })).toEqual({});
		control().setHandler({
			bot: 'statusbot',
			type: 'menu_handler',
			script: answering({ type: 'banner', status: 'success', text: 'Looked' }),
		});
		expect((await control().menu({ bot: 'statusbot', entry: 'Look' })).shown).toMatchObject({ text: 'Looked' });
	});

	test('a webhook bot is told which entry it was', async () => {
		control().setWebhook({ bot: 'statusbot', url: receiver.url });
		await control().menu({ bot: 'statusbot', entry: 'Look' });
		expect(receiver.received[0]!.body).toMatchObject({
			type: 'bot',
			handler: { type: 'action_handler', name: 'Look' },
			params: { user: { id: MAYA }, chat: { type: 'bot' } },
		});
	});

	test('tells an entry which of its sub-actions was chosen, if any', async () => {
		const script = 'if(sub_action == "")\n{\n\treturn {"text":"All"};\n}\nreturn {"text":"Only " + sub_action};';
		control().setMenu({ bot: 'statusbot', entries: [{ name: 'Issues', script, subActions: ['Create', 'Close'] }] });
		const { delivery } = await control().menu({ bot: 'statusbot', entry: 'Issues', subAction: 'Close' });
		await control().menu({ bot: 'statusbot', entry: 'Issues' });
		expect(texts(delivery!.chat)).toEqual([
			['Status Bot', 'Only Close'],
			['Status Bot', 'All'],
		]);
		await expect(control().menu({ bot: 'statusbot', entry: 'Issues', subAction: 'Delete' })).rejects.toThrow(
			'"Issues" has no sub-action "Delete"',
		);
		for (const subActions of [['x'.repeat(16)], [''], Array(6).fill('x'), 'Create']) {
			expect(() =>
				control().setMenu({ bot: 'statusbot', entries: [{ name: 'Issues', subActions: subActions as never }] }),
			).toThrow('"subActions"');
		}
	});

	test('refusals', async () => {
		await expect(control().menu({ bot: 'statusbot', entry: 'Nothing' })).rejects.toThrow('no entry "Nothing"');
		expect(() => control().setMenu({ bot: 'statusbot', entries: Array(6).fill({ name: 'x' }) })).toThrow(
			'at most 5',
		);
		expect(() => control().setMenu({ bot: 'statusbot', entries: [{}] as never })).toThrow('"name"');
		expect(() => control().setMenu({ bot: 'statusbot', entries: [{ name: 'x'.repeat(16) }] })).toThrow(
			'15 characters',
		);
	});
});

describe('a bot that asks', () => {
	const context = {
		id: 'details',
		timeout: 300,
		params: [
			{ name: 'name', question: 'Your name?' },
			{ name: 'dept', question: 'And department?', suggestions: { list: [{ text: 'IT' }, { text: 'Sales' }] } },
		],
	};
	beforeEach(() => {
		control().setHandler({
			bot: 'statusbot',
			type: 'message_handler',
			script: forwarder('message_handler', receiver.url, ['message']),
		});
		control().setHandler({
			bot: 'statusbot',
			type: 'context_handler',
			script: forwarder('context_handler', receiver.url, ['context_id', 'answers', 'user', 'chat']),
		});
		receiver.reply = ({ body }) =>
			body.handler === 'message_handler'
				? { text: 'Welcome', context }
				: { text: `Thanks, ${body.answers.name.text} of ${body.answers.dept.text}` };
	});
	const say = async (text: string) => {
		const { chatId } = control().write({ bot: 'statusbot', as: LEO, text });
		await control().delivered();
		return chatId;
	};

	test('asks one by one, and is told all answers at the end', async () => {
		const chat = await say('details');
		await say('Leo');
		expect(last(chat).suggestions).toEqual(['IT', 'Sales']);
		await say('IT');
		expect(texts(chat)).toEqual([
			['Leo Lindqvist', 'details'],
			['Status Bot', 'Welcome'],
			['Status Bot', 'Your name?'],
			['Leo Lindqvist', 'Leo'],
			['Status Bot', 'And department?'],
			['Leo Lindqvist', 'IT'],
			['Status Bot', 'Thanks, Leo of IT'],
		]);
		expect(receiver.received.map(({ body }) => body.handler)).toEqual(['message_handler', 'context_handler']);
		expect(receiver.received[1]!.body).toMatchObject({
			context_id: 'details',
			answers: { name: { text: 'Leo' }, dept: { text: 'IT' } },
			user: { email: LEO },
		});
		// Then it listens again.
		await say('details');
		expect(receiver.received.map(({ body }) => body.handler)).toEqual([
			'message_handler',
			'context_handler',
			'message_handler',
		]);
	});

	test('only its own person, and only for a while', async () => {
		await say('details');
		control().write({ bot: 'statusbot', text: 'Me too' });
		await control().delivered();
		clock.advance(300_000);
		await say('Leo');
		expect(receiver.received.map(({ body }) => [body.handler, body.message])).toEqual([
			['message_handler', 'details'],
			['message_handler', 'Me too'],
			['message_handler', 'Leo'],
		]);
	});

	test.each<[object, RegExp]>([
		[{ ...context, id: '' }, /"id"/],
		[{ ...context, timeout: 'long' }, /"timeout"/],
		[{ ...context, params: [] }, /"params"/],
		[{ ...context, params: [{ name: 'x' }] }, /params\[0\]\.question/],
		[{ ...context, params: [{ name: 'x', question: 'x', suggestions: ['x'] }] }, /"suggestions"/],
	])('%j is refused', async (wrong, error) => {
		receiver.reply = () => ({ text: 'Welcome', context: wrong });
		const chat = await say('details');
		expect([control().deliveries()[0]!.error, texts(chat)]).toEqual([
			expect.stringMatching(error),
			[['Leo Lindqvist', 'details']],
		]);
	});
});

test('a call tells its bot how it goes, and nobody answers', async () => {
	control().setHandler({
		bot: 'statusbot',
		type: 'call_handler',
		script: forwarder('call_handler', receiver.url, ['operation', 'data', 'user']),
	});
	receiver.reply = () => ({ text: 'Hello?' });
	const { callId, shown } = await control().call({ bot: 'statusbot', as: LEO });
	expect([shown, receiver.received[0]!.body]).toEqual([
		undefined,
		expect.objectContaining({ operation: 'ringing', data: { call_id: callId, time: clock.now() } }),
	]);
	control().setWebhook({ bot: 'statusbot', url: receiver.url });
	await control().call({ bot: 'statusbot', operation: 'answered', callId });
	const { response_url: url, ...body } = receiver.received[1]!.body;
	expect([url, body]).toEqual([
		undefined,
		expect.objectContaining({
			handler: { type: 'alert_handler' },
			params: expect.objectContaining({ operation: 'answered', data: { call_id: callId, time: clock.now() } }),
		}),
	]);
});

test("what is posted to a bot's own address reaches it, and its answer the person", async () => {
	control().setHandler({
		bot: 'statusbot',
		type: 'incoming_webhook_handler',
		script: forwarder('incoming_webhook_handler', receiver.url, [
			'headers',
			'params',
			'body',
			'http_method',
			'user',
		]),
	});
	receiver.reply = () => ({ text: 'It came' });
	const { delivery } = await control().incoming({
		bot: 'statusbot',
		as: LEO,
		body: '{"a":1}',
		headers: { 'x-source': 'test' },
		params: { b: '2' },
	});
	expect(receiver.received[0]!.body).toMatchObject({
		body: '{"a":1}',
		headers: { 'x-source': 'test' },
		params: { b: '2' },
		http_method: 'POST',
		user: { email: LEO },
	});
	expect(texts(delivery!.chat)).toEqual([['Status Bot', 'It came']]);
	control().setWebhook({ bot: 'statusbot', url: receiver.url });
	await control().incoming({ bot: 'statusbot' });
	expect(receiver.received[1]!.body.handler).toEqual({ type: 'incomingwebhook_handler' });
});

test('a bot hears that it was taken into a channel, and out of it', async () => {
	control().setHandler({
		bot: 'statusbot',
		type: 'participation_handler',
		script: forwarder('participation_handler', receiver.url, ['operation', 'user', 'chat']),
	});
	receiver.reply = ({ body }) => (body.operation === 'added' ? { text: 'Hello all' } : {});
	await control().join({ bot: 'statusbot', chat: '#marketing', as: LEO });
	await control().delivered();
	await control().join({ bot: 'statusbot', chat: '#marketing', as: LEO, remove: true });
	expect(receiver.received.map(({ body }) => [body.operation, body.chat.channel_unique_name])).toEqual([
		['added', 'marketing'],
		['message_sent', 'marketing'],
		['removed', 'marketing'],
	]);
	expect(last('#marketing')).toMatchObject({ text: 'Hello all', author: { name: 'Status Bot' } });
	control().write({ chat: '#marketing', text: '@Status Bot?' });
	expect(await control().delivered()).toHaveLength(3);
	await expect(control().join({ bot: 'statusbot', chat: `@${LEO}` })).rejects.toThrow('in channels');
});

test('from another process', async () => {
	const deed = async (name: string, body: unknown) =>
		(
			await fetch(`${lab.sandbox.url}/_sandbox/${name}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', 'x-cliq-sandbox': 'control' },
				body: JSON.stringify(body),
			})
		).json() as Promise<any>;
	await deed('functions', {
		name: 'decide',
		script: 'return {"type":"form","title":"Why?","name":"f","inputs":[{"type":"text","name":"why","label":"Why"}],"action":{"type":"invoke.function","name":"reasons"}};',
	});
	await deed('functions', {
		name: 'reasons',
		type: 'form',
		script: 'values = form.get("values"); return {"type":"banner","status":"success","text":"Because " + values.get("why")};',
	});
	const message = await lab.post('marketing', 'x');
	await lab.call('POST', '/channelsbyname/marketing/message', {
		text: 'Well?',
		buttons: [{ label: 'Yes', action: { type: 'invoke.function', data: { name: 'decide' } } }],
	});
	const pressed = await deed('press', { chat: '#marketing', message: last('#marketing').id, as: LEO });
	expect(pressed).toMatchObject({
		button: { label: 'Yes' },
		delivery: { state: 'answered' },
		shown: { kind: 'form', form: { title: 'Why?' } },
	});
	expect((await deed('submit', { form: pressed.shown.id, values: { why: 'so' } })).shown).toEqual({
		kind: 'banner',
		status: 'success',
		text: 'Because so',
	});
	expect(await deed('press', { chat: '#marketing', message, as: LEO })).toEqual({
		message: 'This message has no such button',
	});
	await deed('bots/menu', { bot: 'statusbot', entries: [{ name: 'Hi', script: 'return {"text":"Hi"};' }] });
	expect((await deed('menu', { bot: 'statusbot', entry: 'Hi' })).shown).toMatchObject({ kind: 'message' });
	expect(await deed('call', { bot: 'statusbot', callId: 'c1' })).toEqual({ callId: 'c1' });
});
