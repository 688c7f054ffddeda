import { createHash, randomBytes } from 'node:crypto';
import { compose } from '../../../cliq/message/compose';
import { operation } from '../../../cliq/catalogue';
import { buildRequest } from '../../../cliq/http/request';
import { forms, type Field } from '../../../cliq/message/form/form-fields';
import { formOf } from '../../../nodes/shared/messageForms';
import { filled, textsIn } from './filled';
import { Lab, locator } from './lab';
import { type Credential, UNDER_TEST } from '../../../tools/n8n/workflow';

const POST = 'message.send.channel';
const toChannel = { resource: 'message', operation: 'send', target: 'channel', channel: locator('name', 'releases') };
const rows = [
	{ name: 'checkout', amount: 17 },
	{ name: 'search', amount: 4 },
	{ name: 'mail', amount: 9 },
];

let lab: Lab;
/** Never waits for the rate limit. */
let unlimited: Credential;

beforeAll(async () => {
	lab = await Lab.start('n8n-messages');
	lab.sandbox.control.setThresholds(false);
	unlimited = await lab.connectedAccount({ rateLimit: 'none' });
}, 180_000);

afterAll(() => lab.end(), 60_000);

const inChannel = (name = 'releases') => lab.sandbox.control.messages(`#${name}`);
const calls = (id = POST) => lab.sandbox.control.counters()[id]?.calls ?? 0;

/** The values that a field chooses among, e.g. the kinds of slides. */
const choicesOf = (fields: Field[], name: string) =>
	fields.find((field) => field.name === name)!.choices!.map(({ value }) => value);

/** Sends with our node, and gives the output and what the channel got. */
async function send(parameters: Record<string, unknown>, items: unknown[] = [{}]) {
	const before = inChannel().length;
	const { status, error, runs } = await lab.run(
		{ parameters: { ...toChannel, ...parameters }, credential: unlimited },
		items,
	);
	if (status !== 'success') throw new Error(`${error?.message} ${error?.description}`);
	return { output: runs(UNDER_TEST)[0]!.outputs[0], posted: inChannel().slice(before) };
}

type Part = 'card' | 'slides' | 'buttons' | 'references' | 'styles' | 'identity';

/** The body that the core makes of forms that were filled in, where the item has these rows. */
function asked(parts: Partial<Record<Part, unknown>>): any {
	const plain = Object.entries(parts).map(([name, collection]) => [name, formOf(collection, forms[name as Part]!)]);
	const values = JSON.parse(
		JSON.stringify(Object.fromEntries(plain)).replaceAll('"={{ $json.rows }}"', JSON.stringify(rows)),
	);
	const [step] = compose(
		operation(POST),
		{ channel: 'releases', text: parts.references ? 'Press [one]($1)' : 'x', ...values },
		[{ rows }],
	);
	return buildRequest(step!.operation, step!.values, lab.sandbox.url).body;
}

describe('rich messages', () => {
	const slideKinds = choicesOf(forms.slides!.fields, 'type');

	test.each([
		[
			'filled in by hand',
			{ data: undefined, columns: undefined, labelField: undefined, valueFields: undefined, most: undefined },
		],
		['made of data from an expression', { entries: undefined }],
	])('every kind of slide, %s', async (_how, without) => {
		const isByHand = 'data' in without;
		const kinds = isByHand ? slideKinds.filter((type) => !['table', 'graph'].includes(type)) : slideKinds;
		const slides = {
			form: kinds.map((type) => filled(forms.slides!.fields, { ...without, type, title: `A ${type}` })),
		};
		const { posted } = await send({ text: 'Slides', options: { slides } }, [{ rows }]);
		expect(posted).toHaveLength(1);
		expect(posted[0]!.content.slides).toEqual(asked({ slides }).slides);
		expect(posted[0]!.content.slides?.map(({ type, title }) => [type, title])).toEqual(
			kinds.map((type) => [type, `A ${type}`]),
		);
	});

	test.each([{ combine: 'all' }, {}])(
		'every kind of slide that can be made of the incoming items, of all of them: %j',
		async (chosen) => {
			const kinds = slideKinds.filter((type) => !['images', 'text'].includes(type));
			const { output, posted } = await send(
				{
					text: 'Report of {{ $now.year }}',
					options: { ...chosen, slides: { form: kinds.map((type) => ({ type })) } },
				},
				rows,
			);
			expect(posted).toHaveLength(1);
			expect(posted[0]!.content.slides?.map(({ type }) => type)).toEqual(kinds);
			for (const slide of posted[0]!.content.slides ?? [])
				for (const { name } of rows) expect(JSON.stringify(slide)).toContain(name);
			expect(output).toMatchObject([
				{ json: { success: true }, pairedItem: [{ item: 0 }, { item: 1 }, { item: 2 }] },
			]);
		},
	);

	test('every kind of button, and each within the text', async () => {
		const kinds = choicesOf(forms.buttons!.fields, 'action');
		const { fields } = forms.buttons!;
		for (let first = 0; first < kinds.length; first += 5) {
			const buttons = {
				form: kinds
					.slice(first, first + 5)
					.map((action, index) => filled(fields, { action, label: `Button ${index}` })),
			};
			const { posted } = await send({ text: 'Press [one]($1)', options: { buttons, references: buttons } });
			const wanted = asked({ buttons, references: buttons });
			expect(posted[0]!.content).toMatchObject({ buttons: wanted.buttons, references: wanted.references });
			expect(posted[0]!.content.buttons).toHaveLength(buttons.form.length);
		}
	});

	test.each(choicesOf(forms.card!.fields, 'theme'))('a card of the kind %s', async (theme) => {
		const card = { form: filled(forms.card!.fields, { theme }) };
		const buttons = { form: [{ label: 'Open', action: 'open.url', url: 'https://example.com' }] };
		const { posted } = await send({ text: 'A card', options: { card, buttons } });
		expect(posted[0]!.content.card).toEqual(asked({ card, buttons }).card);
		for (const text of textsIn(card)) expect(JSON.stringify(posted[0]!.content.card)).toContain(text);
	});

	test('styles, another name and picture, and what JSON adds', async () => {
		const styles = { form: filled(forms.styles!.fields) };
		const identity = { form: filled(forms.identity!.fields) };
		const { posted } = await send({ text: 'Hello', options: { styles, identity } });
		expect(posted[0]).toMatchObject({
			content: { styles: asked({ styles }).styles },
			shown: asked({ identity }).bot,
		});

		const json = '={{ { text: "from JSON", slides: [{ type: "list", data: $json.names }] } }}';
		const { posted: byJson } = await send({ text: 'Hello', options: { json } }, [{ names: ['a', 'b'] }]);
		expect(byJson[0]).toMatchObject({
			text: 'from JSON',
			content: { slides: [{ type: 'list', data: ['a', 'b'] }] },
		});
	});

	test('what Cliq would refuse fails its own item, with the place, before anything is sent', async () => {
		const slides = {
			form: [
				{ type: 'table', data: '={{ $json.rows }}' },
				{ type: 'images', urls: '={{ $json.url }}' },
			],
		};
		const before = calls();
		const items = [
			{ rows, url: 'https://example.com/a.png' },
			{ rows, url: 'not an address' },
		];
		const { runs } = await lab.run(
			{
				parameters: { ...toChannel, text: 'x', options: { slides } },
				credential: unlimited,
				onError: 'continueRegularOutput',
			},
			items,
		);
		const [good, bad] = runs(UNDER_TEST)[0]!.outputs[0]!;
		expect(good!.json).toMatchObject({ success: true });
		expect(bad).toMatchObject({
			json: { error: expect.stringMatching(/Slide 2.*\[Item 1\]$/) },
			pairedItem: { item: 1 },
		});
		expect(calls() - before).toBe(1);
	});
});

describe('text', () => {
	test("Markdown becomes Cliq's formatting, and its table a slide", async () => {
		const text = '**Done**: *all* of it\n\n| Service | Calls |\n|---|---|\n| mail | 9 |\n';
		const { posted } = await send({ text, options: { textFormat: 'markdown' } });
		expect(posted).toHaveLength(1);
		expect(posted[0]!.text).toContain('*Done*: _all_ of it');
		expect(posted[0]!.content.slides).toMatchObject([
			{ type: 'table', data: { headers: ['Service', 'Calls'], rows: [{ Service: 'mail' }] } },
		]);
	});

	/** A text of three parts. */
	const long = Array.from(
		{ length: 240 },
		(_, index) => `Paragraph ${index} says something of some length, to fill a part.`,
	)
		.join('\n\n')
		.slice(0, 14_000);

	test('a long text is sent in parts, and gives one item with the IDs of all', async () => {
		const { output, posted } = await send({ text: long });
		expect(posted).toHaveLength(3);
		for (const { text } of posted) expect(text.length).toBeLessThanOrEqual(5000);
		expect(
			posted
				.map(({ text }) => text)
				.join('')
				.replace(/\s/g, ''),
		).toBe(long.replace(/\s/g, ''));
		expect(output).toMatchObject([
			{
				json: { success: true, messageId: posted[0]!.id, messageIds: posted.map(({ id }) => id) },
				pairedItem: { item: 0 },
			},
		]);
	});

	test('Retry On Fail goes on with the part that failed: each is posted once', async () => {
		const text = long + '\n\n' + long.slice(0, 4_000);
		const [before, callsBefore] = [inChannel().length, calls()];
		// The third call is refused, so that n8n runs the node again.
		lab.sandbox.control.addFault({ kind: 'status', status: 400, operation: POST, from: 3 });
		const { status, runs } = await lab.run({
			parameters: { ...toChannel, text },
			credential: unlimited,
			settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 },
		});
		lab.sandbox.control.clearFaults();
		const posted = inChannel().slice(before);
		expect(status).toBe('success');
		expect(posted).toHaveLength(4);
		expect(calls() - callsBefore).toBe(5);
		expect(
			posted
				.map((part) => part.text)
				.join('')
				.replace(/\s/g, ''),
		).toBe(text.replace(/\s/g, ''));
		expect(runs(UNDER_TEST)[0]!.outputs[0]).toMatchObject([{ json: { messageIds: posted.map(({ id }) => id) } }]);
	});

	test('three hundred alerts become one message of one call', async () => {
		const alerts = Array.from({ length: 300 }, (_, index) => ({
			text: `Alert ${index}`,
			severity: index % 3 ? 'warning' : 'critical',
		}));
		const before = calls();
		const { output, posted } = await send(
			{
				text: '={{ $json.text }}',
				options: { combine: 'digest', digestGroups: '={{ $json.severity }}', digestFull: 5 },
			},
			alerts,
		);
		expect(calls() - before).toBe(1);
		expect(posted).toHaveLength(1);
		for (const part of ['300', 'warning', '200', 'critical', '100', 'Alert 0'])
			expect(JSON.stringify(posted[0])).toContain(part);
		expect(JSON.stringify(posted[0])).not.toContain('Alert 299');
		expect(output).toHaveLength(1);
		expect(output![0]!.pairedItem).toHaveLength(300);
	});
});

describe('where it goes', () => {
	test('several places get the same message in one step, and each gives an item', async () => {
		const before = [inChannel().length, inChannel('incidents').length];
		const alsoTo = {
			form: [
				{ target: 'channel', id: 'incidents' },
				{ target: 'user', id: '55744524' },
				{ target: 'bot', id: 'deploybot' },
			],
		};
		const { output } = await send({ text: 'To all', options: { alsoTo } });
		expect(output).toHaveLength(4);
		for (const { json, pairedItem } of output!) expect([json.success, pairedItem]).toEqual([true, { item: 0 }]);
		expect([inChannel().length, inChannel('incidents').length]).toEqual(before.map((count) => count + 1));
		expect(inChannel('incidents').at(-1)).toMatchObject({ text: 'To all' });
	});

	test('a thread, with its title, and a post in it that shows in the channel too', async () => {
		const { messageId } = lab.sandbox.control.post({ chat: '#releases', text: 'Release 4.2' });
		await send({ text: 'First', options: { threadMessageId: messageId, threadTitle: 'About 4.2' } });
		const { thread } = inChannel().find(({ id }) => id === messageId)!;
		expect(thread).toMatchObject({ title: 'About 4.2', messages: 1 });
		await send({
			target: 'chat',
			chatId: locator('id', thread!.id),
			text: 'Second',
			options: { postInParent: true },
		});
		expect(lab.sandbox.control.messages(thread!.id).map(({ text }) => text)).toEqual(['First', 'Second']);
		expect(inChannel().at(-1)).toMatchObject({ text: 'Second' });
	});

	test('later, by the clock of the workflow unless another zone is named', async () => {
		const chatId = locator('id', lab.sandbox.control.post({ chat: '#releases', text: 'Before' }).chatId);
		const sendAt = `${new Date().getFullYear() + 1}-01-05T09:30:00`;
		const schedule = { resource: 'message', operation: 'schedule', chatId, text: 'Good morning', sendAt };
		await lab.outputOf(schedule);
		await lab.outputOf({ ...schedule, options: { timeZone: 'Europe/Berlin' } });
		const [own, berlin] = lab.sandbox.control.scheduled().slice(-2);
		expect(own!.zone).toMatch(/^\w+\/\w+$/);
		expect(berlin).toMatchObject({
			zone: 'Europe/Berlin',
			text: 'Good morning',
			time: Date.parse(`${sendAt}+01:00`),
		});
	});
});

describe('files', () => {
	const content = randomBytes(300_000);
	const sha256 = createHash('sha256').update(content).digest('hex');
	const sendFiles = { resource: 'file', operation: 'send', target: 'channel', channel: locator('name', 'releases') };
	const item = { base64: content.toString('base64') };
	const options = { fileName: 'report.bin', mimeType: 'application/octet-stream', dataIsBase64: true };
	/** Stored by n8n beside the execution. */
	const toFile = {
		name: 'To File',
		type: 'n8n-nodes-base.convertToFile',
		typeVersion: 1.1,
		parameters: { operation: 'toBinary', sourceProperty: 'base64', options },
	};
	/** In memory, two of them. */
	const toFiles = {
		name: 'To Files',
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		parameters: {
			jsCode: 'return $input.all().map(({ json }) => { const file = (fileName) => ({ data: json.base64, mimeType: "application/octet-stream", fileName }); return { json: {}, binary: { one: file("one.bin"), two: file("two.bin") } }; });',
		},
	};
	const checksum = {
		name: 'Checksum',
		type: 'n8n-nodes-base.crypto',
		typeVersion: 1,
		parameters: {
			action: 'hash',
			type: 'SHA256',
			binaryData: true,
			binaryPropertyName: 'data',
			dataPropertyName: 'sha256',
		},
	};

	test('go up and come down with equal checksums', async () => {
		const sent = await lab.run(
			{ parameters: { ...sendFiles, options: { comments: 'As asked', text: 'The report' } }, before: [toFile] },
			[item],
		);
		expect([sent.status, sent.error?.message, sent.error?.description]).toEqual(['success', undefined, undefined]);
		const stored = lab.sandbox.control.files().at(-1)!;
		expect(stored).toMatchObject({ name: 'report.bin', size: content.length, sha256 });
		expect(inChannel().at(-2)).toMatchObject({ text: 'The report' });

		const { status, error, runs } = await lab.run({
			parameters: { resource: 'file', operation: 'download', fileId: stored.id },
			after: [checksum],
		});
		expect([status, error?.message]).toEqual(['success', undefined]);
		expect(runs(UNDER_TEST)[0]!.outputs[0]).toMatchObject([
			{ json: { fileName: 'report.bin', fileSize: content.length }, pairedItem: { item: 0 } },
		]);
		expect(runs('Checksum')[0]!.outputs[0]![0]!.json).toMatchObject({ sha256 });
	});

	test('several of one item, chosen by name or all of them', async () => {
		for (const [files, names] of [
			['two', ['two.bin']],
			['*', ['one.bin', 'two.bin']],
		] as const) {
			const before = lab.sandbox.control.files().length;
			const { status, error } = await lab.run({ parameters: { ...sendFiles, files }, before: [toFiles] }, [item]);
			expect([status, error?.message]).toEqual(['success', undefined]);
			expect(lab.sandbox.control.files().slice(before)).toMatchObject(names.map((name) => ({ name, sha256 })));
		}
	});

	test('a field that is not there is named, with those that are', async () => {
		const { error } = await lab.run({ parameters: { ...sendFiles, files: 'photo' }, before: [toFile] }, [item]);
		expect(error).toMatchObject({
			message: expect.stringContaining('"photo"'),
			description: expect.stringContaining('"data"'),
		});
	});
});
