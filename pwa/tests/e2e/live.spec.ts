// The bell: what happens elsewhere is on the screen without a tap, also after the server was away.
import { expect, test } from '@playwright/test';
import { Phone, tap } from './phone';
import { Firm, killServer, startServer, word } from './world';

test('the board shows who comes and goes, also after the server was killed and started again', async () => {
  const firm = await Firm.found();
  const [office, worker] = await Promise.all([Phone.on(firm.owner), Phone.on(firm.worker)]);
  try {
    const page = await worker.installed();
    const board = await office.open('/board');
    const row = board.locator('section').getByRole('listitem').filter({ hasText: '이순자' });
    await expect(row).toContainText(new RegExp(`${word('board.late')}|${word('board.expected')}`));

    await tap(page, 'today.in');
    await expect(row).toContainText(word('board.onSite'), { timeout: 5_000 });

    await killServer();
    await tap(page, 'today.out');
    await startServer();
    await expect.poll(() => firm.kinds(), { timeout: 20_000 }).toEqual(['in', 'out']);
    await expect(row).toContainText(word('board.left'), { timeout: 20_000 });
  } finally {
    await Promise.all([office.off(), worker.off()]);
    await startServer();
  }
});
