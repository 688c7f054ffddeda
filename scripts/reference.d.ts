import type { Operation, outputs } from '../cliq/catalogue';
import type { forms } from '../cliq/message/form/form-fields';

/** @returns Markdown: the reference of all operations, and of the parts of a message */
export function render(catalogue: readonly Operation[], parts: typeof forms, fields: typeof outputs): string;
