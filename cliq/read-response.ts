import type { Returns } from './catalogue';
import type { Answer } from './catalogue/answers';
import { genericReaders, type AnsweredCall, type ResponseReader } from './http/response';
import { messageReaders } from './message/message-responses';

const readers: Record<Returns['shape'], ResponseReader> = { ...genericReaders, ...messageReaders };

/** As the reader of the shape that the operation returns. */
export function readResponse(call: AnsweredCall): Answer | undefined {
	return readers[call.operation.returns.shape](call);
}
