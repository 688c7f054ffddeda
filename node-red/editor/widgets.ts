import type { EditorParameter } from './types';
import { suggest, type Suggestions } from './suggestions.js';

/** Where a value can come from, whatever it means. */
const anywhere = ['msg', 'flow', 'global', 'env', 'jsonata'];

interface Look {
	icon: string;
	/** Types of a TypedInput for a value that is written down; text unless said otherwise. */
	literals?: string[];
	placeholder?: string;
}

/** The one place that says how a meaning of the catalogue looks in a dialog. */
const looks: Record<string, Look> = {
	boolean: { icon: 'fa-toggle-on', literals: ['bool'] },
	bot: { icon: 'fa-android', placeholder: 'unique name' },
	channel: { icon: 'fa-hashtag', placeholder: 'unique name' },
	channelId: { icon: 'fa-hashtag' },
	chat: { icon: 'fa-comments-o', placeholder: 'CT_…' },
	count: { icon: 'fa-list-ol', literals: ['num'] },
	emoji: { icon: 'fa-smile-o', placeholder: '👍' },
	message: { icon: 'fa-commenting-o' },
	text: { icon: 'fa-align-left' },
	time: { icon: 'fa-clock-o', literals: ['str', 'date'], placeholder: '2026-11-22T08:00:00Z' },
	user: { icon: 'fa-user', placeholder: 'email or user ID' },
	userIds: { icon: 'fa-users', literals: ['str', 'json'], placeholder: '555001, 555002' },
};

const plain: Look = { icon: 'fa-tag' };

/** @returns the icon, the placeholder and the types of the TypedInput for a parameter. */
export function widgetOf(parameter: EditorParameter, suggestions: Suggestions): { icon: string; placeholder: string; types: unknown[] } {
	const { icon, literals = ['str'], placeholder = '' } = looks[parameter.type] ?? plain;
	const written = parameter.hasChoices ? [suggest(parameter, `fa ${icon}`, suggestions)] : literals;
	return { icon, placeholder, types: [...written, ...anywhere] };
}
