import { describePress, renderMessage } from '../../preview/render.js';
import { messagesOf, type Drawn } from './messages';
import { mainParts } from './parts';
import { phrase } from './server';
import type { EditorOperation, StoredValue } from './types';

/** How long nothing changes before the message is drawn again, in milliseconds. */
const PAUSE = 150;

export interface Preview {
	/** Something has changed. */
	refresh(): void;
}

/**
 * Draws the message that the dialog comes to, as far as that is known, and keeps it up to date.
 *
 * @param hasMore whether there is more to see than text, independent of what is filled in.
 */
export function drawPreview(
	container: any,
	{ id }: EditorOperation,
	collect: () => Record<string, StoredValue>,
	hasMore = false,
): Preview {
	const caret = $('<i class="fa fa-fw">');
	const lid = $('<button type="button" class="zoho-cliq-lid">').append(
		caret,
		$('<span>').text(phrase('form.preview')),
	);
	const note = $('<div class="zoho-cliq-note" role="status">');
	const messages = $('<div class="zoho-cliq-messages">');
	const press = $('<div class="zoho-cliq-press" role="status">');
	const body = $('<div class="zoho-cliq-preview-body">').append(note, messages, press);
	container.append(lid, body);

	// Until a person decides, it is open when there is more to see than text.
	let chosen: boolean | undefined;
	const isOpen = () => chosen ?? (hasMore || mainParts.some((name) => collect()[name] !== undefined));
	let shown = '';
	const draw = () => {
		caret.toggleClass('fa-caret-down', isOpen()).toggleClass('fa-caret-right', !isOpen());
		lid.attr('aria-expanded', String(isOpen()));
		body.toggle(isOpen());
		if (isOpen()) drawMessages(messagesOf(id, collect()));
		// Fields that get the focus must not end up behind it. In a wide dialog it stands beside them.
		container
			.closest('.red-ui-tray-content')
			.css('scroll-padding-bottom', container.css('bottom') === '0px' ? container.outerHeight() : '');
	};
	const drawMessages = (drawn: Drawn) => {
		const json = JSON.stringify(drawn);
		if (json === shown) return;
		shown = json;
		press.empty();
		note.empty().append(notesOf(drawn));
		// What was right a moment ago helps more than nothing while somebody types.
		messages.toggleClass('zoho-cliq-stale', drawn.messages === undefined);
		if (drawn.messages)
			messages
				.empty()
				.append(
					drawn.messages.map((message) =>
						renderMessage(message, { images: true, onPress: (button) => tell(press, button) }),
					),
				);
	};
	lid.on('click', () => {
		chosen = !isOpen();
		draw();
	});
	let timer: ReturnType<typeof setTimeout> | undefined;
	draw();
	return {
		refresh: () => {
			clearTimeout(timer);
			timer = setTimeout(() => container.closest('body').length > 0 && draw(), PAUSE);
		},
	};
}

/** What is not known yet is nothing to mend; a fault is. */
function notesOf({ unknown, error }: Drawn): unknown[] {
	const hints = unknown.map((part) => $('<div class="zoho-cliq-hint">').text(phrase('form.elsewhere', { ...part })));
	return error === undefined ? hints : [...hints, $('<div>').text(error)];
}

function tell(place: any, button: object): void {
	const { title, detail, confirm } = describePress(button);
	const lines = [
		...(confirm ? [phrase('form.asks', { question: confirm.title })] : []),
		title,
		...(detail === '' ? [] : [detail]),
	];
	place.empty().append(lines.map((line) => $('<div>').text(line)));
}
