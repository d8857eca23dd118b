// Pushes and the inbox: what the worker shows, what a tap opens, what the server hears; also without a signal.
import { type CDPSession, expect, type Page, test, type Worker } from '@playwright/test';
import { Phone, tap } from './phone';
import { Screen } from './screen';
import { Firm, killServer, receiptOf, smsTo, startServer, word } from './world';

interface Told {
  id: string;
  title: string;
  read_at: string | null;
}

let firm: Firm;
let phone: Phone;
/** The rota that the worker was told of. */
let told: Told;

test.beforeEach(async () => {
  firm = await Firm.found();
  phone = await Phone.on(firm.worker);
  await expect.poll(async () => (await inbox()).length).toBeGreaterThan(0);
  [told] = (await inbox()) as [Told];
});

test.afterEach(async () => {
  await phone.off().catch(() => undefined);
  await startServer();
});

async function inbox(): Promise<Told[]> {
  return (await firm.worker.call<{ items: Told[] }>('GET', '~/inbox')).items;
}

const readAt = async () => (await inbox()).find(({ id }) => id === told.id)?.read_at ?? null;

/** What `showNotification` was asked for. Headless Chromium shows none itself. */
interface Shown {
  title: string;
  options: { body?: string; tag?: string; renotify?: boolean; data: { path: string; id?: string } };
}

interface Scope {
  shown: Shown[];
  opened: string[];
  registration: ServiceWorkerRegistration;
  clients: object;
}

/** The worker's edge towards the phone's screen; nothing of ours is replaced. */
async function watched(): Promise<Worker> {
  const [worker] = phone.context.serviceWorkers();
  if (!worker) throw new Error('no worker');
  await worker.evaluate(() => {
    const scope = self as unknown as Scope;
    scope.shown = [];
    scope.opened = [];
    Object.assign(scope.registration, {
      showNotification: async (title: string, options: Shown['options']) =>
        void scope.shown.push({ title, options }),
    });
    // Without a finger on the glass the browser opens no window.
    Object.assign(scope.clients, { openWindow: async (path: string) => void scope.opened.push(path) });
  });
  return worker;
}

const shownBy = (worker: Worker) => worker.evaluate(() => (self as unknown as Scope).shown);

async function payload(more: object = {}, extra: object = {}): Promise<string> {
  const { org } = firm.worker;
  return JSON.stringify({
    web_push: 8030,
    notification: {
      ...{ title: '새 근무표가 나왔어요', body: '이번 주', lang: 'ko', tag: 'week' },
      ...{ navigate: `/open/${org}/${told.id}?to=%2Fweek`, ...more },
    },
    pumasi: {
      ...{ org, id: told.id, receipt: await receiptOf(firm.worker, told.id), tag: 'week', urgency: 'normal' },
      ...extra,
    },
  });
}

async function deliver(session: CDPSession, registrationId: string, origin: string, data: string) {
  await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
}

/** A tap on what was shown last, as the browser tells the worker of it. */
function tapNote(worker: Worker): Promise<void> {
  return worker.evaluate(() => {
    const scope = self as unknown as Scope & EventTarget;
    const note = { close: () => undefined, data: scope.shown.at(-1)?.options.data };
    const event = new Event('notificationclick');
    const work: Promise<unknown>[] = [];
    Object.assign(event, { notification: note, waitUntil: (more: Promise<unknown>) => work.push(more) });
    scope.dispatchEvent(event);
    return Promise.all(work).then(() => undefined);
  });
}

/** Receipts that the phone still has to send. */
function receipts(page: Page): Promise<{ received_at?: string; opened_at?: string }[]> {
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open('pumasi-push');
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const all = request.result.transaction('receipts').objectStore('receipts').getAll();
          all.onsuccess = () => {
            request.result.close();
            resolve(all.result);
          };
        };
      }),
  );
}

test('a push is shown, acknowledged and replaced; a tap opens its screen, the server stopped; all is said later, once', async () => {
  const page = await phone.installed();
  let worker = await watched();
  const { session, registrationId, origin, page: outside } = await phone.worker();

  await deliver(session, registrationId, origin, await payload());
  await expect.poll(() => shownBy(worker)).toHaveLength(1);
  await deliver(session, registrationId, origin, 'not JSON');
  await deliver(
    session,
    registrationId,
    origin,
    await payload({ body: '바뀌었어요' }, { urgency: 'urgent' }),
  );
  await expect.poll(() => shownBy(worker)).toHaveLength(3);
  const [first, second, third] = await shownBy(worker);
  expect(first).toMatchObject({ title: '새 근무표가 나왔어요', options: { tag: 'week', renotify: false } });
  expect(second).toMatchObject({ title: '품앗이' });
  expect(third).toMatchObject({ options: { tag: 'week', renotify: true, requireInteraction: true } });
  await expect.poll(() => receipts(page)).toEqual([]);
  expect(await readAt()).toBeNull();

  // A tap while nothing answers: the app goes to the screen, and keeps what the server must hear.
  await killServer();
  await page.bringToFront();
  await tapNote(worker);
  await expect(page).toHaveURL(/\/week$/);
  await new Screen(page).isAt('week.title');
  expect(await receipts(page)).toMatchObject([{ opened_at: expect.any(String) }]);
  expect(await phone.rows(page)).toMatchObject([{ state: 'waiting' }]);

  // All pages closed, the worker stopped: a push wakes it. (Chromium's tools hold a worker that starts while they
  // take its network away, so it is the server that is gone.)
  await page.close();
  await session.send('ServiceWorker.stopAllWorkers');
  await deliver(session, registrationId, origin, await payload());
  await outside.goto('/install');
  const both = { received_at: expect.any(String), opened_at: expect.any(String) };
  await expect.poll(() => receipts(outside)).toMatchObject([both]);

  await startServer();
  const sync = { origin, registrationId, tag: 'outbox', lastChance: false };
  await session.send('ServiceWorker.dispatchSyncEvent', sync);
  await expect.poll(() => receipts(outside)).toEqual([]);
  await expect.poll(readAt).not.toBeNull();

  // No window of the app is open: the worker opens one.
  await outside.goto('about:blank');
  worker = await watched();
  await deliver(session, registrationId, origin, await payload());
  await expect.poll(() => shownBy(worker)).toHaveLength(1);
  await tapNote(worker);
  const opened = await worker.evaluate(() => (self as unknown as Scope).opened);
  expect(opened).toEqual([`/open/${firm.worker.org}/${told.id}?to=%2Fweek`]);
});

test('the inbox is read without a signal: the count drops at once, the server hears of it later', async () => {
  const page = await phone.installed();
  const screen = new Screen(page);
  const bell = page.getByRole('banner').getByRole('link', { name: word('nav.inbox') });
  await expect(bell).toHaveText('1');
  await phone.context.setOffline(true);
  await bell.click();
  await screen.isAt('inbox.title');
  await page.getByRole('link', { name: told.title }).click();
  await expect(page.locator('h1')).toHaveText(told.title);
  await screen.sees('notice.whyTitle');
  await page.getByRole('button', { name: word('app.back') }).click();
  await screen.isAt('inbox.title');
  await expect(bell).toHaveText('');
  await expect(page.getByText(word('inbox.unreadTitle'))).toHaveCount(0);
  expect(await readAt()).toBeNull();
  await phone.context.setOffline(false);
  await expect.poll(readAt).not.toBeNull();
});

test('one tap turns a topic off, one more takes that back; a switch of the preferences reaches the server', async () => {
  const page = await phone.installed(`/`);
  const screen = new Screen(page);
  await page.goto(`/inbox/${told.id}`);
  await page.getByRole('button', { name: /그만 받기/ }).click();
  await page.getByText(/꺼져 있어요/).waitFor();
  await screen.press('app.undo');
  await page.getByRole('button', { name: /그만 받기/ }).waitFor();
  expect((await phone.rows(page)).filter(({ state }) => state === 'waiting')).toEqual([]);

  await page.goto('/account/notifications');
  const wanted = page.getByRole('switch', { name: new RegExp(`: ${word('channel.sms')}`) }).last();
  const name = (await wanted.getAttribute('aria-label')) ?? '';
  await wanted.click();
  interface Held {
    topics: { title: string; channels: { channel: string; wanted: boolean }[] }[];
  }
  const held = async () => {
    const { topics } = await firm.worker.call<Held>('GET', '/me/preferences');
    const topic = topics.find(({ title }) => name.startsWith(title));
    return topic?.channels.find(({ channel }) => channel === 'sms')?.wanted;
  };
  await expect.poll(held).toBe(false);
});

test('the link of a text message is read by opening it, signed in or not, and the office sees that at once', async () => {
  const office = await Phone.on(firm.owner);
  const stranger = await Phone.on();
  try {
    const path = async () => /\/n\/[\w-]+/.exec((await smsTo(firm.worker.phone)).at(-1) ?? '')?.[0] ?? '';
    await expect.poll(path).not.toBe('');
    const list = await office.open('/messages');
    const row = list.getByRole('link', { name: told.title });
    await expect(row).toContainText(`1명 ${word('people.sent')}`);

    const unknown = await stranger.open(await path());
    await new Screen(unknown).sees('notice.signInTitle');
    await expect.poll(readAt).not.toBeNull();
    await expect(row).toContainText(`1명 ${word('people.read')}`);
    await row.click();
    await expect(list.getByText(firm.worker.name)).toBeVisible();

    const page = await phone.open(await path());
    await expect(page).toHaveURL(/\/week/);
    await new Screen(await stranger.open('/n/over')).sees('notice.linkGoneTitle');
  } finally {
    await Promise.all([office.off(), stranger.off()]);
  }
});

/** The edge of the browser: headless Chromium has no push service to subscribe at. */
function subscribes(): void {
  const ENDPOINT = 'https://fcm.googleapis.com/fcm/send/e2e-';
  const kept = () =>
    JSON.parse(localStorage.getItem('stub') ?? 'null') as { end: string; key: number[] } | null;
  const made = ({ end, key }: { end: string; key: number[] }) => ({
    endpoint: ENDPOINT + end,
    options: {},
    getKey: (name: string) =>
      name === 'auth' ? new Uint8Array(16).fill(7).buffer : Uint8Array.from(key).buffer,
    unsubscribe: async () => {
      localStorage.removeItem('stub');
      return true;
    },
  });
  PushManager.prototype.getSubscription = async () => {
    const held = kept();
    return (held && made(held)) as unknown as PushSubscription;
  };
  PushManager.prototype.subscribe = async () => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
    const key = [...new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))];
    const fresh = { end: crypto.randomUUID(), key };
    localStorage.setItem('stub', JSON.stringify(fresh));
    return made(fresh) as unknown as PushSubscription;
  };
}

test('after a clock-in, and never before, the phone asks; a yes registers it, a sign-out ends it', async () => {
  await phone.context.addInitScript(subscribes);
  const page = await phone.installed();
  const screen = new Screen(page);
  await expect(screen.text('ask.title')).toHaveCount(0);
  await tap(page, 'today.in');
  await screen.sees('ask.title');
  await screen.press('ask.yes');
  interface Devices {
    items: { current: boolean; shows_text: boolean }[];
  }
  // Told by the phone's own session, so that the list knows which one asks.
  const devices = async () =>
    page.evaluate(async () => ((await (await fetch('/api/v1/me/push-devices')).json()) as Devices).items);
  await expect.poll(devices).toMatchObject([{ current: true, shows_text: false }]);
  await expect(screen.text('ask.title')).toHaveCount(0);

  await page.goto('/account/notifications');
  await screen.sees('push.is_on');
  await page.getByRole('switch', { name: word('push.showText') }).click();
  await expect.poll(devices).toMatchObject([{ current: true, shows_text: true }]);
  await page.goto('/account');
  await screen.press('account.signOut');
  await screen.isAt('signIn.title');
  expect(await page.evaluate(() => [localStorage.getItem('stub'), localStorage.getItem('push')])).toEqual([
    null,
    null,
  ]);
});
