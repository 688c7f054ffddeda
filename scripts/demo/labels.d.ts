export interface Box {
	left: number;
	right: number;
	top: number;
	bottom: number;
}
export declare const WIDEST_FONT: number;
export declare function textWidth(text: string): number;
export declare function nodeWidth(label: string, options?: { hasInput?: boolean; stretch?: number }): number;
export declare function boxOf(node: { type: string; x: number; y: number; wires?: string[][] }, label: string): Box;
