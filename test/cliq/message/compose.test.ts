import fc from 'fast-check';
import { operation, operations } from '../../../cliq/catalogue';
import { CliqError } from '../../../cliq/errors';
import { compose, type Step } from '../../../cliq/message/compose';
import { buildRequest } from '../../../cliq/http/request';
import type { Values } from '../../../cliq/parameters/values';
import { readable, refusal } from '../support/expect';

const send = operation('message.send.channel');
const to = { channel: 'incidents' };

/** @returns the bodies that are sent. */
function bodies(values: Values, rows: Array<Record<string, unknown>> = [], id = 'message.send.channel'): any[] {
	return compose(operation(id), values, rows).map(
		(step) => buildRequest(step.operation, step.values, 'https://x.invalid').body,
	);
}

function texts(values: Values): string[] {
	return bodies({ ...to, ...values }).map(({ text }) => text);
}

function refused(values: Values, id = 'message.send.channel') {
	return refusal(() => compose(operation(id), values, []));
}

/** So many characters in sentences. */
const long = (length: number) => 'The disk of the server is full. '.repeat(Math.ceil(length / 32)).slice(0, length);

describe('an operation that sends no message', () => {
	it.each(['message.getMany', 'message.delete', 'reaction.add'])('is one step with the same values: %s', (id) => {
		const values = { chatId: 'CT_1', limit: 500, misspelt: 1 };
		expect(compose(operation(id), values, [])).toEqual([{ operation: operation(id), values, place: 0 }]);
	});
});

describe('a text', () => {
	it('of Cliq is sent as it is', () => expect(texts({ text: '*Hi* {@all}' })).toEqual(['*Hi* {@all}']));
	it('may be a number', () => expect(texts({ text: 42 })).toEqual(['42']));
	it('that is plain shows letter for letter', () =>
		expect(texts({ text: '*Hi* {@all}', textFormat: 'plain' })[0]).not.toContain('{@all}'));

	it('in Markdown has its tables as slides', () => {
		const text = '**Hi**\n\n| Name | Age |\n|---|---|\n| Ann | 34 |\n\nBye';
		expect(bodies({ ...to, text, textFormat: 'markdown' })).toEqual([
			{
				text: '*Hi*\n\nBye',
				slides: [{ type: 'table', data: { headers: ['Name', 'Age'], rows: [{ Name: 'Ann', Age: '34' }] } }],
				sync_message: true,
			},
		]);
	});

	it('in Markdown that is a table alone names its columns', () => {
		expect(
			bodies({ ...to, text: '| Name | Age |\n|---|---|\n| Ann | 34 |', textFormat: 'markdown' })[0],
		).toMatchObject({ text: 'Name, Age', slides: [{ type: 'table' }] });
	});

	it('in Markdown with more tables than there can be slides has the others below', () => {
		const tables = Array.from({ length: 22 }, (_, index) => `| a${index} |\n|---|\n| b${index} |`).join('\n\n');
		const [body] = bodies({ ...to, text: `Hi\n\n${tables}`, textFormat: 'markdown' });
		expect(body.slides).toHaveLength(20);
		expect(body.text).toBe('Hi\n\n*a20*\nb20\n\n*a21*\nb21');
	});

	it('in Markdown has tables as text where there are no slides, or no rows', () => {
		const table = 'Hi\n\n| Name | Age |\n|---|---|\n| Ann | *3* |';
		const schedule = { chatId: 'CT_1', sendAt: '2099-01-01 10:00', timeZone: 'Europe/Berlin' };
		expect(bodies({ ...schedule, text: table, textFormat: 'markdown' }, [], 'message.schedule')[0].text).toBe(
			'Hi\n\n*Name | Age*\nAnn | 3',
		);
		expect(bodies({ ...to, text: 'Hi\n\n| Name |\n|---|', textFormat: 'markdown' })).toEqual([
			{ text: 'Hi\n\n*Name*', sync_message: true },
		]);
	});

	it('in Markdown leaves slides from data their room', () => {
		const rows = Array.from({ length: 500 }, (_, index) => ({ name: `n${index}`, text: long(40) }));
		const [{ slides }] = bodies(
			{ ...to, text: '| a |\n|---|\n| b |', textFormat: 'markdown', slides: { form: [{}] } },
			rows,
		);
		expect(slides).toMatchObject([
			{ type: 'table', data: { headers: ['name', 'text'] } },
			{ type: 'table', data: { headers: ['a'] } },
		]);
	});

	it('in Markdown loses nothing of a table: what does not fit into the slides whole goes below the text', () => {
		const cells = long(12_000);
		const sent = bodies({
			...to,
			text: `Hi\n\n| a |\n|---|\n| ${cells} |\n\n| b |\n|---|\n| c |`,
			textFormat: 'markdown',
		});
		expect(sent.map(({ text }) => text).join(' ')).toBe(`Hi\n\n*a*\n${cells.trim()}`);
		expect(sent.map(({ slides }) => slides?.length)).toEqual([undefined, undefined, 1]);
		const full = {
			...to,
			text: '| a |\n|---|\n| b |',
			textFormat: 'markdown',
			slides: [{ type: 'text', data: 'x'.repeat(9990) }],
		};
		expect(bodies(full)).toMatchObject([{ text: '*a*\nb', slides: [{ type: 'text' }] }]);
	});

	it('that is empty is refused', () => {
		for (const text of [undefined, '', ' \n', null])
			expect(refused({ ...to, text, mentions: 'all' }).message).toBe('The parameter "Message" is empty');
		expect(refused({ ...to, text: '<!-- -->'.slice(0, 0), textFormat: 'markdown' }).message).toMatch(/is empty/);
	});

	it('answers a message whose ID is one', () => {
		expect(bodies({ ...to, text: 'Hi', replyTo: '1'.repeat(100) })).toHaveLength(1);
		expect(refused({ ...to, text: 'Hi', replyTo: '1'.repeat(101) }).message).toBe(
			'The parameter "Reply to Message ID" is too long: 101 characters',
		);
	});

	it('that is no text is refused', () => {
		expect(refused({ ...to, text: { a: 1 } }).message).toMatch(/must be text, but is an object/);
		expect(refused({ ...to, text: 'Hi', textFormat: 'html' })).toMatchObject({
			details: { parameter: 'textFormat' },
		});
	});
});

describe('mentions', () => {
	it('come first', () => {
		expect(texts({ text: 'Hi', mentions: 'sam@example.com, 55743307' })).toEqual([
			'{@sam@example.com} {@55743307} Hi',
		]);
		expect(texts({ text: '*', textFormat: 'plain', mentions: ['all'] })[0]).toMatch(/^\{@all\} /);
		expect(texts({ text: 'Hi', mentions: '5', silentMentions: true })).toEqual(['[5](zohoid:5) Hi']);
	});

	it.each(['# Title', '!quote', '---', '```\ncode\n```'])(
		'leave a line of its own to what acts at the start of one: %s',
		(text) => expect(texts({ text, mentions: 'all' })).toEqual([`{@all}\n${text}`]),
	);

	it('that are none are refused', () =>
		expect(refused({ ...to, text: 'Hi', mentions: 'Sam' })).toMatchObject({ details: { parameter: 'mentions' } }));
});

describe('a text that is too long', () => {
	const text = long(12_000);
	const form = { form: [{ label: 'Go', url: 'https://example.com' }] };

	it('is split, with what goes first and what goes last', () => {
		const sent = bodies({
			...to,
			text,
			buttons: form,
			card: { form: { title: 'T' } },
			slides: { form: [{ type: 'text', text: 'x' }] },
			replyTo: '1_2',
			threadTitle: 'T',
			threadMessageId: '5',
			styles: { background: 'red' },
		});
		expect(sent).toHaveLength(3);
		expect(sent.map((body) => Object.keys(body).sort())).toEqual([
			['reply_to', 'styles', 'sync_message', 'text', 'thread_message_id', 'thread_title'],
			['styles', 'sync_message', 'text', 'thread_message_id'],
			['buttons', 'card', 'slides', 'styles', 'sync_message', 'text', 'thread_message_id'],
		]);
		expect(sent.map((body) => body.text.trim()).join(' ') === text.trim()).toBe(true);
		expect(Math.max(...sent.map((body) => body.text.length))).toBeLessThanOrEqual(5000);
	});

	it('has instant buttons where the text has them', () => {
		const references = { form: ['a', 'b', 'c'].map((label) => ({ label, action: 'copy', text: label })) };
		const sent = bodies({ ...to, text: `[A]($1) ${long(6000)} [B]($2)`, references });
		expect(sent.map((body) => Object.keys(body.references))).toEqual([['1'], ['2', '3']]);
		expect(refused({ ...to, text: `[A]($1) ${long(6000)} [B]($4)`, references }).message).toBe(
			'The text has an instant button $4, and no such button is there',
		);
	});

	it('is cut, or refused', () => {
		const [beginning] = texts({ text, longText: 'cut', mentions: 'all' });
		expect(beginning!.length).toBeLessThanOrEqual(5000);
		expect(beginning).toMatch(/^\{@all\} The disk .*7,\d{3} more/s);
		expect(refused({ ...to, text, longText: 'refuse' }).message).toMatch(/is too long: 12,000 characters/);
		expect(
			refused(
				{ chatId: 'CT_1', sendAt: '2099-01-01 10:00', timeZone: 'Europe/Berlin', text: long(4097) },
				'message.schedule',
			).message,
		).toMatch(/too long: 4,097/);
	});

	it('is not split without end', () =>
		expect(refused({ ...to, text: long(300_000) }).message).toMatch(
			/comes to \d+ messages, and no more than 50 are sent at once/,
		));
});

describe('a digest', () => {
	it('is made of a list', () => {
		expect(
			texts({ text: ['a', 'b', 'c', 4], digestFull: 2, digestGroups: ['x', 'x', 'y', 'y'], mentions: 'all' }),
		).toEqual(['{@all} *4 items*: x 2, y 2\na\nb\n… and 2 more: y 2']);
		expect(
			texts({ text: Array.from({ length: 300 }, (_, index) => `Alert ${index}`), digestGroups: 'critical' })[0],
		).toMatch(/^\*300 items\*: critical 300\n.*\n… and 290 more: critical 290$/s);
	});

	it('has each line in the format of the text', () => {
		expect(texts({ text: ['**a**', '| b |\n|---|\n| c |'], textFormat: 'markdown' })[0]).toMatch(
			/^\*2 items\*\n\*a\*\n.*b.*c/s,
		);
		expect(texts({ text: ['{@all}'], textFormat: 'plain' })[0]).not.toContain('{@all}');
	});

	it('leaves out lines without text, with their groups', () =>
		expect(texts({ text: ['a', ' ', null, 'b'], digestGroups: ['x', 'y', 'y', 'z'] })).toEqual([
			'*2 items*: x 1, z 1\na\nb',
		]));

	it('of nothing, or with groups that do not fit, is refused', () => {
		expect(refused({ ...to, text: [] })).toMatchObject({
			message: 'The parameter "Message" is a digest without any items',
			details: { parameter: 'text' },
		});
		expect(refused({ ...to, text: ['', null] }).message).toMatch(/without any items/);
		expect(
			refused({
				...to,
				text: ['a', 'b'],
				mentions: Array.from({ length: 200 }, (_, index) => `${index}@example.com`),
			}),
		).toMatchObject({
			message: expect.stringContaining('leaves no room for the digest'),
			details: { parameter: 'mentions' },
		});
		expect(refused({ ...to, text: ['a', 'b', 'c'], digestGroups: ['x', 'y'] })).toMatchObject({
			message: expect.stringContaining('has 2 names for 3 lines'),
			details: { parameter: 'digestGroups' },
		});
	});
});

describe('raw JSON', () => {
	it('replaces what the form says', () => {
		const json = {
			text: '*raw*',
			buttons: [{ label: 'B', action: { type: 'copy', data: { text: 'x' } } }],
			styles: { background: 'red' },
			message_topic: 'new',
		};
		expect(
			bodies({
				...to,
				text: 'form',
				textFormat: 'plain',
				styles: { background: 'blue' },
				json: JSON.stringify(json),
			}),
		).toEqual([{ ...json, sync_message: true }]);
	});

	// No page has them there, and one says that both kinds of buttons do the same: what a person asks for is not ours
	// to change.
	it('keeps arguments at the buttons of a message, as it was written', () => {
		const action = { type: 'invoke.function', data: { name: 'deploy' } };
		const buttons = [{ label: 'Go', arguments: { answer: 'yes', empty: '', deep: { list: [null] } }, action }];
		expect(bodies({ ...to, json: { text: 'Deploy?', buttons } })).toEqual([
			{ text: 'Deploy?', buttons, sync_message: true },
		]);
		expect(bodies({ ...to, text: 'Deploy?', buttons: JSON.stringify(buttons) })).toMatchObject([{ buttons }]);
		const refusal = refused({
			...to,
			json: { text: 'Deploy?', buttons: [{ label: 'Go', arguments: 'yes', action }] },
		});
		expect(refusal.message).toMatch(/Button 1 "Go", arguments: must be an object, but is text/);
	});

	it('has text, not a digest', () =>
		expect(refused({ ...to, text: 'Hi', json: { text: ['a', 'b'] } }).message).toMatch(
			/must be text, but is a list/,
		));

	it('is split like the form', () => {
		const sent = bodies({
			...to,
			json: { text: long(6000), card: { theme: 'basic', title: 'T' }, reply_to: '1_2', message_topic: 't' },
		});
		expect(sent.map((body) => Object.keys(body).sort())).toEqual([
			['message_topic', 'reply_to', 'sync_message', 'text'],
			['card', 'message_topic', 'sync_message', 'text'],
		]);
	});

	it('has the tables of the text after its slides', () => {
		const [{ slides }] = bodies({
			...to,
			text: '| a |\n|---|\n| b |',
			textFormat: 'markdown',
			json: { slides: [{ type: 'text', data: 'x' }] },
		});
		expect(slides).toMatchObject([{ type: 'text' }, { type: 'table' }]);
	});
});

describe('several places', () => {
	const steps = (values: Values) => compose(send, { ...to, text: 'Hi', ...values }, []);
	const targets = [
		{ target: 'user', id: 'sam@example.com' },
		{ target: 'chat', id: 'CT_1' },
		{ target: 'bot', id: 'b' },
	];

	it('get the same, as far as it means something there', () => {
		const made = steps({
			alsoTo: { form: targets },
			replyTo: '5',
			threadMessageId: '6',
			threadTitle: 'T',
			postInParent: true,
			postAsBot: 'bot',
			markAsRead: true,
			card: { form: { title: 'T' } },
			json: { thread_chat_id: 'x', message_topic: 'y' },
		});
		const card = { theme: 'modern-inline', title: 'T' };
		expect(made.map(({ operation: { id }, values, place }) => [id, values, place])).toEqual([
			[
				'message.send.channel',
				{
					channel: 'incidents',
					text: 'Hi',
					card,
					replyTo: '5',
					threadMessageId: '6',
					threadTitle: 'T',
					postInParent: true,
					postAsBot: 'bot',
					markAsRead: true,
					json: { thread_chat_id: 'x', message_topic: 'y' },
				},
				0,
			],
			[
				'message.send.user',
				{ user: 'sam@example.com', text: 'Hi', card, markAsRead: true, json: { message_topic: 'y' } },
				1,
			],
			[
				'message.send.chat',
				{ chatId: 'CT_1', text: 'Hi', card, markAsRead: true, json: { message_topic: 'y' } },
				2,
			],
			['message.send.bot', { bot: 'b', text: 'Hi', card, json: { message_topic: 'y' } }, 3],
		]);
	});

	it('get of raw JSON what is theirs', () => {
		const [, user, bot] = steps({
			json: { bot_unique_name: 'b', mark_as_read: true, broadcast: true },
			alsoTo: [targets[0], targets[2]],
		}).map((step) => buildRequest(step.operation, step.values, 'https://x.invalid'));
		expect(user).toMatchObject({
			query: {},
			body: { text: 'Hi', mark_as_read: true, broadcast: true, sync_message: true },
		});
		expect(bot!.body).toEqual({ text: 'Hi', broadcast: true, sync_message: true });
	});

	it('get all parts of a text, one place after the other', () => {
		expect(
			steps({ text: long(6000), alsoTo: targets.slice(0, 1) }).map(
				({ place, operation: { target } }) => `${target} ${place}`,
			),
		).toEqual(['channel 0', 'channel 0', 'user 1', 'user 1']);
	});

	it('get it once each', () => {
		expect(
			steps({ alsoTo: [...targets, { target: 'channel', id: '#incidents' }, targets[0]] }).map(
				({ place }) => place,
			),
		).toEqual([0, 1, 2, 3]);
	});

	it('that cannot be are refused before anything is sent', () => {
		const error = refused({ ...to, text: 'Hi', alsoTo: [targets[0], { target: 'chat', id: 'Team Talk' }] });
		expect(error).toMatchObject({ kind: 'invalidInput', details: { parameter: 'alsoTo' } });
		expect(error.message).toMatch(
			/^Target 2, chat "Team Talk": The parameter "Channel or Chat" is neither a chat ID/,
		);
		expect(refused({ ...to, text: 'Hi', alsoTo: { form: [{ target: 'user' }] } }).message).toBe(
			'Target 1 has no name or ID',
		);
	});
});

describe('files', () => {
	const files = [{ name: 'a.pdf', size: 3, open: () => [] }];

	it('go alone, or after a message', () => {
		expect(compose(operation('file.send.chat'), { chatId: 'CT_1', files, text: ' ' }, [])).toMatchObject([
			{ operation: { id: 'file.send.chat' }, values: { chatId: 'CT_1', files }, place: 0 },
		]);
		const made = compose(
			operation('file.send.channel'),
			{ ...to, files, text: long(6000), comments: 'c', postAsBot: 'bot', botName: 'Deploy Bot' },
			[],
		);
		expect(made.map(({ operation: { id }, place }) => `${id} ${place}`)).toEqual([
			'message.send.channel 0',
			'message.send.channel 0',
			'file.send.channel 0',
		]);
		expect(made[0]!.values).toMatchObject({
			channel: 'incidents',
			postAsBot: 'bot',
			identity: { name: 'Deploy Bot' },
		});
		expect(made[2]!.values).toEqual({ ...to, files, comments: ['c'], postAsBot: 'bot', botName: 'Deploy Bot' });
		expect(buildRequest(made[0]!.operation, made[0]!.values, 'https://x.invalid').body).toMatchObject({
			bot: { name: 'Deploy Bot' },
		});
	});

	it('for a subscriber of a bot are announced to the same', () => {
		const [message] = compose(operation('file.send.bot'), { bot: 'b', files, text: 'Hi', subscriber: '55' }, []);
		expect(buildRequest(message!.operation, message!.values, 'https://x.invalid').body).toMatchObject({
			userids: '55',
		});
	});

	const many = (count: number) =>
		Array.from({ length: count }, (_, index) => ({ name: `${index}.pdf`, size: 3, open: () => [] }));
	const made = (values: Values, sources = {}) =>
		compose(operation('file.send.chat'), { chatId: 'CT_1', files, ...values }, [], sources);
	const namesOf = (steps: Step[]) =>
		steps.map(({ values }) => (values.files as typeof files | undefined)?.map(({ name }) => name) ?? values.text);

	it('that are more than Cliq takes at once go in several calls, each with its comments', () => {
		const steps = made({ files: many(12), comments: Array.from({ length: 12 }, (_, index) => `comment ${index}`) });
		expect(namesOf(steps)).toEqual([many(10).map(({ name }) => name), ['10.pdf', '11.pdf']]);
		expect(steps.map(({ values }) => values.comments)).toEqual([
			Array.from({ length: 10 }, (_, index) => `comment ${index}`),
			['comment 10', 'comment 11'],
		]);
		expect(steps[0]!.warnings).toEqual(['"Files" are sent in 2 parts, since Cliq takes 10 at once']);
		expect(steps[1]!.warnings).toBeUndefined();
	});

	it('that are too large are left out while anything else is sent, and said', () => {
		const large = { name: 'backup.zip', size: 60 * 1024 * 1024, open: () => [] };
		const why = 'File 1 "backup.zip" is 60.0 MB; Cliq takes 50 MB, so it is left out';
		expect(namesOf(made({ files: [large, ...files], comments: ['of the backup', 'of the report'] }))).toEqual([
			['a.pdf'],
		]);
		expect(made({ files: [large, ...files], comments: ['of the backup', 'of the report'] })[0]).toMatchObject({
			values: { comments: ['of the report'] },
			warnings: [why],
		});
		expect(made({ files: [large], text: 'The backup' })).toMatchObject([
			{ values: { text: 'The backup' }, warnings: [why] },
		]);
		expect(refusal(() => made({ files: [large] })).message).toBe(
			'File 1 "backup.zip" is 60.0 MB; Cliq takes 50 MB',
		);
	});

	it('keep the text where the data has none of them', () => {
		expect(made({ files: [], text: 'Nothing attached' })).toMatchObject([
			{ values: { text: 'Nothing attached' }, warnings: ['"Files" is empty, so the text is sent alone'] },
		]);
		expect(refusal(() => made({ files: [] })).details).toMatchObject({ parameter: 'files' });
		expect(refusal(() => made({ files: undefined, text: 'Hi' }, { files: 'msg.files' })).message).toMatch(
			/"Files" gave nothing/,
		);
	});

	it('are sent where the text before them has nothing that readers see', () => {
		for (const text of ['<!-- internal -->', '<br>', '[a]: https://example.com']) {
			expect(made({ text, textFormat: 'markdown' })).toMatchObject([
				{ values: { files }, warnings: ['"Message" has nothing that readers see and is left out'] },
			]);
		}
	});

	it('have names without line breaks, and comments no more than there are files', () => {
		const { values, warnings } = made({
			files: [{ ...files[0], name: 'a\r\n b.pdf' }],
			comments: ['one', 'two', ''],
		})[0]!;
		expect(values).toMatchObject({ files: [{ name: 'a b.pdf', size: 3 }], comments: ['one'] });
		expect(warnings).toEqual([
			'File 1 is named "a b.pdf", without the control characters in its name',
			'"Comments" are more than the files. Left out: "two"',
		]);
	});

	it('that cannot be sent keep the message back', () =>
		expect(refused({ chatId: 'CT_1', text: 'Hi' }, 'file.send.chat')).toMatchObject({
			details: { parameter: 'files' },
		}));
});

it('a misspelt name is refused', () => {
	expect(refused({ ...to, text: 'Hi', mention: 'all' }).message).toBe('"Send a message" has no parameter "mention"');
	expect(texts({ text: 'Hi', mention: undefined })).toEqual(['Hi']);
});

it('values that come in are left as they are', () => {
	const values = {
		...to,
		text: ['a'],
		json: { message_topic: 'x' },
		alsoTo: [{ target: 'user', id: '5' }],
		slides: [{ type: 'text', data: 'x' }],
	};
	const before = structuredClone(values);
	compose(send, values, []);
	expect(values).toEqual(before);
});

test('comments of files are written as the message is', () => {
	const comments = (values: Values) =>
		compose(
			operation('file.send.chat'),
			{ chatId: 'CT_1', files: ['a', 'b'].map((name) => ({ name, size: 1, open: () => [] })), ...values },
			[],
		)[0]!.values.comments;
	expect(comments({ comments: ['{@all} *a*', 'b'], textFormat: 'plain' })).toEqual([
		'{\u2060@all} \u2060*\u2060a\u2060*\u2060',
		'b',
	]);
	expect(comments({ comments: '**a**\n| x |', textFormat: 'markdown' })).toEqual(['*a*', '| x |']);
	expect(comments({ comments: '{@all}' })).toEqual(['{@all}', '']);
	expect(comments({})).toBeUndefined();
});

test('a text that is too long for an edit is cut, and said', () => {
	const edit = (values: Values) =>
		compose(operation('message.edit'), { chatId: 'CT_1', messageId: '1', text: long(6000), ...values }, []);
	expect(edit({})).toMatchObject([
		{
			values: { text: expect.stringMatching(/more characters\)$/) },
			warnings: ['"Message" is cut: it has 6,000 characters, and Cliq takes 5,000'],
		},
	]);
	expect(refusal(() => edit({ longText: 'refuse' })).message).toMatch(/is too long: 6,000/);
});

test('the text of an edit and the message before files have a format too', () => {
	const [edit] = compose(
		operation('message.edit'),
		{ chatId: 'CT_1', messageId: '1', text: '**Done**', textFormat: 'markdown' },
		[],
	);
	expect(edit!.values).toEqual({ chatId: 'CT_1', messageId: '1', text: '*Done*' });
	const files = [{ name: 'a', size: 1, open: () => [] }];
	const steps = compose(
		operation('file.send.channel'),
		{ channel: 'incidents', files, text: '**Done**', textFormat: 'markdown' },
		[],
	);
	expect(steps[0]!.values).toMatchObject({ channel: 'incidents', text: '*Done*' });
	expect(steps[1]!.values).toEqual({ channel: 'incidents', files });
});

describe('whatever comes in', () => {
	const senders = operations.filter(
		({ paging, parameters }) => !paging && parameters.some((parameter) => parameter.in === 'compose'),
	);
	const good: Record<string, fc.Arbitrary<unknown>> = {
		bot: fc.constant('b'),
		channel: fc.constant('incidents'),
		chatId: fc.constant('CT_1'),
		user: fc.constant('sam@example.com'),
		files: fc.constant([{ name: 'a', size: 1, open: () => [] }]),
		messageId: fc.constant('1'),
		sendAt: fc.constant('2099-01-01 10:00'),
		timeZone: fc.constant('UTC'),
		text: fc.oneof(
			fc.string({ minLength: 1 }),
			fc.string({ unit: 'binary', maxLength: 9000 }),
			fc.array(fc.string()),
		),
		textFormat: fc.constantFrom('cliq', 'markdown', 'plain'),
		longText: fc.constantFrom('split', 'cut', 'refuse'),
		mentions: fc.constantFrom('all', '5, a@b.c'),
		digestGroups: fc.string(),
		digestFull: fc.integer({ min: 1, max: 20 }),
		alsoTo: fc.array(
			fc.record({ target: fc.constantFrom('user', 'bot', 'channel'), id: fc.constantFrom('5', 'a@b.c', 'x') }),
			{ maxLength: 3 },
		),
		slides: fc
			.array(fc.record({ type: fc.constantFrom('table', 'list', 'label') }), { maxLength: 3 })
			.map((form) => ({ form })),
		buttons: fc.constant({ form: [{ label: 'Go', url: 'https://example.com' }] }),
		card: fc.constant({ form: { title: 'T' } }),
	};

	it.each(senders.map((sender) => [sender.id, sender] as const))(
		'%s makes calls that can be sent, or refuses with a reason',
		(_, sender) => {
			const values = fc.record(
				Object.fromEntries(
					sender.parameters.map(({ name }) => [
						name,
						fc.oneof(
							{ arbitrary: good[name] ?? fc.constant(undefined), weight: 60 },
							{ arbitrary: fc.anything(), weight: 1 },
						),
					]),
				),
				{ requiredKeys: sender.parameters.filter(({ required }) => required).map(({ name }) => name) },
			);
			let made = 0;
			fc.assert(
				fc.property(values, fc.array(fc.object(), { maxLength: 3 }), (given, rows) => {
					try {
						const steps = compose(sender, given, rows as Array<Record<string, unknown>>);
						made++;
						for (const step of steps) {
							expect(buildRequest(step.operation, step.values, 'https://x.invalid').url).toMatch(
								/^https:/,
							);
							expect(
								step.operation.parameters.filter(
									(parameter) => parameter.in === 'compose' && parameter.name in step.values,
								),
							).toEqual([]);
						}
						expect(steps.map(({ place }) => place)).toEqual(
							steps.map(({ place }) => place).sort((one, other) => one - other),
						);
					} catch (error) {
						if (!(error instanceof CliqError)) throw error;
						readable(error);
						expect(error.kind).toBe('invalidInput');
					}
				}),
				{ numRuns: 200 },
			);
			expect(made).toBeGreaterThan(30);
		},
	);

	it('arbitrary values of any operation end in calls or a reason', () => {
		const any = operations.flatMap(({ parameters }) => parameters.map(({ name }) => name));
		fc.assert(
			fc.property(
				fc.constantFrom(...senders),
				fc.dictionary(fc.constantFrom(...new Set(any)), fc.anything()),
				fc.array(fc.anything()),
				(sender, values, rows) => {
					try {
						compose(sender, values, rows as Array<Record<string, unknown>>);
					} catch (error) {
						if (!(error instanceof CliqError)) throw error;
					}
				},
			),
			{ numRuns: 500 },
		);
	});
});
