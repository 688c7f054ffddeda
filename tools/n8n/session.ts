import { randomUUID } from 'node:crypto';

/** Whom a fresh n8n belongs to. */
export const owner = {
	email: 'owner@example.com',
	password: 'Owner-of-this-n8n-1',
	firstName: 'Olive',
	lastName: 'Owner',
};

/** One signed-in person's way into n8n's REST interface, the one its editor uses. */
export class Session {
	/** n8n binds its cookie to this header and refuses one without the other. */
	private readonly browserId = randomUUID();

	private constructor(
		readonly url: string,
		private cookie = '',
	) {}

	/** Makes the owner of a fresh n8n, which also signs in. */
	static async setUpOwner(url: string): Promise<Session> {
		const session = new Session(url);
		const response = await session.fetch('POST', '/rest/owner/setup', owner);
		if (!response.ok) throw new Error(`Owner setup answered ${response.status}: ${await response.text()}`);
		session.cookie = response.headers
			.getSetCookie()
			.map((line) => line.split(';')[0])
			.join('; ');
		return session;
	}

	/** The bare exchange: for answers that are no JSON, or that are meant to be failures. */
	fetch(method: string, path: string, body?: unknown): Promise<Response> {
		return fetch(new URL(path, this.url), {
			method,
			redirect: 'manual',
			headers: {
				'browser-id': this.browserId,
				// n8n closes what is idle for five seconds; on a busy machine a call may just then be on its way.
				connection: 'close',
				...(this.cookie && { cookie: this.cookie }),
				...(body !== undefined && { 'content-type': 'application/json' }),
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
	}

	/**
	 * A call to `/rest`.
	 *
	 * @returns the content of the answer's `data`.
	 * @throws Error with n8n's words if it answers anything but success.
	 */
	async rest<T = any>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await this.fetch(method, `/rest${path}`, body);
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} /rest${path} answered ${response.status}: ${text}`);
		return JSON.parse(text).data;
	}
}
