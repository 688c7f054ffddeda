import fc from 'fast-check';
import { operation, parameterOf } from '../../../../cliq/catalogue';
import { CliqError } from '../../../../cliq/errors';
import { mentionsOf } from '../../../../cliq/message/text/mentions';
import { refusal } from '../../support/expect';

const parameter = parameterOf(operation('message.send.channel'), 'mentions');
const mentions = (names: string[], isSilent = false) => mentionsOf(names, isSilent, parameter);

it('names users, teams, channels and everybody', () => {
	expect(mentions(['sam@example.com', '55743307', '#O1847392056173920481', 'all', 'Available', 'participants'])).toBe(
		'{@sam@example.com} {@55743307} {#O1847392056173920481} {@all} {@available} {@participants} ',
	);
});

it('understands what people write around them', () =>
	expect(mentions(['@sam@example.com', '{@55743307}', '{#O123}', '@all', ' all '])).toBe(
		'{@sam@example.com} {@55743307} {#O123} {@all} ',
	));
it('names nobody twice', () => expect(mentions(['1', '@1', '{@1}'])).toBe('{@1} '));
it('is nothing for nobody', () => expect(mentions(['', ' '])).toBe(''));
it('names users silently', () =>
	expect(mentions(['sam@example.com', '55743307'], true)).toBe(
		'[sam@example.com](mail:sam@example.com) [55743307](zohoid:55743307) ',
	));

it.each(['all', '#O123', 'participants'])('does not name %s silently', (name) => {
	const error = refusal(() => mentions([name], true));
	expect(`${error.message} ${error.hint}`).toMatch(
		/holds ".*", which cannot be mentioned silently Only users can be.*turn "Mention Silently" off/,
	);
});

it.each(['Sam', 'sam smith', 'b-123', '#general', 'a@b}', '{@x', 'a b@c', '[a](b@c)'])('refuses "%s"', (name) => {
	for (const isSilent of [false, true]) {
		expect(refusal(() => mentions([name], isSilent))).toMatchObject({
			kind: 'invalidInput',
			message: expect.stringContaining('is not an email address, an ID'),
			details: { parameter: 'mentions' },
		});
	}
	if (name.startsWith('#')) expect(refusal(() => mentions([name])).hint).toMatch(/by its ID/);
});

it('whatever it is given, it names one by one or refuses', () => {
	const name = fc.oneof(
		fc.string(),
		fc.emailAddress(),
		fc.nat().map(String),
		fc.string({ unit: fc.constantFrom('{', '}', '@', '#', 'a', '1', '(', ']') }),
	);
	fc.assert(
		fc.property(fc.array(name, { maxLength: 4 }), fc.boolean(), (names, isSilent) => {
			try {
				expect(mentions(names, isSilent)).toMatch(
					isSilent ? /^(?:\[[^[\]]+\]\((?:mail|zohoid):[^()\s]+\) )*$/ : /^(?:\{[@#][^{}\s]+\} )*$/,
				);
			} catch (error) {
				expect(error).toBeInstanceOf(CliqError);
			}
		}),
	);
});
