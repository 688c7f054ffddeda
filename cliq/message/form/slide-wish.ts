import type { Row } from '../types';

/** What a slide shall be made of data. Names of fields may be paths (`owner.email`), see `reader`. */
export interface Wish {
	type: 'table' | 'list' | 'label' | 'percentage_chart' | 'graph';
	title?: string | undefined;
	/** Empty: those that are found. */
	columns: string[];
	labelField?: string | undefined;
	/** Empty: those that are found. */
	valueFields: string[];
	/** How many rows are shown before the rest is only counted. */
	most?: number | undefined;
	styles?: Row | undefined;
	/** How a single comma or point before three digits is meant where no other figure shows it. */
	decimals?: '.' | ',';
}
