// The worker: a release that is complete or mends itself, a new one that waits for a tap, and sending while closed.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { button, Phone, sign, tap } from './phone';
import { control, Firm, killServer, startServer, word } from './world';

const PWA = fileURLToPath(new URL('../../', import.meta.url));

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

/** Build another release of the same sources into the folder that the server reads. */
function deploy(release?: string): void {
  const env = { ...process.env, ...(release && { PUMASI_E2E_RELEASE: release }) };
  execFileSync('npx', ['vite', 'build', '--logLevel', 'error'], { cwd: PWA, env });
}

async function version(page: Page): Promise<string> {
  // A cold start may load the page a second time, with the new release.
  await page.goto('/account', { waitUntil: 'commit' });
  const line = page.getByText(/\d+\.\d+\.\d+\+[0-9a-f]{8}/);
  return /\d+\.\d+\.\d+\+[0-9a-f]{8}/.exec((await line.textContent()) ?? '')?.[0] ?? '';
}

/** What the browser says of the releases, for a failure that has to be understood. */
function workers(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const [active, waiting] = [registration?.active?.state, registration?.waiting?.state];
    return JSON.stringify({ active, waiting, caches: await caches.keys() });
  });
}

/** The phone looks for a newer release, and has all of it. */
async function arrived(page: Page): Promise<void> {
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  const waiting = () =>
    page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state);
  await expect.poll(waiting, { timeout: 20_000 }).toBe('installed');
}

test('a precache that the browser evicted, its registration kept, heals', async () => {
  const page = await phone.installed();
  await page.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name);
  });
  await page.reload();
  await button(page, 'today.in').waitFor();
  const count = () =>
    page.evaluate(async () => {
      const names = await caches.keys();
      const counts = await Promise.all(
        names.map(async (name) => (await (await caches.open(name)).keys()).length),
      );
      return Math.max(0, ...counts);
    });
  await expect.poll(count).toBeGreaterThan(20);
  await phone.context.setOffline(true);
  await killServer();
  const deep = await phone.open('/week');
  await expect(deep.locator('h1')).toHaveText(word('week.title'));
});

test('a deploy while a page is open: its lazy screens open, the new version is offered, and taken on a tap', async () => {
  test.setTimeout(150_000);
  const page = await phone.installed();
  const before = await version(page);
  await page.goto('/');
  await button(page, 'today.in').waitFor();
  await phone.context.setOffline(true);
  await tap(page, 'today.in');
  try {
    deploy('next');
    await phone.context.setOffline(false);
    await arrived(page);
    await expect(page.getByText(word('common.updateReady'))).toBeVisible({ timeout: 20_000 });
    // Nothing is forced: the old release goes on, screens that were never opened included.
    await page.getByRole('link', { name: word('nav.week'), exact: true }).click();
    await expect(page.locator('h1')).toHaveText(word('week.title'));
    await button(page, 'common.updateNow').click();
    await expect(page.getByText(word('common.updateReady'))).toHaveCount(0, { timeout: 20_000 });
    const after = await version(page);
    expect(after).not.toBe(before);
    await expect.poll(() => firm.kinds()).toEqual(['in']);

    // The next one takes over by itself at a cold start, before anything is on the screen.
    deploy('after-next');
    await arrived(page);
    await expect(page.getByText(word('common.updateReady'))).toBeVisible({ timeout: 20_000 });
    let seen = after;
    let started = page;
    for (let tries = 0; seen === after && tries < 8; tries += 1) {
      await started.close();
      // The phone is in the pocket for a moment: whoever opens the app again has closed it before.
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      started = await phone.context.newPage();
      seen = await version(started);
    }
    expect(seen, await workers(started)).not.toBe(after);
    await expect(started.getByText(word('common.updateReady'))).toHaveCount(0);
  } finally {
    deploy();
  }
});

test('the kill switch clears the caches, removes the worker, and leaves what people wrote', async () => {
  test.setTimeout(90_000);
  const page = await phone.installed();
  await phone.context.setOffline(true);
  await tap(page, 'today.in');
  await control('/worker-off');
  try {
    await page.route('**/api/v1/batch', (route) => route.fulfill({ status: 503 }));
    await phone.context.setOffline(false);
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await expect
      .poll(() => page.evaluate(async () => (await caches.keys()).length).catch(() => -1), {
        // Chromium lets a worker go that was just asked for a file only after its 30 idle seconds.
        timeout: 45_000,
      })
      .toBe(0);
    await page.locator('h1').waitFor();
    expect(await phone.rows(page)).toMatchObject([{ state: 'waiting' }]);
  } finally {
    await control('/worker-on');
  }
  await page.unroute('**/api/v1/batch');
  await page.reload();
  await expect(sign(page, 'sent')).toBeVisible();
  expect(await firm.kinds()).toEqual(['in']);
});

test('all pages closed: the worker sends the outbox on `sync`', async () => {
  const page = await phone.installed();
  await phone.context.setOffline(true);
  await tap(page, 'today.in');
  await page.close();
  await phone.context.setOffline(false);
  const { session, registrationId, origin } = await phone.worker();
  await session.send('ServiceWorker.dispatchSyncEvent', {
    origin,
    registrationId,
    tag: 'outbox',
    lastChance: false,
  });
  await expect.poll(() => firm.kinds()).toEqual(['in']);
});

test('all pages closed: a push shows a notification and sends the outbox', async () => {
  const page = await phone.installed();
  await phone.context.setOffline(true);
  await tap(page, 'today.in');
  const worker = phone.context.serviceWorkers()[0];
  // Headless Chromium shows no notifications.
  await worker?.evaluate(() => {
    const scope = self as unknown as { registration: ServiceWorkerRegistration; shown: unknown[] };
    scope.shown = [];
    Object.assign(scope.registration, {
      showNotification: async (...shown: unknown[]) => void scope.shown.push(shown),
    });
  });
  await page.close();
  await phone.context.setOffline(false);
  const { session, registrationId, origin } = await phone.worker();
  const data = JSON.stringify({
    web_push: 8030,
    notification: { title: '새 근무표', body: '이번 주', navigate: '/week' },
  });
  await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
  await expect.poll(() => firm.kinds()).toEqual(['in']);
  const shown = await worker?.evaluate(() => (self as unknown as { shown: unknown[] }).shown);
  expect(shown).toMatchObject([['새 근무표', { body: '이번 주', data: { path: '/week' } }]]);

  await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: 'not JSON' });
  await expect
    .poll(() => worker?.evaluate(() => (self as unknown as { shown: unknown[] }).shown.length))
    .toBe(2);
});

test('a missing asset is 404 and never the page; what must be fresh is asked for each time', async ({
  request,
}) => {
  const missing = await request.get('/assets/gone-00000000.js');
  expect(missing.status()).toBe(404);
  expect(missing.headers()['content-type']).not.toContain('html');
  for (const path of ['/', '/sw.js', '/manifest.webmanifest', '/week']) {
    expect((await request.get(path)).headers()['cache-control'], path).toBe('no-cache');
  }
  const page = await request.get('/');
  expect(page.headers()['content-security-policy']).not.toContain('unsafe');
  const asset = /src="(\/assets\/[^"]+)"/.exec(await page.text())?.[1] ?? '';
  expect((await request.get(asset)).headers()['cache-control']).toContain('immutable');
});
