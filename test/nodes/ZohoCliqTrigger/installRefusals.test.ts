import { startSandbox, type Sandbox, type Variants } from '../../../sandbox';
import { N8nInProcess } from '../../stories/n8n';
import { BOT } from '../../stories/runner';

const HANDLERS = ['message_handler', 'mention_handler', 'participation_handler'];
const THEIRS = 'response = Map(); response.put("text","Mine"); return response;';

let sandbox: Sandbox;
let n8n: N8nInProcess;

beforeAll(async () => (sandbox = await startSandbox({ thresholds: false })));
afterAll(() => sandbox.close());

const bot = () => (sandbox.control as any).core.world.bots.find(({ uniqueName }: any) => uniqueName === BOT);
const scripts = () => HANDLERS.map((type) => bot().handlers.get(type)?.script as string | undefined);
const changes = () =>
	sandbox.control.journal().filter(({ method, operation }) => method !== 'GET' && operation?.startsWith('handler.'))
		.length;

beforeEach(async () => {
	sandbox.control.reset();
	for (const type of HANDLERS) sandbox.control.setHandler({ bot: BOT, type, script: null });
	n8n = await N8nInProcess.start(sandbox);
});
afterEach(() => n8n.stop());

const variants = (wanted: Partial<Variants>) => sandbox.control.variants(wanted);
/** What is said when it cannot be installed. */
const refusal = () =>
	n8n.hear().then(
		() => 'It was installed',
		(error: Error) => error.message,
	);

it('names what Cliq lists for each handler', async () => {
	await n8n.hear();
	const [message, mention] = scripts();
	for (const script of [message, mention])
		expect(script).toContain('forwarded.put("message_details",message_details)');
	variants({ handlerVariables: 'few' });
	await n8n.stopHearing();
	await n8n.hear();
	for (const script of scripts()) expect(script).not.toMatch(/message_details|attachments|mentions|links/);
});

it('is brought up to date in place: where the handler is there, its list is asked first', async () => {
	await n8n.hear();
	const before = scripts();
	sandbox.control.clearJournal();
	variants({ handlerVariables: 'few' });
	await n8n.hear();
	expect(changes()).toBe(2);
	expect(scripts()).not.toEqual(before);
	sandbox.control.clearJournal();
	await n8n.hear();
	expect(changes()).toBe(0);
});

it('known though it was saved in an editor, updated and removed; what others wrote stays', async () => {
	variants({ respacedScripts: true });
	sandbox.control.setHandler({ bot: BOT, type: 'welcome_handler', script: THEIRS });
	const theirs = bot().handlers.get('welcome_handler').script;
	await n8n.hear();
	sandbox.control.clearJournal();
	await n8n.hear();
	expect(changes()).toBe(0);
	await n8n.stopHearing();
	expect([...scripts(), bot().handlers.get('welcome_handler').script]).toEqual([
		undefined,
		undefined,
		undefined,
		theirs,
	]);
});

describe('says what to do, and leaves nothing half done:', () => {
	it('a bot of somebody else', async () => {
		bot().creator = '55622727';
		expect(await refusal()).toMatch(
			/^This account may not change the bot "statusbot"\. Nothing was changed\. .*choose a bot of this account.*Paste Script Myself/,
		);
		expect([scripts(), changes()]).toEqual([[undefined, undefined, undefined], 0]);
	});

	// Source: "bot_permission_denied" in the OpenAPI file of bots; the live status is not recorded.
	it.each([
		[400, 'handler.get'],
		[400, 'handler.create'],
		[403, 'handler.create'],
	])('a bot of somebody else, told with %s by %s', async (status, operation) => {
		sandbox.control.addFault({ kind: 'status', status, operation, code: 'bot_permission_denied', times: 9 });
		expect(await refusal()).toMatch(
			/^This account may not change the bot "statusbot"\. Nothing was changed\. .*choose a bot of this account/,
		);
		expect(scripts()).toEqual([undefined, undefined, undefined]);
	});

	it('a webhook bot that the list of bots does not tell from others', async () => {
		sandbox.control.addFault({
			kind: 'status',
			status: 400,
			operation: 'handler.create',
			code: 'execution_handler_data_required',
			times: 9,
		});
		expect(await refusal()).toMatch(
			/^The bot "statusbot" is a webhook bot, which has no scripts\. Nothing was changed\. Choose "Webhook Extension"/,
		);
		expect(scripts()).toEqual([undefined, undefined, undefined]);
	});

	it('a webhook bot', async () => {
		sandbox.control.setWebhook({ bot: BOT, url: 'http://127.0.0.1:1/' });
		expect(await refusal()).toMatch(
			/^The bot "statusbot" is a webhook bot, which has no scripts\. Nothing was changed\. Choose "Webhook Extension"/,
		);
		expect(sandbox.control.journal().filter(({ operation }) => operation?.startsWith('handler.'))).toEqual([]);
	});

	it.each([1, 2, 3])('a handler that the plan does not allow, number %s', async (from) => {
		sandbox.control.setHandler({
			bot: BOT,
			type: 'message_handler',
			script: 'response = Map();\nreturn response;',
		});
		const before = scripts();
		const operation = from === 3 ? 'handler.update' : 'handler.create';
		sandbox.control.addFault({
			kind: 'status',
			status: 400,
			operation,
			code: 'extension_plan_limit_exceeded',
			from: from === 2 ? 2 : 1,
		});
		const words = ['participation handler', 'mention handler', 'message handler'][from - 1];
		expect(await refusal()).toMatch(
			new RegExp(
				`^Cliq does not take a script for the ${words} of the bot "statusbot": .*\\. Nothing was changed\\. The plan of the organization or the settings of the bot may not allow this handler: leave out its events \\((?:Channel Message Posted|Mention of the Bot|Message to the Bot)\\)`,
			),
		);
		expect(scripts()).toEqual(before);
	});

	it('a script that Cliq does not take in any form', async () => {
		sandbox.control.addFault({
			kind: 'status',
			status: 400,
			operation: 'handler.create',
			code: 'execution_handler_create_failed',
			from: 2,
			times: 9,
		});
		expect(await refusal()).toMatch(/script for the mention handler/);
		expect(scripts()).toEqual([undefined, undefined, undefined]);
	});

	it('what could not be taken back is named', async () => {
		sandbox.control.addFault({
			kind: 'status',
			status: 400,
			operation: 'handler.create',
			code: 'extension_plan_limit_exceeded',
			from: 3,
		});
		sandbox.control.addFault({ kind: 'status', status: 403, operation: 'handler.delete', times: 9 });
		const said = await refusal();
		expect(said).not.toContain('Nothing was changed');
		expect(said).toMatch(
			/could not be taken back everywhere: look at the participation handler and the mention handler/,
		);
	});

	it.each([
		['nothing is changed', THEIRS],
		[
			'nor where it begins like ours',
			`// Forwarder of the Zoho Cliq nodes for n8n and Node-RED, version 1\n${THEIRS}`,
		],
	])('a script of somebody else: %s', async (_what, theirs) => {
		sandbox.control.setHandler({ bot: BOT, type: 'participation_handler', script: theirs });
		expect(await refusal()).toContain('holds a script that this node did not write');
		expect([scripts(), changes()]).toEqual([[undefined, undefined, theirs], 0]);
	});
});
