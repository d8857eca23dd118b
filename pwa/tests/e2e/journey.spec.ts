// The whole journey, through the screens only: a firm is made, its crew clocks in with and without a network,
// and the office sees it as it happens.
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { cameraShowing, filmOf } from './camera';
import { KAKAOTALK, Phone } from './phone';
import { Screen } from './screen';
import { BASE, killServer, Person, SEOUL, smsTo, startServer } from './world';

const FIRM = '푸른손 클린';
const TOWER = '역삼 타워';
const OFFICES = '성수 지식산업센터';
const NOTE = '뒷문으로 들어오세요. 비밀번호는 관리실에 있어요.';
/** 890 m to the north. */
const FAR = { latitude: SEOUL.latitude + 0.008, longitude: SEOUL.longitude };

const kim = new Person('김영숙');
const soonja = new Person('이순자');
const lan = new Person('Nguyễn Thị Lan');

let office: Phone;
let pocket: Phone;
let basement: Phone;
let desk: Screen;
let link = '';
const troubles: string[] = [];

/** Whatever a page complains about that no test asked for. */
function listen(page: Page): Page {
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error' && !/net::ERR_|status of (401|502|503)/.test(line.text())) {
      troubles.push(line.text());
    }
  });
  return page;
}

/** A day and a time in Seoul. */
function seoul(minutesAhead: number): { date: string; time: string } {
  const [date = '', time = ''] = new Date(Date.now() + minutesAhead * 60_000)
    .toLocaleString('sv-SE', { timeZone: 'Asia/Seoul' })
    .split(' ');
  return { date, time: time.slice(0, 5) };
}

/** What the board says about somebody. */
const boardRow = (name: string) => desk.page.getByRole('link').filter({ hasText: name });

test.describe.configure({ mode: 'serial' });

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from the pattern
test.afterEach(async ({}, info) => {
  if (info.status === info.expectedStatus) return;
  for (const [name, phone] of Object.entries({ office, pocket, basement })) {
    const page = phone?.context.pages().at(-1);
    await page?.screenshot({ path: info.outputPath(`${name}.png`) }).catch(() => undefined);
  }
});

test.afterAll(async () => {
  await startServer();
  for (const phone of [office, pocket, basement]) await phone?.off().catch(() => undefined);
});

test('a manager signs in by a code, makes the firm, and adds two sites', async () => {
  office = await Phone.on();
  desk = new Screen(listen(await office.open()));
  await desk.isAt('signIn.title');
  await desk.signIn(kim, { first: true });

  await desk.isAt('start.noOrgTitle');
  await desk.fill('start.name', FIRM);
  await desk.press('start.create');
  await desk.sees('start.stepsTitle');
  await expect(desk.page.getByRole('banner')).toContainText(FIRM);

  await desk.follow('nav.sites');
  await desk.follow('sites.add');
  await desk.fill('sites.name', TOWER);
  await desk.fill('sites.note', NOTE);
  await desk.press('sites.useHere');
  await desk.sees('sites.located');
  await desk.press('common.save');

  await desk.follow('sites.add');
  await desk.fill('sites.name', OFFICES);
  await desk.fill('sites.lat', '37.5446');
  await desk.fill('sites.lon', '127.0559');
  await desk.press('common.save');
  await desk.isAt('sites.title');
  for (const name of [TOWER, OFFICES]) await expect(desk.page.getByRole('link', { name })).toBeVisible();
});

test('the QR poster prints on one page, without the app around it', async () => {
  await desk.page.getByRole('link', { name: TOWER }).click();
  await desk.page.getByRole('link', { name: desk.say('sites.poster') }).click();
  const code = desk.page.getByRole('img', { name: desk.say('sites.poster') });
  await expect(code).toBeVisible();
  await desk.page.emulateMedia({ media: 'print' });
  await expect(desk.page.locator('nav')).toBeHidden();
  await expect(desk.button('sites.posterPrint')).toBeHidden();
  await expect(desk.page.getByText(TOWER)).toBeVisible();
  const pdf = (await desk.page.pdf({ format: 'A4' })).toString('latin1');
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  await desk.page.emulateMedia({ media: null });
  // As large as a camera sees it that is held to the poster.
  await desk.page.setViewportSize({ width: 640, height: 1200 });
  await filmOf(await code.screenshot(), desk.page, camera());
  await desk.page.setViewportSize({ width: 360, height: 800 });
});

const camera = () => join(office.folder, 'camera.y4m');

test('the crew is invited by a link and by a phone number', async () => {
  await desk.follow('nav.crew');
  await desk.follow('crew.invite');
  await desk.press('invite.make');
  await expect(desk.page.getByRole('img', { name: desk.say('invite.qrLabel') })).toBeVisible();
  link = (await desk.page.getByText(`${BASE}/join/`).textContent()) ?? '';

  await desk.press('invite.another');
  await desk.choose('invite.byPhone');
  await desk.fill('invite.phone', lan.phone.replace('+82', '0'));
  await desk.press('invite.send');
  await desk.sees('invite.sent');
  await expect.poll(async () => (await smsTo(lan.phone)).join()).toContain(`${BASE}/join/`);
});

test('the link works inside KakaoTalk, which is told apart and led out of', async () => {
  const kakao = await Phone.on(undefined, undefined, { userAgent: KAKAOTALK });
  const chat = new Screen(listen(await kakao.open(new URL(link).pathname)));
  await chat.isAt('join.invited', { org: FIRM });
  await chat.sees('install.inApp', { app: 'KakaoTalk' });
  const out = await chat.link('install.openBrowser').getAttribute('href');
  expect(out).toBe(`kakaotalk://web/openExternal?url=${encodeURIComponent(link)}`);

  await chat.signIn(soonja, { first: true });
  await chat.sees('join.joined', { org: FIRM });
  await chat.sees('today.free');
  await kakao.off();
});

test('the invitation in a text message is opened in English, and the app explains how to install it', async () => {
  basement = await Phone.on(undefined, undefined, {
    locale: 'en-US',
    permissions: ['geolocation', 'camera'],
    args: cameraShowing(camera()),
  });
  const [path = ''] = /\/join\/\S+/.exec((await smsTo(lan.phone)).at(-1) ?? '') ?? [];
  const phone = new Screen(listen(await basement.open(path)), 'en');
  await phone.isAt('join.invited', { org: FIRM });
  await phone.signIn(lan, { first: true });
  await phone.sees('today.free');
  await phone.follow('nav.account');
  await phone.page.getByRole('link', { name: phone.say('account.install') }).click();
  await phone.isAt('install.title');
  await expect(phone.button('install.now').or(phone.text('install.desktop'))).toBeVisible();
});

/** What changes is shown first, with what a rule warns of. */
async function publish(): Promise<void> {
  await desk.press('plan.publish');
  await desk.page
    .getByRole('dialog')
    .getByRole('button', { name: /알리기$/ })
    .click();
  await expect(desk.page.getByRole('dialog')).toHaveCount(0);
}

test('people are put on shifts, and the week is published', async () => {
  await desk.follow('nav.plan');
  // Nobody came to the first; the second is late already; the third is still to come.
  for (const [site, ahead, name] of [
    [OFFICES, -25, kim.name],
    [TOWER, -10, soonja.name],
    [TOWER, 30, lan.name],
  ] as const) {
    const [from, to] = [seoul(ahead), seoul(ahead + 180)];
    await desk.press('plan.add');
    await desk.page.getByRole('combobox', { name: desk.say('plan.site') }).selectOption({ label: site });
    await desk.fill('plan.date', from.date);
    await desk.fill('plan.from', from.time);
    await desk.fill('plan.to', to.time);
    await desk.fill('plan.seats', '1');
    await desk.press('plan.create');
    await desk.press('plan.assign');
    await desk.press('plan.assignTo', { name });
    await desk.press('app.close');
  }
  await publish();
  await desk.sees('plan.noChanges');
  // Early on a Monday the first shifts belong to the week before.
  await desk.press('week.previous');
  if (await desk.button('plan.publish').isVisible()) await publish();
});

test('the manager hears of the shift that nobody came to', async () => {
  await expect.poll(async () => (await smsTo(kim.phone)).at(-1), { timeout: 20_000 }).toContain(OFFICES);
});

test('the office sees who is late and who is expected', async () => {
  await desk.follow('nav.board');
  await expect(boardRow(soonja.name)).toContainText(/늦음/);
  await expect(boardRow(lan.name)).toContainText(desk.say('board.expected'));
  await desk.page.evaluate(() => Object.assign(window, { neverLoadedAgain: true }));
});

test('a worker sees the shift with note and map, and clocks in where it is', async () => {
  pocket = await Phone.on();
  const phone = new Screen(listen(await pocket.open()));
  await phone.signIn(soonja);
  await expect(phone.page.getByRole('heading', { name: TOWER })).toBeVisible();
  await expect(phone.page.getByText(NOTE)).toBeVisible();
  await expect(phone.link('today.map').first()).toHaveAttribute('href', /37\.5006/);
  await phone.sees('today.late');

  await phone.press('today.in');
  await phone.press('consent.yes');
  await phone.sees('today.working');
  await expect(phone.text('sync.sent')).toBeVisible();
  await expect(boardRow(soonja.name)).toContainText(desk.say('board.onSite'));
});

test('a worker clocks out elsewhere, and it is seen', async () => {
  await pocket.context.setGeolocation(FAR);
  const phone = new Screen(pocket.context.pages().at(-1) as Page);
  // A page takes its last position for the present one for 20 s.
  await phone.page.reload();
  await phone.press('today.out');
  await phone.sees('today.outUndo');
  await expect(boardRow(soonja.name)).toContainText(desk.say('board.left'), { timeout: 20_000 });
  await expect(boardRow(soonja.name)).toContainText(desk.say('flag.outside_radius'));
});

test('in the basement, no network and no server: the QR is scanned, and kept on this phone', async () => {
  const page = await basement.open();
  const phone = new Screen(listen(page), 'en');
  await expect(page.getByRole('heading', { name: TOWER })).toBeVisible();
  await basement.keepsApp(page);
  await basement.context.setOffline(true);
  await killServer();
  await page.reload();
  await phone.press('today.scan');
  await phone.press('consent.yes');
  await phone.sees('punch.keptHint');
  await expect(page.getByRole('banner')).toContainText('1');
  const cookies = await basement.context.cookies();
  await basement.kill();

  basement = await Phone.on(undefined, basement.folder, { locale: 'en-US' });
  // Chromium writes cookies to the disk every 30 s; the session of a real phone is older than that.
  await basement.context.addCookies(cookies);
  await basement.context.setOffline(true);
  const again = new Screen(listen(await basement.open()), 'en');
  await again.sees('today.working');
  await again.page.getByRole('link', { name: again.say('sync.label') }).click();
  await again.sees('waiting.keptTitle');
});

test('back in the daylight it is sent, once, and the office sees it without loading again', async () => {
  await startServer();
  await basement.context.setOffline(false);
  const page = basement.context.pages().at(-1) as Page;
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await new Screen(page, 'en').sees('waiting.empty');
  await expect(boardRow(lan.name)).toContainText(desk.say('board.onSite'), { timeout: 20_000 });
  expect(await desk.page.evaluate(() => 'neverLoadedAgain' in window)).toBe(true);
});

test('a record shows its evidence', async () => {
  await boardRow(lan.name).click();
  const records = desk.page.getByRole('link', { name: desk.say('punch.in') });
  await expect(records).toHaveCount(1);
  await records.click();
  await desk.isAt('punch.in');
  for (const key of ['evidence.qr', 'evidence.believedWhyServer', 'evidence.device', 'evidence.server']) {
    await desk.sees(key);
  }
  await expect(desk.page.locator('dl')).toContainText(TOWER);
  await expect(desk.page.locator('dl')).toContainText(/\d+\.\d+\.\d+\+[0-9a-f]{8}/);

  await desk.follow('nav.board');
  await boardRow(soonja.name).click();
  await desk.page.getByRole('link', { name: desk.say('punch.out') }).click();
  await desk.sees('flagWhy.outside_radius');
  await expect(desk.page.locator('dl')).toContainText('890m');
});

test('nothing went wrong on the way', () => {
  expect(troubles).toEqual([]);
});
