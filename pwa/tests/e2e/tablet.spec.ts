// A tablet that a crew shares: paired by a code, tapped with a PIN, nobody's again after a minute, and kept going offline.
import { expect, type Page, test } from '@playwright/test';
import { button, Phone } from './phone';
import { Firm, word } from './world';

async function type(page: Page, pin: string): Promise<void> {
  for (const digit of pin) await page.getByRole('button', { name: digit, exact: true }).click();
  await button(page, 'tablet.next').click();
}

test('a crew taps on one tablet, with and without a signal', async () => {
  const firm = await Firm.found();
  await firm.worker.call('PUT', '~/pin', { pin: '2580' });
  const { code } = await firm.owner.call<{ code: string }>('POST', '~/tablets', { site_id: firm.site });
  const device = await Phone.on(undefined, undefined, { viewport: { width: 1024, height: 640 } });
  try {
    const page = await device.context.newPage();
    await page.clock.install();
    await page.goto(`/tablet#${code}`);
    await button(page, 'tablet.pair').click();
    const name = page.getByRole('button', { name: firm.worker.name });
    await expect(name).toContainText(/–/);

    await name.click();
    await type(page, '1357');
    await button(page, 'today.in').click();
    await expect(page.getByText(word('tablet.wrong'))).toBeVisible();
    await type(page, '2580');
    await button(page, 'today.in').click();
    await expect(page.getByText(word('tablet.did_in', { name: firm.worker.name }))).toBeVisible();
    await expect(name).toHaveClass(/\bin\b/);

    await name.click();
    await page.clock.fastForward(55_000);
    await expect(page.getByText(/초 뒤에 잠겨요/)).toBeVisible();
    await page.clock.fastForward(10_000);
    await expect(page.getByRole('heading', { name: word('tablet.who') })).toBeVisible();

    await device.keepsApp(page);
    await device.context.setOffline(true);
    await name.click();
    await type(page, '2580');
    await button(page, 'today.out').click();
    await expect(page.getByText(word('tablet.kept'))).toBeVisible();
    await expect(name).not.toHaveClass(/\bin\b/);
    await page.reload();
    await expect(name).not.toHaveClass(/\bin\b/);
    expect(await firm.punches(firm.worker)).toHaveLength(1);

    await device.context.setOffline(false);
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await expect
      .poll(async () => (await firm.punches(firm.worker)).map(({ kind }) => kind))
      .toEqual(['in', 'out']);
    const [, out] = await firm.punches(firm.worker);
    expect(out?.flags.filter((flag) => flag.startsWith('pin_'))).toEqual([]);
    await expect(page.getByText(word('tablet.offline'))).toBeHidden();
  } finally {
    await device.off();
  }
});
