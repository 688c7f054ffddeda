import type { Operation, Parameter } from '../cliq/catalogue';
import { Refusal } from './errors';
import type { Upload } from './files';
import { MOST_BYTES, MOST_FILES, type MultipartForm, type RawBody } from './form';
import type { Variants } from './variants';

/**
 * Checks a `multipart/form-data` body against its operation; what its fields mean is checked elsewhere.
 * @throws Refusal with the page's 400
 */
export function checkForm(
	operation: Operation,
	{ contentType, form }: RawBody,
	variants: Variants,
): { form: Record<string, string>; files: Upload[] } {
	if (!form)
		throw new Refusal(
			400,
			'invalid_parameters',
			`The body must be multipart/form-data, not ${contentType ?? 'of no type'}`,
		);
	if (form.broken !== undefined)
		throw new Refusal(400, 'invalid_parameters', `The body is not multipart/form-data: ${form.broken}`);
	const parameters = operation.parameters.filter((parameter) => parameter.in === 'form');
	const files = readFiles(
		parameters.find((parameter) => parameter.type === 'files'),
		form,
		variants,
	);
	const fields: Record<string, string> = {};
	for (const { name, value } of form.fields) {
		const parameter = parameters.find((one) => one.wire === name);
		if (parameter?.type === 'files')
			throw new Refusal(400, 'input_pattern_mismatch', `The part "${name}" must be a file, with a filename`);
		if (!parameter) throw new Refusal(400, 'extra_key_found', `The part "${name}" is not known to this operation`);
		if (Object.hasOwn(fields, name)) throw new Refusal(400, 'extra_key_found', `The part "${name}" is there twice`);
		fields[name] = value;
	}
	if (fields.comments !== undefined) readComments(fields.comments, files.length);
	return { form: fields, files };
}

function readFiles(parameter: Parameter | undefined, form: MultipartForm, variants: Variants): Upload[] {
	const names = { file: ['file'], files: ['files'], both: ['file', 'files'] }[variants.fileField];
	const stray = form.files.find(({ name }) => !names.includes(name));
	if (stray)
		throw new Refusal(
			400,
			'extra_key_found',
			`The part "${stray.name}" is not a file of this operation (variant fileField)`,
		);
	if (parameter?.required && form.files.length === 0)
		throw new Refusal(400, 'param_missing', `${names[0]} is required (form)`);
	if (form.more > 0)
		throw new Refusal(
			400,
			'invalid_parameters',
			`There are ${MOST_FILES + form.more} files; ${MOST_FILES} are allowed`,
		);
	if (form.tooLarge.length > 0)
		throw new Refusal(400, 'invalid_parameters', `"${form.tooLarge[0]}" is larger than ${MOST_BYTES} bytes`);
	return form.files.map(({ upload }) => upload);
}

/**
 * @param text a JSON list of texts, in the order of the files
 * @throws Refusal if it is none, or longer than the list of files
 */
export function readComments(text: string, files: number): string[] {
	let comments: unknown;
	try {
		comments = JSON.parse(text);
	} catch {
		throw new Refusal(400, 'input_pattern_mismatch', 'comments must be a JSON list');
	}
	if (!Array.isArray(comments) || comments.some((comment) => typeof comment !== 'string'))
		throw new Refusal(400, 'input_pattern_mismatch', 'comments must be a JSON list of strings');
	if (comments.length > files)
		throw new Refusal(400, 'invalid_parameters', `comments has ${comments.length} entries for ${files} files`);
	return comments;
}
