import { mediaType } from './media-type';

/** Endings of files by their type, where the type does not say so itself. */
const ENDINGS: Record<string, string> = {
	'application/gzip': 'gz',
	'application/javascript': 'js',
	'application/msword': 'doc',
	'application/vnd.ms-excel': 'xls',
	'application/vnd.ms-powerpoint': 'ppt',
	'application/vnd.oasis.opendocument.spreadsheet': 'ods',
	'application/vnd.oasis.opendocument.text': 'odt',
	'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
	'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
	'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
	'application/x-yaml': 'yaml',
	'audio/mpeg': 'mp3',
	'image/jpeg': 'jpg',
	'image/vnd.microsoft.icon': 'ico',
	'message/rfc822': 'eml',
	'text/calendar': 'ics',
	'text/javascript': 'js',
	'text/markdown': 'md',
	'text/plain': 'txt',
	'text/vcard': 'vcf',
	'video/quicktime': 'mov',
};

/**
 * A name for a file that has none: Cliq shows what it is by its ending.
 *
 * @param name without an ending, e.g. that of the field that holds the file.
 * @param type of the file, as HTTP has it; nothing where it is not known.
 * @returns e.g. `data.png`; the name alone where the type does not tell.
 */
export function nameByType(name: string, type: unknown): string {
	const plain = mediaType(type);
	const own = /^[a-z]+\/(?:x-)?([a-z0-9]{2,5})(?:\+[a-z]+)?$/.exec(plain)?.[1];
	const ending = ENDINGS[plain] ?? own;
	return ending === undefined ? name : `${name}.${ending}`;
}
