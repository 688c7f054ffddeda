import {
	choiceNamed,
	letterOf,
	partsOf,
	passText,
	provedText,
	sealed,
	ticketOf,
	unsealed,
} from '../../../cliq/ask/answer-ticket';
import type { AnswerChoice } from '../../../cliq/ask/types';
import { refusal } from '../support/expect';
import { KEY } from './questions';

const CHOICES: AnswerChoice[] = ['approve', 'decline', 'respond'];

it('is what the address needs, with commas between', () => {
	expect(ticketOf('approve', { key: KEY }, ['17', 'abc'])).toBe(`a,${KEY},17,abc`);
	expect(partsOf(ticketOf('decline', { key: KEY }))).toEqual(['d', KEY]);
});

it('fits into the key of a button, or is refused with the other way', () => {
	const room = 100 - `r,${KEY},`.length;
	expect(ticketOf('respond', { key: KEY }, ['x'.repeat(room)])).toHaveLength(100);
	const { kind, message, hint } = refusal(() => ticketOf('respond', { key: KEY }, ['x'.repeat(room + 1)]));
	expect([kind, message, hint]).toEqual([
		'invalidInput',
		expect.stringContaining('101 characters'),
		expect.stringContaining('through a link'),
	]);
});

it('names a choice by its letter, and a page by its name', () => {
	for (const choice of CHOICES)
		expect([choiceNamed(letterOf(choice), CHOICES), choiceNamed(choice, CHOICES)]).toEqual([choice, choice]);
	for (const other of ['', 'x', 'A', 'constructor', ['a'], undefined])
		expect(choiceNamed(other, CHOICES)).toBeUndefined();
	expect(choiceNamed('a', ['respond'])).toBeUndefined();
});

it('is told from its seal', () => {
	const ticket = `r,${KEY},17,abc`;
	expect(unsealed(sealed(ticket, 'seal'))).toEqual({ ticket, seal: 'seal' });
	expect(unsealed('alone')).toEqual({ ticket: '', seal: 'alone' });
});

it('is proved with all that it counts for, in the order of the script', () => {
	expect(passText('a', KEY, '17')).toBe(`pass a,${KEY} 17`);
	expect(provedText('form a', '7', 'maya@example.com', '17', 'CT_1', '17 4')).toBe(
		'form a 7 maya@example.com 17 CT_1 17 4',
	);
});
