import { ZohoCliqTrigger } from '../../../nodes/ZohoCliqTrigger/ZohoCliqTrigger.node';

test('each script to paste says which handler of the bot it is for', () => {
	const scripts = new ZohoCliqTrigger().description.properties.filter(({ name }) => name.endsWith('Script'));
	expect(scripts.map(({ name, displayName }) => [name, displayName])).toEqual(
		expect.arrayContaining([
			['message_handlerScript', 'Script for the Message Handler'],
			['mention_handlerScript', 'Script for the Mention Handler'],
		]),
	);
	expect(
		scripts.every(({ displayName, description }) =>
			description!.includes(displayName.replace('Script for the ', '').toLowerCase()),
		),
	).toBe(true);
});
