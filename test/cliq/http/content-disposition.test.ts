import fc from 'fast-check';
import { fileName } from '../../../cliq/http/content-disposition';

test.each([
	['attachment; filename="report.pdf"', 'report.pdf'],
	['attachment;filename=report.pdf', 'report.pdf'],
	['inline; FileName = "a;b.txt"; size=3', 'a;b.txt'],
	['attachment; filename="say \\"hi\\".txt"', 'say "hi".txt'],
	['attachment; filename="na_ve.txt"; filename*=UTF-8\'\'na%C3%AFve%20%E2%9C%93.txt', 'naïve ✓.txt'],
	["attachment; filename*=iso-8859-1'en'%A3%20rates.txt", '£ rates.txt'],
	['attachment; filename*=UTF-8\'\'; filename="plan.txt"', 'plan.txt'],
	['attachment; filename="../../etc/passwd"', 'passwd'],
	['attachment; filename="C:\\\\temp\\\\a.txt"', 'a.txt'],
	["attachment; filename*=UTF-8''..%2F..%2Fb.txt", 'b.txt'],
	['attachment; filename="a\u0000b\u0007.txt"', 'ab.txt'],
	["attachment; filename*=UTF-8''report%E2%80%AEfdp.exe", 'reportfdp.exe'],
])('%s', (header, name) => expect(fileName(header)).toBe(name));

test.each([
	'',
	'attachment',
	'attachment; filename=""',
	'attachment; filename=".."',
	'attachment; filename="dir/"',
	'form-data; xfilename=a',
])('none in %j', (header) => expect(fileName(header)).toBeUndefined());

test('UTF-8 that came as Latin-1 is read as what it is, Latin-1 stays', () => {
	expect(fileName(`attachment; filename="${Buffer.from('Übersicht 📈.xlsx').toString('latin1')}"`)).toBe(
		'Übersicht 📈.xlsx',
	);
	expect(fileName('attachment; filename="Übersicht.xlsx"')).toBe('Übersicht.xlsx');
});

test('whatever the header says, the name has no folder and no control character', () => {
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string({ unit: 'binary' }),
				fc.string({ unit: 'binary' }).map((text) => `attachment; filename="${text}"`),
				fc.string().map((text) => `attachment; filename*=UTF-8''${text}`),
			),
			(header) => {
				const name = fileName(header);
				expect(name ?? 'none').not.toMatch(/^\.{0,2}$|[/\\]|\p{Cc}/u);
			},
		),
	);
});

test('any name comes back from the extended form', () => {
	const name = fc
		.string({ unit: 'grapheme', minLength: 1 })
		.filter((text) => text.trim() === text && !/[/\\]|^\.{1,2}$/.test(text));
	fc.assert(
		fc.property(name, (text) =>
			expect(fileName(`attachment; filename*=UTF-8''${encodeURIComponent(text)}`)).toBe(text),
		),
		{ examples: [['\ufffd.txt']] },
	);
});
