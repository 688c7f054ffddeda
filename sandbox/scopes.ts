import { scopes as wanted } from '../cliq/catalogue';

/** Scopes that exist at Zoho Cliq beyond those the catalogue asks for. Source: Zoho's OpenAPI files, v2 and v3. */
const others: Record<string, string> = {
	Applications: 'UPDATE',
	Attachments: 'READ',
	BotMessages: 'CREATE',
	Bots: 'CREATE DELETE READ UPDATE',
	CalendarEvents: 'ALL',
	Channels: 'CREATE DELETE READ UPDATE',
	Chats: 'CREATE DELETE READ UPDATE',
	Departments: 'CREATE DELETE READ UPDATE',
	Designations: 'CREATE DELETE READ UPDATE',
	Functions: 'CREATE DELETE READ UPDATE',
	MediaSession: 'READ',
	MessageActions: 'CREATE DELETE READ',
	Messages: 'CREATE DELETE READ UPDATE',
	messages: 'CREATE',
	messageactions: 'CREATE DELETE READ',
	Organisation: 'CREATE DELETE READ UPDATE',
	OrganizationChats: 'READ',
	Profile: 'CREATE DELETE READ UPDATE',
	Reminders: 'ALL CREATE DELETE READ UPDATE',
	StorageData: 'ALL CREATE DELETE READ UPDATE',
	Teams: 'CREATE DELETE READ UPDATE',
	UserFields: 'CREATE',
	Userfields: 'DELETE UPDATE',
	Users: 'CREATE READ UPDATE',
	Webhooks: 'CREATE DELETE UPDATE',
};

const known = new Set([
	...wanted,
	...Object.entries(others).flatMap(([name, verbs]) => verbs.split(' ').map((verb) => `ZohoCliq.${name}.${verb}`)),
]);

/**
 * @param text scopes as an OAuth request carries them, separated by commas as Zoho wants them
 * @returns the scopes, or null if one is unknown or none is given. Upper and lower case matter.
 */
export function parseScopes(text: string): string[] | null {
	const scopes = [
		...new Set(
			text
				.split(',')
				.map((scope) => scope.trim())
				.filter(Boolean),
		),
	];
	return scopes.length > 0 && scopes.every((scope) => known.has(scope)) ? scopes : null;
}
