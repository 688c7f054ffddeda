import fc from 'fast-check';
import { isTimeZone, clockIn } from '../../../cliq/ask/time-zone-clock';
import { LONGEST_TEXT, decisionIn, outputOf, settledText } from '../../../cliq/ask/decision';
import type { PersonsAnswer, Responder } from '../../../cliq/ask/types';
import { read, shownText } from '../support/cliq-text';
import { approval, freeText, NOW } from './questions';

const respondedAt = new Date(NOW).toISOString();
const sam: Responder = { name: 'Sam Doe', source: 'cliq' };

describe('settledText', () => {
	const { text } = approval();

	it.each<[string, string, PersonsAnswer | 'expired']>([
		[
			'approved',
			'✅ *Approved* by Sam Doe, 22 Nov 2026 15:04 (Europe/Berlin)',
			{ approved: true, responder: sam, respondedAt },
		],
		[
			'declined',
			'❌ *Declined* by Sam Doe, 22 Nov 2026 15:04 (Europe/Berlin)',
			{ approved: false, responder: sam, respondedAt },
		],
		[
			'of somebody unknown',
			'✅ *Approved* by somebody with the link, 22 Nov 2026 15:04 (Europe/Berlin)',
			{ approved: true, respondedAt },
		],
		[
			'known by email address',
			'✅ *Approved* by sam_doe@example.com, 22 Nov 2026 15:04 (Europe/Berlin)',
			{
				approved: true,
				responder: { name: ' ', email: 'sam_doe@example.com', source: 'recipient' },
				respondedAt,
			},
		],
		[
			'known by ID',
			'✅ *Approved* by 55743307, 22 Nov 2026 15:04 (Europe/Berlin)',
			{ approved: true, responder: { id: '55743307', source: 'recipient' }, respondedAt },
		],
		[
			'answered',
			'📝 *Answered* by Sam Doe, 22 Nov 2026 15:04 (Europe/Berlin)',
			{ text: 'yes', responder: sam, respondedAt },
		],
		['expired', '⌛ Nobody answered in time', 'expired'],
	])('%s', (_name, line, settled) => {
		expect(settledText(approval(), settled)).toBe(`${text}\n\n${line}`);
	});

	const marks = fc
		.array(
			fc.constantFrom(
				'*',
				'_',
				'~',
				'`',
				'{@all}',
				'{#x}',
				'[a](b)',
				'](',
				'\n',
				'! ',
				'# ',
				'a',
				' ',
				'👍',
				'@',
				'\u202e',
				'\ud83d',
			),
		)
		.map((pieces) => pieces.join(''));
	const word = fc.oneof(marks, fc.string({ unit: 'binary' }));
	const label = word.map((text) => text.slice(0, 20)).filter((text) => text.trim() !== '');

	it('is never longer than Cliq takes, and keeps all of a question that was checked', () => {
		const question = fc
			.array(fc.oneof(word, fc.constantFrom('```', '*bold*', ' words '.repeat(40), 'x'.repeat(900))), {
				maxLength: 12,
			})
			.map((pieces) => pieces.join('').slice(0, LONGEST_TEXT));
		fc.assert(
			fc.property(question, label, fc.option(word), fc.option(fc.boolean()), (asked, approve, name, approved) => {
				const shown = settledText(approval({ text: asked, labels: { approve, decline: approve } }), {
					...(approved === null ? { text: '' } : { approved }),
					...(name !== null && { responder: { name, source: 'self' } }),
					respondedAt,
				});
				expect(shown.length).toBeLessThanOrEqual(5000);
				expect(shown.startsWith(asked)).toBe(true);
				expect(shown).toContain('22 Nov 2026 15:04');
			}),
			{ numRuns: 500 },
		);
	});

	it('is never longer for the longest label, name and zone', () => {
		for (const piece of ['*a', '_', '`', '{@', '](', '*_']) {
			const question = approval({
				text: 'x'.repeat(LONGEST_TEXT),
				labels: { approve: piece.repeat(20).slice(0, 20) },
				timeZone: 'America/Argentina/ComodRivadavia',
			});
			const shown = settledText(question, {
				approved: true,
				responder: { name: piece.repeat(200), source: 'self' },
				respondedAt,
			});
			expect(shown.length).toBeLessThanOrEqual(5000);
			expect(shown.startsWith(question.text)).toBe(true);
		}
	});

	it('cuts a question that is longer all the same, and keeps its beginning', () => {
		const shown = settledText(approval({ text: `First. ${'word '.repeat(2000)}` }), 'expired');
		expect(shown.length).toBeLessThanOrEqual(5000);
		expect(shown).toMatch(/^First\. word /);
		expect(shown).toMatch(/more characters\)\n\n⌛ Nobody answered in time$/);
	});

	it('makes nothing of a name but a name', () => {
		fc.assert(
			fc.property(marks, label, (name, approve) => {
				const shown = settledText(approval({ text: 'Q?', labels: { approve } }), {
					approved: true,
					responder: { name, source: 'self' },
					respondedAt,
				});
				expect(shown.split('\n')).toHaveLength(3);
				const kinds = read(shown).map(({ kind }) => kind);
				// The label is bold, if Cliq takes what is at its ends for the border of a word.
				expect(kinds.filter((kind) => kind !== 'paragraph' && kind !== 'bold')).toEqual([]);
				expect(kinds.filter((kind) => kind === 'bold').length).toBeLessThanOrEqual(1);
			}),
			{ numRuns: 1000 },
		);
		const shown = settledText(approval(), {
			approved: true,
			responder: { name: '*Sam*\n{@all} [x](y)', source: 'self' },
			respondedAt,
		});
		expect(shownText(shown)).toContain('Approved by *Sam* {@all} [x](y), 22 Nov');
	});
});

describe('decisionIn', () => {
	it('says it in words', () => {
		expect(decisionIn(approval(), { approved: true, responder: sam, respondedAt })).toBe(
			'Approved by Sam Doe, 22 Nov 2026 15:04 (Europe/Berlin)',
		);
		expect(decisionIn(freeText(), { text: 'secret', responder: sam, respondedAt })).toBe(
			'Sam Doe, 22 Nov 2026 15:04 (Europe/Berlin)',
		);
	});
});

describe('clockIn', () => {
	it.each([
		['Europe/Berlin', '2026-01-01T23:30:00Z', '2 Jan 2026 00:30 (Europe/Berlin)'],
		['America/New_York', '2026-07-04T04:05:00Z', '4 Jul 2026 00:05 (America/New_York)'],
		['Asia/Kolkata', '2026-09-30T18:31:00Z', '1 Oct 2026 00:01 (Asia/Kolkata)'],
		['UTC', '2026-12-09T09:05:00Z', '9 Dec 2026 09:05 (UTC)'],
		['no zone', '2026-12-09T09:05:00Z', '9 Dec 2026 09:05 (UTC)'],
	])('%s', (zone, time, words) => {
		expect(clockIn(zone, Date.parse(time))).toBe(words);
	});

	it('knows zones', () => {
		expect(['Europe/Berlin', 'UTC'].map(isTimeZone)).toEqual([true, true]);
		expect(['', 'Europe', 'Mars/Olympus'].map(isTimeZone)).toEqual([false, false, false]);
	});
});

describe('outputOf', () => {
	it('of an approval', () => {
		expect(
			outputOf({ approved: false, responder: sam, respondedAt }, { chatId: 'CT_1', messageId: '17 4' }, true),
		).toEqual({ approved: false, responder: sam, respondedAt, chatId: 'CT_1', messageId: '17 4', edited: true });
	});

	it('of a text, with little known', () => {
		expect(outputOf({ text: '', respondedAt }, {}, false)).toEqual({ text: '', respondedAt, edited: false });
	});

	it('of a form: labels are keys, and what is always there wins', () => {
		const fields = { Amount: 12, __proto__x: 'a', edited: 'mine', respondedAt: 'yesterday', ['__proto__']: 'b' };
		const output = outputOf({ fields: Object.fromEntries(Object.entries(fields)), respondedAt }, {}, true);
		expect(JSON.parse(JSON.stringify(output))).toMatchObject({ Amount: 12, edited: true, respondedAt });
		expect(Object.getPrototypeOf(output)).toBe(Object.prototype);
	});
});
