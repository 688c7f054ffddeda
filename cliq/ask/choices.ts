import type { Choice, Question } from './types';

/** @returns what the buttons of a question stand for, in their order. */
export function choicesOf({ kind, labels }: Question): Choice[] {
	if (kind !== 'approval') return ['respond'];
	return labels.decline === undefined ? ['approve'] : ['approve', 'decline'];
}
