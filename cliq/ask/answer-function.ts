import type { CliqClient } from '../client';
import type { Patience } from '../pacing';

/** The function that buttons run: one for each address that answers go to. */
export interface AnswerFunction {
	name: string;
	script: string;
}

/** @param prefix address that every answer's address begins with. */
export function answerFunction(_prefix: string, _secret: string): AnswerFunction {
	return { name: '', script: '' };
}

/** Sees to it that the account has the function, with this script. A function of somebody else is left alone. */
export async function installAnswerFunction(_client: Pick<CliqClient, 'call'>, _wanted: AnswerFunction, _patience: Patience): Promise<void> {}
