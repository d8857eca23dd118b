// Every screen for everybody: axe, targets for thumbs, twice the text size; both languages, light and dark.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, expect, type Page, test } from '@playwright/test';
import { KAKAOTALK } from './phone';
import { Screen } from './screen';
import { BASE, Firm, type Language, Person, SEOUL, word } from './world';

const source = (path: string) => readFileSync(new URL(`../../src/${path}`, import.meta.url), 'utf8');
const ROUTES = source('app/routes.ts');
/** The addresses of a table of screens. */
const below = (at: string, table: string) =>
  [...source(table).matchAll(/^ {2}'?([\w-]+)'?: \{/gm)].map(([, name]) => `${at}/${name}`);
/** Of the office, each below one address; the rows there name them. */
const OFFICE = below('/office', 'plan/screens.ts');
/** Of a worker, likewise. */
const MINE = below('/my', 'time/screens.ts');
const ROWS = [...ROUTES.matchAll(/\bat\('(\/[^']*)'/g)].map(([, path = '']) => path);
/** Without what only leads on, and with what has a table of its own. */
const PATHS = [
  ...['/', '/q/:token'],
  ...ROWS.filter((path) => !/^\/(open|office|my)\//.test(path)),
  ...OFFICE,
];
/** Seen without signing in; whoever is signed in is sent on from there. */
const OPEN = PATHS.filter((path) => new RegExp(`at\\('${path}'.*\\bopen\\b`).test(ROUTES));
/** What a worker's phone shows otherwise than a manager's. */
const WORKERS = ['/', '/week', '/account', '/inbox', '/inbox/:id', '/account/notifications', ...MINE];

const PHONE = { width: 360, height: 800 };
const TARGET_PX = 48;

/** People of the world "cleaning firm", where there is something to see on every screen. */
const owner = new Person('김영숙', '+821000000001');
const worker = new Person('이순자', '+821000000011');

let browser: Browser;
let known: Record<string, string>;

test.beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    chromiumSandbox: false,
  });
  for (const person of [owner, worker]) await enter(person);
  known = await lookAround();
});

test.afterAll(async () => {
  for (const person of [owner, worker]) await person.call('PATCH', '/me', { language: 'ko' });
  await browser?.close();
});

interface Me {
  memberships: { org_id: string }[];
}

interface Items {
  items: { id: string; flags: string[] }[];
}

/** Signs in once for all runs of this file on one site: after a failed test it is read again. */
async function enter(person: Person): Promise<void> {
  const kept = join(tmpdir(), `pumasi-e2e-${new URL(BASE).port}-${person.phone}`);
  if (existsSync(kept)) person.cookie = readFileSync(kept, 'utf8');
  else await person.signIn();
  writeFileSync(kept, person.cookie, { mode: 0o600 });
  const { memberships } = await person.call<Me>('GET', '/me');
  person.org = memberships[0]?.org_id ?? '';
}

/** What stands for the named parts of a path. */
async function lookAround(): Promise<Record<string, string>> {
  const [site] = (await owner.call<Items>('GET', '~/sites')).items;
  const members = (await owner.call<Items>('GET', '~/members?limit=20')).items;
  const since = new Date(Date.now() - 6 * 86_400_000).toISOString();
  const punches = (await owner.call<Items>('GET', `~/punches?from=${since}&limit=100`)).items;
  const { token } = await owner.call<{ token: string }>('POST', '~/invitations', { role: 'member' });
  const poster = await owner.call<{ token: string }>('GET', `~/sites/${site?.id}/poster`);
  // The world's first notifications leave a moment after it was planted.
  let told: Items['items'] = [];
  await expect(async () => {
    told = (await worker.call<Items>('GET', '~/inbox')).items;
    expect(told.length).toBeGreaterThan(0);
  }).toPass({ timeout: 30_000 });
  const { items: messages } = await owner.call<Items>('GET', '~/notifications');
  const [client] = (await owner.call<Items>('GET', '~/clients')).items;
  const { url } = await owner.call<{ url: string }>('POST', `~/clients/${client?.id}/links`, {});
  const now = Date.now();
  const range = `from=${new Date(now - 9e7).toISOString()}&to=${new Date(now + 9e7).toISOString()}`;
  const [shift] = (await worker.call<Items>('GET', `~/shifts?${range}`)).items;
  return {
    ...{ '/inbox/:id': told[0]?.id ?? '', '/messages/:id': messages.at(-1)?.id ?? '', '/n/:code': 'over' },
    ...{ '/sites/:id': site?.id ?? '', '/crew/:id': members.at(-1)?.id ?? '' },
    '/punches/:id': (punches.find(({ flags }) => flags.length) ?? punches[0])?.id ?? '',
    ...{ '/join/:token': token, '/q/:token': poster.token, '/c/:token': url.split('/c/')[1] ?? '' },
    ...{
      '/office/client': client?.id ?? '',
      '/office/person': members.at(-1)?.id ?? '',
      '/office/pay-of': members.at(-1)?.id ?? '',
      '/office/sheet': members.at(-1)?.id ?? '',
      '/office/tag': site?.id ?? '',
    },
    '/my/visit': shift?.id ?? '',
  };
}

function address(path: string): string {
  if (!path.includes(':') && known[path]) return `${path}/${known[path]}`;
  const [, head = '', name] = /^(\/\w+\/)(:\w+)/.exec(path) ?? [];
  if (!name) return path;
  const value = known[head + name];
  if (!value) throw new Error(`say in lookAround() what stands for ${name} in ${path}`);
  return path.replace(name, value);
}

async function pageOf(language: Language, person?: Person, userAgent?: string): Promise<Page> {
  const context = await browser.newContext({
    ...(userAgent && { userAgent }),
    ...{ baseURL: BASE, viewport: PHONE, reducedMotion: 'reduce', timezoneId: 'Asia/Seoul' },
    ...{ locale: language, geolocation: SEOUL, permissions: ['geolocation'] },
  });
  if (person) {
    await person.call('PATCH', '/me', { language });
    await context.addCookies(person.cookies);
  }
  return context.newPage();
}

async function visit(page: Page, path: string, language: Language): Promise<void> {
  await page.goto(address(path));
  await page.locator('h1').waitFor();
  await expect(page.getByText(word('app.loading', {}, language), { exact: true }), path).toHaveCount(0);
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
}

/** What axe finds, a line each. In the dark only colours can be other than in the light. */
async function complaints(page: Page, colorScheme: 'light' | 'dark'): Promise<string[]> {
  await page.emulateMedia({ colorScheme });
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (colorScheme === 'dark') axe.withRules(['color-contrast', 'link-in-text-block']);
  else axe.options({ rules: { 'target-size': { enabled: true } } });
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** Everything to tap that is smaller than a thumb. A link inside a sentence, and what only looks taken, are exempt. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const found: string[] = [];
    for (const element of document.querySelectorAll('a, button, input, select, textarea, summary')) {
      const target = element.closest('label') ?? element;
      const { width, height } = target.getBoundingClientRect();
      const inText = element.matches('a') && element.closest('p') !== null;
      const unseen = !element.checkVisibility() || element.matches('.skip, :disabled');
      if (unseen || inText || (width >= least - 0.5 && height >= least - 0.5)) continue;
      found.push(`${Math.round(width)}x${Math.round(height)} ${element.outerHTML.slice(0, 160)}`);
    }
    return found;
  }, TARGET_PX);
}

/** What sticks out to the right at a text size, where a reader would have to scroll to and fro. */
function sticksOut(page: Page, fontSize: '' | '200%'): Promise<string[]> {
  return page.evaluate((size) => {
    document.documentElement.style.fontSize = size;
    const edge = document.documentElement.clientWidth + 1;
    const scrolls = [...document.querySelectorAll('html, main, dialog')].filter(
      (element) => element.scrollWidth > element.clientWidth + 1,
    );
    // A table of days scrolls in a frame of its own, which lies within the screen.
    const scrolledWithin = (element: Element): boolean => {
      const frame = element.parentElement?.closest('[role=region][tabindex="0"]');
      return !!frame && frame.getBoundingClientRect().right <= edge;
    };
    const beyond = [...document.querySelectorAll('body *')].filter((element) => {
      const { right, width } = element.getBoundingClientRect();
      if (width === 0 || right <= edge || !element.checkVisibility()) return false;
      return !element.closest('svg, .sr-only') && !scrolledWithin(element);
    });
    return [...scrolls, ...beyond].map((element) => element.outerHTML.slice(0, 160));
  }, fontSize);
}

type Findings = Record<'axe' | 'small' | 'wide', string[]>;

/** Colours say the same in every language, so the dark is looked at in one. */
async function examine(
  page: Page,
  name: string,
  findings: Findings,
  language: Language = 'ko',
): Promise<void> {
  const schemes = language === 'ko' ? (['light', 'dark'] as const) : (['light'] as const);
  for (const colorScheme of schemes) {
    const lines = await complaints(page, colorScheme);
    findings.axe.push(...lines.map((line) => `${name} ${colorScheme} ${line}`));
  }
  findings.small.push(...(await smallTargets(page)).map((line) => `${name} ${line}`));
  for (const size of ['200%', ''] as const) {
    findings.wide.push(...(await sticksOut(page, size)).map((line) => `${name} ${size} ${line}`));
  }
}

for (const language of ['ko', 'en'] as const) {
  test(`every screen is for everybody: ${language}`, async () => {
    test.setTimeout(150_000);
    const findings: Findings = { axe: [], small: [], wide: [] };
    const owners = PATHS.filter((path) => !OPEN.includes(path) || path === '/install');
    const walks: [string, string[], Person?][] = [
      ['nobody', OPEN],
      ['worker', WORKERS, worker],
      ['owner', owners.slice(0, owners.length / 2), owner],
      ['owner', owners.slice(owners.length / 2), owner],
    ];
    const walk = async ([who, paths, person]: (typeof walks)[number]): Promise<void> => {
      const page = await pageOf(language, person);
      for (const path of paths) {
        await visit(page, path, language);
        await examine(page, `${who} ${path}`, findings, language);
      }
      await page.context().close();
    };
    await Promise.all(walks.slice(0, 2).map(walk));
    await Promise.all(walks.slice(2).map(walk));
    expect.soft(findings.axe, 'axe').toEqual([]);
    expect.soft(findings.small, `targets below ${TARGET_PX} px`).toEqual([]);
    expect.soft(findings.wide, 'wider than the phone').toEqual([]);
  });
}

test('what opens above a screen is for everybody too', async () => {
  const findings: Findings = { axe: [], small: [], wide: [] };
  const page = await pageOf('ko', owner);
  const screen = new Screen(page);
  const sheets: [string, () => Promise<void>][] = [
    ['/plan', () => screen.press('plan.add')],
    ['/plan', () => page.locator('main .row button').first().click()],
    ['/crew/:id', () => screen.press('crew.manual')],
    ['/', () => page.getByRole('banner').getByRole('button').first().click()],
  ];
  for (const [path, open] of sheets) {
    await visit(page, path, 'ko');
    await open();
    const sheet = page.getByRole('dialog');
    await sheet.waitFor();
    await examine(page, `${path} ${await sheet.locator('h2').textContent()}`, findings);
  }
  await page.context().close();
  expect.soft(findings.axe, 'axe').toEqual([]);
  expect.soft(findings.small, `targets below ${TARGET_PX} px`).toEqual([]);
  expect.soft(findings.wide, 'wider than the phone').toEqual([]);
});

test('inside another app’s browser everything fits too', async () => {
  const findings: Findings = { axe: [], small: [], wide: [] };
  const page = await pageOf('en', undefined, KAKAOTALK);
  for (const path of ['/join/:token', '/sign-in', '/install']) {
    await visit(page, path, 'en');
    await expect(page.getByText(word('install.inApp', { app: 'KakaoTalk' }, 'en'))).toBeVisible();
    await examine(page, path, findings);
  }
  await page.context().close();
  expect(findings).toEqual({ axe: [], small: [], wide: [] });
});

test('a new screen is read out: its heading has the focus, its name is the title', async () => {
  const firm = await Firm.found();
  const page = await pageOf('ko', firm.owner);
  await visit(page, '/', 'ko');
  for (const link of await page.getByRole('navigation').getByRole('link').all()) {
    const before = await page.locator('h1').textContent();
    await link.click();
    await expect(page.locator('h1')).toBeFocused();
    if ((await link.getAttribute('href')) !== '/') {
      expect(await page.locator('h1').textContent()).not.toBe(before);
      await expect(page).toHaveTitle(`${await page.locator('h1').textContent()} · 푸른손 클린`);
    }
    expect(await page.locator('main').evaluate((main) => main.scrollTop)).toBe(0);
  }
  await page.goBack();
  await expect(page.locator('h1')).toBeFocused();
  await page.context().close();
});

test('the keyboard reaches the content first, past the frame', async () => {
  const page = await pageOf('ko', worker);
  await visit(page, '/', 'ko');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: word('app.skipToMain') })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
  await page.context().close();
});

test('the table of screens was read', () => {
  expect(PATHS.length).toBeGreaterThan(20);
  expect(OPEN).toEqual(expect.arrayContaining(['/sign-in', '/join/:token']));
});
