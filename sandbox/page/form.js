import { html, nothing } from 'lit-html';
import { openDialog } from './dialogs.js';

/**
 * Asks a person to fill in a form of Cliq's.
 *
 * @param {object} form as the handler gave it
 * @param {{ name: string, people: { id: string, name: string }[] }} who is asked, and whom a list of people offers
 * @param {(action: 'submit' | 'cancel', values?: Record<string, unknown>) => Promise<void>} answer throws what is wrong
 *   with the values
 */
export function fillIn(form, { name, people }, answer) {
	const { dialog, show, close } = openDialog('form-dialog', form.title);
	let sent = false;
	const submit = async (event) => {
		event.preventDefault();
		const values = valuesOf(form, event.target);
		draw('', true);
		try {
			await answer('submit', values);
			sent = true;
			close();
		} catch (error) {
			draw(error.message, false);
		}
	};
	const draw = (failure, busy) => show(content(form, name, people, { submit, close, failure, busy }));
	dialog.addEventListener('close', () => sent || answer('cancel').catch(() => undefined));
	draw('', false);
	dialog.querySelector('input, select, textarea')?.focus();
}

function content({ title, hint, inputs, button_label: label }, name, people, { submit, close, failure, busy }) {
	return html`
		<form @submit=${submit}>
			<h2>${title}</h2>
			${hint ? html`<p>${hint}</p>` : nothing}
			${inputs.filter((input) => input.type !== 'hidden').map((input) => field(input, people))}
			${failure ? html`<p class="failure" role="alert">${failure}</p>` : nothing}
			<div class="press-buttons">
				<span class="muted grow">Shown to ${name} only</span
				><button type="button" class="plain" @click=${close}>Cancel</button
				><button class="primary" ?disabled=${busy}>${label ?? 'Submit'}</button>
			</div>
		</form>
	`;
}

function field(input, people) {
	const { type, label, hint, mandatory } = input;
	const note = hint ? html`<small>${hint}</small>` : nothing;
	if (type === 'radio' || type === 'checkbox') {
		return html`<fieldset class="field">
			<legend>${label}${mandatory ? ' *' : ''}</legend>
			${input.options.map((option) => choice(input, option))}${note}
		</fieldset>`;
	}
	if (type === 'toggle')
		return html`<label class="choice"
				><input type="checkbox" name=${input.name} ?checked=${input.value === true} />${label}</label
			>${note}`;
	return html`<p class="field">
		<label for=${idOf(input)}>${label}${mandatory ? ' *' : ''}</label>${control(input, people)}${note}
	</p>`;
}

function choice({ type, name, value, mandatory }, option) {
	return html`<label class="choice"
		><input
			type=${type}
			name=${name}
			value=${option.value}
			?checked=${option.value === value}
			?required=${mandatory && type === 'radio'}
		/>${option.label}</label
	>`;
}

function idOf({ name }) {
	return `form-${name}`;
}

const INPUTS = { number: 'number', date: 'date', datetime: 'datetime-local' };
const FORMATS = { email: 'email', password: 'password', url: 'url', tel: 'tel' };

function control(input, people) {
	const { type, name, placeholder, mandatory, value = '', format, options = [] } = input;
	const id = idOf(input);
	if (type === 'textarea')
		return html`<textarea
			id=${id}
			name=${name}
			rows="3"
			placeholder=${placeholder ?? ''}
			?required=${mandatory}
			.value=${value}
		></textarea>`;
	if (type === 'select' || type === 'native_select') {
		const listed = type === 'select' ? options : people.map((person) => ({ label: person.name, value: person.id }));
		return html`<select id=${id} name=${name} ?required=${mandatory}>
			<option value="">${placeholder ?? ''}</option>
			${listed.map((option) => html`<option value=${option.value} ?selected=${option.value === value}>${option.label}</option>`)}
		</select>`;
	}
	return html`<input
		id=${id}
		name=${name}
		type=${INPUTS[type] ?? FORMATS[format] ?? 'text'}
		placeholder=${placeholder ?? ''}
		?required=${mandatory}
		.value=${String(value)}
		autocomplete="off"
	/>`;
}

function valuesOf({ inputs }, element) {
	const data = new FormData(element);
	const read = { checkbox: (name) => data.getAll(name), toggle: (name) => data.has(name) };
	const asked = inputs.filter(({ type }) => type !== 'hidden');
	return Object.fromEntries(
		asked.map(({ type, name }) => [name, (read[type] ?? ((one) => data.get(one) ?? ''))(name)]),
	);
}
