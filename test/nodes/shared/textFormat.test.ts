import type { IExecuteFunctions } from 'n8n-workflow';

import { textFormatOf } from '../../../nodes/shared/textFormat';

/** Node before ours, and those before it, by name and type. */
const before = [
	{ name: 'Set', type: 'n8n-nodes-base.set', depth: 1 },
	{ name: 'AI Agent', type: '@n8n/n8n-nodes-langchain.agent', depth: 2 },
	{ name: 'Chat', type: '@n8n/n8n-nodes-langchain.chatTrigger', depth: 3 },
];

function format(
	written: unknown,
	{ chosen = undefined as unknown, type = 'n8n-nodes-zoho-cliq.zohoCliq', parents = before } = {},
) {
	const context = {
		getNode: () => ({ name: 'Zoho Cliq', type }),
		getParentNodes: (_name: string, { depth = Infinity } = {}) => parents.filter((parent) => parent.depth <= depth),
	} as unknown as IExecuteFunctions;
	return textFormatOf(context, chosen, written);
}

const chain = [{ name: 'Chain', type: '@n8n/n8n-nodes-langchain.chainLlm', depth: 1 }];

test.each([
	['what a model fills in', '={{ $fromAI("Message") }}', {}],
	[
		'what a model fills in among other words',
		"=Report: {{ /*n8n-auto-generated*/ $fromAI('Message', ``, 'string') }}",
		{},
	],
	['whatever a tool of an agent sends', 'Hello', { type: 'n8n-nodes-zoho-cliq.zohoCliqTool' }],
	['a human review', '=The agent wants {{ $tool.name }}', { type: 'n8n-nodes-zoho-cliq.zohoCliqHitlTool' }],
	['the output of an agent, also past other nodes', '={{ $json.output }}', {}],
	['the output of an agent by its name', '={{ $("AI Agent").item.json.output }}', {}],
	['what a chain right before says', '={{ $json.text }}', { parents: chain }],
])('is Markdown for %s', (_what, written, more) => expect(format(written, more)).toBe('markdown'));

test.each([
	['a text', '*Done*', {}],
	['an expression without a model before', '={{ $json.output }}', { parents: before.slice(0, 1) }],
	['another field that came past other nodes', '={{ $json.text }}', {}],
	['what somebody wrote to the chat trigger', '={{ $("Chat").item.json.chatInput }}', {}],
	['another node by its name', '={{ $("Set").item.json.output }}', {}],
	["an answer within a text of one's own", '=*Answer*: {{ $json.output }}', {}],
	['something that is not a text', 42, {}],
])("is Cliq's own for %s", (_what, written, more) => expect(format(written, more)).toBe('cliq'));

test.each(['cliq', 'markdown', 'plain'])('is %s where that is chosen', (chosen) =>
	expect(format('={{ $fromAI("Message") }}', { chosen })).toBe(chosen),
);

test('is not chosen by the value for it', () =>
	expect(format('={{ $fromAI("Message") }}', { chosen: 'auto' })).toBe('markdown'));
