import type { FastifyReply } from 'fastify';
import { json, type Answer } from './errors';
import type { FaultRule } from './faults';

/** @returns an HTML page as a proxy sends it when the server behind it fails. */
function proxyPage(status: number): Answer {
	const names: Record<number, string> = {
		500: 'Internal Server Error',
		502: 'Bad Gateway',
		503: 'Service Unavailable',
		504: 'Gateway Timeout',
	};
	const title = `${status} ${names[status] ?? 'Error'}`;
	const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>ZGS</center>\r\n</body>\r\n</html>\r\n`;
	return { status, headers: { 'content-type': 'text/html;charset=UTF-8' }, body };
}

/** The same in the language of the account; only the shape stays. The English words were seen live. */
const THROTTLED = {
	en: {
		error_description: 'You have made too many requests continuously. Please try again after some time.',
		error: 'Access Denied',
	},
	de: {
		error_description: 'Sie haben fortlaufend zu viele Anfragen gestellt. Versuchen Sie es später erneut.',
		error: 'Zugriff verweigert',
	},
	zh: { error_description: '您连续发出的请求过多。请稍后再试。', error: '拒绝访问' },
};

/** @returns what Zoho says to whoever asked for too many tokens. */
export function tokenThrottled(language: keyof typeof THROTTLED = 'en', status = 400): Answer {
	return json(status, { ...THROTTLED[language], status: 'failure' });
}

/** @returns what comes instead of the answer; null if the fault leaves it as it is, or nothing comes. */
export function instead(fault: FaultRule | null): Answer | null {
	switch (fault?.kind) {
		case 'status':
			return fault.code === undefined
				? proxyPage(fault.status ?? 500)
				: json(fault.status ?? 400, {
						code: fault.code,
						message: `It was told to refuse this (${fault.code})`,
					});
		case 'empty':
			return { status: 200, headers: {}, body: undefined };
		case 'redirect':
			return { status: fault.status ?? 302, headers: { location: fault.to ?? '' }, body: undefined };
		case 'throttle':
			return tokenThrottled(fault.language, fault.status);
		default:
			return null;
	}
}

/** @returns a 200 with the answer's JSON, or its file, broken off. */
export function brokenAnswer(answer: Answer): Answer {
	if (answer.file) return { ...answer, file: { ...answer.file, cutAt: Math.floor(answer.file.size / 2) } };
	const whole = answer.body ?? '{"message_id":"1599387839188_229293271789"}';
	return {
		status: 200,
		headers: { 'content-type': 'application/json;charset=UTF-8' },
		body: whole.slice(0, Math.max(1, Math.floor(whole.length / 2))),
	};
}

/** Sends an answer, or misbehaves the way `fault` wants. */
export function send(reply: FastifyReply, answer: Answer, fault: FaultRule | null): void {
	if (fault?.kind === 'reset') {
		reply.hijack();
		reply.request.raw.socket.resetAndDestroy();
	} else if (fault?.kind === 'hang') {
		reply.hijack();
		// Without a time the socket stays open until the other side or the sandbox closes it.
		if (fault.forMs !== undefined)
			setTimeout(() => reply.request.raw.socket.resetAndDestroy(), fault.forMs).unref();
	} else if (fault?.kind === 'slow') {
		void drip(reply, answer, fault.forMs ?? 5);
	} else if (answer.file) {
		if (answer.file.cutAt !== undefined) void breakOff(reply, answer, answer.file, answer.file.cutAt);
		else
			void reply
				.code(answer.status)
				.headers(answer.headers)
				.header('content-length', answer.file.size)
				.send(answer.file.open());
	} else {
		reply.code(answer.status).headers(answer.headers);
		if (answer.body === undefined && answer.status !== 204) reply.header('content-length', 0);
		void reply.send(answer.body === undefined ? undefined : Buffer.from(answer.body));
	}
}

/** Promises the whole file and sends its beginning. */
async function breakOff(
	reply: FastifyReply,
	{ status, headers }: Answer,
	{ size, open }: NonNullable<Answer['file']>,
	cutAt: number,
): Promise<void> {
	reply.hijack();
	const bytes = Buffer.concat(await open().toArray()).subarray(0, cutAt);
	reply.raw.writeHead(status, { ...headers, 'content-length': size });
	reply.raw.write(bytes, () => reply.request.raw.socket.destroy());
}

async function drip(reply: FastifyReply, answer: Answer, everyMs: number): Promise<void> {
	reply.hijack();
	const bytes = answer.file ? Buffer.concat(await answer.file.open().toArray()) : Buffer.from(answer.body ?? '');
	// A 204 has no bytes to send slowly, so it is its headers that come late.
	const headers = answer.status === 204 ? answer.headers : { ...answer.headers, 'content-length': bytes.length };
	let sent = 0;
	const timer = setInterval(
		() => {
			if (!reply.raw.headersSent) reply.raw.writeHead(answer.status, headers);
			if (sent < bytes.length) reply.raw.write(bytes.subarray(sent, ++sent));
			else {
				clearInterval(timer);
				reply.raw.end();
			}
		},
		Math.max(1, everyMs),
	);
	reply.raw.on('close', () => clearInterval(timer));
}
