import { checkProofs } from '../../../nodes/ZohoCliqTrigger/checkProofs';

const secret = 'a secret of twenty characters';

test.each([
	[{}, 'Error'],
	[{ secret: 'short' }, 'Error'],
	[{ secret }, 'OK'],
	[{ publicKey: 'no key' }, 'Error'],
	[{ secret, publicKey: 'no key' }, 'Error'],
])('the credential %j is judged: %s', (credential, status) =>
	expect(checkProofs(credential)).toMatchObject({ status }),
);
