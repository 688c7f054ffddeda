import { literal } from '../events/forwarder';
import { FORWARDER_VERSION } from '../events/parse';

/** What begins a script of ours. */
export const MARKER = '// Answers for the Zoho Cliq nodes for n8n and Node-RED, version';

/** What a function of each of Cliq's types is told, and how it knows where the answer goes. */
interface Told {
	handler: string;
	/** Names of the handler's variables that are handed on: a script that names another is refused as a whole. */
	variables: string[];
	/** The same of those whose ID is enough. What else is in there is long, nobody's business, and may have line breaks, which Deluge prints as they are. */
	places: string[];
	/** In Deluge. */
	answer: string;
}

/** Source: Zoho's pages "Button Function" and "Form Submit Handler". */
export const TOLD: Record<'button' | 'form', Told> = {
	button: { handler: 'button_handler', variables: ['user', 'arguments'], places: ['chat', 'message'], answer: 'arguments.get("answer")' },
	form: { handler: 'form_submit_handler', variables: ['user', 'form'], places: ['chat'], answer: 'form.get("values").get("answer")' },
};

/**
 * Nothing is joined that may be null: Deluge does not say what that gives.
 *
 * @param prefix begins every address that is posted to.
 * @param formFunction of a button: what the form runs that may come back.
 */
export function scriptOf({ handler, variables, places, answer }: Told, prefix: string, secret: string, formFunction?: string): string {
	return `${MARKER} ${FORWARDER_VERSION}
// Written by the node. What is changed here is lost when it is installed anew.
response = Map();
response.put("type","banner");
response.put("status","failure");
response.put("text","This question is closed, or could not be reached.");
try
{
	answer = ${answer};
	if(answer != null)
	{
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
		pressed_at = zoho.currenttime.toLong();
		pressed = Map();
		pressed.put("forwarder",${FORWARDER_VERSION});
		pressed.put("handler",${literal(handler)});
		pressed.put("time",pressed_at);
${variables.map((name) => `		pressed.put("${name}",${name});`).join('\n')}
${places.map(puttingId).join('')}		proof = zoho.encryption.hmacsha256(${literal(secret)},answer + " " + user_id + " " + user_email + " " + pressed_at);
		pressed_headers = Map();
		pressed_headers.put("Content-Type","application/json");
		pressed_headers.put("X-Cliq-Proof",proof);
		heard = invokeurl
		[
			url : ${literal(prefix)} + answer
			type : POST
			body : pressed
			headers : pressed_headers
			detailed : true
		];
		if(heard.get("responseCode") == 200)
		{
			said = heard.get("responseText").toMap();
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
				${name}_told.put("id",${name}.get("id"));
			}
			pressed.put("${name}",${name}_told);
		}
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
