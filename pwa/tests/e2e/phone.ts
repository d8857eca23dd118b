// A phone in somebody's hand: a browser of its own with the app in it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BrowserContext,
  type CDPSession,
  chromium,
  expect,
  type Locator,
  type Page,
} from '@playwright/test';
import { BASE, type Person, SEOUL, word } from './world';

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-sync',
];

/** Less than a test has, so that a failure says what was waited for. */
const PATIENCE_MS = 20_000;

/** What sets one make of phone apart from another: its language, its camera, the browser in it. */
type LaunchOptions = NonNullable<Parameters<typeof chromium.launchPersistentContext>[1]>;

/** The browser inside the app through which most invitations travel in Korea. */
export const KAKAOTALK =
  'Mozilla/5.0 (Linux; Android 13; SM-A136S) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/141.0 Mobile Safari/537.36;KAKAOTALK 2410630';

/** What a row of the outbox holds, as far as tests ask. */
export interface Row {
  id: string;
  state: string;
  account_id: string;
  body: { kind?: string };
}

export class Phone {
  private constructor(
    readonly context: BrowserContext,
    readonly folder: string,
  ) {}

  /** A new phone, or one that was switched off, with everything that was on it. */
  static async on(
    person?: Person,
    folder = mkdtempSync(join(tmpdir(), 'phone-')),
    { args = [], ...make }: LaunchOptions = {},
  ): Promise<Phone> {
    const context = await chromium.launchPersistentContext(folder, {
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      headless: true,
      chromiumSandbox: false,
      args: [...FLAGS, ...args],
      baseURL: BASE,
      viewport: { width: 360, height: 800 },
      locale: 'ko-KR',
      timezoneId: 'Asia/Seoul',
      geolocation: SEOUL,
      permissions: ['geolocation', 'notifications'],
      ...make,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    if (person) await context.addCookies(person.cookies);
    return new Phone(context, folder);
  }

  /** Open the app in a new tab, and wait until it shows something to do. */
  async open(path = '/'): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(path);
    await page.locator('h1').waitFor();
    return page;
  }

  /** The app, with its release on the phone and its documents read. */
  async installed(path = '/'): Promise<Page> {
    const page = await this.open(path);
    await button(page, 'today.in').waitFor();
    await this.keepsApp(page);
    return page;
  }

  /** Wait until the whole release is on the phone, and the page is served from there. */
  async keepsApp(page: Page): Promise<void> {
    await page.evaluate(() => navigator.serviceWorker.ready);
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  }

  async rows(page: Page): Promise<Row[]> {
    return page.evaluate(
      () =>
        new Promise<Row[]>((resolve, reject) => {
          const request = indexedDB.open('pumasi');
          request.onerror = () => reject(request.error);
          request.onsuccess = () => {
            const all = request.result.transaction('outbox').objectStore('outbox').getAll();
            all.onsuccess = () => {
              request.result.close();
              resolve(all.result);
            };
          };
        }),
    );
  }

  async off(): Promise<void> {
    await this.context.close();
  }

  /** SIGKILL for all its processes, as when the battery is taken out. */
  async kill(): Promise<void> {
    const closed = new Promise((resolve) => this.context.once('close', resolve));
    const lines = execFileSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' }).split('\n');
    for (const line of lines.filter((each) => each.includes(`--user-data-dir=${this.folder}`))) {
      process.kill(Number.parseInt(line, 10), 'SIGKILL');
    }
    await closed;
  }

  /** The worker as Chromium's tools see it, from a page that is not the app. */
  async worker(): Promise<{ session: CDPSession; registrationId: string; origin: string; page: Page }> {
    const page = await this.context.newPage();
    const session = await this.context.newCDPSession(page);
    const found = new Promise<string>((resolve) => {
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const ours = registrations.find(({ scopeURL }) => scopeURL.startsWith(BASE));
        if (ours) resolve(ours.registrationId);
      });
    });
    await session.send('ServiceWorker.enable');
    return { session, registrationId: await found, origin: BASE, page };
  }
}

export function button(page: Page, key: string): Locator {
  return page.getByRole('button', { name: word(key), exact: true });
}

/** Tap, and wait until the phone says that it has kept the tap or the server that it has it. */
export async function tap(
  page: Page,
  key: 'today.in' | 'today.out' | 'today.break' | 'today.breakEnd',
): Promise<void> {
  const after = { 'today.in': 'today.out', 'today.break': 'today.breakEnd', 'today.breakEnd': 'today.break' };
  await button(page, key).click();
  if (key === 'today.out') await button(page, 'today.out').waitFor({ state: 'detached' });
  else await button(page, after[key]).waitFor();
}

/** The sign in the bar that tells whether everything is sent. */
export function sign(page: Page, key: 'sent' | 'offline' | 'offlineKept' | 'refused' | 'signedOut'): Locator {
  return page
    .locator('header')
    .getByText(word(`sync.${key}`))
    .first();
}

/** The phone, as far as the app can tell: no network, for the page and for the worker. */
export async function underground(phone: Phone): Promise<void> {
  await phone.context.setOffline(true);
}
