import type { Person } from './model';

/** @returns `text` safe inside HTML text and quoted attributes. */
function escapeHtml(text: string): string {
	const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
	return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

const page = (title: string, body: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Cliq sandbox</title>
<link rel="icon" href="/_page/icon.svg">
<link rel="stylesheet" href="/_page/page.css">
</head>
<body class="sheet">
<main class="card">
<p class="ribbon">Sandbox for trying and testing. This is not Zoho, and no real account is involved.</p>
${body}
</main>
</body>
</html>
`;

/** What a scope lets an application do, as far as its name tells. */
function scopeText(scope: string): string {
	if (scope === 'ZohoCliq.Webhooks.CREATE') return 'Post to channels, bots, chats and people';
	const [, thing = '', verb = ''] = scope.split('.');
	const verbs: Record<string, string> = {
		CREATE: 'Create',
		READ: 'Read',
		UPDATE: 'Change',
		DELETE: 'Delete',
		ALL: 'Manage',
	};
	const things: Record<string, string> = { Webhooks: 'posts', messageactions: 'reactions', Messages: 'messages' };
	return `${verbs[verb] ?? verb} ${things[thing] ?? thing.toLowerCase()}`;
}

/**
 * @param ticket ties the form to this page, so that no other page can press its button
 */
export function consentPage(clientName: string, scopes: string[], people: Person[], ticket: string): string {
	const list = scopes
		.map((scope) => `<li><span>${escapeHtml(scopeText(scope))}</span> <code>${escapeHtml(scope)}</code></li>`)
		.join('\n');
	const options = people
		.map(
			(person) =>
				`<option value="${escapeHtml(person.id)}">${escapeHtml(person.name)} (${escapeHtml(person.email)})</option>`,
		)
		.join('\n');
	return page(
		'Allow access',
		`<h1><strong>${escapeHtml(clientName)}</strong> would like to access your Cliq</h1>
<p>It will be able to:</p>
<ul class="scopes">
${list}
</ul>
<form method="post" action="/oauth/v2/auth">
<input type="hidden" name="ticket" value="${escapeHtml(ticket)}">
<label>Signed in as <select name="user">
${options}
</select></label>
<div class="buttons">
<button name="decision" value="accept" class="primary">Accept</button>
<button name="decision" value="reject">Reject</button>
</div>
</form>`,
	);
}

/** Like Zoho's: a heading, its code, and what to do. */
export function errorPage(heading: string, code: string, text: string): string {
	return page(
		heading,
		`<h1>${escapeHtml(heading)}</h1>\n<p>${escapeHtml(text)}</p>\n<p><code>${escapeHtml(code)}</code></p>\n<p><a href="/console">Open the console</a></p>`,
	);
}
