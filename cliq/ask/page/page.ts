import { createHash } from 'crypto';
import { clockIn } from '../time-zone-clock';
import { decisionIn } from '../decision';
import { inputsOf, type FilledPage } from './page-form';
import { reveal } from '../../message/text/reveal-hidden';
import { html } from './html';
import type { PersonsAnswer, AnswerChoice, Question, PageReply } from '../types';

const CSS = `:root{color-scheme:light dark;--text:#1f2328;--soft:#59636e;--line:#d1d9e0;--back:#f6f8fa;--box:#fff;--go:#1a7f37;--stop:#cf222e}
@media (prefers-color-scheme:dark){:root{--text:#f0f6fc;--soft:#9198a1;--line:#3d444d;--back:#0d1117;--box:#151b23;--go:#238636;--stop:#da3633}}
*{box-sizing:border-box}
body{margin:0;padding:2rem 1rem;background:var(--back);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
main{max-width:36rem;margin:0 auto;padding:1.5rem;background:var(--box);border:1px solid var(--line);border-radius:.75rem}
h1{margin:0 0 1rem;font-size:1.35rem;line-height:1.3;overflow-wrap:anywhere}
p{margin:0 0 1rem}
.asked{padding:.75rem 1rem;background:var(--back);border-left:4px solid var(--line);white-space:pre-wrap;overflow-wrap:anywhere}
.lines{white-space:pre-wrap;overflow-wrap:anywhere}
.soft,.note{color:var(--soft);font-size:.9rem}
.note,.error{margin:0 0 .25rem}
.error{color:var(--stop);font-weight:600}
.error[role]{margin:0 0 1rem}
@media (prefers-color-scheme:dark){.error{color:#ff7b72}}
.field{margin:0 0 1.25rem;padding:0;border:0;min-width:0}
label,legend{display:block;margin:0 0 .25rem;padding:0;font-weight:600;overflow-wrap:anywhere}
.tick{display:flex;gap:.6rem;align-items:baseline}
.tick label{font-weight:400}
input:not([type=checkbox]),textarea,select{width:100%;padding:.5rem .65rem;background:var(--box);color:inherit;border:1px solid var(--soft);border-radius:.4rem;font:inherit}
[aria-invalid]:not(fieldset){border-color:var(--stop)}
button{padding:.6rem 1.5rem;border:0;border-radius:.4rem;background:var(--go);color:#fff;font:inherit;font-weight:600;cursor:pointer}
button.stop{background:var(--stop)}
:focus-visible{outline:3px solid #4493f8;outline-offset:2px}`;

const HEADERS = {
	'Content-Type': 'text/html; charset=utf-8',
	'Cache-Control': 'no-store',
	'Referrer-Policy': 'no-referrer',
	'X-Robots-Tag': 'noindex',
	'X-Content-Type-Options': 'nosniff',
	'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(CSS).digest('base64')}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
};

/** @param main HTML, everything in it that is data escaped. */
function page(status: number, title: string, main: string): PageReply {
	const body = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(title)}</title>
<style>${CSS}</style>
</head>
<body>
<main>
<h1>${html(title)}</h1>
${main}
</main>
</body>
</html>
`;
	return { status, headers: { ...HEADERS }, body };
}

/**
 * The page on which a question is answered.
 *
 * @param filled what came back from it and was not right.
 */
export function answerPage(question: Question, choice: AnswerChoice, filled?: FilledPage): PageReply {
	const { form } = question;
	const label = reveal(question.labels[choice] ?? '');
	const isApproval = question.kind === 'approval';
	const title = isApproval ? `Your answer: ${label}` : reveal(form.title || 'Your answer');
	const button = isApproval ? label : reveal(form.submit || 'Submit');
	const main = [
		`<p class="asked" dir="auto">${html(question.text)}</p>`,
		...(!isApproval && form.description
			? [`<p class="lines" dir="auto">${html(reveal(form.description))}</p>`]
			: []),
		// The form goes back to the address of the page, even if proxies changed it.
		'<form method="post">',
		...(filled
			? ['<p class="error" role="alert">Something is missing or not right yet. Nothing was sent.</p>']
			: []),
		inputsOf(question, filled),
		`<p class="soft">Nothing is sent until you press “${html(button)}”. The first answer counts, and it cannot be changed afterwards.${html(untilWhen(question) + asWhom(question))}</p>`,
		`<button type="submit"${choice === 'decline' ? ' class="stop"' : ''}>${html(button)}</button>`,
		'</form>',
	];
	return page(filled ? 422 : 200, title, main.join('\n'));
}

function untilWhen({ until, timeZone }: Question): string {
	return until === undefined ? '' : ` It can be answered until ${clockIn(timeZone, until)}.`;
}

/** A link may have been passed on. */
function asWhom({ asked }: Question): string {
	return asked === undefined ? '' : ` It counts as the answer of ${reveal(asked)}, who was asked.`;
}

export function thanksPage({ kind, labels }: Question, choice: AnswerChoice): PageReply {
	return notice(
		200,
		'Thank you',
		kind === 'approval' ? `Your answer was sent: ${reveal(labels[choice] ?? '')}.` : 'Your answer was sent.',
		'You can close this page.',
	);
}

/** @param status 200 for opening the page, 409 for answering. */
export function alreadyPage(status: 200 | 409, question: Question, answered: PersonsAnswer): PageReply {
	return notice(
		status,
		'Already answered',
		`${decisionIn(question, answered)}.`,
		'The first answer counts. You can close this page.',
	);
}

export function expiredPage(): PageReply {
	return notice(
		410,
		'Nobody answered in time',
		'This question can no longer be answered.',
		'You can close this page.',
	);
}

/** The same whether there never was such a question, or no longer is. */
export function closedPage(): PageReply {
	return notice(
		404,
		'This question is closed',
		'It was answered, or is no longer asked.',
		'If it was asked again, answer the newest message in Cliq.',
	);
}

export function inCliqPage(): PageReply {
	return notice(
		403,
		'Answer in Cliq',
		'This question is answered with the buttons of its message in Cliq, and not on this page.',
	);
}

export function methodPage(): PageReply {
	const { status, headers, body } = notice(
		405,
		'Not possible like this',
		'This page can be opened, and its form sent. Nothing else.',
	);
	return { status, headers: { ...headers, Allow: 'GET, HEAD, POST' }, body };
}

/** @param most in bytes. */
export function tooLargePage(most: number): PageReply {
	return notice(
		413,
		'Too much text',
		`An answer can have ${Math.floor(most / 1000).toLocaleString('en-US')} kB, and this one has more. Nothing was sent.`,
		'Go back, and shorten it.',
	);
}

export function notAFormPage(): PageReply {
	return notice(415, 'Not possible like this', 'Only the form of this page is accepted. Nothing was sent.');
}

function notice(status: number, title: string, ...paragraphs: string[]): PageReply {
	return page(
		status,
		title,
		paragraphs.map((paragraph) => `<p class="lines" dir="auto">${html(paragraph)}</p>`).join('\n'),
	);
}
