import { hear } from '../../../cliq/ask/hear';
import { approval, delivery, NOW } from './questions';

it('shows a page, and takes its form', () => {
	const question = approval();
	const shown = hear(delivery('GET', { choice: 'approve' }), { question }, NOW);
	expect(shown.reply.status).toBe(200);
	expect(shown.answered).toBeUndefined();
	const heard = hear(delivery('POST', { choice: 'approve' }, { name: 'Sam Doe' }), { question }, NOW);
	expect(heard.answered).toEqual({ approved: true, responder: { name: 'Sam Doe', source: 'self' }, respondedAt: '2026-11-22T14:04:00.000Z' });
});
