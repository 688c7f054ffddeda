import { html, nothing, render } from 'lit-html';
import { describePress } from './preview/render.js';
import { copyable } from './parts.js';

const GAP = 6;

/**
 * Says beside a button what pressing it would do in Cliq, after the question that Cliq would ask. Nothing of it is done here.
 *
 * @param {object} button as it is in the message
 * @param {HTMLElement} element where it is drawn
 * @param {{ by?: string, chat: string, message: string }} pressed what a function would be told
 * @param {() => void} done called when it is pressed, after the question
 */
export function explain(button, element, pressed, done) {
	const press = describePress(button);
	const dialog = document.createElement('dialog');
	dialog.className = 'press';
	dialog.setAttribute('aria-label', `The button ${element.textContent}`);
	dialog.addEventListener('close', () => dialog.remove());
	dialog.addEventListener('click', (event) => isOutside(event, dialog) && dialog.close());
	const show = (content) => {
		render(content, dialog);
		beside(dialog, element);
	};
	const tell = (answer) => {
		done();
		show(outcome(press, button, pressed, answer, () => dialog.close()));
	};
	document.body.append(dialog);
	dialog.showModal();
	if (press.confirm) show(question(press.confirm, tell, () => dialog.close()));
	else tell(null);
	dialog.querySelector('[autofocus]')?.focus();
}

/** Whether a click went past the dialog: what is around it counts as the dialog's own. */
function isOutside({ clientX: x, clientY: y, target }, dialog) {
	const { left, right, top, bottom } = dialog.getBoundingClientRect();
	return target === dialog && (x < left || x > right || y < top || y > bottom);
}

/** Below the button, above it where there is no room below, and always within the window. */
function beside(dialog, element) {
	const box = element.getBoundingClientRect();
	const below = box.bottom + GAP + dialog.offsetHeight < window.innerHeight;
	const top = below ? box.bottom + GAP : box.top - GAP - dialog.offsetHeight;
	dialog.style.top = `${Math.max(GAP, top)}px`;
	dialog.style.left = `${Math.max(GAP, Math.min(box.left, window.innerWidth - dialog.offsetWidth - GAP))}px`;
}

function question({ title, description, input, mood, yes, no, mandatory }, tell, close) {
	const submit = (event) => {
		event.preventDefault();
		tell(input ? event.target.elements.answer.value : null);
	};
	return html`
		<form @submit=${submit} aria-label="Confirmation">
			<h2>${title}</h2>
			${description ? html`<p>${description}</p>` : nothing}
			${input ? html`<label class="field"><span>${input}</span><input name="answer" ?required=${mandatory} autocomplete="off" autofocus /></label>` : nothing}
			<div class="press-buttons"><button type="button" class="plain" @click=${close}>${no}</button><button class="primary ${mood}" ?autofocus=${!input}>${yes}</button></div>
		</form>
	`;
}

function outcome({ title, detail, href, copy }, button, { by, chat, message }, answer, close) {
	const told = [...(answer === null ? [] : [['Answer', answer]]), ...(button.action?.type === 'invoke.function' ? [['Pressed by', by], ['Chat', chat], ['Message', message]] : [])];
	return html`
		<p class="muted">Pressed in Cliq, this button:</p>
		<h2>${title}</h2>
		${detail ? html`<pre>${detail}</pre>` : nothing}
		${told.length > 0 ? html`<dl>${told.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>` : nothing}
		${copy ? html`<p>${copyable(copy)}</p>` : nothing}
		<div class="press-buttons">
			${href ? html`<a class="plain" href=${href} target="_blank" rel="noreferrer noopener">Open the page</a>` : nothing}
			<button type="button" class="primary" autofocus @click=${close}>Close</button>
		</div>
	`;
}
