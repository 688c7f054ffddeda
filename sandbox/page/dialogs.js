import { render } from 'lit-html';

const GAP = 6;

/**
 * Opens a dialog that is closed with Escape or by a click past it, and is gone then.
 *
 * @param {string} label what it is called by those who cannot see it
 * @param {HTMLElement} [element] beside which it stands; in the middle of the window without it
 * @returns {{ show(content: unknown): void, close(): void, dialog: HTMLDialogElement }}
 */
export function openDialog(classes, label, element) {
	const dialog = document.createElement('dialog');
	dialog.className = classes;
	dialog.setAttribute('aria-label', label);
	dialog.addEventListener('close', () => dialog.remove());
	dialog.addEventListener('click', (event) => isOutside(event, dialog) && dialog.close());
	document.body.append(dialog);
	dialog.showModal();
	return {
		dialog,
		close: () => dialog.close(),
		show(content) {
			render(content, dialog);
			if (element) beside(dialog, element);
			dialog.querySelector('[autofocus]')?.focus();
		},
	};
}

/**
 * Whether a click went past the dialog: what is around it counts as the dialog's own. A key that presses a button has
 * no place.
 */
function isOutside({ clientX: x, clientY: y, target }, dialog) {
	const { left, right, top, bottom } = dialog.getBoundingClientRect();
	return target === dialog && (x < left || x > right || y < top || y > bottom);
}

/** Below the element, above it where there is no room below, and always within the window. */
function beside(dialog, element) {
	const box = element.getBoundingClientRect();
	const below = box.bottom + GAP + dialog.offsetHeight < window.innerHeight;
	const top = below ? box.bottom + GAP : box.top - GAP - dialog.offsetHeight;
	dialog.style.top = `${Math.max(GAP, top)}px`;
	dialog.style.left = `${Math.max(GAP, Math.min(box.left, window.innerWidth - dialog.offsetWidth - GAP))}px`;
}
