// What a worker asks for and does at a site without a signal: kept, shown as kept, sent once, and answered.
import { expect, test } from '@playwright/test';
import { Phone, sign, underground } from './phone';
import { Screen } from './screen';
import { Firm, newId } from './world';

/** The smallest picture that a camera could give: 1 x 1, PNG. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);
const TASK = '3층 화장실 바닥';

interface Visit {
  items: { done_at: string | null; photo_ids: string[] }[];
}

test('a claim, leave and a photo are kept without a signal and arrive with it', async () => {
  const firm = await Firm.found();
  const { owner, worker } = firm;
  const hour = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const task = newId();
  await owner.call('PUT', `~/sites/${firm.site}/checklist`, {
    items: [{ id: task, text: TASK, photo: 'required' }],
  });
  const fields = { site_id: firm.site, seats: 1, note: '', open_by: 'claim' };
  const { id: open } = await owner.call<{ id: string }>('POST', '~/shifts', {
    ...fields,
    starts_at: hour(40),
    ends_at: hour(43),
  });
  await owner.call('POST', '~/publications', { from: hour(-24), to: hour(72) });

  const phone = await Phone.on(worker);
  const page = await phone.installed();
  const screen = new Screen(page);
  await page.goto('/my/open-shifts');
  await expect(screen.button('offers.take')).toBeVisible();
  await underground(phone);

  await screen.press('offers.take');
  await expect(page.locator('main').getByText(screen.say('app.kept'))).toBeVisible();

  await page.goto('/my/leave');
  await screen.press('leave.ask');
  await screen.field('leave.kind').selectOption('unpaid');
  await screen.press('leave.send');
  await expect(page.locator('main').getByText(screen.say('app.kept'))).toBeVisible();

  await page.goto(`/my/visit/${firm.shift}`);
  await page.getByLabel(TASK, { exact: false }).first().check();
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'floor.png', mimeType: 'image/png', buffer: PICTURE });
  await expect(page.getByRole('img', { name: TASK })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('img', { name: TASK })).toBeVisible();
  expect(await phone.rows(page)).toHaveLength(4);

  await phone.context.setOffline(false);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect.poll(() => phone.rows(page)).toEqual([]);
  await expect(sign(page, 'sent')).toBeVisible();
  const visit = await worker.call<Visit>('GET', `~/shifts/${firm.shift}/visit`);
  expect(visit.items).toMatchObject([{ done_at: expect.any(String), photo_ids: [expect.any(String)] }]);
  const shift = await owner.call<{ assigned: { member_id: string }[] }>('GET', `~/shifts/${open}`);
  expect(shift.assigned.map(({ member_id }) => member_id)).toEqual([worker.member]);
  const { requests } = await worker.call<{ requests: object[] }>('GET', `~/members/${worker.member}/leave`);
  expect(requests).toMatchObject([{ kind: 'unpaid', state: 'asked' }]);

  // The client sees it by its link, without signing in.
  const { id: client } = await owner.call<{ id: string }>('POST', '~/clients', { name: '한강빌딩' });
  await owner.call('PUT', `~/sites/${firm.site}/client`, { client_id: client });
  const { url } = await owner.call<{ url: string }>('POST', `~/clients/${client}/links`, {});
  const visitor = await Phone.on();
  const shown = await visitor.open(new URL(url).pathname);
  await expect(shown.getByText('한강빌딩')).toBeVisible();
  await expect(shown.getByRole('img', { name: TASK })).toBeVisible();
  await Promise.all([phone.off(), visitor.off()]);
});
