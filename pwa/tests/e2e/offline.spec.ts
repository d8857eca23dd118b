// No network, no server, no battery: what was tapped is kept, and arrives once, in order.
import { expect, test } from '@playwright/test';
import { button, Phone, sign, tap } from './phone';
import { Firm, killServer, startServer, word } from './world';

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

test('a deep link never visited opens with the network cut and the server dead', async () => {
  const page = await phone.installed();
  await page.close();
  await phone.context.setOffline(true);
  await killServer();
  const deep = await phone.open('/week');
  await expect(deep.locator('h1')).toHaveText(word('week.title'));
  await expect(deep.getByText('역삼 타워').first()).toBeVisible();
  const today = await phone.open('/');
  await expect(button(today, 'today.in')).toBeVisible();
});

test('six writes without a network survive reloads, and arrive once and in order', async () => {
  const page = await phone.installed();
  await phone.context.setOffline(true);
  await killServer();
  await tap(page, 'today.in');
  await expect(page.getByText(word('punch.keptHint'))).toBeVisible();
  await tap(page, 'today.break');
  await page.reload();
  await tap(page, 'today.breakEnd');
  await tap(page, 'today.break');
  await tap(page, 'today.breakEnd');
  await page.reload();
  await tap(page, 'today.out');
  await expect(sign(page, 'offlineKept')).toBeVisible();
  expect(await phone.rows(page)).toHaveLength(6);
  expect(await page.evaluate(() => document.querySelector('header')?.textContent)).toContain('6');

  await startServer();
  await phone.context.setOffline(false);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(sign(page, 'sent')).toBeVisible();
  expect(await firm.kinds()).toEqual(['in', 'break_start', 'break_end', 'break_start', 'break_end', 'out']);
  await expect.poll(() => phone.rows(page)).toEqual([]);
});

test('a phone killed right after "kept" still has the tap, and sends it', async () => {
  const page = await phone.installed();
  await phone.context.setOffline(true);
  await button(page, 'today.in').click();
  await page.getByText(word('punch.keptHint')).waitFor();
  await phone.kill();

  // Chromium writes cookies to the disk every 30 s; the session of a real phone is older than that.
  phone = await Phone.on(firm.worker, phone.folder);
  await phone.context.setOffline(true);
  const again = await phone.open();
  await expect(button(again, 'today.out')).toBeVisible();
  await phone.context.setOffline(false);
  await again.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect.poll(() => firm.kinds()).toEqual(['in']);
});

test('a page closed in the middle of the request loses nothing and doubles nothing', async () => {
  const page = await phone.installed();
  const sent = new Promise<void>((resolve) => {
    page.route('**/api/v1/batch', async (route) => {
      // The server hears it, the page never hears the answer.
      await route.fetch().catch(() => undefined);
      resolve();
      await page.close();
    });
  });
  await button(page, 'today.in').click();
  await sent;
  await expect.poll(() => firm.kinds()).toEqual(['in']);
  const again = await phone.open();
  await expect(sign(again, 'sent')).toBeVisible();
  await expect.poll(() => phone.rows(again)).toEqual([]);
  expect(await firm.kinds()).toEqual(['in']);
});

test('a database that the browser evicted is filled again for the same person', async () => {
  const page = await phone.installed();
  const session = await phone.context.newCDPSession(page);
  await page.goto('about:blank');
  await session.send('Storage.clearDataForOrigin', {
    origin: new URL(process.env.BASE_URL ?? '').origin,
    storageTypes: 'indexeddb',
  });
  await page.goto('/week');
  await expect(page.locator('h1')).toHaveText(word('week.title'));
  await page.goto('/');
  await tap(page, 'today.in');
  await expect(sign(page, 'sent')).toBeVisible();
  expect(await firm.kinds()).toEqual(['in']);
});

test('a phone without room says so, keeps nothing, and keeps again when there is room', async () => {
  const page = await phone.installed();
  await page.evaluate(() => {
    const real = IDBObjectStore.prototype.add;
    Object.assign(window, { roomAgain: () => Object.assign(IDBObjectStore.prototype, { add: real }) });
    IDBObjectStore.prototype.add = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await button(page, 'today.in').click();
  await expect(page.getByText(word('common.storageFull'))).toBeVisible();
  await expect(button(page, 'today.in')).toBeVisible();
  await expect.poll(() => phone.rows(page)).toEqual([]);
  await page.evaluate(() => (window as unknown as { roomAgain(): void }).roomAgain());
  await tap(page, 'today.in');
  await expect.poll(() => firm.kinds()).toEqual(['in']);
});

test('the database of an older release is taken over, and what waited in it is sent', async () => {
  const page = await phone.context.newPage();
  await page.goto('/robots.txt');
  await page.evaluate(
    ({ account, org, site, id }) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('pumasi', 1);
        request.onupgradeneeded = () => {
          const database = request.result;
          const outbox = database.createObjectStore('outbox', { keyPath: 'id' });
          database.createObjectStore('documents', { keyPath: 'name' });
          const facts = database.createObjectStore('facts');
          facts.put(account, 'account_id');
          facts.put(account, 'documents_of');
          const body = { kind: 'in', site_id: site, device_time: new Date().toISOString() };
          outbox.put({
            ...{ id, method: 'PUT', path: `/api/v1/orgs/${org}/punches/${id}`, body, subject: 'punches' },
            ...{
              made_at: Date.now(),
              clock_offset_ms: null,
              account_id: account,
              state: 'waiting',
              attempts: 0,
            },
          });
        };
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          request.result.close();
          resolve();
        };
      }),
    {
      account: firm.worker.account,
      org: firm.worker.org,
      site: firm.site,
      id: '01932b3c-0000-7000-8000-0000000000aa',
    },
  );
  const app = await phone.open('/');
  await expect(sign(app, 'sent')).toBeVisible();
  expect(await firm.punches()).toMatchObject([{ id: '01932b3c-0000-7000-8000-0000000000aa', kind: 'in' }]);
  await expect(button(app, 'today.out')).toBeVisible();
});
