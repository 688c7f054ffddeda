import { randomBytes } from 'node:crypto';
import {
	type AnswerWay,
	CliqError,
	type Question,
	type Row,
	USUAL_LABELS,
	approversIn,
	askFieldOf,
	written,
} from '../../../cliq';

/** In milliseconds. */
const UNITS: Record<string, number> = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

/** Of a time-out, in milliseconds: a hundred years. */
const LONGEST = 36_525 * 86_400_000;

/** What is known about a question beside what its form says. */
export interface Circumstances {
	/** What is posted. */
	text: string;
	/** The person who alone is asked. */
	asked?: string | undefined;
	/** Empty: that of the machine. */
	timeZone?: string | undefined;
}

/** @param form what was filled in by the fields of `ask-form.ts`, evaluated; it is checked in the core. */
export function questionOf(form: Row, { text, asked, timeZone }: Circumstances): Question {
	const kind = (written(form.kind) || 'approval') as Question['kind'];
	const way: AnswerWay = written(form.way) === 'cliq' ? 'cliq' : 'link';
	return {
		key: randomBytes(16).toString('hex'),
		text,
		kind,
		way,
		labels: labelsOf(kind, form),
		form: {
			...optional('title', form.title),
			...optional('description', form.description),
			...optional('submit', form.submit),
			fields: kind === 'customForm' ? rowsIn(form.fields).map(askFieldOf) : [],
		},
		approvers: way === 'cliq' ? approversIn(form.approvers) : [],
		...(asked && { asked }),
		timeZone: timeZone?.trim() || Intl.DateTimeFormat().resolvedOptions().timeZone,
	};
}

function labelsOf(
	kind: Question['kind'],
	{ approveLabel, declineLabel, respondLabel, buttons }: Row,
): Question['labels'] {
	if (kind !== 'approval') return { respond: written(respondLabel) || USUAL_LABELS.respond };
	const approve = written(approveLabel) || USUAL_LABELS.approve;
	return written(buttons) === 'approve'
		? { approve }
		: { approve, decline: written(declineLabel) || USUAL_LABELS.decline };
}

/**
 * @param unit `none` for a question that waits as long as it takes.
 * @returns how long people have, in milliseconds; nothing if it takes as long as it takes.
 * @throws CliqError `invalidInput` if it is not a time.
 */
export function timeoutOf(timeout: unknown, unit: string | undefined): number | undefined {
	const length = UNITS[unit ?? 'none'];
	if (length === undefined) return undefined;
	const milliseconds = Number(timeout) * length;
	if (milliseconds > 0 && milliseconds <= LONGEST) return milliseconds;
	throw new CliqError('invalidInput', `The time-out "${String(timeout).slice(0, 40)}" is not a number above 0`, {
		hint: 'Open the node and give one, or choose No time-out.',
	});
}

function optional<Name extends string>(name: Name, value: unknown): { [key in Name]?: string } {
	const text = written(value);
	return (text === '' ? {} : { [name]: text }) as { [key in Name]?: string };
}

function rowsIn(value: unknown): Row[] {
	return Array.isArray(value) ? (value as Row[]) : [];
}
