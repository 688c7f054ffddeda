import type { IncomingMessage, ServerResponse } from 'node:http';

/** The small part of Node-RED's runtime that these nodes use. Its published types describe Node-RED 1.3. */

export interface NodeMessage {
	_msgid?: string;
	payload?: unknown;
	[key: string]: unknown;
}

export interface Status {
	fill?: 'red' | 'green' | 'yellow' | 'blue' | 'grey';
	shape?: 'ring' | 'dot';
	text?: string;
}

/** A list has an entry for each output. */
export type Send = (message: NodeMessage | Array<NodeMessage | null>) => void;
export type Done = (error?: Error) => void;

/** A node's own store; which one it is, the settings of Node-RED say. */
interface Context {
	get(key: string, callback: (error: Error | null | undefined, value?: unknown) => void): void;
	set(key: string, value: unknown, callback: (error?: Error | null) => void): void;
}

export interface Node {
	id: string;
	type: string;
	credentials?: Record<string, string | undefined>;
	on(event: 'input', listener: (message: NodeMessage, send: Send, done: Done) => void): void;
	on(event: 'close', listener: (removed: boolean, done: () => void) => void): void;
	status(status: Status): void;
	send(message: NodeMessage | Array<NodeMessage | null>): void;
	/** As if the message came from a node before it. */
	receive(message: NodeMessage): void;
	context(): Context;
	log(text: string): void;
	warn(text: string): void;
	/** @param message for the Catch nodes; without one they do not get it. */
	error(error: Error, message?: NodeMessage): void;
}

/** What the editor stored about a node. */
export interface NodeConfig {
	id: string;
	type: string;
	name?: string;
	[key: string]: unknown;
}

export interface AdminRequest {
	body?: unknown;
}

export interface AdminResponse {
	json(body: unknown): void;
}

/**
 * A request to the part of Node-RED that flows serve. Something in front of the route may have read its body already.
 */
export type WebRequest = IncomingMessage & { body?: unknown; _body?: boolean; query?: Record<string, unknown> };
export type WebHandler = (request: WebRequest, response: ServerResponse, next: () => void) => void;

interface Router {
	stack: Array<{ handle?: unknown; route?: { stack: Array<{ handle: unknown }> } }>;
}

/** An application of Express. */
export interface WebApp {
	/** Of Express: HEAD as well. */
	get(path: string, ...handlers: WebHandler[]): void;
	post(path: string, ...handlers: WebHandler[]): void;
	use(handler: WebHandler): void;
	/** Where it is mounted. */
	path(): string;
	/** The application that it is mounted in. */
	parent?: WebApp;
	/** Of Express 4. */
	_router?: Router;
	/** Of Express 5; in 4 it throws. */
	router?: Router;
}

type AdminHandler = (request: AdminRequest, response: AdminResponse) => void;

export interface Red {
	nodes: {
		createNode(node: Node, config: NodeConfig): void;
		/** As they were deployed, without the values of environment variables. */
		eachNode(see: (config: NodeConfig) => void): void;
		getNode(id: string): Node | null | undefined;
		registerType(
			type: string,
			constructor: (this: Node, config: NodeConfig) => void,
			options?: { credentials?: Record<string, { type: 'text' | 'password' }> },
		): void;
	};
	util: {
		cloneMessage(message: NodeMessage): NodeMessage;
		evaluateNodeProperty(
			value: string,
			type: string,
			node: Node | undefined,
			message: NodeMessage,
			callback?: (error: Error | null, value: unknown) => void,
		): unknown;
		generateId(): string;
	};
	auth: { needsPermission(permission: string): unknown };
	httpNode: WebApp;
	settings: { userDir?: string; httpNodeRoot?: string | false; httpNodeMiddleware?: WebHandler | WebHandler[] };
	httpAdmin: { post(path: string, guard: unknown, handler: AdminHandler): void };
	log: { error(message: unknown): void };
	_(key: string, values?: Record<string, string | number>): string;
}
