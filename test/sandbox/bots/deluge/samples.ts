import { OtherValue } from '../../../../sandbox/bots/deluge';

/** A handler in the style of live bots, told something, and what comes of it. */
export interface Sample {
	what: string;
	/** By Cliq's name. */
	handler: string;
	script: string;
	told: Record<string, unknown>;
	/** What its calls are answered, in order. Default: 200 with `{}`. */
	answers?: { status?: number; text: string }[];
	returns: unknown;
	/** Of each call: method, URL, body, and the headers named here. */
	asks?: { method: string; url: string; body?: string; headers?: Record<string, string> }[];
	/** What `info` says. */
	notes?: string[];
	/** What it does with `zoho.cliq`, each with what was given. */
	posts?: unknown[][];
}

const USER = {
	id: '55743307',
	first_name: 'Maya',
	last_name: 'Okafor',
	email: 'maya.okafor@zylker.example',
	language: 'en',
};
const CHAT = {
	id: 'CT_118',
	type: 'channel',
	title: '#incidents',
	channel_unique_name: 'incidents',
	owner: '55743307',
};

export const samples: Sample[] = [
	{
		what: 'says hello by name, in the language of the person',
		handler: 'welcome_handler',
		script: `
response = Map();
greetings = {"en":"Welcome","pt":"Bem-vinda","de":"Willkommen"};
greeting = ifnull(greetings.get(user.get("language")),"Hello");
if(newuser)
{
	response.put("text",greeting + ", " + user.get("first_name") + "! Write *help* to see what I can do.");
}
else
{
	response.put("text",greeting + " back.");
}
return response;`,
		told: { user: { ...USER, language: 'pt' }, newuser: true },
		returns: { text: 'Bem-vinda, Maya! Write *help* to see what I can do.' },
	},
	{
		what: 'chooses by keyword, with else if and suggestions',
		handler: 'message_handler',
		script: `
// What does the person want?
response = Map();
asked = message.toLowerCase().trim();
if(asked.equals("help") || asked.startsWith("?"))
{
	response.put("text","I know *status*, *oncall* and *lunch*.");
	response.put("suggestions",{"list":{{"text":"status"},{"text":"oncall"}}});
}
else if(asked.contains("lunch") && !asked.contains("no"))
{
	response = {"text":"Lunch is at 12:30."};
}
else
{
	response.put("text","I do not know \\"" + message + "\\".");
}
return response;`,
		told: { user: USER, chat: CHAT, message: ' HELP ' },
		returns: {
			text: 'I know *status*, *oncall* and *lunch*.',
			suggestions: { list: [{ text: 'status' }, { text: 'oncall' }] },
		},
	},
	{
		what: 'builds a table of what a service tells, row by row',
		handler: 'message_handler',
		script: `
services = invokeUrl
[
	url :"https://status.zylker.example/api/services?team=" + encodeUrl("web & api")
	type :GET
];
rows = List();
for each  service in services
{
	row = Map();
	row.put("Service",service.get("name"));
	row.put("State",if(service.get("up"),"✅","❌"));
	rows.add(row);
}
table = {"headers":{"Service","State"},"rows":rows};
return {"text":rows.size() + " services","slides":{{"type":"table","title":"Services","data":table}}};`,
		told: { user: USER, chat: CHAT, message: 'status' },
		answers: [{ text: '[{"name":"Shop","up":true},{"name":"Mail","up":false}]' }],
		asks: [{ method: 'GET', url: 'https://status.zylker.example/api/services?team=web%20%26%20api' }],
		returns: {
			text: '2 services',
			slides: [
				{
					type: 'table',
					title: 'Services',
					data: {
						headers: ['Service', 'State'],
						rows: [
							{ Service: 'Shop', State: '✅' },
							{ Service: 'Mail', State: '❌' },
						],
					},
				},
			],
		},
	},
	{
		what: 'hands a mention on as JSON text in parameters',
		handler: 'mention_handler',
		script: `
payload = Map();
payload.put("handler","mention");
payload.put("text",message.get("text"));
payload.put("from",{"id":user.get("id"),"name":user.get("first_name") + " " + user.get("last_name")});
payload.put("channel",chat.get("channel_unique_name"));
answer = invokeurl
[
	url: "https://agent.zylker.example/cliq"
	type: POST
	parameters: payload.toString()
	headers: {"Content-Type": "application/json", "X-Key": "k-1"}
];
info answer;
return Map();`,
		told: { user: USER, chat: CHAT, message: { text: '@Agent hi', type: 'text' } },
		answers: [{ text: '{"ok":true}' }],
		asks: [
			{
				method: 'POST',
				url: 'https://agent.zylker.example/cliq',
				body: '{"handler":"mention","text":"@Agent hi","from":{"id":"55743307","name":"Maya Okafor"},"channel":"incidents"}',
				headers: { 'content-type': 'application/json', 'x-key': 'k-1' },
			},
		],
		returns: {},
		notes: ['{"ok":true}'],
	},
	{
		what: 'hears a channel and leaves its own messages out',
		handler: 'participation_handler',
		script: `
if(operation != "message_sent")
{
	return Map();
}
sender = user.get("id");
if(sender.startsWith("b-"))
{
	info "My own";
	return Map();
}
said = data.get("message");
text = ifnull(said.get("text"),ifnull(said.get("comment"),""));
body = {"text":text,"time":data.get("time"),"message":said["id"]};
invokeurl
[
	url :"https://n8n.zylker.example/webhook/1"
	type :POST
	body:body
	headers:{"content-type":"application/json"}
];
return Map();`,
		told: {
			user: USER,
			chat: CHAT,
			operation: 'message_sent',
			data: { time: 1_768_467_600_000, message: { id: '17 4', type: 'text', text: 'Say "yes"\n' } },
		},
		asks: [
			{
				method: 'POST',
				url: 'https://n8n.zylker.example/webhook/1',
				body: '{"text":"Say \\"yes\\"\\n","time":1768467600000,"message":"17 4"}',
			},
		],
		returns: {},
	},
	{
		what: 'says nothing to what a bot said in a channel',
		handler: 'participation_handler',
		script: `
if(operation == "message_sent" && user.get("id").startsWith("b-")) { info "My own"; return Map(); }
zoho.cliq.postToChannel("incidents","Heard");
return Map();`,
		told: { user: { id: 'b-5371', first_name: 'Status Bot' }, chat: CHAT, operation: 'message_sent', data: {} },
		returns: {},
		notes: ['My own'],
		posts: [],
	},
	{
		what: 'posts what comes to its webhook into a channel, as the bot',
		handler: 'incoming_webhook_handler',
		script: `
alert = body.toMap();
level = alert.getJSON("level").toUpperCase();
card = {"title":level + ": " + alert.get("title"),"theme":"modern-inline"};
message = {"text":ifnull(alert.get("details"),"No details"),"card":card};
if(alert.containsKey("url"))
{
	message.put("buttons",{{"label":"Open","action":{"type":"open.url","data":{"web":alert.get("url")}}}});
}
zoho.cliq.postToChannelAsBot("incidents","statusbot",message);
return Map();`,
		told: {
			user: USER,
			http_method: 'POST',
			headers: {},
			params: {},
			body: '{"level":"critical","title":"Disk full","url":"https://grafana.zylker.example/d/1"}',
		},
		returns: {},
		posts: [
			[
				'postToChannelAsBot',
				'incidents',
				'statusbot',
				{
					text: 'No details',
					card: { title: 'CRITICAL: Disk full', theme: 'modern-inline' },
					buttons: [
						{
							label: 'Open',
							action: { type: 'open.url', data: { web: 'https://grafana.zylker.example/d/1' } },
						},
					],
				},
			],
		],
	},
	{
		what: 'answers a webhook with a message for some people',
		handler: 'incoming_webhook_handler',
		script: `
response = Map();
try
{
	given = body.toMap();
	response.put("text","New order from " + given.get("customer").proper());
	response.put("userids",given.get("to").toList("; ").toString());
}
catch (e)
{
	response.put("text","Unreadable: " + e);
}
return response;`,
		told: { user: USER, http_method: 'POST', headers: {}, params: {}, body: '{"customer":"acme ltd","to":"1; 2"}' },
		returns: { text: 'New order from Acme Ltd', userids: '["1","2"]' },
	},
	{
		what: 'catches what cannot be read',
		handler: 'incoming_webhook_handler',
		script: 'try { given = body.toMap(); return {"text":given.get("x")}; } catch (e) { info "no: " + e; return {"text":"Send JSON"}; }',
		told: { user: USER, http_method: 'POST', headers: {}, params: {}, body: 'x=1' },
		returns: { text: 'Send JSON' },
		notes: ['no: Error in toMap: x=1 is not a text that holds a map'],
	},
	{
		what: 'opens a form from a menu',
		handler: 'menu_handler',
		script: `
inputs = List();
inputs.add({"type":"text","name":"title","label":"Title","placeholder":"What is broken?","mandatory":true});
inputs.add({"type":"select","name":"level","label":"Level","options":{{"label":"Low","value":"low"},{"label":"High","value":"high"}}});
inputs.add({"type":"textarea","name":"details","label":"Details"});
return {"type":"form","title":"Report","name":"report","button_label":"Send","inputs":inputs,"action":{"type":"invoke.function","name":"reportIncident"}};`,
		told: { user: USER, chat: CHAT, sub_action: '' },
		returns: {
			type: 'form',
			title: 'Report',
			name: 'report',
			button_label: 'Send',
			inputs: [
				{ type: 'text', name: 'title', label: 'Title', placeholder: 'What is broken?', mandatory: true },
				{
					type: 'select',
					name: 'level',
					label: 'Level',
					options: [
						{ label: 'Low', value: 'low' },
						{ label: 'High', value: 'high' },
					],
				},
				{ type: 'textarea', name: 'details', label: 'Details' },
			],
			action: { type: 'invoke.function', name: 'reportIncident' },
		},
	},
	{
		what: 'takes a form, detailed answer and all',
		handler: 'form_submit_handler',
		script: `
values = form.get("values");
ticket = Map();
ticket.putAll({"title":values.get("title"),"level":values.get("level").get("value"),"by":user.get("email")});
if(!isnull(values.get("details")))
{
	ticket.put("details",values.get("details").toString().replaceAll("\\n"," / ",true));
}
created = invokeurl
[
	url :"https://tickets.zylker.example/v1/tickets"
	type :POST
	body:ticket
	headers:{"Content-Type":"application/json"}
	detailed:true
];
if(created.get("responseCode") == 201)
{
	number = created.get("responseText").toMap().get("number");
	return {"type":"banner","status":"success","text":"Ticket " + number + " is there"};
}
return {"type":"banner","status":"failure","text":"Refused with " + created.get("responseCode")};`,
		told: {
			user: USER,
			chat: CHAT,
			form: {
				name: 'report',
				action: 'submit',
				values: { title: 'Disk', level: { label: 'High', value: 'high' }, details: 'a\nb' },
			},
		},
		answers: [{ status: 201, text: '{"number":42}' }],
		asks: [
			{
				method: 'POST',
				url: 'https://tickets.zylker.example/v1/tickets',
				body: '{"title":"Disk","level":"high","by":"maya.okafor@zylker.example","details":"a / b"}',
			},
		],
		returns: { type: 'banner', status: 'success', text: 'Ticket 42 is there' },
	},
	{
		what: "takes a refusal of a form's receiver",
		handler: 'form_submit_handler',
		script: `
created = invokeurl [ url :"https://tickets.zylker.example/v1/tickets" type :POST parameters:form.get("values") detailed:true ];
code = created.get("responseCode");
if(code >= 400) { return {"type":"banner","status":"failure","text":"Refused with " + code}; }
return {"type":"banner","status":"success","text":"Done"};`,
		told: { user: USER, chat: CHAT, form: { name: 'report', action: 'submit', values: { title: 'a & b' } } },
		answers: [{ status: 422, text: 'no' }],
		asks: [
			{
				method: 'POST',
				url: 'https://tickets.zylker.example/v1/tickets',
				body: 'title=a+%26+b',
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
			},
		],
		returns: { type: 'banner', status: 'failure', text: 'Refused with 422' },
	},
	{
		what: 'tells buttons apart by their key',
		handler: 'button_handler',
		script: `
response = Map();
key = arguments.get("key");
done = message.get("text");
if(key == "approve")
{
	response.put("type","message_edit");
	response.put("text",done + "\\n✅ Approved by " + user.get("first_name"));
}
else if(key == "reject")
{
	response.put("type","banner");
	response.put("status","failure");
	response.put("text","Rejected: " + target.get("name"));
}
return response;`,
		told: {
			user: USER,
			chat: CHAT,
			message: { id: '17 4', text: 'Deploy 1.4?' },
			target: { name: 'Approve' },
			arguments: { key: 'approve' },
		},
		returns: { type: 'message_edit', text: 'Deploy 1.4?\n✅ Approved by Maya' },
	},
	{
		what: 'proves a press with a hash',
		handler: 'button_handler',
		script: `
at = zoho.currenttime.toLong();
proof = zoho.encryption.hmacsha256("a secret",user.get("id") + " " + at,"hex");
invokeurl
[
	url :"https://n8n.zylker.example/press?at=" + at
	type :POST
	headers:{"X-Proof":proof}
];
return {"type":"banner","status":"success","text":"Sent"};`,
		told: { user: USER, chat: CHAT, message: {}, target: {}, arguments: {} },
		asks: [
			{
				method: 'POST',
				url: 'https://n8n.zylker.example/press?at=1768467600000',
				headers: { 'x-proof': 'e60b3d0691e78c77305eeffeaca24d475d45b146eab158a359cc7afe61fe78d7' },
			},
		],
		returns: { type: 'banner', status: 'success', text: 'Sent' },
	},
	{
		what: 'goes on with what a person answered',
		handler: 'context_handler',
		script: `
response = Map();
if(context_id == "order")
{
	dish = answers.get("dish").get("text");
	amount = answers.get("amount").get("text").toLong();
	total = amount * 9.5;
	response.put("text",amount + " × " + dish + " = " + total.round(2) + " €");
}
return response;`,
		told: {
			user: USER,
			chat: CHAT,
			context_id: 'order',
			answers: { dish: { text: 'Pizza' }, amount: { text: '3' } },
		},
		returns: { text: '3 × Pizza = 28.5 €' },
	},
	{
		what: 'asks one question after the other',
		handler: 'message_handler',
		script: `
params = List();
questions = {"dish":"What do you want?","amount":"How many?"};
for each name in questions.keys()
{
	params.add({"name":name,"question":questions.get(name)});
}
for each  question in questions
{
	info question + " " + now.getYear();
}
return {"text":"Let us order.","context":{"id":"order","timeout":300,"params":params}};`,
		told: { user: USER, chat: CHAT, message: 'lunch' },
		returns: {
			text: 'Let us order.',
			context: {
				id: 'order',
				timeout: 300,
				params: [
					{ name: 'dish', question: 'What do you want?' },
					{ name: 'amount', question: 'How many?' },
				],
			},
		},
		notes: ['What do you want? 2026', 'How many? 2026'],
	},
	{
		what: 'takes a command apart',
		handler: 'message_handler',
		script: `
gap = message.indexOf(" ");
if(gap > 0)
{
	command = message.subString(0,gap);
	rest = message.subString(gap + 1,message.length()).trim();
}
else
{
	command = message;
	rest = "";
}
parts = rest.toList(" ");
last = parts.get(parts.size() - 1);
return {"text":command.equalsIgnoreCase("ASSIGN") + " " + rest.getPrefix(" ") + " " + last.getSuffix("@")};`,
		told: { user: USER, chat: CHAT, message: 'assign T-17 to me@zylker.example' },
		returns: { text: 'true T-17 zylker.example' },
	},
	{
		what: 'counts, leaves out and stops in a loop',
		handler: 'message_handler',
		script: `
seen = 0;
names = "";
for each line in message.toList("\\n")
{
	if(line.isEmpty())
	{
		continue;
	}
	if(line == "--")
	{
		break;
	}
	seen += 1;
	names = names + if(names == "","",", ") + line;
}
return {"text":seen + ": " + names};`,
		told: { user: USER, chat: CHAT, message: 'a\n\nb\n--\nc' },
		returns: { text: '2: a, b' },
	},
	{
		what: 'numbers lines with for each index',
		handler: 'message_handler',
		script: `
items = message.toList(",");
items.sort(true);
lines = List();
for each index i in items
{
	lines.add((i + 1) + ". " + items.get(i).trim());
}
return {"text":lines.toString()};`,
		told: { user: USER, chat: CHAT, message: 'milk, bread' },
		returns: { text: '["1. bread","2. milk"]' },
	},
	{
		what: 'tells who was mentioned, each once',
		handler: 'message_handler',
		script: `
people = List();
for each one in mentions
{
	if(one.get("type") == "user")
	{
		people.add(one.get("name"));
	}
}
people = people.distinct();
if(people.isEmpty())
{
	return {"text":"Nobody"};
}
return {"text":people.size() + " people, first " + people.get(0) + ", with Leo: " + people.contains("Leo")};`,
		told: {
			user: USER,
			chat: CHAT,
			message: 'x',
			mentions: [
				{ type: 'user', name: 'Ana' },
				{ type: 'bot', name: 'Bot' },
				{ type: 'user', name: 'Leo' },
				{ type: 'user', name: 'Ana' },
			],
		},
		returns: { text: '2 people, first Ana, with Leo: true' },
	},
	{
		what: 'names the files it was sent',
		handler: 'message_handler',
		script: `
details = message_details.get("message");
if(details.get("type") == "attachment")
{
	file = details.get("file");
	return {"text":"Got " + file.get("name") + " (" + file.get("id") + ")"};
}
return {"text":"No file"};`,
		told: {
			user: USER,
			chat: CHAT,
			message: '',
			message_details: { time: 1, message: { type: 'attachment', file: { name: 'a.pdf', id: 'f-1' } } },
		},
		returns: { text: 'Got a.pdf (f-1)' },
	},
	{
		what: 'answers to what a message replies to',
		handler: 'mention_handler',
		script: `
said = message_details.get("message");
if(said.containKey("replied_message") && said.get("replied_message").get("sender").get("id").startsWith("b-"))
{
	return {"text":"You answer to: " + said.get("replied_message").get("text").left(5) + "…"};
}
return {"text":"New topic"};`,
		told: {
			user: USER,
			chat: CHAT,
			message: {},
			message_details: {
				message: {
					type: 'text',
					text: 'x',
					replied_message: { text: 'Disk full on db-1', sender: { id: 'b-1' } },
				},
			},
		},
		returns: { text: 'You answer to: Disk …' },
	},
	{
		what: 'says when, in two zones',
		handler: 'message_handler',
		script: `
now = zoho.currenttime;
due = now.addDay(2).addMinutes(-30);
return {"text":now.toString("yyyy-MM-dd HH:mm") + " | " + due.toString("EEE dd-MMM-yyyy hh:mm a","GMT+02:00") + " | " + now.daysBetween(due) + " | " + now.getYear()};`,
		told: { user: USER, chat: CHAT, message: 'when' },
		returns: { text: '2026-01-15 09:00 | Sat 17-Jan-2026 10:30 AM | 1 | 2026' },
	},
	{
		what: 'reads dates as people write them',
		handler: 'message_handler',
		script: `
try
{
	day = message.toDate("dd/MM/yyyy");
	if(day < zoho.currenttime)
	{
		return {"text":"That was a " + day.toString("EEEE")};
	}
	return {"text":"In " + zoho.currenttime.daysBetween(day) + " days"};
}
catch (problem)
{
	return {"text":problem};
}`,
		told: { user: USER, chat: CHAT, message: '05/01/2026' },
		returns: { text: 'That was a Monday' },
	},
	{
		what: 'warns a person and a channel',
		handler: 'message_handler',
		script: `
/* Whoever writes "sos" wakes the others. */
if(message.matches("(?i)sos!*"))
{
	result = zoho.cliq.postToUser("leo.lindqvist@zylker.example",{"text":"Wake up"});
	zoho.cliq.postToChannel("incidents",user.get("first_name") + " needs help");
	zoho.cliq.postToChat(chat.get("id"),"On it");
	info result.get("status");
}
return Map();`,
		told: { user: USER, chat: CHAT, message: 'sos!!' },
		returns: {},
		notes: ['success'],
		posts: [
			['postToUser', 'leo.lindqvist@zylker.example', { text: 'Wake up' }],
			['postToChannel', 'incidents', 'Maya needs help'],
			['postToChat', 'CT_118', 'On it'],
		],
	},
	{
		what: 'logs in, then asks with what it got',
		handler: 'message_handler',
		script: `
login = invokeurl [ url :"https://crm.zylker.example/login" type :POST parameters:{"user":"bot","scope":"read"} ];
token = login.getJSON("token");
auth = Map();
auth.put("Authorization","Bearer " + token);
deals = invokeurl [ url :"https://crm.zylker.example/deals?page=" + (1 + 1) type :GET headers:auth ].get("data");
sum = 0;
for each deal in deals
{
	sum = sum + deal.get("amount").toNumber();
}
return {"text":deals.size() + " deals, " + sum + " in all, " + (sum / deals.size()) + " each"};`,
		told: { user: USER, chat: CHAT, message: 'deals' },
		answers: [{ text: '{"token":"t-1"}' }, { text: '{"data":[{"amount":"10"},{"amount":15}]}' }],
		asks: [
			{ method: 'POST', url: 'https://crm.zylker.example/login', body: 'user=bot&scope=read' },
			{ method: 'GET', url: 'https://crm.zylker.example/deals?page=2', headers: { authorization: 'Bearer t-1' } },
		],
		returns: { text: '2 deals, 25 in all, 12.5 each' },
	},
	{
		what: 'falls back where the service is down',
		handler: 'message_handler',
		script: `
try
{
	answer = invokeurl [ url :"https://ai.zylker.example/ask" type :POST body:{"q":message} headers:{"Content-Type":"application/json"} connection:"ai" ];
	return {"text":answer.get("text")};
}
catch (e)
{
	info "Failed: " + e;
}
return {"text":"Try again later."};`,
		told: { user: USER, chat: CHAT, message: 'Hi' },
		answers: [{ status: 503, text: '' }],
		asks: [{ method: 'POST', url: 'https://ai.zylker.example/ask', body: '{"q":"Hi"}' }],
		returns: { text: 'Try again later.' },
		notes: [
			'Failed: the task has been terminated since the API call is responding with an invalid status code 503',
		],
	},
	{
		what: 'changes, removes and merges',
		handler: 'button_handler',
		script: `
state = {"a":1,"b":2,"c":null};
state.remove("b");
state.put("a",state["a"] - 3);
others = Map();
others.put("d",{1,2,3});
state.putAll(others);
list = state.get("d");
list.addAll({3,4});
list.removeElement(3);
list.remove(0);
state.put("keys",state.keys());
state.put("blank",isBlank("  ") && isEmpty(state.get("c")) && !state.containsValue(99));
state.put("minus",-list.get(0));
return state;`,
		told: { user: USER, chat: CHAT, message: {}, target: {}, arguments: {} },
		returns: { a: -2, c: null, d: [2, 3, 4], keys: ['a', 'c', 'd'], blank: true, minus: -2 },
	},
	{
		what: 'cleans what a person wrote',
		handler: 'message_handler',
		script: `
clean = message.replaceAll("[^a-zA-Z0-9 ]","").trim().toLowerCase();
short = if(clean.length() > 10,clean.subText(0,10) + "…",clean);
return {"text":short + "|" + message.getAlphaNumeric().length() + "|" + clean.replaceFirst("e","3") + "|" + "7".leftPad(3).replaceAll(" ","0",true) + "|" + clean.getOccurenceCount("l") + "|" + 'it''s'};`.replace(
			`'it''s'`,
			`'it\\'s'`,
		),
		told: { user: USER, chat: CHAT, message: 'Hello, *World*! 123' },
		returns: { text: "hello worl…|13|h3llo world 123|007|3|it's" },
	},
	{
		what: 'tells a call how it went',
		handler: 'call_handler',
		script: `
if(operation.toLowerCase() == 'answered')
{
	info "Call " + data.get("call_id") + " was answered at " + data.get("time");
}
return;`,
		told: { user: USER, operation: 'ANSWERED', data: { call_id: 'c-1', time: 5 } },
		returns: null,
		notes: ['Call c-1 was answered at 5'],
	},
	{
		what: 'works with JSON lists and text in other letters',
		handler: 'incoming_webhook_handler',
		script: `
total = 0;
worst = "";
for each check in body.toJSONList()
{
	if(check.get("ok") != true)
	{
		total = total + 1;
		worst = worst + check.get("name") + ";";
	}
}
names = worst.toList(";");
info names.size();
return {"text":"障害 " + total + " 件: " + worst.remove(";") + " 🔥","styles":{"highlight":total > 1}};`,
		told: {
			user: USER,
			http_method: 'POST',
			headers: {},
			params: {},
			body: '[{"name":"DB","ok":false},{"name":"網站","ok":true},{"name":"Мост"}]',
		},
		returns: { text: '障害 2 件: DBМост 🔥', styles: { highlight: true } },
		notes: ['3'],
	},
];

/** What Deluge does not save, and where the sandbox says the fault is. */
export const refusedAtSave: [what: string, script: string, why: RegExp][] = [
	['a missing semicolon', 'response = Map()\nreturn response;', /^Line 2: a semicolon was expected, not "return"$/],
	['a missing semicolon before a brace', 'if(true)\n{\n\tinfo "x"\n}', /^Line 4: a semicolon was expected, not "}"$/],
	[
		'a missing semicolon after invokeurl',
		'r = invokeurl\n[\n\turl :"https://a.example"\n]\nreturn r;',
		/^Line 5: a semicolon was expected, not "return"$/,
	],
	[
		'an unknown field of invokeurl',
		'r = invokeurl\n[\n\turl :"https://a.example"\n\tmethod :POST\n];',
		/^Line 4: invokeurl has no field "method"/,
	],
	[
		'fields of invokeurl with commas',
		'r = invokeurl [ url :"https://a.example", type :POST ];',
		/^Line 1: a field of invokeurl, without a comma before it,/,
	],
	['invokeurl without an address', 'r = invokeurl [ type :POST ];', /^Line 1: invokeurl needs a "url"/],
	['a field of invokeurl twice', 'r = invokeurl [ url :"a" url :"b" ];', /has "url" twice/],
	[
		'a method that is none',
		'r = invokeurl [ url :"https://a.example" type :"POST" ];',
		/one of GET, POST, PUT, PATCH, DELETE, not "POST"/,
	],
	['a raw line break in a text', 'return {"text":"one\ntwo"};', /^Line 1: the text "one does not end on its line/],
	['a text that does not end', 'x = "a;', /^Line 1: the text "a; does not end/],
	['a comment that does not end', 'x = 1;\n/* what', /^Line 2: the comment does not end/],
	['an if without parentheses', 'if x == 1 { return; }', /^Line 1: "\(" was expected, not "x"/],
	['an if without braces', 'if(true) return;', /"{" was expected, not "return"/],
	['a brace that is not closed', 'if(true)\n{\n\treturn;\n', /^Line 4: "}" was expected, not the end/],
	['a brace too many', 'x = 1;\n}', /^Line 2: a value was expected, not "}"/],
	['a map without commas', 'x = {"a":1 "b":2};', /a comma or "}" was expected, not "b"/],
	['a list with a comma at its end', 'x = {1,2,};', /a value was expected, not "}"/],
	['a try without catch', 'try { x = 1; } return x;', /catch was expected, not "return"/],
	['a loop as in JavaScript', 'for (i = 0; i < 3; i++) { }', /each was expected, not "\("/],
	['while', 'while(true) { x = 1; }', /a semicolon was expected, not "{"/],
	['a declaration', 'var x = 1;', /a semicolon was expected, not "x"/],
	['break outside a loop', 'break;', /break stands in a loop/],
	['an arrow function', 'x = list.map(y => y);', /"=" was expected|was expected, not "="/],
	['a name that is set nowhere', 'return {"text":nam};', /Variable 'nam' is not defined/],
	[
		'a variable of another handler',
		'return {"text":"" + newuser};',
		/Variable 'newuser' is not defined in a message_handler/,
	],
	['a keyword as a name', 'return = 1;', /a value was expected, not "="/],
	['a property as in JavaScript', 'x = message.length;', /"\(" was expected, not ";"/],
];

/** What Deluge saves, and fails at. The line is where it happens. */
export const failing: [what: string, script: string, variables: Record<string, unknown>, why: RegExp][] = [
	['toMap on a map', '\nx = {"a":1}.toMap();', {}, /^Line 2: Error in toMap: a value of the type map/],
	[
		'toMap on an answer that is a map',
		'a = invokeurl [ url :"u" ];\nreturn a.toMap();',
		{},
		/^Line 2: Error in toMap: a value of the type map/,
	],
	['get on null', 'm = Map();\n\nreturn m.get("a").get("b");', {}, /^Line 3: Error in get: null/],
	['toString on null', 'return Map().get("a").toString();', {}, /^Line 1: Error in toString: null/],
	['get past the end of a list', 'return {1,2}.get(2);', {}, /^Line 1: Error in get: a list of 2 has nothing at 2/],
	['a text as a list', 'return "a".add("b");', {}, /Error in add: a value of the type text/],
	['a calculation with a text', 'return "3" * 2;', {}, /^Line 1: "\*" stands between numbers, not text and number/],
	['a division by zero', 'x = 0;\nreturn 1 / x;', {}, /^Line 2: Division by zero/],
	['a number that is none', 'return "many".toLong();', {}, /"many" is not a number/],
	['a piece past the end', 'return "abc".subString(2,9);', {}, /has none from 2 to 9/],
	[
		'a loop over null',
		'for each x in Map().get("a") { info x; }',
		{},
		/^Line 1: for each goes through a list, a map or a text, not null/,
	],
	[
		'a function that there is not',
		'x = "a";\nx.explode();',
		{},
		/^Line 2: the sandbox does not know the function "explode"/,
	],
	['an answer with a failure', 'return invokeurl [ url :"https://down.example" ];', {}, /^Line 1: .*status code 500/],
	[
		'a variable that was not set this time',
		'if(false) { a = 1; }\nreturn a;',
		{},
		/^Line 2: Variable 'a' is not defined/,
	],
	[
		'text of a value that is not TEXT',
		'return a.trim();',
		{ a: new OtherValue('x') },
		/Error in trim: a value of the type other/,
	],
];
