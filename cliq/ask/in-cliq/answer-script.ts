import {
	addingFlat,
	addingText,
	encodedName,
	flatBody,
	indented,
	startingFlat,
} from '../../events/webhook/flattened-body';
import { literal } from '../../events/scripts/forwarder-script';
import { FORWARDER_VERSION } from '../../events/webhook/parse-event';
import type { AnswerAddress } from '../answer-ticket';

/** What the first comment of a script of ours begins with. */
export const MARK = 'Answers for the Zoho Cliq nodes for n8n and Node-RED, version';

/**
 * What the names of inputs begin with in which several can be chosen: the script goes through what it is given, which
 * is told as a list or with commas between.
 */
export const SEVERAL = 'several';

/** What a function of each of Cliq's types receives, and how it knows where the answer goes. */
interface FunctionInput {
	handler: string;
	/** Names of the handler's variables without which nothing can be answered. */
	variables: string[];
	/**
	 * The same of those that help, where the handler has them: a script that names another is refused as a whole. Their
	 * ID is enough: what else is in there is long, and nobody's business.
	 */
	places: string[];
	/** Lines in Deluge that hand on what was done. */
	deed: string[];
	/** Lines in Deluge that set `answer`. */
	answer: string;
	/**
	 * Begins what is proved, so that the proof of a press proves no form: whoever came by it could write what they
	 * like.
	 */
	proves: string;
}

/** Source: Zoho's pages "Button Function" and "Form Submit Handler". */
export const TOLD: Record<'button' | 'form', FunctionInput> = {
	button: {
		handler: 'button_handler',
		variables: ['user', 'arguments'],
		places: ['chat', 'message'],
		deed: addingText('"arguments/key"', 'answer'),
		answer: ofButton(),
		proves: '',
	},
	form: {
		handler: 'form_submit_handler',
		variables: ['user'],
		places: ['chat'],
		deed: addingForm(),
		answer: ofForm(),
		proves: 'form ',
	},
};

/** Documented for the buttons of a message is `key`; where a server wants `arguments`, it is in there. */
function ofButton(): string {
	return `	answer = arguments.get("answer");
	if(answer == null)
	{
		answer = arguments.get("key");
	}`;
}

function ofForm(): string {
	return indented([
		'answer = form.get("values").get("answer");',
		'if(answer != null)',
		'{',
		...indented(settingBare('answer', 'answer')),
		'}',
	]).join('\n');
}

/** What a script is made of, beside what its handler receives. */
interface Made {
	/** That is posted to; what is told apart by commas in `answer` stands in it. */
	address: AnswerAddress;
	secret: string;
	/** Of a button: what the form runs that may come back. */
	formFunction?: string | undefined;
}

/**
 * Nothing is joined that may be null: Deluge does not say what that gives.
 *
 * @param listed the variables that Cliq lists for the handler; without them, those of its page are named.
 */
export function scriptOf(
	{ handler, places, deed, answer, proves }: FunctionInput,
	{ address, secret, formFunction }: Made,
	listed?: readonly string[],
): string {
	const known = places.filter((name) => listed?.includes(name) ?? true);
	return `// ${MARK} ${FORWARDER_VERSION}
// Written by the node. Changes made here are lost when the node installs it again.
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
${lines([...startingFlat(`handler=${handler}`), ...addingText('"time"', 'pressed_at')])}
${lines([...addingText('"user/id"', 'user_id'), ...addingText('"user/email"', 'user_email'), ...NAMES.flatMap((name) => addingFlat(`user/${name}`, `user.get("${name}")`))])}
${lines([...known.flatMap(addingId), ...deed])}
		proof = zoho.encryption.hmacsha256(${literal(secret)},${literal(proves)} + answer + " " + user_id + " " + user_email + " " + pressed_at + " " + chat_id + " " + message_id);
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
			body : ${flatBody(FORWARDER_VERSION)}
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

/** As Cliq gives them for a person. */
const NAMES = ['name', 'first_name', 'last_name'];

function lines(ofScript: string[]): string {
	return indented(ofScript, 2).join('\n');
}

function addingId(place: string): string[] {
	const id = `${place}_id`;
	return [
		`if(${place} != null)`,
		'{',
		`	if(${place}.get("id") != null)`,
		'	{',
		`		${id} = ${place}.get("id").toString();`,
		'	}',
		'}',
		...addingText(`"${place}/id"`, id),
	];
}

/** Cliq also gives the label of what was chosen; the value is enough. */
function addingForm(): string[] {
	return [
		...addingFlat('form/action', 'form.get("action")'),
		'form_values = form.get("values");',
		'for each input_name in form_values.keys()',
		'{',
		'	input_value = form_values.get(input_name);',
		'	if(input_value != null)',
		'	{',
		'		input_text = "";',
		`		if(input_name.startsWith("${SEVERAL}"))`,
		'		{',
		'			for each chosen in input_value',
		'			{',
		'				chosen_text = "";',
		...indented(settingBare('chosen_text', 'chosen'), 4),
		'				input_text = input_text + chosen_text + ",";',
		'			}',
		'		}',
		'		else',
		'		{',
		...indented(settingBare('input_text', 'input_value'), 3),
		'		}',
		...indented(addingText(`"form/values/" + ${encodedName('input_name')}`, 'input_text'), 2),
		'	}',
		'}',
	];
}

/** A text has no "get", and a null no "toString". */
function settingBare(variable: string, told: string): string[] {
	return [
		'try',
		'{',
		`	${variable} = ${told}.get("value").toString();`,
		'}',
		'catch (bare)',
		'{',
		`	${variable} = ${told}.toString();`,
		'}',
	];
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
