import { SentLog } from '../../../cliq/delivery/sent-log';

const send = (log: SentLog, messageId?: string) => log.end(log.begin('account', 'hello', 0), 0, messageId);

test('a message is known by its ID, however Cliq writes it, and for longer than those who look for it', () => {
	const log = new SentLog();
	send(log, '1709 2029');
	send(log);
	log.begin('account', 'much later', 3_600_000);
	expect(['1709 2029', '1709_2029', '1709%202029', '1709_2030', ''].map((id) => log.wasSent(id))).toEqual([
		true,
		true,
		true,
		false,
		false,
	]);
});

test('the last ten thousand are known', () => {
	const log = new SentLog();
	for (let count = 0; count <= 20_000; count++) send(log, `1_${count}`);
	// Those before go all at once.
	expect([log.wasSent('1_9999'), log.wasSent('1_10000'), log.wasSent('1_20000')]).toEqual([false, true, true]);
});
