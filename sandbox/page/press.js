import { html, nothing } from 'lit-html';
import { describePress } from './preview/render.js';
import { openDialog } from './dialogs.js';
import { copyable } from './parts.js';

/**
 * Presses a button, after the question that Cliq would ask. If its function runs, there is nothing more to say: what
 * the function answers is shown. Otherwise a dialog beside the button says what pressing it would do in Cliq; nothing
 * of it is done.
 *
 * @param {object} button as it is in the message
 * @param {HTMLElement} element where it is drawn
 * @param {{ by?: string, chat: string, message: string }} pressed what a function would be told
 * @param {() => Promise<boolean>} done called when it is pressed, after the question; whether a function ran
 */
export function press(button, element, pressed, done) {
	const deed = describePress(button);
	const label = `The button ${element.textContent}`;
	const explain = (answer, { show, close } = openDialog('press', label, element)) =>
		show(outcome(deed, button, pressed, answer, close));
	const tell = async (answer, dialog) => {
		if (button.action?.type !== 'invoke.function') {
			void done();
			return explain(answer, dialog);
		}
		dialog?.close();
		element.setAttribute('aria-busy', 'true');
		const ran = await done();
		element.removeAttribute('aria-busy');
		return ran ? undefined : explain(answer);
	};
	if (!deed.confirm) return void tell(null);
	const dialog = openDialog('press', label, element);
	return dialog.show(question(deed.confirm, (answer) => tell(answer, dialog), dialog.close));
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
			<div class="press-buttons">
				<button type="button" class="plain" @click=${close}>${no}</button
				><button class="primary ${mood}" ?autofocus=${!input}>${yes}</button>
			</div>
		</form>
	`;
}

function outcome({ title, detail, href, copy }, button, { by, chat, message }, answer, close) {
	const told = [
		...(answer === null ? [] : [['Answer', answer]]),
		...(button.action?.type === 'invoke.function'
			? [
					['Pressed by', by],
					['Chat', chat],
					['Message', message],
				]
			: []),
	];
	return html`
		<p class="muted">Pressed in Cliq, this button:</p>
		<h2>${title}</h2>
		${detail ? html`<pre>${detail}</pre>` : nothing}
		${
			told.length > 0
				? html`<dl>
						${told.map(
							([name, value]) =>
								html`<dt>${name}</dt>
									<dd>${value}</dd>`,
						)}
					</dl>`
				: nothing
		}
		${copy ? html`<p>${copyable(copy)}</p>` : nothing}
		<div class="press-buttons">
			${href ? html`<a class="plain" href=${href} target="_blank" rel="noreferrer noopener">Open the page</a>` : nothing}
			<button type="button" class="primary" autofocus @click=${close}>Close</button>
		</div>
	`;
}
