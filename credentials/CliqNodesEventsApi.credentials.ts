import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class CliqNodesEventsApi implements ICredentialType {
	name = 'cliqNodesEventsApi';

	displayName = 'Zoho Cliq (Cliq Nodes) Events API';

	icon: Icon = { light: 'file:../icons/cliq.svg', dark: 'file:../icons/cliq.dark.svg' };

	documentationUrl = 'https://github.com/cliq-nodes/n8n-nodes-zoho-cliq/blob/main/docs/triggers.md#what-cliq-needs';

	// What is delivered must show all that is given here.
	properties: INodeProperties[] = [
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'A long random text of your own, 16 characters or more. The script in Cliq sends it along.',
		},
		{
			displayName: 'Public Key',
			name: 'publicKey',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: 'e.g. -----BEGIN PUBLIC KEY-----',
			description:
				"Public key of a webhook extension, from its page in Cliq's developer space. Requests must be signed with it. Not for scripts.",
		},
	];
}
