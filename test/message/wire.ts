import { Agent, request } from 'node:http';
import type { HttpRequest } from '../../cliq/http/ports';
import { startSandbox, type Sandbox } from '../../sandbox';

/** After so many messages the sandbox starts anew: it keeps 10,000 a chat. */
const FRESH_AFTER = 8000;

/**
 * A sandbox without thresholds that takes `arguments` of buttons (some sources have them), over kept connections, for
 * asking it about very many messages.
 */
export class Wire {
	/** What every target is addressed with, by the catalogue's names. */
	readonly places: Record<string, Record<string, string>>;

	private readonly agent = new Agent({ keepAlive: true, maxSockets: 4 });
	private token = '';
	private asked = 0;

	private constructor(private readonly sandbox: Sandbox) {
		this.refresh();
		const { channels, people, owner } = sandbox.control.state();
		const { chatId } = channels.find(({ uniqueName }) => uniqueName === 'incidents')!;
		const { email } = people.find(({ id, member }) => member && id !== owner)!;
		this.places = {
			channel: { channel: 'incidents' },
			bot: { bot: 'statusbot' },
			chat: { chatId },
			user: { user: email },
		};
	}

	static async open(): Promise<Wire> {
		return new Wire(
			await startSandbox({
				variants: { buttonArguments: 'taken' },
				now: () => Date.UTC(2026, 10, 22),
				accessTokenSeconds: 1e9,
			}),
		);
	}

	get root(): string {
		return this.sandbox.url;
	}

	/** @returns the status, and what the sandbox said. */
	async post({ method, url, query }: HttpRequest, body: unknown): Promise<{ status: number; said: string }> {
		if (++this.asked % FRESH_AFTER === 0) this.refresh();
		const bytes = Buffer.from(JSON.stringify(body));
		const headers = {
			authorization: `Bearer ${this.token}`,
			'content-type': 'application/json',
			'content-length': bytes.length,
		};
		return await new Promise((resolve, reject) => {
			const call = request(
				`${url}?${new URLSearchParams(query).toString()}`,
				{ method, agent: this.agent, headers },
				(response) => {
					let said = '';
					response.setEncoding('utf8').on('data', (text: string) => (said += text));
					response.on('end', () => resolve({ status: response.statusCode ?? 0, said }));
				},
			);
			call.on('error', reject).end(bytes);
		});
	}

	async close(): Promise<void> {
		this.agent.destroy();
		await this.sandbox.close();
	}

	private refresh(): void {
		const { control } = this.sandbox;
		control.reset();
		const sends = ['channel', 'bot', 'chat', 'user'].map((target) => [`message.send.${target}`, 1e9]);
		control.setThresholds(Object.fromEntries(sends) as Record<string, number>);
		this.token = control.issueTokens().accessToken;
	}
}
