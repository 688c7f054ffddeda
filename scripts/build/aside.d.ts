export function buildAside(options: {
	root: string;
	sources: string[];
	products: string[];
	make: (folder: string) => Promise<void>;
	say?: (line: string) => void;
}): Promise<void>;
