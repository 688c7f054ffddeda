import * as fc from 'fast-check';
import { JOINER } from '../../../../cliq/message/text/escape';
import { fromMarkdown } from '../../../../cliq/message/text/markdown';
import { read } from '../../support/cliq-text';

const textOf = (markdown: string) => fromMarkdown(markdown).text.replaceAll(JOINER, '');

describe('marks beside Chinese, Japanese and Korean', () => {
	it.each([
		[
			'around brackets, with marks after them',
			'这是**重点（注意）**内容。これは**太字**です',
			'这是*重点（注意）*内容。これは*太字*です',
		],
		['around quotes', '彼は**「はい」**と言った', '彼は*「はい」*と言った'],
		['after a full stop', '**テスト。**次へ', '*テスト。*次へ'],
		['before a Korean ending', '**중요(important)**은 여기', '*중요(important)*은 여기'],
		[
			'around code and links',
			'これは**`code`**です。**[リンク](https://x.co)**も',
			'これは*`code`*です。*[リンク](https://x.co)*も',
		],
		['italic and strike', '*你好，*世界~~删（除）~~了', '_你好，_世界~删（除）~了'],
		['after a letter of another shape', '葛\u{e0100}**「a」**', '葛\u{e0100}*「a」*'],
		['nothing beside Latin, as CommonMark has it', 'a**"b"**c', 'a**"b"**c'],
		['nothing where a space stands', '这 ** 重点 ** 内容', '这 ** 重点 ** 内容'],
		['nothing by low lines within a word', '变量_名称_结尾', '变量_名称_结尾'],
		['only a text, where a Latin word goes on', '**「あ」**a', '「あ」a'],
	])('%s', (_, markdown, expected) => {
		expect(textOf(markdown)).toBe(expected);
	});

	const letter = fc.constantFrom(...'字重点これハ은요어', ...'（）「」。，！？：（）', '𠮷', 'a', '1');
	const run = fc.array(letter, { minLength: 1, maxLength: 6 }).map((letters) => letters.join(''));
	/** What the marks stand beside, where everything else may be anything. */
	const cjk = fc.constantFrom('字', 'の', '은', '。', '（', '」', '！');

	it('are always the marks that were meant', () => {
		fc.assert(
			fc.property(run, cjk, run, cjk, run, (before, left, inner, right, after) => {
				const found = read(fromMarkdown(`${before}${left}**${inner}**${right}${after}`).text);
				expect(
					found.filter(({ kind }) => kind === 'bold').map(({ text }) => text.replaceAll(JOINER, '')),
				).toEqual([inner]);
			}),
		);
	});
});
