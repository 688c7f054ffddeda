import { html, nothing, render } from 'lit-html';
import { copyable, header } from './parts.js';
import { get, post } from './remote.js';

/** Plays Zoho's API console. Each secret is in the answer to the click that made it, and nowhere else. */

const model = { state: null, variants: {}, values: {}, defaults: null, shown: {}, failures: {}, clientType: 'self' };

function change(changes) {
	Object.assign(model, changes);
	draw();
}

/** Runs what a form asks for and shows the secrets it gave, once. */
function submit(name, deed) {
	return async (event) => {
		event.preventDefault();
		const fields = Object.fromEntries(new FormData(event.target));
		model.shown = { ...model.shown, [name]: null };
		model.failures = { ...model.failures, [name]: null };
		try {
			model.shown[name] = await deed(fields);
			model.state = await get('state');
		} catch (error) {
			model.failures[name] = error.message;
		}
		draw();
	};
}

function result(name, labels) {
	if (model.failures[name]) return html`<p class="failure" role="alert">${model.failures[name]}</p>`;
	const shown = model.shown[name];
	if (!shown) return nothing;
	return html`
		<div class="secret" role="status">
			${Object.entries(labels).map(([key, label]) => html`<p><b>${label}</b>${copyable(shown[key])}</p>`)}
			<p>Copy it now: it is shown this once.</p>
		</div>
	`;
}

function clientForm() {
	const deed = ({ type, name, redirectUri }) =>
		post('clients', {
			type,
			name,
			...(type === 'server' ? { redirectUris: redirectUri.split(/\s+/).filter(Boolean) } : {}),
		});
	return html`
		<section class="card">
			<h2>Add a client</h2>
			<form @submit=${submit('client', deed)}>
				<label class="field"
					><span>Type</span>
					<select name="type" @change=${(event) => change({ clientType: event.target.value })}>
						<option value="self">Self Client: a code from this console (Node-RED)</option>
						<option value="server">Server-based application: a consent page (n8n)</option>
					</select>
				</label>
				<label class="field"
					><span>Name</span><input name="name" value="My automation" required maxlength="100"
				/></label>
				${model.clientType === 'server' ? html`<label class="field"><span>Redirect URI</span><input name="redirectUri" required placeholder="http://localhost:5678/rest/oauth2-credential/callback" /><small>As the credential of n8n shows it. It must match to the letter.</small></label>` : nothing}
				<div><button class="primary">Create</button></div>
			</form>
			${result('client', { clientId: 'Client ID', clientSecret: 'Client secret' })}
		</section>
	`;
}

function codeForm() {
	const clients = model.state.clients.filter((client) => client.type === 'self');
	const deed = ({ clientId, scopes, minutes }) => post('codes', { clientId, scopes, minutes: Number(minutes) });
	return html`
		<section class="card">
			<h2>Generate a Self Client code</h2>
			${
				clients.length === 0
					? html`<p class="muted">Add a Self Client first.</p>`
					: html`
							<form @submit=${submit('code', deed)}>
								<label class="field"
									><span>Self Client</span
									><select name="clientId">
										${clients.map((client) => html`<option value=${client.clientId}>${client.name} (${client.clientId.slice(0, 12)}…)</option>`)}
									</select></label
								>
								<label class="field"
									><span>Scopes</span
									><textarea name="scopes" rows="4" required>${model.scopes}</textarea
									><small>Separated by commas.</small></label
								>
								<label class="field"
									><span>Time</span
									><select name="minutes">
										${[3, 5, 7, 10].map((minutes) => html`<option value=${minutes}>${minutes} minutes</option>`)}
									</select></label
								>
								<div><button class="primary">Generate</button></div>
							</form>
						`
			}
			${result('code', { code: 'Code' })}
		</section>
	`;
}

function webhookForm() {
	return html`
		<section class="card">
			<h2>Webhook token</h2>
			<p class="muted">
				Posts to channels and bots without OAuth, as <code>?zapikey=…</code>. A person may have five.
			</p>
			<form @submit=${submit('zapikey', () => post('webhook-tokens'))}>
				<div><button class="primary">Generate token</button></div>
			</form>
			${result('zapikey', { zapikey: 'Webhook token' })}
		</section>
	`;
}

function troubleForm() {
	const button = (name, label, deed) =>
		html`<form @submit=${submit('trouble', deed)}><button class="plain" title=${name}>${label}</button></form>`;
	return html`
		<section class="card">
			<h2>Trouble on purpose</h2>
			<p class="muted">See how your flows take it.</p>
			<div class="buttons">
				${button('Refresh tokens keep working', 'Expire all access tokens', () => post('tokens/expire'))}
				${button('As if the person had withdrawn the consent', 'Revoke everything', () => post('tokens/revoke'))}
				${button('HTTP 200 with access_denied, as Zoho does', model.state.refreshRefused ? 'Allow refreshing again' : 'Refuse to refresh', () => post('tokens/refuse-refresh', { refused: !model.state.refreshRefused }))}
				${button('Connections are reset for ten seconds', 'Be down for 10 s', () => post('down', { forMs: 10_000 }))}
				${button('HTML instead of JSON', 'Next call: 502', () => post('faults', { kind: 'status', status: 502 }))}
				${button('The message is stored, the answer is not sent', 'Next call: no answer', () => post('faults', { kind: 'reset', when: 'after' }))}
				${button('Seed data, no clients, no tokens', 'Reset the sandbox', () => post('reset'))}
			</div>
			${model.failures.trouble ? html`<p class="failure" role="alert">${model.failures.trouble}</p>` : model.shown.trouble ? html`<p role="status">Done.</p>` : nothing}
		</section>
	`;
}

function variantForm() {
	const set = (name) => async (event) =>
		change({ variants: await post('variants', { [name]: model.values[name][event.target.selectedIndex] }) });
	return html`
		<section class="card wide">
			<h2>Where Cliq's documents leave room</h2>
			<p class="muted">
				Zoho's page, its older files and live servers disagree in places. Choose which reading the sandbox
				plays; what differs from the start is marked.
			</p>
			<div class="switches">
				${Object.entries(model.values).map(
					([name, values]) => html`
						<label class="field ${model.variants[name] === model.defaults[name] ? '' : 'changed'}"
							><span>${name}</span>
							<select @change=${set(name)}>
								${values.map((value) => html`<option ?selected=${value === model.variants[name]}>${String(value)}</option>`)}
							</select>
						</label>
					`,
				)}
			</div>
		</section>
	`;
}

function draw() {
	render(
		html`
			${header(model.state.url, 'console')}
			<main class="console">
				<div class="console-inner">
					<p class="wide muted">
						This plays Zoho's API console, for the sandbox only. Keys made here are worth nothing at Zoho,
						and keys of Zoho do not belong here.
					</p>
					${clientForm()} ${codeForm()} ${webhookForm()} ${troubleForm()} ${variantForm()}
				</div>
			</main>
		`,
		document.body,
	);
}

const [state, { variants, values, defaults }, { scopes }] = await Promise.all([
	get('state'),
	get('variants'),
	get('scopes'),
]);
change({ state, variants, values, defaults, scopes: scopes.join(',') });
