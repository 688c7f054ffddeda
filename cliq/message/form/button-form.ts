import type { Button, Row } from '../types';

/** Cliq's JSON for the fields of a button. */
export function buttonOf({ label, hint, style, key, ...fields }: Row): Button {
	const [confirm] = (fields.confirm ?? []) as Row[];
	return {
		label: label as string,
		...optional({ hint, type: style, key }),
		action: { ...actionOf(fields), ...(confirm && { confirm: confirmOf(confirm) }) },
	};
}

function actionOf(fields: Row): Button['action'] {
	const type = fields.action as string;
	switch (type) {
		case 'open.url':
			return { type, data: { web: fields.url } };
		case 'preview.url':
			return { type, data: { url: fields.url } };
		case 'copy':
			return { type, data: { text: fields.text } };
		case 'invoke.function':
			return { type, data: { name: fields.function, ...optional({ owner: fields.owner }) } };
		case 'joinchannel':
			return systemCall(`${type}/${String(fields.channel).trim()}`);
		case 'locationpermission':
			return systemCall(type);
		default:
			return systemCall(`${type}/${String(fields.user).trim()}`);
	}
}

function systemCall(api: string): Button['action'] {
	return { type: 'system.api', data: { api } };
}

/** Whether an answer is required is a text to Cliq. */
function confirmOf({ mandatory, ...texts }: Row): Row {
	return { ...texts, ...(mandatory !== undefined && { mandatory: String(mandatory) }) };
}

function optional(fields: Row): Row {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
