import type { AnswerChoice, Question } from './types';

/** @returns what the buttons of a question stand for, in their order. */
export function choicesOf({ kind, labels }: Question): AnswerChoice[] {
	if (kind !== 'approval') return ['respond'];
	return labels.decline === undefined ? ['approve'] : ['approve', 'decline'];
}
