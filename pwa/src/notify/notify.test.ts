import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MessageRow } from '../api/notices';
import { mayAsk } from './asking';
import { abilityOf } from './device';
import { byDay, inside, merged, toldBy } from './inbox';
import { acknowledge, sendReceipts } from './kept';
import { progressOf } from './progress';
import { counted } from './states';
import { base64url, bytesOf } from './subscription';

const DAY = 86_400_000;
const able = { inApp: false, ios: false, installed: false, push: true, permission: 'default' as const };

test.each([
  [{ inApp: true }, 'in-app'],
  [{ ios: true }, 'install-first'],
  [{ ios: true, push: false }, 'install-first'],
  [{ ios: true, installed: true }, 'off'],
  [{ permission: 'denied' as const }, 'denied'],
  [{ permission: undefined }, 'unsupported'],
  [{ push: false }, 'unsupported'],
  [{}, 'off'],
])('a browser with %o can: %s', (browser, state) => {
  expect(abilityOf({ ...able, ...browser })).toBe(state);
});

test('the question comes at most twice, a month apart, and only where a yes would help', () => {
  expect(mayAsk('off', { times: 0, at: 0 }, 0)).toBe(true);
  expect(mayAsk('off', { times: 1, at: 0 }, 29 * DAY)).toBe(false);
  expect(mayAsk('off', { times: 1, at: 0 }, 30 * DAY)).toBe(true);
  expect(mayAsk('off', { times: 2, at: 0 }, 300 * DAY)).toBe(false);
  for (const state of ['on', 'denied', 'install-first', 'in-app'])
    expect(mayAsk(state, { times: 0, at: 0 })).toBe(false);
});

test('a link leads nowhere but into the app', () => {
  expect(inside('/week?of=2')).toBe('/week?of=2');
  for (const bad of [
    'https://evil.example/x',
    '//evil.example',
    'javascript:alert(1)',
    '/api/v1/me',
    '',
    null,
  ]) {
    expect(inside(bad, '/inbox')).toBe('/inbox');
  }
});

test('several inboxes are one list, newest first, by the days of the zone', () => {
  const item = (id: string, decided_at: string) => ({
    ...{ id, decided_at, read_at: null, topic: 't', topic_title: '', title: '', body: '', link: '', why: '' },
    ...{ expires_at: decided_at, urgency: 'normal' as const, optional: true, withdrawn_at: null },
  });
  const mine = toldBy({ org_id: 'a', org_name: 'A' }, [item('1', '2026-11-24T14:00:00Z')]);
  const other = toldBy({ org_id: 'b', org_name: 'B' }, [
    item('2', '2026-11-24T16:00:00Z'),
    item('1', 'older copy'),
  ]);
  const list = merged(mine, other);
  expect(list.map(({ id, org_id }) => id + org_id)).toEqual(['2b', '1a']);
  expect(byDay(list, 'Asia/Seoul').map(({ date }) => date)).toEqual(['2026-11-25', '2026-11-24']);
});

test('the picture of a message adds up to its audience', () => {
  const sums = { audience: 25, read: 21, reached: 2, waiting: 0, failed: 1, not_sent: 1 } as MessageRow;
  const parts = progressOf(sums);
  expect(parts.map(({ state }) => state)).toEqual(['read', 'sent', 'suppressed', 'failed']);
  expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(25);
  expect(counted({ queued: 2, leased: 1, failed: 1 })).toEqual([
    { state: 'waiting', count: 3 },
    { state: 'failed', count: 1 },
  ]);
});

test('keys travel in base64url', () => {
  const bytes = Uint8Array.from([251, 255, 0, 62, 63]);
  expect(base64url(bytes.buffer)).toBe('-_8APj8');
  expect(bytesOf('-_8APj8')).toEqual(bytes);
});

let sent: { path: string; body: unknown }[] = [];
let answer: () => Response;

beforeEach(() => {
  sent = [];
  answer = () => new Response(null, { status: 204 });
  vi.stubGlobal('fetch', async (path: string, { body }: { body: string }) => {
    const reply = answer();
    sent.push({ path, body: JSON.parse(body) });
    return reply;
  });
});

afterEach(() => vi.unstubAllGlobals());

test('a receipt without a signal is kept, and sent once when there is one', async () => {
  answer = () => {
    throw new TypeError('no network');
  };
  await acknowledge({ token: 'r1', received_at: 'first' });
  await acknowledge({ token: 'r1', received_at: 'again' });
  await acknowledge({ token: 'r1', opened_at: 'opened' });
  expect(sent).toEqual([]);

  answer = () => new Response(null, { status: 503 });
  await sendReceipts();
  answer = () => new Response(null, { status: 204 });
  sent = [];
  await Promise.all([sendReceipts(), sendReceipts()]);
  await sendReceipts();
  const told = { path: '/api/v1/public/receipts/r1', body: { received_at: 'first', opened_at: 'opened' } };
  expect(sent[0]).toEqual(told);
  expect(new Set(sent.map((one) => JSON.stringify(one))).size).toBe(1);
});

test('a token that the server does not know is not sent for ever', async () => {
  answer = () => new Response(null, { status: 404 });
  await acknowledge({ token: 'stranger', received_at: 'now' });
  await sendReceipts();
  expect(sent).toHaveLength(1);
});
