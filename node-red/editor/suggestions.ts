import type { Choice, ChoicesAnswer, EditorParameter } from './types';
import { ask, phrase } from './server.js';

/** What a row tells about the account that is asked. */
export interface Suggestions {
	/** `id` of the account that the dialog shows, or nothing. */
	account(): string;
	/** Shows a sentence below a parameter; an empty one hides it. */
	note(parameter: string, text: string): void;
}

interface List {
	choices: Choice[];
	next?: string;
}

const TYPING_PAUSE = 250;

/** Whole lists by account and type; whoever opens a dialog gets fresh ones. */
const lists = new Map<string, Promise<List>>();

export function forgetLists(): void {
	lists.clear();
}

/** @returns a type for a TypedInput: text with suggestions while typing, and a panel to look through all of them. */
export function suggest(parameter: EditorParameter, icon: string, suggestions: Suggestions): object {
	let timer: number | undefined;
	const find = (filter: string, start?: string) => fetchList(parameter, filter, start, suggestions);
	return {
		value: 'str',
		label: parameter.label,
		icon,
		autoComplete: (typed: string, done: (completions: object[]) => void) => {
			clearTimeout(timer);
			timer = setTimeout(() => {
				void find(typed).then((list) => done((list?.choices ?? []).map((choice) => ({ value: choice.value, label: drawn(choice) }))));
			}, TYPING_PAUSE);
		},
		expand: function (this: { input: unknown; value(value: string): void; uiSelect: unknown }) {
			openPanel($((this as { uiSelect: unknown }).uiSelect), find, (value) => this.value(value));
		},
	};
}

/** @returns `undefined` if there is nobody to ask; the row then says why. */
async function fetchList(parameter: EditorParameter, filter: string, start: string | undefined, { account, note }: Suggestions): Promise<List | undefined> {
	const id = account();
	note(parameter.name, id ? '' : phrase('account.chooseFirst'));
	if (!id) return undefined;
	const get = async (wanted: string, from?: string): Promise<List> => {
		const answer = await ask<ChoicesAnswer>('choices', { account: id, type: parameter.type, filter: wanted, start: from });
		if ('error' in answer) throw new Error(answer.error);
		return answer;
	};
	try {
		if (start !== undefined) return await get(filter, start);
		const key = `${id} ${parameter.type}`;
		if (!lists.has(key)) lists.set(key, get(''));
		const all = await lists.get(key)!;
		// A list that is here as a whole is searched here; every question counts against Cliq's thresholds.
		if (all.next === undefined || filter.trim() === '') return { ...all, choices: all.choices.filter((choice) => matches(choice, filter)) };
		return await get(filter);
	} catch (error) {
		lists.clear();
		note(parameter.name, (error as Error).message);
		return undefined;
	}
}

function matches({ name, value, detail }: Choice, filter: string): boolean {
	const wanted = filter.trim().toLowerCase();
	return [name, value, detail].some((text) => text.toLowerCase().includes(wanted));
}

function drawn({ name, value, detail }: Choice): unknown {
	const second = detail && detail !== name.replace(/^#/, '') ? detail : value;
	return $('<div class="zoho-cliq-choice">').append($('<span>').text(name), $('<small>').text(second));
}

type Find = (filter: string, start?: string) => Promise<List | undefined>;

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
		const list = await find(String(search.val()), start);
		if (mine !== asked) return;
		for (const choice of list?.choices ?? []) {
			$('<a href="#" role="option">')
				.append(drawn(choice))
				.appendTo(entries)
				.on('click', (event: Event) => {
					event.preventDefault();
					choose(choice.value);
					panel.hide();
				});
		}
		next = list?.next;
		more.toggle(next !== undefined);
		const isEmpty = entries.children().length === 0;
		state.text(list ? phrase(next === undefined ? 'dialog.nothing' : 'dialog.nothingYet') : phrase('dialog.noAnswer')).toggle(isEmpty);
	};
	let timer: number | undefined;
	search.on('input', () => {
		clearTimeout(timer);
		timer = setTimeout(() => void show(), TYPING_PAUSE);
	});
	more.on('click', () => void show(next));
	panel.show({ target, offset: [0, 2] });
	search.trigger('focus');
	void show();
}
