import { catalogue } from './catalogue.js';
import { ask, phrase } from './server.js';
import type { ExchangeAnswer, TestAnswer } from './types';

const FIELDS = ['dataCenter', 'baseUrl', 'accountsUrl', 'network', 'signIn', 'timeout', 'maxWait', 'clientId', 'clientSecret', 'refreshToken', 'zapikey'];

const field = (name: string) => $(`#node-config-input-${name}`);

/** Fills the dialog of an account. */
export function openAccount(node: { id: string; dataCenter: string }): void {
	const centers = field('dataCenter').empty();
	for (const { id, label } of catalogue.dataCenters) centers.append($('<option>').val(id).text(label));
	centers.append($('<option value="custom">').text(phrase('account.custom'))).val(node.dataCenter);
	$('#zoho-cliq-scopes').val(catalogue.scopes.join(','));

	const show = () => {
		$('.zoho-cliq-custom').toggle(centers.val() === 'custom');
		$('.zoho-cliq-oauth').toggle(field('signIn').val() !== 'webhookToken');
		$('.zoho-cliq-webhook').toggle(field('signIn').val() === 'webhookToken');
	};
	centers.on('change', show);
	field('signIn').on('change', show);
	show();

	$('#zoho-cliq-copy').on('click', copyScopes);
	$('#zoho-cliq-exchange').on('click', () => void exchange(node.id));
	$('#zoho-cliq-test').on('click', () => void test(node.id));
}

/** The server swaps the placeholders of stored secrets, which never come here. */
function typed(id: string): object {
	return { id, ...Object.fromEntries(FIELDS.map((name) => [name, field(name).val()])) };
}

async function exchange(id: string): Promise<void> {
	const code = $('#zoho-cliq-code');
	const answer = await busy($('#zoho-cliq-exchange'), () => ask<ExchangeAnswer>('exchange', { ...typed(id), code: code.val() }));
	if ('error' in answer) return say('#zoho-cliq-exchanged', answer.error, false);
	// Deploy stores what stands in this field.
	field('refreshToken').val(answer.refreshToken).trigger('change');
	code.val('');
	say('#zoho-cliq-exchanged', phrase('account.exchanged'), true);
}

async function test(id: string): Promise<void> {
	const answer = await busy($('#zoho-cliq-test'), () => ask<TestAnswer>('test', typed(id)));
	if ('error' in answer) say('#zoho-cliq-tested', answer.error, false);
	else say('#zoho-cliq-tested', answer.message, true);
}

async function busy<Result>(button: any, work: () => Promise<Result>): Promise<Result> {
	const icon = button.prop('disabled', true).find('i');
	icon.addClass('fa-spin');
	const result = await work();
	button.prop('disabled', false);
	icon.removeClass('fa-spin');
	return result;
}

function say(place: string, text: string, isGood: boolean): void {
	$(place).text(text).toggleClass('zoho-cliq-good', isGood).toggleClass('zoho-cliq-bad', !isGood).show();
}

function copyScopes(): void {
	$('#zoho-cliq-scopes').trigger('select');
	// The clipboard of today needs https, which many a Node-RED has not.
	RED.clipboard.copyText(catalogue.scopes.join(','), $('#zoho-cliq-copy'), 'clipboard.copyMessageValue');
}
