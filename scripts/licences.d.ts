export function licences(metafile: { inputs: Record<string, unknown> }): Promise<string>;
