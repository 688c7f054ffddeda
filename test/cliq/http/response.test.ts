import { operation } from '../../../cliq/catalogue';
import { bodyOf, fileOf } from '../../../cliq/http/response';
import { readResponse } from '../../../cliq/read-response';

const bodyFrom = (body: unknown, status = 200) => bodyOf({ status, headers: {}, body });
const read = (id: string, body: unknown, values: Record<string, unknown> = { chatId: 'CT_1', messageId: '5' }) =>
	readResponse({ operation: operation(id), body: bodyFrom(body)!, values });

describe('the body', () => {
	it.each([
		[''],
		[' \n'],
		[undefined],
		[null],
		['null'],
		[{}],
		['{}'],
		['{"Response Code":"204 No response"}'],
		[{ 'Response Code': '204 No response' }],
	])('that says nothing: %j', (body) => {
		expect(bodyFrom(body)).toEqual({});
	});
	it.each([['{"a":1}'], [{ a: 1 }], ['\ufeff {"a":1}\n']])('that is an object: %j', (body) =>
		expect(bodyFrom(body)).toEqual({ a: 1 }),
	);
	it.each([
		['<html>Hello</html>'],
		['{"data":['],
		['OK'],
		['[]'],
		['"text"'],
		['1'],
		['true'],
		[[1]],
		[7],
		[Buffer.from('{}')],
	])('that is none: %p', (body) => expect(bodyFrom(body)).toBeUndefined());
});

describe('what returns nothing', () => {
	const values = { chatId: 'https://cliq.zoho.com/chats/CT_1', messageId: '1709%2029', emoji: 'U+1F44D' };
	it('says what was done, and to what', () => {
		expect(read('reaction.add', '', values)).toEqual({
			success: true,
			chatId: 'CT_1',
			messageId: '1709 29',
			emoji: '👍',
		});
		expect(read('message.delete', '', { chatId: 'CT_1', messageId: '5' })).toEqual({
			success: true,
			chatId: 'CT_1',
			messageId: '5',
		});
		expect(read('message.edit', '', { chatId: 'CT_1', messageId: '5', text: 'New' })).toEqual({
			success: true,
			chatId: 'CT_1',
			messageId: '5',
		});
	});
});

it('a list is found where its operation has it', () => {
	expect(read('channel.getMany', { channels: [{ name: 'a' }, null, 7] }, {})).toEqual([{ name: 'a' }]);
	expect(read('channel.getMany', { data: [] }, {})).toBeUndefined();
});

describe('a file', () => {
	const content = Buffer.from('x');
	const from = (response: object, id = 'file.download') =>
		fileOf(operation(id), { status: 200, headers: {}, body: '', content, ...response });

	it('has its name and type from the headers', () => {
		expect(
			from({
				headers: {
					'content-type': 'image/png;x=1',
					'content-disposition': "attachment;filename*=UTF-8''%C3%BC.png",
				},
			}),
		).toEqual({ fileName: 'ü.png', mimeType: 'image/png', content });
	});
	it('has a name and a type even if nobody says them', () =>
		expect(from({})).toEqual({ fileName: 'file', mimeType: 'application/octet-stream', content }));
	it('may be empty', () => expect(from({ content: Buffer.alloc(0) })).toMatchObject({ fileName: 'file' }));
	it.each([[{ content: undefined }], [{ status: 204 }]])('is none: %j', (response) =>
		expect(from(response)).toBeUndefined(),
	);
	it('comes of no other operation', () => expect(from({}, 'message.get')).toBeUndefined());
	it('without content is not what was asked for', () =>
		expect(read('file.download', { message: 'no' })).toBeUndefined());
});
