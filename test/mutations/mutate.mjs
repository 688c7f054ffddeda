import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

/** Where changes are made. */
const PLACES = ['cliq', 'nodes', 'node-red/lib'];

/** Operators, and what each is taken for by mistake. */
const SWAPPED = new Map([
	['<', '<='],
	['<=', '<'],
	['>', '>='],
	['>=', '>'],
	['===', '!=='],
	['!==', '==='],
	['&&', '||'],
	['||', '&&'],
	['??', '&&'],
	['+', '-'],
	['-', '+'],
	['*', '/'],
	['/', '*'],
]);

/**
 * @param {number} seed
 * @returns {() => number} from 0 up to 1, the same for the same seed
 */
export function random(seed) {
	let state = seed >>> 0 || 1;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}

/** @returns {Array<{ file: string, line: number, before: string, after: string }>} of each file at most two */
export function generated(root, next, count) {
	const files = PLACES.flatMap((place) =>
		globSync('**/*.ts', { cwd: join(root, place) }).map((file) => relative(root, join(root, place, file))),
	)
		.filter((file) => !file.endsWith('.d.ts'))
		.sort();
	const all = files.flatMap((file) => pick(changesIn(file, readFileSync(join(root, file), 'utf8')), 2, next));
	return pick(all, count, next);
}

/** What may be changed in a file: conditions, operators, booleans, returned values and statements. */
function changesIn(file, source) {
	const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
	const changes = [];
	const change = (node, after) => {
		const start = node.getStart(tree);
		const { line, character } = tree.getLineAndCharacterOfPosition(start);
		// The whole line up to the end of the node tells the place.
		const from = start - character;
		changes.push({
			file,
			line: line + 1,
			before: source.slice(from, node.end),
			after: source.slice(from, start) + after,
		});
	};
	const visit = (node) => {
		if (
			ts.isTypeNode(node) ||
			ts.isInterfaceDeclaration(node) ||
			ts.isTypeAliasDeclaration(node) ||
			ts.isImportDeclaration(node)
		)
			return;
		if (ts.isBinaryExpression(node)) {
			const other = SWAPPED.get(node.operatorToken.getText(tree));
			const isText = [node.left, node.right].some(
				(side) => ts.isStringLiteralLike(side) || ts.isTemplateExpression(side),
			);
			if (other && !(isText && '+-'.includes(other))) change(node.operatorToken, other);
		}
		if (ts.isIfStatement(node)) change(node.expression, 'false');
		if (ts.isConditionalExpression(node)) change(node.condition, 'true');
		if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
			change(node, node.operand.getText(tree));
		if (
			node.kind === ts.SyntaxKind.TrueKeyword &&
			!ts.isPropertyAssignment(node.parent) &&
			!ts.isLiteralTypeNode(node.parent)
		)
			change(node, 'false');
		if (
			ts.isExpressionStatement(node) &&
			ts.isCallExpression(node.expression) &&
			!node.getText(tree).startsWith('super')
		)
			change(node, ';');
		ts.forEachChild(node, visit);
	};
	ts.forEachChild(tree, visit);
	return changes;
}

function pick(items, most, next) {
	const left = [...items];
	const picked = [];
	while (left.length > 0 && picked.length < most) picked.push(...left.splice(Math.floor(next() * left.length), 1));
	return picked;
}
