import { nameByType } from '../../../cliq/util/file-names';

it.each([
	['image/png', 'data.png'],
	['image/jpeg', 'data.jpg'],
	['image/svg+xml', 'data.svg'],
	['text/plain; charset=utf-8', 'data.txt'],
	['APPLICATION/PDF', 'data.pdf'],
	['application/x-tar', 'data.tar'],
	['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'data.xlsx'],
	['application/octet-stream', 'data'],
	['nonsense', 'data'],
	['image/../x', 'data'],
	[undefined, 'data'],
])('a file of the type %p without a name is called %s', (type, name) => expect(nameByType('data', type)).toBe(name));
