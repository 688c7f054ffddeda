import { inBrowser, openStage, type Stage } from './stage';

let stage: Stage;

beforeAll(async () => {
	stage = (await openStage())!;
}, 120_000);
afterAll(() => stage?.close());

/** What the text becomes, as HTML without the classes and addresses that matter to nobody here. */
async function drawn(text: string, names?: Record<string, string>): Promise<string> {
	await stage.draw({ text, references: { 1: { type: 'button', object: { label: 'Other', type: '+' } } } }, { names });
	const html = await stage.page.locator('.cliq-text').innerHTML();
	return html.replace(/ (?:class|title|target|rel|role|aria-level|type)="[^"]*"/g, '');
}

inBrowser('what Cliq formats within a line', async () => {
	const cases: [string, string][] = [
		['*bold* _italic_ ~gone~ __under__', '<b>bold</b> <i>italic</i> <s>gone</s> <u>under</u>'],
		['*bold _both_*', '<b>bold <i>both</i></b>'],
		[
			'这是*重点*内容 이것은 *중요*합니다 นี่คือ*สำคัญ*มาก',
			'这是<b>重点</b>内容 이것은 <b>중요</b>합니다 นี่คือ<b>สำคัญ</b>มาก',
		],
		['un*believ*able größe*r*', 'un*believ*able größe*r*'],
		['`a *b* {@all}`', '<code>a *b* {@all}</code>'],
		['snake_case_name 5*3*2 * a * b', 'snake_case_name 5*3*2 * a * b'],
		['*open _and ~never closed', '*open _and ~never closed'],
		['*crossed _over* here_', '<b>crossed _over</b> here_'],
		['(*in brackets*), *before a comma*,', '(<b>in brackets</b>), <b>before a comma</b>,'],
		[
			'[a page](https://x.example/a_b_(c)) and https://x.example/d_e_f.',
			'<a href="https://x.example/a_b_(c)">a page</a> and <a href="https://x.example/d_e_f">https://x.example/d_e_f</a>.',
		],
		[
			'[bad](javascript:alert(1)) [worse](data:text/html,x)',
			'[bad](javascript:alert(1)) [worse](data:text/html,x)',
		],
		['[Retry]($1) [Gone]($on-call)', '<button>Retry</button> <span>Gone</span>'],
		['[Scott](zohoid:1) [Ann](mail:ann@x.example)', '<span>Scott</span> <span>Ann</span>'],
	];
	for (const [text, html] of cases) expect([text, await drawn(text)]).toEqual([text, `<p>${html}</p>`]);
});

inBrowser('what Cliq formats by the line', async () => {
	expect(await drawn('# Big\n### Small\ntext\nmore\n!said _so_\n! and so\n---\n```\na *b*\n  c\n```\nend')).toBe(
		'<p>Big</p><p>Small</p><p>text\nmore</p><blockquote>said <i>so</i>\nand so</blockquote><hr><pre><code>a *b*\n  c</code></pre><p>end</p>',
	);
	expect(await drawn('a ``` that nothing ends\n#5 is no heading\n-- no rule')).toBe(
		'<p>a ``` that nothing ends\n#5 is no heading\n-- no rule</p>',
	);
	expect(await drawn('one\n\ntwo')).toBe('<p>one\n\ntwo</p>');
});

inBrowser('mentions have names where they are known', async () => {
	expect(await drawn('{@55743307} {@all} {#O12} {@ no}', { 55743307: 'Maya Okafor', O12: 'Sales' })).toBe(
		'<p><span>@Maya Okafor</span> <span>@all</span> <span>#Sales</span> {@ no}</p>',
	);
});

inBrowser('what was escaped with invisible characters is text', async () => {
	const text =
		'\u2060*\u2060bold\u2060*\u2060 \u2060`\u2060code\u2060`\u2060 {\u2060@all} [a]\u2060(https://x.example)\n\u2060# none\n\u2060!none\n\u2060---';
	expect(await drawn(text)).toMatch(
		/^<p>\u2060\*\u2060bold.*<a href="https:\/\/x\.example\/">https:\/\/x\.example<\/a>\)\n\u2060# none\n\u2060!none\n\u2060---<\/p>$/,
	);
});

inBrowser('HTML is text, wherever it stands', async () => {
	const nasty = '<img src=x onerror=alert(1)><script>alert(1)</script>';
	await stage.draw({ text: `${nasty} *${nasty}*\n# ${nasty}\n!${nasty}\n\`\`\`${nasty}\`\`\`` });
	expect(await stage.tags()).toEqual(['b', 'blockquote', 'code', 'div', 'p', 'pre']);
	expect(stage.problems).toEqual([]);
});

inBrowser(
	'200,000 characters of whatever means something are drawn',
	async () => {
		for (const part of [
			'*',
			'_',
			'`',
			'[',
			'[a](',
			'{@',
			'!',
			'# ',
			'*a ',
			'_*~',
			'http',
			'https://',
			'[a](x(',
			'\n',
			'```',
			'*_~__a',
		]) {
			await stage.draw({ text: part.repeat(Math.ceil(200_000 / part.length)) });
			expect([part, (await stage.tags())[0]]).toEqual([part, expect.any(String)]);
		}
		await stage.draw({ text: '*'.repeat(5_000) });
		expect(await stage.page.locator('.cliq-text').innerText()).toBe('*'.repeat(5_000));
		expect(await stage.tags()).toEqual(['div', 'p']);
	},
	60_000,
);
