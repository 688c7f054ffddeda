/** A field whose expression or `msg` property gives nothing, by its kind, as each runner stores it. */
export interface Nothing {
	field: string;
	/** n8n's parameters; of options unless said otherwise. */
	n8n: Record<string, unknown>;
	/** Parameters of Node-RED's node. */
	nodeRed: Record<string, unknown>;
	/** The error, or what is said in `warnings` beside a message that was sent. */
	error?: RegExp;
	warning?: RegExp;
}

const lost = '={{ $json.none }}';
const none = { type: 'msg', value: 'none' };
const str = (value: string) => ({ type: 'str', value });
const form = (value: unknown) => ({ type: 'form', value });

export const nothings: Nothing[] = [
	{
		field: 'data of a slide',
		n8n: { slides: { form: [{ type: 'table', data: lost }] } },
		nodeRed: { slides: form([{ type: 'table', data: none }]) },
		error: /Slide 1, table: "Data" gave nothing/,
	},
	{
		field: 'names of columns',
		n8n: { slides: { form: [{ type: 'table', columns: lost }] } },
		nodeRed: { slides: form([{ type: 'table', columns: none }]) },
		error: /Slide 1, table: "Columns" gave nothing/,
	},
	{ field: 'mentions', n8n: { mentions: lost }, nodeRed: { mentions: none }, error: /"Mention" gave nothing/ },
	{ field: 'the text alone', n8n: { '/text': lost }, nodeRed: { text: none }, error: /"Message" gave nothing/ },
	{
		field: 'the text beside a card',
		n8n: { '/text': lost, card: { form: { title: 'Disk full' } } },
		nodeRed: { text: none, card: form({ theme: 'modern-inline', title: str('Disk full') }) },
		warning: /"Message" shows "Disk full": "Message" gave nothing/,
	},
	{
		field: 'the address of a button',
		n8n: { buttons: { form: [{ label: 'Open', url: lost }] } },
		nodeRed: { buttons: form([{ label: str('Open'), action: 'open.url', url: none }]) },
		warning: /Button 1 is left out: "URL" gave nothing/,
	},
	{
		field: 'a field of a card',
		n8n: {
			card: {
				form: { title: 'A', sections: { form: [{ fields: { form: [{ title: 'Host', value: lost }] } }] } },
			},
		},
		nodeRed: {
			card: form({
				theme: 'modern-inline',
				title: str('A'),
				sections: [{ fields: [{ title: str('Host'), value: none }] }],
			}),
		},
		warning: /Card, section 1, field 1 is left out: "Value" gave nothing/,
	},
	{
		field: 'an answer of a poll',
		n8n: { card: { form: { theme: 'poll', title: 'A', options: { form: [{ text: 'Yes' }, { text: lost }] } } } },
		nodeRed: { card: form({ theme: 'poll', title: str('A'), options: [{ text: str('Yes') }, { text: none }] }) },
		warning: /Card is shown without a vote/,
	},
	{
		field: 'the message to reply to',
		n8n: { replyTo: lost },
		nodeRed: { replyTo: none },
		warning: /"Reply to Message ID" gave nothing .* and is left out/,
	},
	{
		field: 'one of the places',
		n8n: { alsoTo: { form: [{ target: 'user', id: lost }] } },
		nodeRed: { alsoTo: form([{ target: 'user', id: none }]) },
		warning: /Target 1 is left out: "Name or ID" gave nothing/,
	},
];
