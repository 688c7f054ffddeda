import fc from 'fast-check';
import { readVersioned, versioned } from '../../../cliq/pacing/versioned-json';

test('gives back what was written, and nothing of another version or of anything else', () => {
	fc.assert(
		fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(), fc.nat(), (values, version, other) => {
			const text = versioned(version, 'part', values);
			expect(readVersioned(text, version, 'part')).toEqual(JSON.parse(JSON.stringify(values)));
			expect(readVersioned(text, version, 'other')).toEqual({});
			if (other !== version) expect(readVersioned(text, other, 'part')).toEqual({});
		}),
	);
});

test.each([
	undefined,
	'',
	'{',
	'null',
	'1',
	'[]',
	'{"version":1}',
	'{"version":1,"part":null}',
	'{"version":1,"part":7}',
	'{"version":"1","part":{"a":1}}',
])('what is broken holds nothing: %s', (text) => {
	expect(readVersioned(text, 1, 'part')).toEqual({});
});
