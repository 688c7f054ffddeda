import { html } from 'lit-html';

/** What bots and functions tell the one person who asked them. */
export function banners({ banners: all }, actions) {
	return html`
		<div class="banners" role="status">
			${all.map(
				({ id, status, text, to }) => html`
					<p class="banner ${status}">
						<span class="banner-text">${text}</span><span class="muted">to ${to} only</span
						><button type="button" aria-label="Close the banner" @click=${() => actions.closeBanner(id)}>
							×
						</button>
					</p>
				`,
			)}
		</div>
	`;
}
