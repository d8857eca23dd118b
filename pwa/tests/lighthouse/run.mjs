// Lighthouse, as a cheap phone on a slow network, on a running and seeded site. Prints a table; fails below the aims.
// BASE_URL=http://127.0.0.1:8000 PUMASI_DATA=../var npm run lighthouse -- [--json] [--runs=3] [--only=board]
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import lighthouse from 'lighthouse';

const BASE = process.env.BASE_URL ?? 'http://127.0.0.1:8000';
const DATA = process.env.PUMASI_DATA ?? '../var';
const { values: asked } = parseArgs({
  options: { json: { type: 'boolean' }, runs: { type: 'string', default: '3' }, only: { type: 'string' } },
});
const RUNS = Number(asked.runs);

const WORKER = '010-0000-0011';
const OWNER = '010-0000-0001';
const AIMS = { accessibility: 100, 'best-practices': 100, seo: 100, performance: 98 };

/** @typedef {{ screen: string, path: string, who: string | null }} Subject */
/** @type {Subject[]} */
const SUBJECTS = [
  { screen: 'sign-in', path: '/sign-in', who: null },
  { screen: 'today', path: '/', who: WORKER },
  { screen: 'board', path: '/board', who: OWNER },
];

/** The session cookie of somebody in the seeded world, by the code in the outbox. @returns {Promise<string>} */
async function signIn(/** @type {string} */ phone) {
  const post = (/** @type {string} */ path, /** @type {object} */ body) =>
    fetch(`${BASE}/api/v1/sign-in/${path}`, {
      method: 'POST',
      headers: { origin: BASE, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await post('codes', { phone });
  const tail = phone.replace(/\D/g, '').slice(1);
  const texts = readFileSync(join(DATA, 'outbox/sms.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ to, body }) => to.endsWith(tail) && /\b\d{6}\b/.test(body));
  const response = await post('sessions', { phone, code: /\b\d{6}\b/.exec(texts.at(-1)?.body)?.[0] });
  if (!response.ok) throw new Error(`${phone}: ${response.status} ${await response.text()}`);
  return (
    response.headers
      .getSetCookie()
      .find((one) => /session=/.test(one))
      ?.split(';')[0] ?? ''
  );
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}

/** One run in a browser that has never been here. */
async function run(/** @type {Subject} */ { path }, /** @type {string | undefined} */ session) {
  const folder = mkdtempSync(join(tmpdir(), 'lighthouse-'));
  const port = await freePort();
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    chromiumSandbox: false,
    args: [`--remote-debugging-port=${port}`],
    locale: 'ko-KR',
  });
  try {
    if (session) {
      const [name = '', value = ''] = session.split('=');
      await context.addCookies([
        { name, value, url: BASE, httpOnly: true, sameSite: 'Lax' },
        { name: 'visited', value: '1', url: BASE },
      ]);
    }
    const result = await lighthouse(BASE + path, { port, logLevel: 'error', locale: 'en' });
    if (!result || result.lhr.runtimeError) throw new Error(result?.lhr.runtimeError?.message ?? 'no result');
    if (new URL(result.lhr.finalDisplayedUrl).pathname !== path) {
      throw new Error(`${path} led to ${result.lhr.finalDisplayedUrl}`);
    }
    return result.lhr;
  } finally {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const median = (/** @type {number[]} */ values) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** What cost points, in a line each. */
function complaints(/** @type {import('lighthouse').Result} */ lhr) {
  return Object.values(lhr.categories).flatMap(({ id, auditRefs }) =>
    auditRefs
      .map((ref) => ({ ref, audit: lhr.audits[ref.id] }))
      .filter(({ ref, audit }) => ref.weight > 0 && audit?.score !== null && (audit?.score ?? 1) < 0.9)
      .map(({ audit }) => `${id}: ${audit?.title} ${audit?.displayValue ?? ''}`.trim()),
  );
}

const rows = [];
let missed = false;
for (const subject of SUBJECTS.filter(({ screen }) => !asked.only || screen === asked.only)) {
  const session = subject.who ? await signIn(subject.who) : undefined;
  const reports = [];
  for (let i = 0; i < RUNS; i += 1) {
    // Now and then Chromium loses a trace.
    reports.push(await run(subject, session).catch(() => run(subject, session)));
  }
  /** @type {Record<string, number[]>} */
  const scores = {};
  for (const id of Object.keys(AIMS)) {
    scores[id] = reports.map((lhr) => Math.round((lhr.categories[id]?.score ?? 0) * 100));
  }
  const failed = Object.entries(AIMS).some(([id, aim]) => median(scores[id] ?? []) < aim);
  missed ||= failed;
  rows.push({
    screen: subject.screen,
    scores,
    paint_ms: median(reports.map((lhr) => lhr.audits['largest-contentful-paint']?.numericValue ?? 0)),
    blocked_ms: median(reports.map((lhr) => lhr.audits['total-blocking-time']?.numericValue ?? 0)),
    shift: median(reports.map((lhr) => lhr.audits['cumulative-layout-shift']?.numericValue ?? 0)),
    complaints: reports[0] ? complaints(reports[0]) : [],
    failed,
  });
}

if (asked.json) {
  console.log(JSON.stringify(rows));
} else {
  console.log('screen    access.  practices  SEO   performance (each run)   largest paint  blocked  shift');
  for (const { screen, scores, paint_ms, blocked_ms, shift, complaints, failed } of rows) {
    const of = (/** @type {string} */ id) => String(median(scores[id] ?? [])).padEnd(4);
    console.log(
      [
        screen.padEnd(8),
        `${of('accessibility')}     ${of('best-practices')}       ${of('seo')}`,
        `${of('performance')} (${scores.performance?.join(', ')})`.padEnd(24),
        `${(paint_ms / 1000).toFixed(2)} s`.padEnd(13),
        `${Math.round(blocked_ms)} ms`.padEnd(7),
        shift.toFixed(3),
      ].join('  '),
    );
    if (failed) for (const line of complaints) console.log(`          ${line}`);
  }
}
process.exit(missed ? 1 : 0);
