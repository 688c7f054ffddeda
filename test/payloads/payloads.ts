import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a tool sends, of our own making in its real shape, and how it goes through an example workflow. */
export interface Payload {
	/** What people call it. */
	title: string;
	/** Of the example workflows: an alert from a webhook, an AI answer in Markdown, or a daily report. */
	example: 'alert' | 'answer' | 'report';
	body: unknown;
	/** For alerts: JavaScript that gives a list of what the example reads, out of `body`. */
	read?: string;
}

const text = (file: string) => readFileSync(join(__dirname, file), 'utf8');

/** A log as an application writes it, of so many characters. */
function log(length: number): string {
	const lines: string[] = [];
	for (let size = 0, line = 0; size < length; line++) {
		const at = new Date(Date.UTC(2026, 10, 30, 9, 30) + line * 37).toISOString();
		const what = [
			'GET /cart 200 in 14 ms',
			'POST /orders 500 in 2,104 ms: deadlock_detected *retry*',
			'worker[3] took job `mail` {@all}',
			'    at Query.run (/app/db.js:41:7)',
		][line % 4];
		lines.push(`${at} ${what}`);
		size += lines[line]!.length + 1;
	}
	return lines.join('\n').slice(0, length);
}

export const payloads: Record<string, Payload> = {
	alertmanager: {
		title: 'Prometheus Alertmanager',
		example: 'alert',
		body: JSON.parse(text('alertmanager.json')),
		read: `return body.alerts.map(({ status, labels, annotations, generatorURL }) => ({
	severity: status === 'resolved' ? 'resolved' : labels.severity,
	service: labels['app.kubernetes.io/name'] ?? labels.alertname,
	message: [annotations.summary, annotations.description].filter(Boolean).join('\\n'),
	url: generatorURL,
}));`,
	},
	grafana: {
		title: 'Grafana',
		example: 'alert',
		body: JSON.parse(text('grafana.json')),
		read: `return body.alerts.map(({ status, labels, annotations, dashboardURL }) => ({
	severity: status === 'resolved' ? 'resolved' : (labels.severity ?? 'critical'),
	service: labels.alertname,
	message: annotations.summary,
	url: dashboardURL,
}));`,
	},
	sentry: {
		title: 'Sentry',
		example: 'alert',
		body: JSON.parse(text('sentry.json')),
		read: `const { event, triggered_rule } = body.data;
return [{ severity: event.level, service: event.title, message: triggered_rule + ': ' + event.culprit, url: event.web_url }];`,
	},
	github: {
		title: 'GitHub',
		example: 'alert',
		body: JSON.parse(text('github.json')),
		read: `const { workflow_run: run, repository } = body;
return [{ severity: run.conclusion === 'success' ? 'ok' : 'error', service: repository.full_name + ' ' + run.head_branch, message: run.head_commit.message, url: run.html_url }];`,
	},
	gitlab: {
		title: 'GitLab',
		example: 'alert',
		body: JSON.parse(text('gitlab.json')),
		read: `const { object_attributes: pipeline, project, commit } = body;
return [{ severity: pipeline.status === 'success' ? 'ok' : 'error', service: project.name, message: commit.message, url: pipeline.url }];`,
	},
	uptimeKuma: {
		title: 'Uptime Kuma',
		example: 'alert',
		body: JSON.parse(text('uptime-kuma.json')),
		// A monitor of a port has "https://" for an address.
		read: `const { heartbeat, monitor, msg } = body;
return [{ severity: heartbeat.status === 1 ? 'ok' : 'critical', service: monitor.name, message: msg, url: monitor.url === 'https://' ? '' : monitor.url }];`,
	},
	zabbix: {
		title: 'Zabbix',
		example: 'alert',
		body: JSON.parse(text('zabbix.json')),
		read: `return [{ severity: body.event_value === '0' ? 'ok' : 'warning', service: body.host_name, message: body.alert_message, url: body.zabbix_url }];`,
	},
	log: {
		title: 'A log of 65 kB',
		example: 'alert',
		body: { service: 'checkout', level: 'error', lines: log(65_000) },
		read: 'return [{ severity: body.level, service: body.service, message: body.lines }];',
	},
	answer: { title: 'An answer of an AI', example: 'answer', body: { answer: text('ai-answer.md') } },
	csv: { title: 'A CSV of a spreadsheet', example: 'report', body: text('sales.csv') },
};

/** Of the table of sales, as they come. */
const COLUMNS = 'Region, Orders, Revenue';

interface Example {
	[more: string]: any;
}

/**
 * Puts a step between the webhook of an n8n example and what reads it. @returns the workflow that reads this payload
 */
export function inN8n(payload: Payload, example: Example): Example {
	const code = (name: string, jsCode: string) => ({
		id: name,
		name,
		type: 'n8n-nodes-base.code',
		typeVersion: 2,
		position: [0, 0],
		parameters: { jsCode },
	});
	const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	const changed = (name: string, parameters: object) =>
		example.nodes.map((node: any) =>
			node.name === name ? { ...node, parameters: { ...node.parameters, ...parameters } } : node,
		);
	switch (payload.example) {
		case 'alert': {
			const map = code(
				'Map',
				`const body = $input.first().json.body;\nconst read = () => {\n${payload.read}\n};\nreturn read().map((body) => ({ json: { body } }));`,
			);
			return {
				...example,
				nodes: [...example.nodes, map],
				connections: { ...example.connections, 'Alert Comes In': to('Map'), Map: to('Read the Alert') },
			};
		}
		case 'answer':
			return {
				...example,
				nodes: changed('Stand-in for the AI', {
					jsCode: 'return [{ json: { output: $input.first().json.body.answer } }];',
				}),
			};
		case 'report': {
			const csv = Buffer.from(String(payload.body)).toString('base64');
			const extract = {
				id: 'Extract',
				name: 'Extract',
				type: 'n8n-nodes-base.extractFromFile',
				typeVersion: 1,
				position: [0, 0],
				parameters: { operation: 'csv', options: { delimiter: ';' } },
			};
			const nodes = changed('Sales by Region', {
				jsCode: `return [{ json: {}, binary: { data: await this.helpers.prepareBinaryData(Buffer.from('${csv}', 'base64'), 'sales.csv', 'text/csv') } }];`,
			});
			return {
				...example,
				nodes: [...nodes.map(withoutTotal), extract],
				connections: {
					...example.connections,
					'Sales by Region': to('Extract'),
					Extract: to('Post the Report'),
				},
			};
		}
	}
}

/** Sorting and adding up are done in steps of the example's own, which take figures and no text. */
function withoutTotal(node: any): any {
	if (node.name !== 'Post the Report') return node;
	const { text: _text, options, ...others } = node.parameters;
	const [, table, ...charts] = options.slides.form;
	return {
		...node,
		parameters: {
			...others,
			text: 'Sales',
			options: { ...options, slides: { form: [{ ...table, columns: COLUMNS }, ...charts] } },
		},
	};
}

/** The same for a flow of Node-RED. */
export function inNodeRed(payload: Payload, flow: any[]): any[] {
	const changed = (name: string, changes: object) =>
		flow.map((node) => (node.name === name ? { ...node, ...changes } : node));
	const [first] = flow.filter(({ type }) => type === 'zoho-cliq-send');
	switch (payload.example) {
		case 'alert': {
			const reader = flow.find(({ name }) => name === 'Read the alert');
			const map = {
				id: 'map',
				type: 'function',
				z: reader.z,
				name: 'Map',
				outputs: 1,
				func: `const body = msg.payload;\nconst read = () => {\n${payload.read}\n};\nreturn [read().map((payload) => ({ ...msg, payload }))];`,
				wires: [[reader.id]],
			};
			return [
				...flow.map((node) =>
					node.type === 'http in'
						? { ...node, wires: [node.wires[0].map((id: string) => (id === reader.id ? 'map' : id))] }
						: node,
				),
				map,
			];
		}
		case 'answer':
			return changed('Stand-in for the AI', { func: 'msg.payload = msg.answer;\nreturn msg;' }).map((node) =>
				node.name === 'Whom to answer'
					? {
							...node,
							rules: [
								...node.rules,
								{ t: 'set', p: 'answer', pt: 'msg', to: 'payload.answer', tot: 'msg' },
							],
						}
					: node,
			);
		case 'report': {
			const { slides } = first.parameters;
			const read = {
				id: 'read',
				type: 'csv',
				z: first.z,
				name: '',
				spec: 'rfc',
				sep: ';',
				hdrin: true,
				hdrout: 'none',
				multi: 'mult',
				ret: '\\r\\n',
				temp: '',
				skip: '0',
				strings: false,
				include_empty_strings: '',
				include_null_values: '',
				wires: [[first.id]],
			};
			const [, table, ...charts] = slides.value;
			const parameters = {
				...first.parameters,
				text: { type: 'str', value: 'Sales' },
				slides: { ...slides, value: [{ ...table, columns: { type: 'str', value: COLUMNS } }, ...charts] },
			};
			const finished = (node: any) => (node.id === first.id ? { ...node, parameters } : node);
			return [
				...changed('Sales by region', {
					func: `msg.payload = ${JSON.stringify(payload.body)};\nreturn msg;`,
					wires: [['read']],
				}).map(finished),
				read,
			];
		}
	}
}
