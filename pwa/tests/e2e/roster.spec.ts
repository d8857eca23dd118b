// The office's week on a phone: a shift that repeats, seats filled by the automatic roster, the summary before
// everybody is told, and somebody who asks for a free seat.
import { expect, test } from '@playwright/test';
import { Phone } from './phone';
import { Screen } from './screen';
import { Firm, type Person } from './world';

const WEEK_MS = 7 * 86_400_000;

let firm: Firm;
let phone: Phone;
let desk: Screen;
let worker: Person;

/** A time of day in Seoul some weeks ahead. */
const ahead = (weeks: number, hour: number) => {
  const day = new Date(Date.now() + weeks * WEEK_MS).toISOString().slice(0, 10);
  return new Date(`${day}T${String(hour).padStart(2, '0')}:00:00+09:00`).toISOString();
};

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  firm = await Firm.found();
  worker = firm.worker;
  phone = await Phone.on(firm.owner);
  desk = new Screen(await phone.open('/plan'));
});

test.afterAll(() => phone.off());

test('a shift that repeats says its next days, and stands in the weeks to come', async () => {
  await desk.press('plan.add');
  await desk.fill('plan.from', '06:00');
  await desk.fill('plan.to', '09:00');
  await desk.fill('plan.seats', '1');
  await desk.page.getByRole('switch', { name: desk.say('series.repeats') }).click();
  await desk.sees('series.next');
  await desk.press('series.make');
  await desk.sees('series.made');
  await desk.press('week.next');
  await expect(desk.page.getByText(/안 알린 근무 1개/)).toBeVisible();
});

test('the automatic roster suggests somebody, says why, and is taken over', async () => {
  await desk.press('plan.tools');
  await desk.page
    .getByRole('dialog')
    .getByRole('button', { name: desk.say('engine.title') })
    .click();
  await desk.page.getByText('10초', { exact: true }).click();
  await desk.press('engine.start');
  const take = desk.page.getByRole('button', { name: /1자리 받아들이기/ });
  // The engine begins in a process of its own, which takes a while where many work at once.
  await take.click({ timeout: 45_000 });
  await desk.sees('engine.applied');
});

test('who hears of what is shown before everybody is told', async () => {
  await desk.press('plan.publish');
  const sheet = desk.page.getByRole('dialog');
  await expect(sheet.getByRole('listitem').filter({ hasText: /3시간/ })).toHaveCount(1);
  await sheet.getByRole('button', { name: /알리기$/ }).click();
  await desk.sees('plan.noChanges');
});

test('who asks for a free seat gets it by a tap', async () => {
  const body = {
    site_id: firm.site,
    starts_at: ahead(2, 13),
    ends_at: ahead(2, 15),
    seats: 1,
    open_by: 'request',
  };
  const { id } = await firm.owner.call<{ id: string }>('POST', '~/shifts', body);
  await firm.owner.call('POST', '~/publications', { from: ahead(2, 12), to: ahead(2, 16) });
  await worker.call('PUT', `~/shifts/${id}/claim`, { note: '제가 할게요' });
  await desk.page.goto('/office/requests');
  await expect(desk.page.getByText('제가 할게요')).toBeVisible();
  await desk.page.getByRole('button', { name: `${worker.name}: ${desk.say('approve.give')}` }).click();
  await desk.sees('approve.gave', { name: worker.name });
  const shift = await firm.owner.call<{ assigned: { member_id: string }[] }>('GET', `~/shifts/${id}`);
  expect(shift.assigned.map(({ member_id }) => member_id)).toEqual([worker.member]);
});
