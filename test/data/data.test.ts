import fc from 'fast-check';
import { operation } from '../../cliq/catalogue';
import { CliqError } from '../../cliq/errors';
import { compose, type Step } from '../../cliq/message/compose';
import { buildRequest } from '../../cliq/http/request';
import { Wire } from '../message/wire';
import { given, type Given } from './pieces';

const RUNS = Number(process.env.DATA_RUNS ?? 300);
const settings = {
	numRuns: RUNS,
	...(process.env.DATA_SEED && { seed: Number(process.env.DATA_SEED) }),
	...(process.env.DATA_PATH && { path: process.env.DATA_PATH }),
};

// Their number decides how long they take, which says nothing about whether they are right.
jest.setTimeout(24 * 60 * 60_000);

let wire: Wire;
beforeAll(async () => {
	wire = await Wire.open();
});
afterAll(() => wire.close());

const target = fc.constantFrom('channel', 'chat', 'user');

it('every item ends in a message that Cliq takes, or in an error that names the place and where the value was to come from; nothing is lost in silence, and nothing shows that was not chosen', async () => {
	const tally = { sent: 0, warned: 0, refused: 0 };
	await fc.assert(
		fc.asyncProperty(target, given, async (place, data) => {
			const made = composed(place, data);
			if (made instanceof CliqError) {
				tally.refused++;
				expect(made).toMatchObject({
					kind: 'invalidInput',
					message: expect.stringMatching(/^(?:Card|Slide \d|Button \d|"[A-Z]|The parameter)/),
					hint: expect.stringMatching(/\w/),
				});
				expect(namedSecrets(data, made.message)).toEqual([]);
				return;
			}
			const requests = made.map((step) => buildRequest(step.operation, step.values, wire.root));
			const warnings = made[0]!.warnings ?? [];
			tally.sent++;
			if (warnings.length > 0) tally.warned++;
			const shown = requests
				.map(({ body }) => JSON.stringify(body))
				.join('\n')
				.replaceAll('\u2060', '');
			const told = shown + JSON.stringify(warnings);
			expect(data.pieces.filter((piece) => !told.includes(piece))).toEqual([]);
			expect(namedSecrets(data, told)).toEqual([]);
			for (const request of requests) {
				const { status, said } = await wire.post(request, request.body);
				expect({ said, ok: status < 300 }).toEqual({ said, ok: true });
			}
		}),
		settings,
	);
	console.log(`${tally.sent} sent, ${tally.warned} of them with warnings; ${tally.refused} refused`);
	expect(tally.sent).toBeGreaterThan(RUNS / 2);
	expect(tally.warned).toBeGreaterThan(RUNS / 10);
	expect(tally.refused).toBeGreaterThan(RUNS / 100);
});

function composed(place: string, { values: { rows = [], ...values }, sources }: Given): Step[] | CliqError {
	try {
		return compose(
			operation(`message.send.${place}`),
			{ text: 'Hi', ...values, ...wire.places[place] },
			rows as unknown[],
			sources,
		);
	} catch (error) {
		if (error instanceof CliqError) return error;
		throw error;
	}
}

function namedSecrets({ secrets }: Given, text: string): string[] {
	return secrets.filter((secret) => text.includes(secret));
}
