import type { Sandbox } from '../../sandbox';
import { linksIn, questionIn } from '../support/links';
import { SandboxPage } from './sandbox-page';

/** What fetches the links of a message before anybody follows them; and a browser, which may do so too. */
const PREVIEWS = [
	'Mozilla/5.0 (compatible; ZohoCliq/1.0; LinkPreview)',
	'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
	'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
	'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com',
	'TelegramBot (like TwitterBot)',
	'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
	'',
];

export const BOT = 'statusbot';

const PRIYA = 'priya.raman@zylker.example';

/**
 * What a runner was given to do: answer whoever speaks to the bot with `You said: …`, and ask in the channel
 * "incidents".
 */
export interface Told {
	sandbox: Sandbox;
	/** Runs the workflow or flow that asks; a question with approvers is answered in Cliq, any other through a link. */
	ask(question: string, approvers?: string): Promise<void>;
	/** What became of the question that was asked last, once there is something. */
	outcome(): Promise<any>;
	/** Whether that question still waits. */
	isWaiting(): Promise<boolean>;
}

/** People on the sandbox's page, in a real browser. The same for both runners. */
export function tellStory(told: () => Told): void {
	let page: SandboxPage;

	beforeAll(async () => {
		page = await SandboxPage.open(told().sandbox.url);
	}, 60_000);

	afterAll(() => page?.close());

	test('a person writes to the bot, and the answer comes', async () => {
		await page.enter('Status Bot');
		await page.write('Is checkout up?');
		await page.message('You said: Is checkout up?').waitFor();
	});

	test('a person mentions the bot in a channel, and in a thread; the answer comes where it was asked', async () => {
		await page.enter('Incidents');
		await page.write('@Status Bot who is on call?');
		await page.message(/You said: .*who is on call\?/).waitFor();
		const { sandbox } = told();
		await beginThread(sandbox, 'Rollback of 4.2');
		await page.enter('Rollback of 4.2');
		await page.write('@Status Bot how far is it?');
		await page.message(/You said: .*how far is it\?/).waitFor();
		expect(sandbox.control.messages('#incidents').filter(({ text }) => text.includes('how far is it'))).toEqual([]);
	});

	test('who is not on the list presses Approve and is told so; who is presses it, and the message shows it', async () => {
		await told().ask('Roll back 4.2?', PRIYA);
		await page.enter('Incidents');
		await page.become('Leo Lindqvist');
		await page.press('Roll back 4.2?', 'Approve');
		await page.banner(/not on the list/).waitFor();
		expect(await told().isWaiting()).toBe(true);
		await page.become('Priya Raman');
		await page.press('Roll back 4.2?', 'Approve');
		if (!told().sandbox.control.variants().pressedMessageId) await page.confirm('Approve');
		await page.banner('Thank you').waitFor();
		await page.message(/Roll back 4\.2\?[^]*✅ Approved by Priya Raman/).waitFor();
		expect(await told().outcome()).toMatchObject({
			approved: true,
			edited: true,
			responder: { email: PRIYA, source: 'cliq' },
		});
	});

	test('a preview of a link approves nothing; a person does, on its page', async () => {
		await told().ask('Publish the report?');
		const { sandbox } = told();
		const asked = () => sandbox.control.messages('#incidents').at(-1)!;
		const links = linksIn(asked().text).map(({ address }) => address);
		expect(links).toHaveLength(2);
		for (const link of links) expect(new Set(await preview(link))).toEqual(new Set([200]));
		expect([questionIn(asked().text), asked().edits, await told().isWaiting()]).toEqual([
			'Publish the report?',
			[],
			true,
		]);
		await page.enter('Incidents');
		const opened = await page.follow('Publish the report?', 'Approve');
		await opened.getByLabel(/Your name/).fill('Ana');
		await opened.getByRole('button', { name: 'Approve' }).click();
		await opened.getByRole('heading', { name: 'Thank you' }).waitFor();
		const decided = page.message(/Publish the report\?[^]*✅ Approved by Ana/);
		await decided.waitFor();
		expect(await page.pressable(decided)).toEqual([]);
		expect(await told().outcome()).toMatchObject({
			approved: true,
			edited: true,
			responder: { name: 'Ana', source: 'self' },
		});
	});
}

/** A thread below the newest message of the channel "incidents". */
async function beginThread({ url, control }: Sandbox, title: string): Promise<void> {
	const { accessToken } = control.issueTokens();
	const { id } = control.messages('#incidents').at(-1)!;
	const channel = control.state().channels.find(({ uniqueName }) => uniqueName === 'incidents')!;
	const response = await fetch(`${url}/api/v2/channels/${channel.id}/message`, {
		method: 'POST',
		headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
		body: JSON.stringify({ text: 'It has begun', thread_message_id: id, thread_title: title }),
	});
	if (!response.ok) throw new Error(`No thread: ${response.status} ${await response.text()}`);
}

/** Fetches a link as previews do, and prefetching browsers. */
async function preview(link: string): Promise<number[]> {
	const statuses: number[] = [];
	for (const agent of PREVIEWS) {
		for (const method of ['GET', 'HEAD']) {
			const response = await fetch(link, { method, headers: { 'user-agent': agent } });
			await response.arrayBuffer();
			statuses.push(response.status);
		}
	}
	return statuses;
}
