import { createHash, randomBytes } from 'node:crypto';
import { Lab, locator } from './lab';
import { UNDER_TEST } from '../../../tools/n8n/workflow';

/** What may go wrong with files on their way through n8n's own HTTP client. */
let lab: Lab;
beforeAll(async () => (lab = await Lab.start('n8n-files')), 180_000);
afterAll(() => lab.end(), 60_000);
beforeEach(() => {
	lab.sandbox.control.clearJournal();
	lab.sandbox.control.clearFaults();
});

const content = randomBytes(3_000_000);
const sha256 = createHash('sha256').update(content).digest('hex');
const toFile = (fileName: string) => ({
	name: 'To File',
	type: 'n8n-nodes-base.convertToFile',
	typeVersion: 1.1,
	parameters: {
		operation: 'toBinary',
		sourceProperty: 'base64',
		options: { fileName, mimeType: 'application/octet-stream', dataIsBase64: true },
	},
});
const checksum = {
	name: 'Checksum',
	type: 'n8n-nodes-base.crypto',
	typeVersion: 1,
	parameters: {
		action: 'hash',
		type: 'SHA256',
		binaryData: true,
		binaryPropertyName: 'data',
		dataPropertyName: 'sha256',
	},
};

const toChannel = { resource: 'file', operation: 'send', target: 'channel', channel: locator('name', 'releases') };
const send = (name = 'report.bin') =>
	lab.run({ parameters: toChannel, before: [toFile(name)] }, [{ base64: content.toString('base64') }]);
const download = (fileId: string) =>
	lab.run({ parameters: { resource: 'file', operation: 'download', fileId }, after: [checksum] });
const files = (wanted = 'report.bin') => lab.sandbox.control.files().filter(({ name }) => name === wanted);
const calls = (operation: string) => lab.sandbox.control.counters()[operation]?.calls ?? 0;

test('files are sent once more when the token has run out, and downloaded once more', async () => {
	lab.sandbox.control.expireAccessTokens();
	expect(await send()).toMatchObject({ status: 'success' });
	expect(files()).toMatchObject([{ sha256 }]);
	expect([calls('oauth.token'), calls('file.send.channel')]).toEqual([1, 2]);

	lab.sandbox.control.expireAccessTokens();
	const { status, runs } = await download(files()[0]!.id);
	expect(status).toBe('success');
	expect(runs('Checksum')[0]!.outputs[0]![0]!.json).toMatchObject({ sha256 });
	expect([calls('oauth.token'), calls('file.download')]).toEqual([2, 2]);
});

test('a file that is not there is said to be not there, not handed on', async () => {
	const { status, error, runs } = await download('no_such_file');
	expect(status).toBe('error');
	expect(error).toMatchObject({
		message: expect.stringContaining('There is no file "no_such_file"'),
		description: expect.stringContaining('"fileId"'),
	});
	expect(runs(UNDER_TEST)[0]!.outputs).toEqual([]);
});

test('an account without the scope to download learns its name', async () => {
	const credential = await lab.connectedAccount({ customScopes: true, enabledScopes: 'ZohoCliq.Webhooks.CREATE' });
	const { error } = await lab.run({
		parameters: { resource: 'file', operation: 'download', fileId: files()[0]!.id },
		credential,
	});
	expect(error).toMatchObject({ description: expect.stringContaining('ZohoCliq.Attachments.READ') });
});

test.each([
	['before Cliq did anything', 'before', 2],
	['after Cliq did it', 'after', 1],
] as const)('a connection that breaks %s leaves the files there once', async (_when, when, expected) => {
	const name = `${when}.bin`;
	lab.sandbox.control.addFault({ kind: 'reset', operation: 'file.send.channel', when });
	expect(await send(name)).toMatchObject({ status: 'success' });
	expect(files(name)).toMatchObject([{ sha256 }]);
	expect(calls('file.send.channel')).toBe(expected);
});

test('the other name of the field is tried, and remembered by the process', async () => {
	lab.sandbox.control.variants({ fileField: 'file' });
	try {
		const before = files().length;
		for (let times = 0; times < 2; times++) expect(await send()).toMatchObject({ status: 'success' });
		expect(files().slice(before)).toMatchObject([{ sha256 }, { sha256 }]);
		expect(calls('file.send.channel')).toBe(3);
	} finally {
		lab.sandbox.control.variants({ fileField: 'files' });
	}
});
