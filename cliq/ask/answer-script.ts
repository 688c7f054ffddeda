import { literal } from '../events/forwarder';
import { FORWARDER_VERSION } from '../events/parse';
import type { AnswerAddress } from './ticket';

/** What the first comment of a script of ours begins with. */
export const MARK = 'Answers for the Zoho Cliq nodes for n8n and Node-RED, version';

/**
 * Inputs of a form in which people write several lines. Deluge prints line breaks as they are, and n8n turns such JSON
 * away before a node sees it; so these go as they would stand in an address.
 */
export const LINES: readonly string[] = ['lines0', 'lines1', 'lines2', 'lines3', 'lines4'];

/** What a function of each of Cliq's types is told, and how it knows where the answer goes. */
interface Told {
	handler: string;
	/** Names of the handler's variables that are handed on, and without which nothing can be answered. */
	variables: string[];
	/** The same of those that help, where the handler has them: a script that names another is refused as a whole. Their ID is enough: what else is in there is long, nobody's business, and may have line breaks, which Deluge prints as they are. */
	places: string[];
	/** Further lines in Deluge that hand something on. */
	more: string;
	/** Lines in Deluge that set `answer`. */
	answer: string;
	/** Begins what is proved, so that the proof of a press proves no form: whoever came by it could write what they like. */
	proves: string;
}

/** Source: Zoho's pages "Button Function" and "Form Submit Handler". */
export const TOLD: Record<'button' | 'form', Told> = {
	button: { handler: 'button_handler', variables: ['user', 'arguments'], places: ['chat', 'message'], more: '', answer: ofButton(), proves: '' },
	form: { handler: 'form_submit_handler', variables: ['user'], places: ['chat'], more: puttingForm(), answer: '	answer = form.get("values").get("answer");', proves: 'form ' },
};

/** Documented for the buttons of a message is `key`; where a server wants `arguments`, it is in there. */
function ofButton(): string {
	return `	answer = arguments.get("answer");
	if(answer == null)
	{
		answer = arguments.get("key");
	}`;
}

/** What a script is made of, beside what its handler is told. */
interface Made {
	/** That is posted to; what is told apart by commas in `answer` stands in it. */
	address: AnswerAddress;
	secret: string;
	/** Of a button: what the form runs that may come back. */
	formFunction?: string;
}

/**
 * Nothing is joined that may be null: Deluge does not say what that gives.
 *
 * @param listed the variables that Cliq lists for the handler; without them, those of its page are named.
 */
export function scriptOf({ handler, variables, places, more, answer, proves }: Told, { address, secret, formFunction }: Made, listed?: readonly string[]): string {
	const known = places.filter((name) => listed?.includes(name) ?? true);
	return `// ${MARK} ${FORWARDER_VERSION}
// Written by the node. What is changed here is lost when it is installed anew.
response = Map();
response.put("type","banner");
response.put("status","failure");
response.put("text","This question is closed, or could not be reached.");
try
{
${answer}
	if(answer != null)
	{
		answer = answer.toString();
		user_id = "";
		if(user.get("id") != null)
		{
			user_id = user.get("id");
		}
		user_email = "";
		if(user.get("email") != null)
		{
			user_email = user.get("email");
		}
		chat_id = "";
		message_id = "";
		parts = answer.toList(",");
		pressed_at = zoho.currenttime.toLong();
		pressed = Map();
		pressed.put("forwarder",${FORWARDER_VERSION});
		pressed.put("handler",${literal(handler)});
		pressed.put("time",pressed_at);
${variables.map((name) => `		pressed.put("${name}",${name});`).join('\n')}
${known.map(puttingId).join('')}${more}		proof = zoho.encryption.hmacsha256(${literal(secret)},${literal(proves)} + answer + " " + user_id + " " + user_email + " " + pressed_at + " " + chat_id + " " + message_id);
		pass = zoho.encryption.hmacsha256(${literal(secret)},"pass " + parts.get(0) + "," + parts.get(1) + " " + pressed_at);
		pressed_headers = Map();
		pressed_headers.put("Content-Type","application/json");
		pressed_headers.put("X-Cliq-Time",pressed_at.toString());
		pressed_headers.put("X-Cliq-Pass",pass);
		pressed_headers.put("X-Cliq-Proof",proof);
		heard = invokeurl
		[
			url : ${address.map((piece) => (typeof piece === 'number' ? `parts.get(${piece})` : literal(piece))).join(' + ')}
			type : POST
			body : pressed
			headers : pressed_headers
			detailed : true
		];
		if(heard.get("responseCode") == 200)
		{
			said = heard.get("responseText");
			try
			{
				said = said.toMap();
			}
			catch (read)
			{
				// It is a map already; anything else has no "get".
				said_type = said.get("type");
			}
${formFunction === undefined ? '' : addingAction(formFunction)}			response = said;
		}
		else
		{
			info "The question was answered with status " + heard.get("responseCode");
		}
	}
}
catch (problem)
{
	info "The question could not be reached, or what it said not be read: " + problem;
}
return response;
`;
}

function puttingId(name: string): string {
	return `		if(${name} != null)
		{
			${name}_told = Map();
			if(${name}.get("id") != null)
			{
				${name}_id = ${name}.get("id").toString();
				${name}_told.put("id",${name}_id);
			}
			pressed.put("${name}",${name}_told);
		}
`;
}

function puttingForm(): string {
	return `		form_values = form.get("values");
${LINES.map((name) => `		if(form_values.get("${name}") != null)
		{
			form_values.put("${name}",zoho.encryption.urlEncode(form_values.get("${name}").toString()));
		}
`).join('')}		form_told = Map();
		form_told.put("action",form.get("action"));
		form_told.put("values",form_values);
		pressed.put("form",form_told);
`;
}

/** What a form runs is said here alone: what is filled in goes to no other function, whatever comes back. */
function addingAction(formFunction: string): string {
	return `			if(said.get("type") == "form")
			{
				form_action = Map();
				form_action.put("type","invoke.function");
				form_action.put("name",${literal(formFunction)});
				said.put("action",form_action);
			}
`;
}
