import type { Choice, ChoicesAnswer, EditorParameter } from './types';
import { ask, phrase } from './server';

/** What a row offers to its suggestions. */
export interface Suggestions {
	/** `id` of the account that the dialog shows, or nothing. */
	account(): string;
	/** Shows a sentence below the parameter; an empty one hides it. */
	note(text: string): void;
}

const TYPING_PAUSE = 250;

/** Whole lists by account and type; whoever opens a dialog gets fresh ones. */
const lists = new Map<string, Promise<ChoicesAnswer>>();

/** What things are called, by type and value, as far as lists have told. */
const names = new Map<string, string>();

/** @returns what was shown for a value when it was chosen or listed. */
export function nameOf(type: string, value: string): string | undefined {
	return names.get(`${type} ${value}`);
}

export function forgetLists(): void {
	lists.clear();
}

/** @returns a type for a TypedInput: text with suggestions while typing, and a panel to look through all of them. */
export function suggest(
	parameter: Pick<EditorParameter, 'type' | 'label'>,
	icon: string,
	suggestions: Suggestions,
): object {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const find = (filter: string, start?: string) => fetchList(suggestions.account(), parameter.type, filter, start);
	return {
		value: 'str',
		label: parameter.label,
		icon,
		autoComplete: (typed: string, done: (completions: object[]) => void) => {
			clearTimeout(timer);
			timer = setTimeout(() => {
				void find(typed).then((found) => {
					suggestions.note('error' in found ? found.error : '');
					done(
						'error' in found
							? []
							: found.choices.map((choice) => ({ value: choice.value, label: drawn(choice) })),
					);
				});
			}, TYPING_PAUSE);
		},
		// Called by the TypedInput, as itself.
		expand: function (this: { uiSelect: any; value(value: string): void }) {
			openPanel(this.uiSelect, find, (value) => this.value(value));
		},
	};
}

async function fetchList(account: string, type: string, filter: string, start?: string): Promise<ChoicesAnswer> {
	if (!account) return { error: phrase('account.chooseFirst') };
	const get = async (wanted: string, from?: string) => {
		const found = await ask<ChoicesAnswer>('choices', { account, type, filter: wanted, start: from });
		for (const { name, value } of 'error' in found ? [] : found.choices) names.set(`${type} ${value}`, name);
		return found;
	};
	if (start !== undefined) return await get(filter, start);
	const key = `${account} ${type}`;
	if (!lists.has(key)) lists.set(key, get(''));
	const all = await lists.get(key)!;
	if ('error' in all) lists.delete(key);
	// A list that is here as a whole is searched here; every question counts against Cliq's thresholds.
	if ('error' in all || filter.trim() === '') return all;
	return all.next === undefined
		? { choices: all.choices.filter((choice) => matches(choice, filter)) }
		: await get(filter);
}

function matches({ name, value, detail }: Choice, filter: string): boolean {
	const wanted = filter.trim().toLowerCase();
	return [name, value, detail].some((text) => text.toLowerCase().includes(wanted));
}

function drawn({ name, value, detail }: Choice): unknown {
	const second = detail && detail !== name.replace(/^#/, '') ? detail : value;
	return $('<div class="zoho-cliq-choice">').append($('<span>').text(name), $('<small>').text(second));
}

type Find = (filter: string, start?: string) => Promise<ChoicesAnswer>;

function openPanel(target: any, find: Find, choose: (value: string) => void): void {
	const container = $('<div class="zoho-cliq-panel">').css({ width: target.outerWidth() });
	const search = $('<input type="text">').attr('placeholder', phrase('dialog.search'));
	const entries = $('<div class="zoho-cliq-entries" role="listbox">');
	const more = $('<button type="button" class="red-ui-button red-ui-button-small">').text(phrase('dialog.more'));
	const state = $('<div class="zoho-cliq-state">');
	container.append(search, entries, state, more);
	const panel = RED.popover.panel(container);

	let next: string | undefined;
	let asked = 0;
	const show = async (start?: string) => {
		const mine = ++asked;
		if (start === undefined) entries.empty();
		more.hide();
		state.text(phrase('dialog.loading')).show();
		const found = await find(String(search.val()), start);
		if (mine !== asked) return;
		for (const choice of 'error' in found ? [] : found.choices) {
			$('<a href="#" role="option">')
				.append(drawn(choice))
				.appendTo(entries)
				.on('click', (event: Event) => {
					event.preventDefault();
					choose(choice.value);
					panel.hide();
				});
		}
		next = 'error' in found ? undefined : found.next;
		more.toggle(next !== undefined);
		const isEmpty = entries.children().length === 0;
		const isPartOfSearch = next !== undefined && String(search.val()).trim() !== '';
		state.text(
			'error' in found
				? found.error
				: phrase(
						isPartOfSearch ? 'dialog.notAll' : next === undefined ? 'dialog.nothing' : 'dialog.nothingYet',
					),
		);
		state.toggleClass('zoho-cliq-bad', 'error' in found).toggle(isEmpty || isPartOfSearch || 'error' in found);
	};
	let timer: ReturnType<typeof setTimeout> | undefined;
	search.on('input', () => {
		clearTimeout(timer);
		timer = setTimeout(() => void show(), TYPING_PAUSE);
	});
	search.on('keydown', (event: KeyboardEvent) => {
		if (event.key !== 'Escape') return;
		// The editor's own keys stumble over a field that is gone by then.
		event.stopPropagation();
		panel.hide();
	});
	more.on('click', () => void show(next));
	panel.show({ target, offset: [0, 2] });
	search.trigger('focus');
	void show();
}
