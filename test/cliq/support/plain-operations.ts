import type { Operation } from '../../../cliq/catalogue';
import type { Values } from '../../../cliq/parameters/values';
import type { Control } from '../../../sandbox';
import { goodValues } from './good-values';

/** @returns values of people, chats and channels that this sandbox has. */
export function goodIn(control: Control, operation: Operation, all: boolean): Values {
	const { channels, people, bots } = control.state();
	const [{ id: channelId, uniqueName, chatId }] = channels as [(typeof channels)[number]];
	const own = {
		bot: bots[0]!.uniqueName,
		channel: uniqueName,
		channelId,
		chat: chatId,
		user: people[1]!.email,
		emails: people.slice(1, 3).map(({ email }) => email),
	};
	const { paging } = operation;
	const ofPaging = paging?.style === 'token' ? [paging.limit, paging.token] : [];
	const parameters = operation.parameters.filter(({ name }) => !ofPaging.includes(name));
	return goodValues({ parameters }, own, all);
}

/** Puts what the values name by ID where the operation looks for it. */
export function putNamed(control: Control, operation: Operation, values: Values): void {
	for (const { name, type } of operation.parameters)
		if (type === 'ids' && operation.method === 'DELETE')
			for (const id of values[name] as string[]) control.addRecord({ operation: operation.id, record: { id } });
}

/** Puts so many entries into a list, each with the documented fields, and as these values ask for. */
export function putListed(control: Control, operation: Operation, values: Values, count: number): void {
	const { returns, parameters } = operation;
	const fields = 'fields' in returns ? (returns.fields ?? []) : [];
	for (let index = 0; index < count; index++) {
		const record: Record<string, unknown> = {};
		for (const { name, wire } of fields) {
			const asked = parameters.find(
				(parameter) => wire === parameter.wire || wire.endsWith(`.${parameter.wire}`),
			);
			const keys = wire.split('.');
			const last = keys.pop()!;
			let level = record;
			for (const key of keys) level = (level[key] ??= {}) as Record<string, unknown>;
			level[last] =
				(asked && values[asked.name]) ??
				(/At$/.test(name) ? new Date(Number(values.from ?? 0)).toISOString() : `${name} ${index}`);
		}
		control.addRecord({ operation: operation.id, record });
	}
}
