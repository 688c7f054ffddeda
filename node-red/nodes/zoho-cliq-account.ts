import { accountCredentials, settingsOf, type AccountNode } from '../lib/account/account';
import { registerAdminRoutes } from '../lib/account/editor-requests';
import type { Red } from '../lib/shared/node-red';
import { keepPacing } from '../lib/account/pacing-store';
import { shared } from '../lib/account/connect';

/** A Zoho Cliq account: where it lives and how it signs in. Nothing is sent before a message comes. */
export = (red: Red): void => {
	const userDir = red.settings?.userDir;
	if (userDir) keepPacing(shared.state.pacer, shared.clock, userDir, (what) => red.log.error(what));
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
