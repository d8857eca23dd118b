// What servers, sessions, clocks and other people do to the queue.
import { expect, type Page, test } from '@playwright/test';
import { button, Phone, sign, tap } from './phone';
import { Firm, killServer, newId, Person, startServer, word } from './world';

let firm: Firm;
let phone: Phone;

test.beforeEach(async () => {
  firm = await Firm.found();
  phone = await Phone.on(firm.worker);
});

test.afterEach(async () => {
  await phone.off().catch(() => undefined);
  await startServer();
});

/** Put writes into the outbox as a screen does, without its buttons. */
async function put(
  page: Page,
  items: { method: string; path: string; body: unknown; subject: string; id: string }[],
) {
  await page.evaluate(async (drafts) => {
    const request = indexedDB.open('pumasi');
    const database = await new Promise<IDBDatabase>((resolve) => {
      request.onsuccess = () => resolve(request.result);
    });
    const tx = database.transaction(['outbox', 'facts'], 'readwrite');
    const account = await new Promise((resolve) => {
      const asked = tx.objectStore('facts').get('account_id');
      asked.onsuccess = () => resolve(asked.result);
    });
    for (const draft of drafts) {
      tx.objectStore('outbox').add({
        ...draft,
        ...{ made_at: Date.now(), clock_offset_ms: 0, account_id: account },
        ...{ state: 'waiting', not_before: 0, attempts: 0 },
      });
    }
    await new Promise((resolve) => {
      tx.oncomplete = resolve;
    });
    database.close();
  }, items);
}

const punch = (id: string, kind: string, more: object = {}) => ({
  ...{ id, method: 'PUT', path: `/api/v1/orgs/${firm.worker.org}/punches/${id}`, subject: 'punches' },
  body: { kind, site_id: firm.site, device_time: new Date().toISOString(), ...more },
});

const awake = (page: Page) => page.evaluate(() => window.dispatchEvent(new Event('online')));

test('the server commits and is killed before it answers: one effect', async () => {
  const page = await phone.installed();
  let answers = 0;
  await page.route('**/api/v1/batch', async (route) => {
    answers += 1;
    if (answers > 1) return route.continue();
    await route.fetch();
    await killServer();
    await route.abort();
  });
  await tap(page, 'today.in');
  await expect(sign(page, 'offlineKept')).toBeVisible();
  await startServer();
  await expect(sign(page, 'sent')).toBeVisible({ timeout: 20_000 });
  expect(await firm.kinds()).toEqual(['in']);
  expect(answers).toBeGreaterThan(1);
});

test('a 503 keeps the queue and tries again by itself', async () => {
  const page = await phone.installed();
  let refusals = 2;
  await page.route('**/api/v1/batch', (route) =>
    refusals-- > 0 ? route.fulfill({ status: 503 }) : route.continue(),
  );
  await tap(page, 'today.in');
  await expect(sign(page, 'sent')).toBeVisible({ timeout: 15_000 });
  expect(refusals).toBeLessThan(0);
  expect(await firm.kinds()).toEqual(['in']);
});

test('a session that was ended elsewhere parks the queue, says so, and signing in again sends it', async () => {
  const page = await phone.installed();
  const { items } = await firm.worker.call<{ items: { id: string }[] }>('GET', '/me/sessions');
  for (const { id } of items) await firm.worker.call('DELETE', `/me/sessions/${id}`);
  await tap(page, 'today.in');
  await expect(sign(page, 'signedOut')).toBeVisible();
  expect(await phone.rows(page)).toMatchObject([{ state: 'waiting' }]);

  await signInByHand(page, firm.worker);
  await expect.poll(() => firm.kinds()).toEqual(['in']);
});

async function signInByHand(page: Page, person: Person) {
  await page.goto('/sign-in');
  await page.locator('input[type=tel]').fill(person.phone.replace('+82', '0'));
  await button(page, 'signIn.sendCode').click();
  await page.locator('input[autocomplete=one-time-code]').fill(await waitForCode(person));
  await button(page, 'signIn.enter').click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

const used = new Map<Person, string>();

async function waitForCode(person: Person): Promise<string> {
  const before = used.get(person) ?? '';
  await expect.poll(() => person.code()).not.toBe(before);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const code = await person.code();
  used.set(person, code);
  return code;
}

test('three tabs and the worker drain at once: each item is sent once', async () => {
  const page = await phone.installed();
  const tabs = [page, await phone.open(), await phone.open('/week')];
  await phone.context.setOffline(true);
  const sites = Array.from({ length: 30 }, (_, n) => ({
    ...{ id: newId(), method: 'PATCH', path: '/api/v1/me', subject: 'me' },
    body: { name: `이순자 ${n}` },
  }));
  await put(page, sites);
  const sent: string[] = [];
  phone.context.on('request', (request) => {
    if (!request.url().endsWith('/batch')) return;
    sent.push(...(request.postDataJSON() as { requests: { id: string }[] }).requests.map(({ id }) => id));
  });
  await phone.context.setOffline(false);
  const { session, registrationId, origin } = await phone.worker();
  const background = session.send('ServiceWorker.dispatchSyncEvent', {
    ...{ origin, registrationId, tag: 'outbox', lastChance: false },
  });
  await Promise.all([...tabs.map(awake), background]);
  await expect.poll(async () => (await phone.rows(page)).length).toBe(0);
  expect([...sent].sort()).toEqual(sites.map(({ id }) => id).sort());
  expect(await firm.worker.call('GET', '/me')).toMatchObject({ account: { name: '이순자 29' } });
});

test('a refused item stays with its reason, the rest goes on, and a person decides', async () => {
  const page = await phone.installed();
  await phone.context.setOffline(true);
  const wrong = punch(newId(), 'in', { site_id: newId() });
  await put(page, [wrong, punch(newId(), 'in')]);
  await phone.context.setOffline(false);
  await awake(page);
  await expect(sign(page, 'refused')).toBeVisible();
  expect(await firm.kinds()).toEqual(['in']);
  await expect.poll(() => phone.rows(page)).toMatchObject([{ id: wrong.id, state: 'refused' }]);

  await page.reload();
  await page.goto('/waiting');
  await expect(page.getByRole('heading', { name: word('waiting.refusedTitle') })).toBeVisible();
  await button(page, 'waiting.dismiss').click();
  await expect.poll(() => phone.rows(page)).toEqual([]);
});

test('a malformed item is refused alone and blocks nobody', async () => {
  const page = await phone.installed();
  await phone.context.setOffline(true);
  const malformed = [
    { ...punch(newId(), 'in'), path: 'not a path', subject: 'a' },
    { ...punch(newId(), 'sideways'), subject: 'b' },
    { ...punch('short', 'in'), subject: 'c' },
    { ...punch(newId(), 'in'), method: 'BREW', subject: 'd' },
  ];
  await put(page, [...malformed, punch(newId(), 'in')]);
  await phone.context.setOffline(false);
  await awake(page);
  await expect.poll(() => firm.kinds()).toEqual(['in']);
  await expect
    .poll(async () => (await phone.rows(page)).map(({ state }) => state))
    .toEqual(Array(4).fill('refused'));
});

test('a phone three hours fast is booked at the true time', async () => {
  const page = await phone.context.newPage();
  await page.addInitScript(() => {
    const Real = Date;
    const ahead = 3 * 3_600_000;
    class Fast extends Real {
      constructor(...given: [number]) {
        super(...((given.length ? given : [Real.now() + ahead]) as [number]));
      }
      static override now() {
        return Real.now() + ahead;
      }
    }
    globalThis.Date = Fast as DateConstructor;
  });
  await page.goto('/');
  await button(page, 'today.in').waitFor();
  await phone.context.setOffline(true);
  const truth = Date.now();
  await tap(page, 'today.in');
  await phone.context.setOffline(false);
  await awake(page);
  await expect.poll(() => firm.kinds()).toEqual(['in']);
  const [stored] = await firm.punches();
  expect(Math.abs(Date.parse(stored?.believed_at ?? '') - truth)).toBeLessThan(2_000);
  expect(Date.parse(stored?.device_time ?? '') - truth).toBeGreaterThan(2.9 * 3_600_000);
  expect(stored?.flags).toContain('clock_skew');
});

test('another person on the same phone sees nothing of the first and never sends what is theirs', async () => {
  const second = await firm.hire(await new Person('정대만').signIn());
  const page = await phone.installed();
  await phone.context.setOffline(true);
  await tap(page, 'today.in');
  // Before the queue is sent the first person leaves, and somebody else signs in.
  await page.route('**/api/v1/batch', (route) => route.fulfill({ status: 503 }));
  await phone.context.setOffline(false);
  await page.goto('/account');
  await button(page, 'account.signOut').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await button(page, 'account.unsentKeep').click();
  await page.locator('input[type=tel]').waitFor();
  expect(await page.evaluate(() => document.body.innerText)).not.toContain('이순자');
  await page.unroute('**/api/v1/batch');

  await signInByHand(page, second);
  await page.goto('/');
  await expect(sign(page, 'sent')).toBeVisible();
  await expect(page.getByText('이순자')).toHaveCount(0);
  expect(await firm.kinds()).toEqual([]);
  expect(await firm.kinds(second)).toEqual([]);
  expect(await phone.rows(page)).toMatchObject([{ account_id: firm.worker.account, state: 'waiting' }]);

  await page.goto('/account');
  await button(page, 'account.signOut').click();
  await page.locator('input[type=tel]').waitFor();
  await signInByHand(page, firm.worker);
  await expect.poll(() => firm.kinds()).toEqual(['in']);
  expect(await firm.kinds(second)).toEqual([]);
});
