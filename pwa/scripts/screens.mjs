// Photographs every screen of a running, seeded world for people to look at: both languages, light and dark, phone and desk.
// BASE_URL=http://127.0.0.1:8000 PUMASI_DATA=../var node scripts/screens.mjs [folder] [part of a name]
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';

const BASE = process.env.BASE_URL ?? 'http://127.0.0.1:8000';
const DATA = process.env.PUMASI_DATA ?? '../var';
const [folder = '../var/screens', only = ''] = process.argv.slice(2);

const WORKER = '010-0000-0011';
const LATE = '010-0000-0013';
const OWNER = '010-0000-0001';
/** The site of the world where somebody is at work around now. */
const GEOLOCATION = { latitude: 37.50004, longitude: 127.03653, accuracy: 15 };
const SIZES = { phone: { width: 360, height: 800 }, desk: { width: 1280, height: 900 } };
const SETTLED_MS = 350;
const PLANTING_S = 60;
const CODE = /\b\d{6}\b/;

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{ token: string, headers: Record<string, string>, org: string, member: string }} Session */
/** @typedef {{ name: string, path: string | ((found: any) => string), act?: (page: Page) => Promise<void> }} Shot */

/** @type {Record<string, Shot[]>} */
const SHOTS = {
  nobody: [
    { name: 'sign-in', path: '/sign-in' },
    { name: 'install', path: '/install' },
    { name: 'join', path: (found) => `/join/${found.invitation}` },
    { name: 'short-link', path: '/n/none' },
  ],
  [LATE]: [{ name: 'today-late', path: '/' }],
  [WORKER]: [
    { name: 'today', path: '/' },
    { name: 'week', path: '/week' },
    { name: 'inbox', path: '/inbox' },
    { name: 'notice', path: (found) => `/inbox/${found.notice}` },
    { name: 'notifications', path: '/account/notifications', act: quietHours },
    { name: 'account', path: '/account' },
    { name: 'phones', path: '/account/phones' },
    { name: 'passkeys', path: '/account/passkeys' },
    { name: 'waiting', path: '/waiting' },
  ],
  [OWNER]: [
    { name: 'board', path: '/board' },
    { name: 'plan', path: '/plan' },
    { name: 'plan-shift', path: '/plan', act: openShift },
    { name: 'sites', path: '/sites' },
    { name: 'site', path: (found) => `/sites/${found.site}` },
    { name: 'poster', path: (found) => `/sites/${found.site}/poster` },
    { name: 'crew', path: '/crew' },
    { name: 'person', path: (found) => `/crew/${found.member}` },
    { name: 'invite', path: '/crew/invite' },
    { name: 'evidence', path: (found) => `/punches/${found.punch}` },
    { name: 'messages', path: '/messages' },
    { name: 'message', path: (found) => `/messages/${found.message}` },
    { name: 'messaging', path: '/workplace/messaging' },
    { name: 'start', path: '/start' },
    { name: 'orgs', path: '/account', act: (page) => page.locator('header button').first().click() },
  ],
};

async function quietHours(/** @type {Page} */ page) {
  await page.locator('#quiet').waitFor();
}

async function openShift(/** @type {Page} */ page) {
  const row = page.locator('main .row button, main [data-cell]').first();
  await row.focus();
  await page.keyboard.press('Enter');
  await page.locator('dialog').waitFor();
}

/** @returns {Promise<any>} */
async function call(
  /** @type {string} */ method,
  /** @type {string} */ path,
  /** @type {object | null} */ body = null,
  headers = {},
) {
  const response = await fetch(`${BASE}/api/v1${path}`, {
    method,
    headers: { origin: BASE, ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  const cookie = response.headers.getSetCookie().find((one) => /session=/.test(one));
  return { ...(response.status === 204 ? {} : await response.json()), cookie: cookie?.split(';')[0] };
}

/** The newest code sent to this number; numbers in the file are in E.164. */
function codeFor(/** @type {string} */ phone) {
  const lines = readFileSync(join(DATA, 'outbox/sms.jsonl'), 'utf8').trim().split('\n');
  const tail = phone.replace(/\D/g, '').slice(1);
  const texts = lines
    .map((line) => JSON.parse(line))
    .filter((/** @type {any} */ { to, body }) => to.endsWith(tail) && CODE.test(body));
  return CODE.exec(texts.at(-1)?.body ?? '')?.[0] ?? '';
}

/** @returns {Promise<Session>} */
async function signIn(/** @type {string} */ phone) {
  await call('POST', '/sign-in/codes', { phone });
  const me = await call('POST', '/sign-in/sessions', { phone, code: codeFor(phone) });
  const { org_id, member_id } = me.memberships[0];
  return { token: me.cookie, headers: { cookie: me.cookie }, org: org_id, member: member_id };
}

/** The site answers before its world is planted to the end. @returns {Promise<any>} */
async function planted(/** @type {() => Promise<any>} */ ask) {
  let before = -1;
  for (let tries = 0; tries < PLANTING_S; tries += 1) {
    const answer = await ask();
    if (answer.items.length > 0 && answer.items.length === before) return answer;
    before = answer.items.length;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  throw new Error('no world was planted');
}

/** Ids that some addresses name. */
async function lookAround(/** @type {Session} */ owner, /** @type {Session} */ worker) {
  const org = `/orgs/${owner.org}`;
  const [sites, members, invitation] = await Promise.all([
    call('GET', `${org}/sites`, null, owner.headers),
    call('GET', `${org}/members?limit=50`, null, owner.headers),
    call('POST', `${org}/invitations`, { role: 'member', max_uses: 50 }, owner.headers),
  ]);
  const from = new Date(Date.now() - 6 * 86_400_000).toISOString();
  const to = new Date(Date.now() + 86_400_000).toISOString();
  const punches = await planted(() =>
    call('GET', `${org}/punches?from=${from}&to=${to}&limit=100`, null, owner.headers),
  );
  const [messages, inbox] = await Promise.all([
    call('GET', `${org}/notifications`, null, owner.headers),
    call('GET', `/orgs/${worker.org}/inbox`, null, worker.headers),
  ]);
  const widest = messages.items.reduce((/** @type {any} */ a, /** @type {any} */ b) =>
    b.audience > a.audience ? b : a,
  );
  const telling = punches.items.find((/** @type {any} */ punch) => punch.flags.length) ?? punches.items[0];
  return {
    site: sites.items[0].id,
    member: members.items[3].id,
    punch: telling.id,
    message: widest.id,
    notice: inbox.items[0]?.id,
    invitation: invitation.token,
  };
}

mkdirSync(folder, { recursive: true });
/** @type {Record<string, Session>} */
const sessions = {};
for (const phone of [OWNER, WORKER, LATE]) sessions[phone] = await signIn(phone);
const [owner, worker] = [sessions[OWNER], sessions[WORKER]];
if (!owner || !worker) throw new Error('nobody is signed in');
const found = await lookAround(owner, worker);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  chromiumSandbox: false,
});
let count = 0;
for (const language of ['en', 'ko']) {
  for (const [who, shots] of Object.entries(SHOTS)) {
    const wanted = shots.filter(({ name }) => name.includes(only));
    if (!wanted.length) continue;
    const session = sessions[who];
    if (session) await call('PATCH', '/me', { language }, session.headers);
    const context = await browser.newContext({
      baseURL: BASE,
      locale: language === 'ko' ? 'ko-KR' : 'en-GB',
      timezoneId: 'Asia/Seoul',
      reducedMotion: 'reduce',
      geolocation: GEOLOCATION,
      permissions: ['geolocation'],
      viewport: SIZES.phone,
    });
    if (session) {
      const [name = '', value = ''] = session.token.split('=');
      await context.addCookies([
        { name, value, url: BASE, httpOnly: true },
        { name: 'visited', value: '1', url: BASE },
      ]);
    }
    const page = await context.newPage();
    for (const { name, path, act } of wanted) {
      for (const [size, viewport] of Object.entries(SIZES)) {
        await page.setViewportSize(viewport);
        await page.goto(typeof path === 'string' ? path : path(found));
        await page.locator('h1').waitFor();
        await page.waitForTimeout(SETTLED_MS);
        await act?.(page);
        for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
          await page.emulateMedia({ colorScheme });
          await page.waitForTimeout(SETTLED_MS);
          await page.screenshot({ path: join(folder, `${name}-${size}-${language}-${colorScheme}.png`) });
          count += 1;
        }
      }
    }
    await context.close();
  }
}
await browser.close();
console.log(`${count} photographs in ${folder}`);
