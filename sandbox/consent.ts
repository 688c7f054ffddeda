import { randomUUID } from 'node:crypto';
import { errorPage, consentPage } from './consent-page';
import { parseScopes } from './scopes';
import type { RegisteredClient, Tokens } from './tokens';
import type { World } from './world';

type Parameters = Record<string, string | undefined>;

interface ConsentTicket {
	client: RegisteredClient;
	scopes: string[];
	redirectUri: string;
	state?: string | undefined;
	offline: boolean;
	prompt: boolean;
}

/** A page, or where to go. */
export type Shown =
	{ status: number; html: string; /** Where its form may lead. */ leadsTo?: string } | { redirect: string };

const KEPT_TICKETS = 200;

/** The consent page of the accounts server: shows who asks for what, and sends the person back with a code. */
export class Consent {
	private readonly tickets = new Map<string, ConsentTicket>();

	constructor(
		private readonly tokens: Tokens,
		private readonly world: () => World,
		private readonly origin: () => string,
	) {}

	/** `GET /oauth/v2/auth` */
	show(parameters: Parameters): Shown {
		const client = this.tokens.clients.get(parameters.client_id ?? '');
		if (!client)
			return {
				status: 400,
				html: errorPage(
					'Invalid Client',
					'ERROR_invalid_client',
					'No client with this ID is known here. Create one in the console.',
				),
			};
		const redirectUri = parameters.redirect_uri ?? '';
		if (client.kind === 'self' || !client.redirectUris.includes(redirectUri)) {
			const why =
				client.kind === 'self'
					? 'A Self Client has no consent page: generate its code in the console.'
					: "The redirect URI passed does not match one of this client's.";
			return { status: 400, html: errorPage('Invalid Redirect Uri', 'ERROR_invalid_redirect_uri', why) };
		}
		if (parameters.response_type !== 'code')
			return {
				status: 400,
				html: errorPage(
					'Invalid Response Type',
					'ERROR_invalid_response_type',
					'response_type must be "code".',
				),
			};
		const scopes = parseScopes(parameters.scope ?? '');
		if (!scopes)
			return {
				status: 400,
				html: errorPage(
					'Invalid OAuth Scope',
					'ERROR_invalid_scope',
					'Scope does not exist. Scopes are separated by commas; upper and lower case matter.',
				),
			};
		const ticket = this.newTicket({
			client,
			scopes,
			redirectUri,
			state: parameters.state,
			offline: parameters.access_type === 'offline',
			prompt: parameters.prompt === 'consent',
		});
		const people = [...this.world().people.values()].filter((person) => person.member).slice(0, 8);
		return {
			status: 200,
			html: consentPage(client.name, scopes, people, ticket),
			leadsTo: new URL(redirectUri).origin,
		};
	}

	/** `POST /oauth/v2/auth`, from the page's own form. */
	decide(parameters: Parameters): Shown {
		const ticket = this.tickets.get(parameters.ticket ?? '');
		if (!ticket)
			return {
				status: 400,
				html: errorPage('Page Expired', 'ERROR_expired', 'Go back to the application and start again.'),
			};
		this.tickets.delete(parameters.ticket ?? '');
		const target = new URL(ticket.redirectUri);
		if (ticket.state !== undefined) target.searchParams.set('state', ticket.state);
		if (parameters.decision !== 'accept') {
			target.searchParams.set('error', 'access_denied');
			return { redirect: target.href };
		}
		const user = this.world().people.get(parameters.user ?? '')?.id ?? this.world().owner.id;
		const { client, scopes, redirectUri } = ticket;
		const offline = ticket.offline && (ticket.prompt || !this.tokens.hasConsented(client.id, user));
		target.searchParams.set('code', this.tokens.newCode({ client: client.id, user, scopes, redirectUri, offline }));
		target.searchParams.set('location', 'us');
		target.searchParams.set('accounts-server', this.origin());
		return { redirect: target.href };
	}

	private newTicket(ticket: ConsentTicket): string {
		const [oldest] = this.tickets.keys();
		if (oldest !== undefined && this.tickets.size >= KEPT_TICKETS) this.tickets.delete(oldest);
		const id = randomUUID();
		this.tickets.set(id, ticket);
		return id;
	}
}
