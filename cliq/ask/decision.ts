import type { Answered, Question } from './types';

/** @returns what the message says once the question is settled, within Cliq's limit. */
export function settledText(question: Question, _settled: Answered | 'expired'): string {
	return question.text;
}
