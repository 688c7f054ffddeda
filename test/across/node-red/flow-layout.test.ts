import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { boxOf, type Box } from '../../../scripts/demo/labels';

jest.mock(
	'../../../node-red/editor/catalogue.js',
	() => ({ catalogue: jest.requireActual('../../../node-red/lib/operation/offered-operations').editorCatalogue() }),
	{ virtual: true },
);
jest.mock('../../../preview/render.js', () => ({}));

const { labelOf } = jest.requireActual<typeof import('../../../node-red/editor/node')>('../../../node-red/editor/node');

interface Drawn {
	id: string;
	type: string;
	name: string;
	x: number;
	y: number;
	w: number;
	h: number;
	g?: string;
	wires: string[][];
	[property: string]: any;
}

const root = join(__dirname, '..', '..', '..');
const script =
	"import('./scripts/demo/flow.mjs').then(({ demoFlow }) => console.log(JSON.stringify(demoFlow({ sandbox: 'http://127.0.0.1:8787', nodeRed: 'http://127.0.0.1:1880', incidents: 'CT_1184653329656442_54107592' }))))";
const demo: Drawn[] = JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' }));
const folder = join(root, 'node-red', 'examples');
const flows: Array<[string, Drawn[]]> = [
	['the demo', demo],
	...readdirSync(folder).map((file): [string, Drawn[]] => [
		file,
		JSON.parse(readFileSync(join(folder, file), 'utf8')),
	]),
];

/** As the editor names a node. */
function labelIn(node: Drawn): string {
	if (node.name) return node.name;
	if (node.type === 'http in') return `[${node.method}] ${node.url}`;
	if (/^link /.test(node.type)) return '';
	if (node.type === 'catch') return 'catch: all';
	if (node.type === 'delay') return `delay ${node.timeout} ${node.timeoutUnits}`;
	if (/^zoho-cliq-(?!in)/.test(node.type)) return labelOf(node as never);
	throw new Error(`It is not known what an unnamed node of the type ${node.type} is called`);
}

const drawnIn = (flow: Drawn[]) => flow.filter(({ type, x }) => x !== undefined && type !== 'group');
const boxes = (flow: Drawn[]) =>
	drawnIn(flow).map((node): [string, Box] => [`${labelIn(node)} (${node.id})`, boxOf(node, labelIn(node))]);

function overlaps(all: Array<[string, Box]>): string[] {
	return all.flatMap(([one, a], index) =>
		all
			.slice(index + 1)
			.filter(([, b]) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
			.map(([other]) => `${one} and ${other}`),
	);
}

test('what lies on each other is found', () => {
	const [a, b] = [
		{ id: 'a', type: 'debug', name: 'of a long name', x: 200, y: 100 },
		{ id: 'b', type: 'debug', name: 'beside it', x: 300, y: 110 },
	] as [Drawn, Drawn];
	expect(overlaps(boxes([a, b]))).toEqual(['of a long name (a) and beside it (b)']);
	expect(overlaps(boxes([a, { ...b, x: 400 }]))).toEqual([]);
});

test.each(flows)('%s: no two nodes overlap, nor their statuses', (_name, flow) => {
	expect(overlaps(boxes(flow))).toEqual([]);
});

test.each(flows)('%s: wires go from left to right, with room between the nodes', (_name, flow) => {
	const nodes = new Map(drawnIn(flow).map((node) => [node.id, node]));
	for (const node of nodes.values()) {
		for (const target of node.wires.flat().map((id) => nodes.get(id)!)) {
			expect([
				labelIn(node),
				labelIn(target),
				boxOf(target, labelIn(target)).left - boxOf(node, labelIn(node)).right > 0,
			]).toEqual([labelIn(node), labelIn(target), true]);
		}
	}
});

test('the demo stands in groups with titles, none of which overlap', () => {
	const groups = demo.filter(({ type }) => type === 'group');
	expect(groups.length).toBeGreaterThanOrEqual(4);
	const frames = groups.map(({ name, x, y, w, h }): [string, Box] => [
		name,
		{ left: x, right: x + w, top: y, bottom: y + h },
	]);
	expect(overlaps(frames)).toEqual([]);
	for (const node of drawnIn(demo).filter(({ type }) => type !== 'comment')) {
		const group = groups.find(({ id }) => id === node.g)!;
		expect(group.nodes).toContain(node.id);
		expect(node.y).toBeGreaterThan(group.y);
		expect(node.y).toBeLessThan(group.y + group.h);
	}
	for (const { name } of groups) expect(name).toMatch(/\w/);
});

test('the demo fits beside the panels of an editor of 1440 pixels, with names that are read at a glance', () => {
	const all = drawnIn(demo);
	expect(Math.max(...all.map((node) => boxOf(node, labelIn(node)).right))).toBeLessThan(920);
	for (const { type, name } of all) if (type !== 'comment') expect([...name].length).toBeLessThan(16);
});
