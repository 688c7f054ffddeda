import { operation } from '../../../cliq/catalogue';
import { SharedState } from '../../../cliq/shared-state';
import { CliqClient } from '../../../cliq/client';
import { Pacer } from '../../../cliq/pacing/pacer';
import { read, write } from '../../../cliq/pacing/saved-state';
import type { HttpRequest } from '../../../cliq/http/ports';
import type { Variants } from '../../../sandbox';
import { httpPorts } from '../support/http';
import { timedSandbox } from '../support/timed-sandbox';

const MINUTE = 60_000;
const patience = { maxWait: 60 * MINUTE };
/** Twenty a minute. */
const reading = operation('reaction.getMany');

const timed = timedSandbox();
const { clock } = timed;
beforeEach(() => {
	timed.sandbox.control.reset();
	const { channels } = timed.sandbox.control.state();
	place = timed.sandbox.control.write({
		chat: channels.find(({ uniqueName }) => uniqueName === 'incidents')!.chatId,
		text: 'Hi',
	});
});

interface Options {
	user?: string;
	scopes?: string[];
	share?: number;
	isWebhookToken?: boolean;
	/** Told of each request. */
	onSend?: (request: HttpRequest) => Promise<void> | void;
}

/** A client with an OAuth client of its own. */
function connect(pacer: Pacer, account: string, { user, scopes, share, isWebhookToken, onSend }: Options = {}) {
	const { accessToken } = timed.sandbox.control.issueTokens({ user, scopes });
	const ports = httpPorts(clock, () => accessToken);
	const send: typeof ports.send = async (request, signal) => {
		await onSend?.(request);
		return await ports.send(request, signal);
	};
	return new CliqClient({ ...ports, send, isWebhookToken }, new SharedState(pacer), timed.sandbox.url, {
		account,
		...(share !== undefined && { share }),
	});
}

let place: { chatId: string; messageId: string };
/** Somebody else who reads the channel. */
function member() {
	const { channels, people, owner } = timed.sandbox.control.state();
	const { members } = channels.find(({ chatId }) => chatId === place.chatId)!;
	return people.find(({ id }) => id !== owner && members.includes(id))!;
}

const look = (client: CliqClient, lane = 'batch') => client.call(reading, place, { ...patience, lane });
const looks = (client: CliqClient, count: number, lane: string) =>
	Array.from({ length: count }, () => look(client, lane));
const calls = (id: string) => timed.sandbox.control.journal().filter((entry) => entry.operation === id);
const tooMany = () =>
	timed.sandbox.control.journal().filter(({ overThreshold, intoLock }) => overThreshold || intoLock);

describe('two accounts of one user', () => {
	it('share the calls of a minute: 24 calls, and no threshold is passed', async () => {
		const pacer = new Pacer();
		const [one, other] = [connect(pacer, 'one'), connect(pacer, 'other')];
		await clock.run(Promise.all([...looks(one, 12, 'one'), ...looks(other, 12, 'other')]));
		expect([calls(reading.id).length, tooMany()]).toEqual([24, []]);
		expect(calls('user.getOwn').length).toBeLessThanOrEqual(2);
	});

	it('share them too where one has used nearly all before the other comes', async () => {
		const pacer = new Pacer();
		const [one, other] = [connect(pacer, 'one'), connect(pacer, 'other')];
		const before = looks(one, 22, 'one');
		await clock.run(clock.sleep(2000));
		await clock.run(Promise.all([...before, ...looks(other, 22, 'other')]));
		expect([calls(reading.id).length, tooMany()]).toEqual([44, []]);
	});

	it('share them one after the other, in turns, and over a restart', async () => {
		let pacer = new Pacer();
		for (let round = 0; round < 4; round++) {
			const clients = [
				connect(pacer, 'one'),
				connect(pacer, 'other'),
				connect(pacer, 'another', { user: member().email }),
			];
			for (let index = 0; index < 10; index++) await clock.run(look(clients[index % 3]!));
			const times = { at: clock.now() };
			const text = write(undefined, undefined, `process ${round}`, {
				...times,
				isBusy: false,
				budgets: pacer.remains(clock),
			});
			pacer = new Pacer();
			pacer.takeOver(read(text, times), clock);
		}
		expect([calls(reading.id).length, tooMany()]).toEqual([40, []]);
	});

	it('share a lock', async () => {
		const pacer = new Pacer();
		const [one, other] = [connect(pacer, 'one'), connect(pacer, 'other')];
		await clock.run(Promise.all([look(one), look(other)]));
		timed.sandbox.control.lock({ operation: reading.id });
		const first = look(one);
		await clock.run(clock.sleep(1000));
		await clock.run(Promise.all([first, look(other), look(other)]));
		expect(tooMany()).toHaveLength(1);
	});

	it('keep the smaller share of those that they have', async () => {
		const pacer = new Pacer();
		const [one, other] = [connect(pacer, 'one', { share: 0.5 }), connect(pacer, 'other')];
		const begin = clock.now();
		await clock.run(Promise.all([...looks(one, 8, 'one'), ...looks(other, 8, 'other')]));
		expect(clock.now() - begin).toBeGreaterThan(30_000);
	});
});

describe('accounts of two users', () => {
	it('do not wait for each other', async () => {
		const pacer = new Pacer();
		const [one, other] = [connect(pacer, 'one'), connect(pacer, 'other', { user: member().email })];
		await clock.run(Promise.all([look(one), look(other)]));
		await clock.run(Promise.all([look(one), look(other)]));
		const begin = clock.now();
		await clock.run(Promise.all([...looks(one, 16, 'one'), ...looks(other, 16, 'other')]));
		expect(clock.now() - begin).toBeLessThan(5000);
		expect(tooMany()).toEqual([]);
	});

	it("do not wait for each other's lock", async () => {
		const pacer = new Pacer();
		const [one, other] = [connect(pacer, 'one'), connect(pacer, 'other', { user: member().email })];
		await clock.run(look(one));
		timed.sandbox.control.lock({ operation: reading.id });
		const locked = look(one);
		await clock.run(clock.sleep(1000));
		const begin = clock.now();
		await clock.run(look(other));
		expect(clock.now() - begin).toBeLessThan(5000);
		await clock.run(locked);
	});
});

describe('whose an account is', () => {
	it('is not asked where there is one account', async () => {
		const client = connect(new Pacer(), 'one');
		await clock.run(Promise.all(looks(client, 5, 'one')));
		expect(calls('user.getOwn')).toEqual([]);
	});

	it.each<[string, Options, Partial<Variants>]>([
		['the scope is missing', { scopes: ['ZohoCliq.Webhooks.CREATE'] }, {}],
		['Cliq has no such address', {}, { ownUser: false }],
		['it is a webhook token', { isWebhookToken: true }, {}],
	])('may stay unknown: the accounts share then, since %s', async (_why, options, variants) => {
		timed.sandbox.control.variants(variants);
		const pacer = new Pacer();
		const clients = ['one', 'other'].map((name) => connect(pacer, name, options));
		const toBot = operation('message.send.bot');
		const isBot = options.isWebhookToken === true || options.scopes !== undefined;
		const send = (client: CliqClient, text: string) =>
			isBot ? client.call(toBot, { bot: 'supportbot', text }, patience) : look(client);
		await clock.run(
			Promise.all(
				clients.flatMap((client) =>
					Array.from({ length: isBot ? 30 : 12 }, (_, index) => send(client, `${index}`)),
				),
			),
		);
		expect([calls(isBot ? toBot.id : reading.id).length, tooMany()]).toEqual([isBot ? 60 : 24, []]);
		expect(calls('user.getOwn').length).toBeLessThanOrEqual(2);
	});

	it('delays nobody for long who cannot be told it', async () => {
		const pacer = new Pacer();
		const hangs = ({ url }: HttpRequest) => (url.endsWith('/users/me') ? clock.sleep(10 * MINUTE) : undefined);
		const [one, other] = [connect(pacer, 'one', { onSend: hangs }), connect(pacer, 'other', { onSend: hangs })];
		const begin = clock.now();
		await clock.run(Promise.all([look(one), look(other)]));
		await clock.run(Promise.all([look(one), look(other)]));
		expect(clock.now() - begin).toBeLessThan(12_000);
	});
});
