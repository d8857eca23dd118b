// A record is mended: the worker asks and objects without a signal, the office decides with before and after in sight.
import { expect, test } from '@playwright/test';
import { Phone, sign, underground } from './phone';
import { Screen } from './screen';
import { Firm, newId, type Person } from './world';

const HOUR_MS = 3_600_000;
const moment = (hours: number) =>
  new Date(Math.floor(Date.now() / 60_000) * 60_000 + hours * HOUR_MS).toISOString();

interface Session {
  items: { state: string; answer: string | null; changes: { undone: boolean }[] }[];
}

async function tap(person: Person, kind: string, at: string, site_id: string): Promise<string> {
  const id = newId();
  await person.call('PUT', `~/punches/${id}`, { kind, device_time: at, site_id });
  return id;
}

test('a correction is asked for and another objected to underground; the office answers both', async () => {
  const firm = await Firm.found();
  const { owner, worker, site } = firm;
  await tap(worker, 'in', moment(-30), site);
  const left = await tap(worker, 'out', moment(-27), site);
  await tap(worker, 'in', moment(-9), site);
  await tap(worker, 'out', moment(-6), site);
  await owner.call('PUT', `~/corrections/${newId()}`, {
    member_id: worker.member,
    reason: '일찍 갔다고 들음',
    changes: [{ replaces: left, kind: 'out', at: moment(-28), site_id: site }],
  });

  const phone = await Phone.on(worker);
  const page = await phone.installed();
  const screen = new Screen(page);
  await page.goto('/my/fix');
  await screen.sees('fix.toAnswer');
  await underground(phone);

  await screen.press('fix.object');
  await screen.fill('fix.objectReason', '세 시간 다 일했어요');
  await screen.press('fix.objectSend');
  await expect(screen.button('fix.object')).toHaveCount(0);

  // The last punch was tapped too early: half an hour more.
  const shown = page.getByRole('listitem').filter({ hasText: screen.say('punch.out') });
  await shown.first().getByRole('button').click();
  const until = new Date(Date.parse(moment(-5.5)) + 9 * HOUR_MS).toISOString();
  await screen.fill('fix.date', until.slice(0, 10));
  await page.locator('dialog input[type=time]').fill(until.slice(11, 16));
  await screen.press('fix.forgot');
  await screen.press('fix.send');
  await expect(page.locator('main').getByText(screen.say('app.kept')).first()).toBeVisible();
  expect(await phone.rows(page)).toHaveLength(2);

  await phone.context.setOffline(false);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect.poll(() => phone.rows(page)).toEqual([]);
  await expect(sign(page, 'sent')).toBeVisible();

  const desk = await Phone.on(owner);
  const office = await desk.open('/office/fixes');
  const queue = new Screen(office);
  await expect(office.locator('del')).toHaveCount(1);
  await queue.press('fix.approve');
  await queue.sees('fix.noneAsked');
  await office.getByText('이의 있음', { exact: true }).click();
  await expect(office.getByText('세 시간 다 일했어요')).toBeVisible();
  await queue.press('fix.undo');
  await queue.sees('fix.undone');

  const { items } = await owner.call<Session>('GET', `~/corrections?member_id=${worker.member}`);
  expect(items.map(({ state, answer }) => [state, answer])).toEqual([
    ['standing', null],
    ['standing', null],
    ['standing', 'objected'],
  ]);
  expect(items[2]?.changes[0]?.undone).toBe(true);
  await expect(page.getByText(screen.say('fix.toAnswer'))).toBeVisible();
  await Promise.all([phone.off(), desk.off()]);
});
