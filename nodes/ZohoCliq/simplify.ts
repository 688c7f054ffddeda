import type { IDataObject } from 'n8n-workflow';

import type { Message } from '../../cliq/answers';

/** The ten fields of a message that most people want, without nesting. */
export function simplify(message: Message): IDataObject {
	const { id, chatId, time, sentAt, type, text, sender, file } = message;
	return {
		id,
		text,
		type,
		senderId: sender.id,
		senderName: sender.name,
		time,
		sentAt,
		chatId,
		...(file && { fileId: file.id, fileName: file.name }),
	};
}
