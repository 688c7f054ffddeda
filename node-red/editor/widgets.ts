import type { EditorParameter } from './types';
import { phrase } from './server';
import { suggest, type Suggestions } from './suggestions';
import { anywhere } from './values';

interface Look {
	icon: string;
	/** Types of a TypedInput for a value that is written down; text unless said otherwise. */
	literals?: unknown[];
	placeholder?: string;
	/** Text of several lines. */
	isMultiline?: true;
}

/** The one place that says how a meaning of the catalogue looks in a dialog. */
const looks: Record<string, Look> = {
	boolean: { icon: 'fa-toggle-on', literals: ['bool'] },
	bot: { icon: 'fa-android' },
	buttons: { icon: 'fa-hand-pointer-o' },
	card: { icon: 'fa-id-card-o' },
	channel: { icon: 'fa-hashtag' },
	channelId: { icon: 'fa-hashtag' },
	chat: { icon: 'fa-comments-o' },
	choice: { icon: 'fa-list' },
	comments: { icon: 'fa-comment-o', literals: ['str', 'json'], isMultiline: true },
	count: { icon: 'fa-list-ol', literals: ['num'] },
	emoji: { icon: 'fa-smile-o', placeholder: 'e.g. 👍 or :smile:' },
	file: { icon: 'fa-file-o' },
	files: { icon: 'fa-paperclip', placeholder: 'e.g. /data/report.pdf' },
	identity: { icon: 'fa-user-secret' },
	localTime: { icon: 'fa-clock-o', literals: ['str', 'date'], placeholder: 'e.g. 2026-11-22 08:00' },
	mentions: { icon: 'fa-at', literals: ['str', 'json'], placeholder: 'e.g. sam@example.com, all' },
	message: { icon: 'fa-commenting-o' },
	object: { icon: 'fa-code', literals: ['json'] },
	references: { icon: 'fa-hand-o-up' },
	slides: { icon: 'fa-table' },
	strings: { icon: 'fa-list', literals: ['str', 'json'] },
	styles: { icon: 'fa-paint-brush' },
	targets: { icon: 'fa-share-alt' },
	text: { icon: 'fa-align-left', isMultiline: true },
	time: { icon: 'fa-clock-o', literals: ['str', 'date'], placeholder: 'e.g. 2026-11-22T08:00:00Z' },
	user: { icon: 'fa-user' },
	userIds: { icon: 'fa-users', literals: ['str', 'json'], placeholder: 'e.g. 555001, 555002' },
};

const plain: Look = { icon: 'fa-tag' };

export function iconOf({ type }: EditorParameter): string {
	return (looks[type] ?? plain).icon;
}

/** @returns the icon, the placeholder and the types of the TypedInput for a parameter. */
export function widgetOf(
	parameter: EditorParameter,
	suggestions: Suggestions,
): { icon: string; placeholder: string; types: unknown[]; isMultiline?: true | undefined } {
	const {
		icon,
		literals = ['str'],
		placeholder = parameter.hasChoices ? phrase('dialog.pick') : '',
		isMultiline,
	} = looks[parameter.type] ?? plain;
	return {
		icon,
		placeholder,
		types: [...writtenTypes(parameter, icon, suggestions, literals), ...anywhere],
		isMultiline,
	};
}

/** Types of a TypedInput for what is written down or chosen in the dialog. */
function writtenTypes(
	parameter: EditorParameter,
	icon: string,
	suggestions: Suggestions,
	literals: unknown[],
): unknown[] {
	if (parameter.hasChoices) return [suggest(parameter, `fa ${icon}`, suggestions)];
	if (parameter.type === 'files') return [{ value: 'str', label: phrase('form.path'), icon: 'fa fa-hdd-o' }];
	if (!parameter.choices) return literals;
	return [
		{
			value: 'str',
			label: parameter.label,
			icon: `fa ${icon}`,
			options: parameter.choices.map(({ value, label, description }) => ({ value, label, title: description })),
		},
	];
}
