import { accountCredentials, settingsOf, type AccountNode } from '../lib/account';
import { registerAdminRoutes } from '../lib/admin';
import type { Red } from '../lib/node-red';

/** A Zoho Cliq account: where it lives and how it signs in. Nothing is sent before a message comes. */
export = (red: Red): void => {
	red.nodes.registerType(
		'zoho-cliq-account',
		function (config) {
			red.nodes.createNode(this, config);
			(this as AccountNode).settings = settingsOf(config, this.credentials);
		},
		{ credentials: accountCredentials },
	);
	registerAdminRoutes(red);
};
