/**
 * What stands in for a language model in the demo: it uses each tool once, and says that it is none.
 *
 * @param {{ messages: Array<{ role: string, content: unknown, tool_calls?: unknown[] }>, tools?: Array<{ function: {
 *   name: string } }> }} request as OpenAI's API takes it
 * @returns {string | Array<{ tool: string, arguments: object }>} what the model says, or the tools that it calls
 */
export function standIn({ messages, tools = [] }) {
	const [tool] = tools.map(({ function: { name } }) => name).filter((name) => !hasCalled(messages, name));
	if (tool) return [{ tool, arguments: argumentsOf[tool]?.(messages) ?? {} }];
	const questions = messages.filter(({ role }) => role === 'user').length;
	return `I **stand in** for a model, and know nothing: connect yours in the node *Model*.\n\n| | |\n| - | - |\n| Questions in this chat | ${questions} |\n| Tools used | ${tools.length} |`;
}

const hasCalled = (messages, name) =>
	messages.some(({ tool_calls: calls = [] }) => calls.some(({ function: called }) => called.name === name));

/** By tool: what it is called with, after what came of others. Human review wraps what its tool gets. */
const argumentsOf = {
	Find_a_Person: () => ({ Search: 'Maya' }),
	Write_in_the_Chat: (messages) => ({
		toolParameters: { Text: 'Does somebody know **more** about this?', Message_ID: lastMessageIn(messages) },
		hitlParameters: {},
	}),
};

/** @returns the ID of the last message that a tool has read, if any. */
function lastMessageIn(messages) {
	const read = messages.filter(({ role }) => role === 'tool').map(({ content }) => String(content));
	return read.flatMap((text) => [...text.matchAll(/"messageId":"([^"]+)"/g)]).at(-1)?.[1] ?? '';
}
