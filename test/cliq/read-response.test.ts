import fc from 'fast-check';
import { operation } from '../../cliq/catalogue';
import { bodyOf } from '../../cliq/http/response';
import { readResponse } from '../../cliq/read-response';

it('bears any JSON', () => {
	const ids = [
		'message.get',
		'message.getMany',
		'message.send.bot',
		'reaction.getMany',
		'message.edit',
		'channel.getMany',
	];
	const known = fc.constantFrom(
		'data',
		'id',
		'time',
		'content',
		'sender',
		'file',
		'message_details',
		'channels',
		'__proto__',
		'message_id',
	);
	const { tree } = fc.letrec((tie) => ({
		tree: fc.oneof(
			{ maxDepth: 4 },
			fc.jsonValue(),
			fc.array(tie('tree'), { maxLength: 3 }),
			fc.dictionary(known, tie('tree'), { maxKeys: 4 }),
		),
	}));
	fc.assert(
		fc.property(fc.constantFrom(...ids), tree, (id, value) => {
			const body = bodyOf({ status: 200, headers: {}, body: JSON.stringify(value) });
			if (body) readResponse({ operation: operation(id), body, values: { chatId: 'CT_1', messageId: '1' } });
		}),
	);
});
