import * as fc from 'fast-check';
import { shortened } from '../../../cliq/util/quote';
import { figuresIn } from '../../../cliq/message/form/numbers-in-data';
import { digest } from '../../../cliq/message/text/digest';
import { escape, JOINER } from '../../../cliq/message/text/escape';
import { fromMarkdown } from '../../../cliq/message/text/markdown';
import { cut, split } from '../../../cliq/message/text/split';
import { read, shownText } from '../../cliq/support/cliq-text';
import { givesBack } from '../../cliq/support/parts';

/** Sentences, each with its end, and Markdown with a word in bold. */
const languages: Record<string, { sentences: string[]; bold: string }> = {
	English: { sentences: ['The backup is done.', 'Did it work?', 'Yes!'], bold: 'It is **done** now.' },
	German: {
		sentences: ['Die Sicherung ist fertig.', 'Über Größe und Maß: „alles gut“.'],
		bold: 'Das ist **größer** als vorher.',
	},
	Russian: { sentences: ['Резервная копия готова.', 'Всё хорошо?', 'Да!'], bold: 'Это **важно**, читайте.' },
	Greek: { sentences: ['Το αντίγραφο είναι έτοιμο.', 'Όλα καλά;'], bold: 'Είναι **σημαντικό** τώρα.' },
	Arabic: { sentences: ['اكتملت النسخة الاحتياطية.', 'هل كل شيء بخير؟', 'نعم!'], bold: 'هذا **مهم** جدا.' },
	Hebrew: { sentences: ['הגיבוי הושלם.', 'הכול בסדר?'], bold: 'זה **חשוב** מאוד.' },
	Persian: { sentences: ['پشتیبان\u200cگیری تمام شد.', 'می\u200cخواهید ادامه دهید؟'], bold: 'این **مهم** است.' },
	Urdu: { sentences: ['بیک اپ مکمل ہو گیا۔', 'کیا سب ٹھیک ہے؟'], bold: 'یہ **اہم** ہے۔' },
	Hindi: { sentences: ['बैकअप पूरा हुआ।', 'क्या सब ठीक है?', 'क्षेत्रीय सर्वर चालू है।'], bold: 'यह **महत्वपूर्ण** है।' },
	Tamil: { sentences: ['காப்புப்பிரதி முடிந்தது.', 'எல்லாம் சரியா?'], bold: 'இது **முக்கியம்** ஆகும்.' },
	Thai: { sentences: ['การสำรองข้อมูลเสร็จแล้ว', 'ทุกอย่างเรียบร้อยดีไหม'], bold: 'นี่คือ**สำคัญ**มาก' },
	Burmese: { sentences: ['အရန်ကူးခြင်းပြီးပါပြီ။', 'အားလုံးအဆင်ပြေလား။'], bold: 'ဒါက **အရေးကြီး** တယ်။' },
	Chinese: { sentences: ['备份已完成。', '一切正常吗？', '数据库（主）已恢复！'], bold: '这是**重点**内容' },
	Japanese: {
		sentences: ['バックアップが完了しました。', '「大丈夫ですか？」', 'サーバー（本番）です！'],
		bold: 'これは**太字**です',
	},
	Korean: {
		sentences: ['백업이 완료되었습니다.', '괜찮습니까?', '서버(운영)입니다!'],
		bold: '이것은 **중요**합니다',
	},
	Vietnamese: { sentences: ['Sao lưu đã hoàn tất.', 'Mọi thứ ổn chứ?'], bold: 'Điều này **quan trọng** lắm.' },
	emoji: { sentences: ['👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇩🇪🇯🇵 done.', '1️⃣ ⚠️ 👍🏽!'], bold: '⚠️ **Alert** ⚠️' },
	'full-width signs': { sentences: ['＊重要＊　ＡＢＣ。', '｛＠ａｌｌ｝　＃１　！'], bold: '！**注意**！' },
};
const names = Object.keys(languages);

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const charactersOf = (text: string) => [...graphemes.segment(text)].map(({ segment }) => segment);
/** Whether a text ends where a character of the whole ends. */
const isWhole = (whole: string, length: number) =>
	length === whole.length || graphemes.segment(whole).containing(length)?.index === length;

/** Long texts, as people write them in one of the languages, or in several. */
const prose = fc
	.array(
		fc.constantFrom(...names).chain((name) => fc.constantFrom(...languages[name]!.sentences)),
		{ minLength: 5, maxLength: 60 },
	)
	.map((sentences) => sentences.join(' '));

describe.each(names)('%s', (name) => {
	const { sentences, bold } = languages[name]!;

	it('is split between sentences, and nothing of it is lost', () => {
		const text = Array.from({ length: 40 }, (_, index) => sentences[index % sentences.length]).join(' ');
		const parts = split(text, 120);
		expect(givesBack(parts, text)).toBe(true);
		for (const part of parts)
			expect(sentences.map((sentence) => sentence.trim()).some((sentence) => part.endsWith(sentence))).toBe(true);
	});

	it('is shown letter for letter as plain text, and acts nowhere', () => {
		const text = sentences.map((sentence) => `*${sentence}* _${sentence}_ {@${sentence}} !${sentence}`).join('\n');
		expect(escape(text).replaceAll(JOINER, '')).toBe(text);
		expect(read(escape(text)).filter(({ kind }) => kind !== 'paragraph')).toEqual([]);
	});

	it('is bold where Markdown says so', () => {
		const [, word] = /\*\*(.+)\*\*/.exec(bold)!;
		const { text } = fromMarkdown(bold);
		expect(text).toBe(bold.replaceAll('**', '*'));
		expect(
			read(text)
				.filter(({ kind }) => kind === 'bold')
				.map((found) => found.text),
		).toEqual([word]);
	});

	it('is counted by its names', () => {
		const group = sentences[0]!.replace(/\s+/g, ' ').slice(0, 12).trim();
		const text = digest(['a', 'b', 'c'], [group, 'other', group], 1, 500);
		expect(text.replaceAll(JOINER, '')).toMatch(/^\*3 items\*: /);
		expect(text.split('\n')[0]!.replaceAll(JOINER, '')).toBe(`*3 items*: ${group} 2, other 1`);
	});
});

describe('all languages', () => {
	it('are split and cut where no character is cut through', () => {
		fc.assert(
			fc.property(prose, fc.integer({ min: 60, max: 200 }), (text, limit) => {
				const parts = split(text, limit);
				expect(givesBack(parts, text)).toBe(true);
				let at = 0;
				for (const part of parts) {
					at = text.indexOf(part, at) + part.length;
					expect(isWhole(text, at)).toBe(true);
				}
				const kept = cut(text, limit).replace(/\n… \(.*$/s, '');
				expect(text.startsWith(kept) && isWhole(text, kept.length)).toBe(true);
			}),
		);
	});

	it('are shortened where no character is cut through, to as much as there is room for', () => {
		fc.assert(
			fc.property(prose, fc.integer({ min: 30, max: 60 }), (text, limit) => {
				const short = shortened(text, limit);
				expect(short.length).toBeLessThanOrEqual(limit);
				if (text.length <= limit) return expect(short).toBe(text);
				const kept = short.slice(0, -1);
				expect(text.startsWith(kept) && short.endsWith('…') && isWhole(text, kept.length)).toBe(true);
				const next = charactersOf(text.slice(kept.length))[0];
				expect(kept.length + next!.length).toBeGreaterThan(limit - 1);
			}),
		);
	});

	it('are kept whole as Markdown', () => {
		fc.assert(
			fc.property(prose, (text) => {
				const letters = (one: string) => one.replace(/[^\p{L}\p{M}\p{N}]/gu, '');
				expect(letters(shownText(fromMarkdown(text).text))).toBe(letters(text));
			}),
		);
	});

	it.each([
		['Arabic', ['١٢٫٥', '٨']],
		['Persian', ['۱۲٫۵', '۸']],
		['Hindi', ['१२.५', '८']],
		['Bengali', ['১২.৫', '৮']],
		['Thai', ['๑๒.๕', '๘']],
		['full-width', ['１２．５', '８']],
		['Burmese', ['၁၂.၅', '၈']],
	])('%s digits are figures', (_, texts) => {
		expect(figuresIn(texts).numbers).toEqual([12.5, 8]);
	});
});
