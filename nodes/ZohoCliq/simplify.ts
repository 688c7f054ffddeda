import type { IDataObject } from 'n8n-workflow';

import type { Message } from '../../cliq';

/** The ten fields of a message that most people want, without nesting. */
export function simplify(message: Message): IDataObject {
	const { messageId, chatId, text, type, senderId, senderName, time, sentAt, fileId, fileName } = message;
	return {
		messageId,
		chatId,
		text,
		type,
		senderId,
		senderName,
		time,
		sentAt,
		...(fileId !== undefined && { fileId, fileName }),
	};
}
