const unescapeHtml = (text: string) =>
	text
		.replace(/&quot;/g, '"')
		.replace(/&#0?39;/g, "'")
		.replace(/&lt;/g, '<')
		.replace(/&gt;/g, '>')
		.replace(/&amp;/g, '&');

const attributes = (tag: string): Record<string, string> =>
	Object.fromEntries(
		[...tag.matchAll(/([\w-]+)(?:\s*=\s*"([^"]*)")?/g)].map(([, name, value]) => [name, unescapeHtml(value ?? '')]),
	);

/**
 * What a person does on a consent page: opens it, reads it, presses Accept.
 *
 * @param authUrl where the application sends the person.
 * @returns the address that the page then sends the person back to, with the code.
 * @throws Error if the page is no page, has no Accept button, or sends nobody back.
 */
export async function pressAccept(authUrl: string): Promise<{ page: string; callback: string }> {
	const opened = await fetch(authUrl);
	const page = await opened.text();
	const form = /<form\b([^>]*)>([\s\S]*?)<\/form>/i.exec(page);
	if (!form) throw new Error(`No form at the consent page (${opened.status}): ${page.slice(0, 500)}`);
	const [, head = '', content = ''] = form;
	const { action = '', method = 'get' } = attributes(head);
	if (method.toLowerCase() !== 'post') throw new Error('The consent form must be sent by POST: it changes something');

	const values = new URLSearchParams();
	for (const [, tag = ''] of content.matchAll(/<input\b([^>]*)>/gi)) {
		const { name, value, type } = attributes(tag);
		if (name && type !== 'submit') values.append(name, value ?? '');
	}
	const buttons = [...content.matchAll(/<button\b([^>]*)>([\s\S]*?)<\/button>/gi)];
	const accept = buttons.find(([, , label = '']) => /accept/i.test(label));
	if (!accept) throw new Error('The consent page has no Accept button');
	const { name, value } = attributes(accept[1] ?? '');
	if (name) values.append(name, value ?? '');

	const sent = await fetch(new URL(action, opened.url), { method: 'POST', body: values, redirect: 'manual' });
	const callback = sent.headers.get('location');
	if (!callback) throw new Error(`Accept answered ${sent.status} and sends nobody back: ${await sent.text()}`);
	return { page, callback: new URL(callback, opened.url).href };
}
