import { cliqAddress, consoleAddress, drawLink, type Place } from './addresses';
import { catalogue } from './catalogue.js';
import { shortened } from './labels';
import { ask, phrase } from './server';
import type { ExchangeAnswer, TestAnswer } from './types';

const FIELDS = [
	'dataCenter',
	'baseUrl',
	'accountsUrl',
	'network',
	'signIn',
	'timeout',
	'maxWait',
	'rateLimit',
	'callsPerMinute',
	'rateLimitShare',
	'clientId',
	'clientSecret',
	'refreshToken',
	'zapikey',
];

/** For accounts from before there was a choice. */
const USUAL_LIMITS = { rateLimit: 'documented', callsPerMinute: '50', rateLimitShare: '100' };

const field = (name: string) => $(`#node-config-input-${name}`);

/** Fills the dialog of an account. */
export function openAccount(node: { id: string; dataCenter: string }): void {
	const centers = field('dataCenter').empty();
	for (const { id, label } of catalogue.dataCenters) centers.append($('<option>').val(id).text(label));
	centers.append($('<option value="custom">').text(phrase('account.custom'))).val(node.dataCenter);
	$('#zoho-cliq-scopes').val(catalogue.scopes.join(','));

	const show = () => {
		$('.zoho-cliq-custom').toggle(centers.val() === 'custom');
		showAddresses();
		$('.zoho-cliq-oauth').toggle(field('signIn').val() !== 'webhookToken');
		$('.zoho-cliq-webhook').toggle(field('signIn').val() === 'webhookToken');
		$('.zoho-cliq-own').toggle(field('rateLimit').val() === 'own');
		$('.zoho-cliq-limited').toggle(field('rateLimit').val() !== 'none');
	};
	for (const [name, usual] of Object.entries(USUAL_LIMITS)) if (!field(name).val()) field(name).val(usual);
	for (const choice of [centers, field('signIn'), field('rateLimit')]) choice.on('change', show);
	field('baseUrl').on('input', showAddresses);
	show();

	$('#zoho-cliq-copy').on('click', copyScopes);
	$('#zoho-cliq-exchange').on('click', () => void exchange(node.id));
	$('#zoho-cliq-test').on('click', () => void test(node.id));
}

/** @returns what an account without a name is called: where it is. */
export function labelOfAccount(account: Place): string {
	const center = catalogue.dataCenters.find(({ id }) => id === account.dataCenter)?.label.replace(/ \(.*/, '');
	const place = center ?? cliqAddress(account)?.replace(/^https?:\/\//, '');
	return place === undefined ? 'Zoho Cliq' : `Zoho Cliq · ${shortened(place)}`;
}

/** The pages of Zoho that the dialog speaks of; each data center has its own. */
function showAddresses(): void {
	const place = { dataCenter: field('dataCenter').val(), baseUrl: field('baseUrl').val() };
	drawLink('#zoho-cliq-console', consoleAddress(place));
	drawLink('#zoho-cliq-address', cliqAddress(place));
	$('#zoho-cliq-address')
		.parent()
		.toggle(cliqAddress(place) !== undefined);
}

/** @returns `true` for a number from 1 to `most` or a variable, or what is wrong. */
export function checkNumber(value: unknown, most: number): true | string {
	const text = String(value ?? '').trim();
	const isGood = /^\$\{[^}]+\}$/.test(text) || (Number(text) >= 1 && Number(text) <= most);
	return isGood || phrase('account.outOfRange', { value: text, most });
}

/** The server swaps the placeholders of stored secrets, which never come here. */
function typed(id: string): object {
	return { id, ...Object.fromEntries(FIELDS.map((name) => [name, field(name).val()])) };
}

async function exchange(id: string): Promise<void> {
	const code = $('#zoho-cliq-code');
	const answer = await busy($('#zoho-cliq-exchange'), () =>
		ask<ExchangeAnswer>('exchange', { ...typed(id), code: code.val() }),
	);
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
