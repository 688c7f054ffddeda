import fc from 'fast-check';
import type { StoredValue } from '../../../node-red/editor/types';

jest.mock(
	'../../../node-red/editor/catalogue.js',
	() => ({ catalogue: jest.requireActual('../../../node-red/lib/operation/offered-operations').editorCatalogue() }),
	{ virtual: true },
);
jest.mock('../../../preview/render.js', () => ({}));

Object.assign(globalThis, {
	RED: {
		_: (key: string, values: object = {}) => [key.split(/[.:]/).at(-1), ...Object.values(values)].join(' '),
		utils: {
			validateTypedProperty: (value: string, type: string, { label }: { label: string }) =>
				type !== 'jsonata' || value !== 'a +' || `${label}: invalid expression`,
		},
	},
});
const { checkParameters, labelOf } = jest.requireActual<typeof import('../../../node-red/editor/node')>(
	'../../../node-red/editor/node',
);

const node = { type: 'zoho-cliq-send', operation: 'message.send.channel' };
const str = (value: string) => ({ type: 'str', value });
const check = (parameters: Record<string, StoredValue>) =>
	checkParameters(node, { channel: str('releases'), ...parameters });
const buttons = (...value: object[]) => ({ buttons: { type: 'form', value } as StoredValue });

test.each([
	['CT_1184653329656442_54107592', 'CT_11846…7592'],
	['https://cliq.zoho.com/company/55743/chats/CT_1184653329656442_54107592', 'CT_11846…7592'],
	[
		'd9e4eaf4a260ae5a9e094540cf50ee5139f7f20d96dcf31183bb1cb60cc94254e676e5edd6e18f57441ffd463a1f6d54',
		'd9e4eaf4…6d54',
	],
	['leo.lindqvist@zylker.example', 'leo.lindqvist@zylker.ex…'],
	['Everything about the launch of 2.4', 'Everything about the la…'],
	['releases', 'releases'],
	['55743307', '55743307'],
])('on a node, "%s" is "%s"', (chatId, shown) => {
	expect(labelOf({ type: 'zoho-cliq-message', operation: 'message.edit', parameters: { chatId: str(chatId) } })).toBe(
		`Edit a message · ${shown}`,
	);
});

test('no label is much longer than what the node does', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
			const label = labelOf({
				type: 'zoho-cliq-message',
				operation: 'message.edit',
				parameters: { chatId: str(text) },
			});
			expect([...label].length).toBeLessThanOrEqual('Edit a message · '.length + 24);
		}),
	);
});

test('a node that is filled in is right', () => {
	expect(check({})).toBe(true);
	expect(check(buttons({ label: str('Ok'), action: 'copy', text: { type: 'msg', value: 'payload' } }))).toBe(true);
	expect(check({ card: { type: 'msg', value: 'card' } })).toBe(true);
});

test.each<[Record<string, StoredValue>, string]>([
	[{ channel: str('') }, 'Channel: missing-required-prop Channel'],
	[
		buttons({ label: str('Ok'), action: 'copy', text: str('x') }, { action: 'copy', text: str('x') }),
		'missing Button 2, Label',
	],
	// Only what the kind of the button needs.
	[buttons({ label: str('Ok'), action: 'open.url', text: str('x') }), 'missing Button 1, URL'],
	[
		buttons({ label: str('Ok'), action: 'copy', text: str('x'), confirm: [{ title: str('Sure?') }] }),
		'missing Button 1, question 1, Label of Yes',
	],
	[
		buttons({ label: { type: 'jsonata', value: 'a +' }, action: 'copy', text: str('x') }),
		'Button 1, Label: invalid expression',
	],
	[{ card: { type: 'form', value: { theme: 'modern-inline', sections: [] } } }, 'missing Card, Title'],
	[
		{
			card: {
				type: 'form',
				value: { title: str('T'), theme: 'modern-inline', sections: [{ fields: [{ title: str('a') }] }] },
			},
		},
		'missing Card, section 1, field 1, Value',
	],
])('%j is marked in the flow, with the place', (parameters, expected) => {
	expect(check(parameters)).toBe(expected);
});

test('a node is called after what it does, and where', () => {
	expect(labelOf({ ...node, parameters: { channel: str('releases') } })).toBe('Send a message · releases');
	expect(
		labelOf({
			...node,
			operation: 'message.send.chat',
			parameters: { chatId: { ...str('CT_1184653329656442_54107592'), name: 'Launch crew' } },
		}),
	).toBe('Send a message · Launch crew');
	expect(
		labelOf({
			type: 'zoho-cliq-file',
			operation: 'file.download',
			parameters: { fileId: { type: 'msg', value: 'id' } },
		}),
	).toBe('Download a file');
});
