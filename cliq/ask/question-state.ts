import { isSecret } from '../events/webhook/signature-proof';
import type { EventRequest } from '../events/types';
import type { Waiting, PersonsAnswer, AnswerChoice, Question } from './types';
import { choicesOf } from './choices';
import { choiceNamed } from './answer-ticket';

/** Where a question stands, for a request to one of its addresses. */
export type State =
	| { is: 'open'; question: Question; choice: AnswerChoice }
	| { is: 'answered'; question: Question; answered: PersonsAnswer }
	| { is: 'expired'; question: Question }
	/** There is no such question: it is over, another one is asked by now, or the address is not one of ours. */
	| { is: 'closed' };

export function isOpen(state: State): state is Extract<State, { is: 'open' }> {
	return state.is === 'open';
}

export function stateOf({ query }: Pick<EventRequest, 'query'>, { question, settled }: Waiting, now: number): State {
	if (!question || typeof query.key !== 'string' || !isSecret(query.key, question.key)) return { is: 'closed' };
	const choice = choiceNamed(query.choice, choicesOf(question));
	if (choice === undefined) return { is: 'closed' };
	if (settled === 'expired') return { is: 'expired', question };
	if (settled) return { is: 'answered', question, answered: settled };
	return question.until !== undefined && now >= question.until
		? { is: 'expired', question }
		: { is: 'open', question, choice };
}
