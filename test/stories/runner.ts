import type { Sandbox } from '../../sandbox';

/** The bot whose events are heard. */
export const BOT = 'statusbot';

/** Those who are asked, by email address. */
export const LEO = 'leo.lindqvist@zylker.example';
export const PRIYA = 'priya.raman@zylker.example';

/** What is asked in the channel "releases". */
export interface Asking {
	text: string;
	kind: 'approval' | 'text' | 'form';
	way: 'link' | 'cliq';
	/** Email addresses, with commas between. */
	approvers?: string;
	/** Whose name stands at the message; the account's, unless given. Only where the runner can. */
	asBot?: string;
	/** In seconds: when it ends. */
	timeout?: number | undefined;
}

/** What a runner is for the stories: real, or its code in this process. */
export interface StoryRunner {
	sandbox: Sandbox;
	/** Whether the runner installs the scripts of events by itself; else a person pastes what its dialog shows. */
	installs: boolean;
	/** Whether it downloads the files of what it hears. */
	downloads: boolean;
	/** In seconds: the shortest time-out of a question. */
	soon: number;
	/** Whether it asks as a bot. */
	asksAsBot: boolean;
	/** Hears of all that happens to the bot, from now on, and answers what is written to it: `You said: …`. */
	hear(): Promise<void>;
	/** Whether what it has installed is in place, so that hearing again changes nothing. */
	hearAgain(): Promise<void>;
	/** Takes it back. */
	stopHearing(): Promise<void>;
	/** What was heard since `hear`, once there is so much, as the runner hands it on: an event. */
	heard(count: number): Promise<any[]>;
	/** The content of the files of the last event, by name, where the runner downloads them; else their IDs. */
	files(): Promise<Record<string, string>>;
	/** Posts a question and waits for its answer. */
	ask(asking: Asking): Promise<void>;
	/** Whether the question that was asked last still waits. */
	isWaiting(): Promise<boolean>;
	/** What became of it. */
	outcome(): Promise<any>;
}
