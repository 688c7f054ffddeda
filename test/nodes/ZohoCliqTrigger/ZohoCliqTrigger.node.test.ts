import { handlersOf, kindsOf, offersOf, scriptHandlers } from '../../../nodes/ZohoCliqTrigger/eventSources';
import { ZohoCliqTrigger } from '../../../nodes/ZohoCliqTrigger/ZohoCliqTrigger.node';

describe('the form', () => {
	const { description } = new ZohoCliqTrigger();
	const { properties } = description;
	const values = (setUp: 'install' | 'paste' | 'extension') => offersOf(setUp).map(({ kind }) => kind);

	test('offers what each way can tell', () => {
		expect(values('install')).toEqual(
			expect.arrayContaining([
				'message',
				'mention',
				'channelMessage',
				'messageEdited',
				'messageDeleted',
				'welcome',
				'incomingWebhook',
			]),
		);
		expect(values('install')).not.toContain('menuAction');
		expect(values('paste')).toEqual(expect.arrayContaining([...values('install'), 'menuAction']));
		expect(values('extension')).toEqual(
			expect.arrayContaining([...values('paste'), 'command', 'messageAction', 'button', 'form']),
		);
	});

	test('three events of a channel are one handler', () => {
		expect(handlersOf(['channelMessage', 'messageEdited', 'messageDeleted', 'message'])).toEqual([
			'participation_handler',
			'message_handler',
		]);
	});

	test('shows the script of a handler for the events that it tells', () => {
		for (const handler of scriptHandlers) {
			const { show } = properties.find(({ name }) => name === `${handler}Script`)!.displayOptions!;
			expect(show!.setUp).toEqual(['paste']);
			expect(handlersOf(show!.events as never)).toEqual([handler]);
		}
		expect(scriptHandlers.flatMap((handler) => kindsOf(handler)).sort()).toEqual(values('paste').sort());
	});

	test('has the script of each handler to copy, with the places to fill in', () => {
		for (const handler of scriptHandlers) {
			const { default: copied } = properties.find(({ name }) => name === `${handler}Script`)!;
			expect(copied).toContain('REPLACE-WITH-THE-PRODUCTION-URL"');
			expect(copied).toContain('"REPLACE-WITH-THE-SECRET"');
		}
	});

	test('keeps no secret: they are in credentials', () => {
		expect(properties.filter(({ name }) => /secret|key$/i.test(name))).toEqual([]);
		expect(description.credentials!.map(({ name }) => name)).toEqual(['cliqNodesOAuth2Api', 'cliqNodesEventsApi']);
	});
});
