import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { clock, copyable } from './parts.js';

const SHOWN_CALLS = 60;

/** The right column: thresholds and locks, the last calls, and what bots were told. */
export function activity(model, actions) {
	return html`
		<aside class="activity" aria-label="Activity">
			<section>
				<h2>Thresholds <span class="muted">calls in the last minute</span></h2>
				<ul class="meters">
					${meters(model)}
				</ul>
			</section>
			<section class="journal">
				<h2>
					Journal
					${happened(model).length > 0 ? html`<button type="button" class="link" @click=${actions.clearJournal}>Clear</button>` : nothing}
				</h2>
				${
					happened(model).length === 0
						? noCalls(model)
						: html`<ol>
								${repeat(
									happened(model),
									({ key }) => key,
									({ draw }) => draw(),
								)}
							</ol>`
				}
			</section>
		</aside>
	`;
}

/** Calls to Cliq and deliveries from it, the last first. */
function happened({ calls, deliveries, state }) {
	const all = [
		...calls.map((one) => ({ key: `call ${one.number}`, time: one.time, draw: () => call(one) })),
		...deliveries.map((one) => ({
			key: `delivery ${one.id}`,
			time: one.time,
			draw: () => delivery(one, state.bots.find((bot) => bot.uniqueName === one.to)?.name ?? one.to),
		})),
	];
	return all
		.sort((one, other) => one.time - other.time)
		.slice(-SHOWN_CALLS)
		.reverse();
}

function noCalls(model) {
	return html`
		<div class="hint">
			<p><b>No calls yet.</b> Connect n8n or Node-RED:</p>
			<p>${copyable(model.state.url)}</p>
			<p>Credentials come from the <a href="/console">console</a>.</p>
		</div>
	`;
}

function meters(model) {
	const now = Date.now() + model.clockOffset;
	const several = new Set(model.usage.map((one) => one.user)).size > 1;
	const used = new Map(model.usage.map((one) => [one.operation, 0]));
	const busy = model.usage.map((one) =>
		meter(one, now, several ? model.state.people.find((person) => person.id === one.user)?.name : null),
	);
	const idle = model.operations
		.filter((one) => !used.has(one.id))
		.map((one) => meter({ operation: one.id, used: 0, threshold: one.threshold, lockedUntil: 0 }, now, null));
	return [...busy, ...idle];
}

function meter({ operation, used, threshold, lockedUntil }, now, user) {
	const locked = lockedUntil > now;
	const level = locked ? 'locked' : used / threshold >= 0.8 ? 'high' : used > 0 ? 'some' : 'none';
	return html`
		<li class="meter ${level}">
			<span class="meter-name">${operation}${user ? html` <span class="muted">${user}</span>` : nothing}</span>
			<span class="meter-figure"
				>${locked ? html`locked ${countdown(lockedUntil - now)}` : html`${used}<span class="muted">/${threshold}</span>`}</span
			>
			<progress max=${threshold} .value=${locked ? threshold : used}></progress>
		</li>
	`;
}

function countdown(ms) {
	const seconds = Math.max(0, Math.ceil(ms / 1_000));
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function call(one) {
	const kind = one.status === 0 ? 'gone' : one.status >= 400 ? 'bad' : 'good';
	return html`
		<li class="call">
			<span class="status ${kind}" title=${one.status === 0 ? 'No answer was sent' : ''}
				>${one.status || '—'}</span
			>
			<span class="call-text">
				<span class="call-line"
					><b>${one.method}</b> <span title=${one.path}>${one.operation ?? one.path}</span></span
				>
				${one.reason || one.fault ? html`<span class="why">${one.fault ? `fault: ${one.fault}` : one.reason}</span>` : nothing}
			</span>
			<time>${clock(one.time)}</time>
		</li>
	`;
}

const states = {
	waiting: ['gone', 'Waiting for the answer'],
	answered: ['good', 'Answered'],
	late: ['bad', 'Answered after 15 seconds, so nothing is shown'],
	failed: ['bad', 'Failed'],
};

/** What came of telling a bot or a function, and what was said both ways. */
function delivery({ time, handler, operation, state, status, request, answer, error, log, repeats, shown }, name) {
	const [kind, means] = states[state];
	const why =
		error ??
		(state === 'late'
			? means
			: shown?.kind === 'banner'
				? `Banner: ${shown.text}`
				: repeats
					? 'Delivered once more'
					: null);
	return html`
		<li class="call">
			<span class="status ${kind}" title=${means}
				>${status ?? (state === 'waiting' ? '…' : state === 'answered' ? '✓' : '—')}</span
			>
			<span class="call-text">
				<span class="call-line"
					><b>→</b> <span title=${request?.url ?? ''}>${name}: ${operation ?? handler}</span></span
				>
				${why ? html`<span class="why">${why}</span>` : nothing}
				${
					log
						? html`<details class="told">
								<summary>What the script noted (info)</summary>
								<pre>${log.join('\n')}</pre>
							</details>`
						: nothing
				}
				${
					request
						? html`<details class="told">
								<summary>Request and answer</summary>
								<pre>${indented(request.body)}</pre>
								<pre>${indented(answer ?? '')}</pre>
							</details>`
						: nothing
				}
			</span>
			<time>${clock(time)}</time>
		</li>
	`;
}

function indented(text) {
	try {
		return JSON.stringify(JSON.parse(text), null, 2);
	} catch {
		return text;
	}
}
