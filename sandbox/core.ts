import { Dispatcher } from './bots/dispatcher';
import { PATIENCE } from './bots/send';
import { Consent } from './consent';
import { deliverDue } from './deliver';
import { Events } from './events';
import { Faults } from './faults';
import { FileStore } from './files';
import { Journal } from './journal';
import { seeded } from './seed';
import { Thresholds } from './thresholds';
import { Tokens } from './tokens';
import { defaultVariants, type Variants } from './variants';
import type { World } from './world';

export interface SandboxOptions {
	/** Default 0: any free port. */
	port?: number;
	/** Milliseconds since 1970, for virtual time; start it at a real date. Default: the clock. */
	now?: () => number;
	variants?: Partial<Variants>;
	/** `false`: none; numbers: others than the catalogue's, by operation id. Default: the catalogue's. */
	thresholds?: boolean | Record<string, number> | undefined;
	/** How long access tokens live. Default 3600. */
	accessTokenSeconds?: number;
	/** How long a receiver of events may take, in milliseconds of real time. Default 40,000, as in Cliq. */
	deliveryTimeout?: number;
}

/** All parts of one sandbox, put together. */
export class Core {
	readonly events = new Events();
	readonly journal = new Journal();
	readonly faults = new Faults();
	readonly files = new FileStore();
	readonly variants: Variants;
	readonly tokens: Tokens;
	readonly thresholds: Thresholds;
	readonly consent: Consent;
	readonly bots: Dispatcher;
	readonly now: () => number;
	world: World;
	/** Where the sandbox can be reached; known once it listens. */
	url = '';
	/** Connections to the API and the accounts server are dropped. */
	dropping = false;

	constructor(readonly options: SandboxOptions) {
		this.now = options.now ?? Date.now;
		this.variants = { ...defaultVariants, ...options.variants };
		this.tokens = new Tokens(this.now, options.accessTokenSeconds ?? 3_600);
		this.thresholds = new Thresholds(options.thresholds ?? true, this.variants, this.now);
		this.world = seeded(this.now);
		this.consent = new Consent(
			this.tokens,
			() => this.world,
			() => this.url,
		);
		this.bots = new Dispatcher(this, options.deliveryTimeout ?? PATIENCE);
	}

	/** Posts what was scheduled for now or earlier. */
	deliver(): void {
		deliverDue(this.world, this.events, this.now());
	}

	/** Back to how it was at the start. */
	reset(): void {
		Object.assign(this.variants, defaultVariants, this.options.variants);
		this.tokens.reset();
		this.thresholds.reset();
		this.thresholds.setLimits(this.options.thresholds ?? true);
		this.faults.clear();
		this.journal.clear();
		this.bots.reset();
		this.dropping = false;
		this.world = seeded(this.now);
		void this.files.clear();
		this.events.emit({ type: 'reset' });
	}
}
