import { expect, test } from 'vitest';
import { backoff } from './backoff';
import { newId } from './ids';
import { nextBatch, nextDue, verdictOf } from './outbox';
import type { Row } from './store';

const NOW = 1_000_000;
const file = new ArrayBuffer(1);
const row = (seq: number, subject: string, more: Partial<Row> = {}): Row => ({
  ...{ id: `i${seq}`, seq, subject, method: 'PUT', path: '/', body: null, made_at: 0, clock_offset_ms: null },
  ...{ account_id: 'kim', state: 'waiting', not_before: 0, attempts: 0 },
  ...more,
});
const seqs = (rows: Row[], ailing: string[] = [], limit = 20) =>
  nextBatch(rows, NOW, limit, new Set(ailing)).map(({ seq }) => seq);

test.each<[string, Row[], number[]]>([
  ['in the order of their making', [row(1, 'a'), row(2, 'b'), row(3, 'a')], [1, 2, 3]],
  [
    'not what is sent or refused',
    [row(1, 'a', { state: 'sent' }), row(2, 'a', { state: 'refused' }), row(3, 'a')],
    [3],
  ],
  ['a held one holds its subject', [row(1, 'a', { not_before: NOW + 9 }), row(2, 'a'), row(3, 'b')], [3]],
  [
    'what failed before goes last, whole subject',
    [row(1, 'a', { attempts: 2 }), row(2, 'b'), row(3, 'a')],
    [2, 1, 3],
  ],
  ['a file goes after the rest, alone', [row(1, 'a', { file }), row(2, 'a'), row(3, 'b')], [3]],
  ['a file alone', [row(1, 'a', { file }), row(2, 'b', { file })], [1]],
  ['what stands behind a file waits for it', [row(1, 'a'), row(2, 'a', { file }), row(3, 'a')], [1]],
  ['the least ill first', [row(1, 'a', { attempts: 2 }), row(2, 'b', { attempts: 1 })], [2, 1]],
])('the next batch: %s', (_, rows, expected) => {
  expect(seqs(rows)).toEqual(expected);
});

test('the next batch leaves out what failed in this run, and is not longer than asked', () => {
  expect(seqs([row(1, 'a'), row(2, 'b')], ['a'])).toEqual([2]);
  expect(seqs([row(1, 'a'), row(2, 'b'), row(3, 'c')], [], 2)).toEqual([1, 2]);
});

test('the next held item that falls due', () => {
  expect(nextDue([row(1, 'a'), row(2, 'b', { not_before: NOW + 6_000 })], NOW)).toBe(NOW + 6_000);
  expect(nextDue([row(1, 'a')], NOW)).toBeNull();
});

test.each([
  [200, 'done'],
  [201, 'done'],
  [204, 'done'],
  [400, 'refused'],
  [401, 'out'],
  [403, 'refused'],
  [404, 'refused'],
  [408, 'later'],
  [409, 'refused'],
  [413, 'refused'],
  [422, 'refused'],
  [425, 'later'],
  [429, 'later'],
  [500, 'later'],
  [503, 'later'],
  [302, 'later'],
])('%i means %s', (status, verdict) => {
  expect(verdictOf({ status, body: null })).toBe(verdict);
});

test('another copy still at work is not a refusal', () => {
  expect(verdictOf({ status: 409, body: { code: 'in-flight' } })).toBe('later');
});

test('waits double, spread by half, and honour the server within five minutes', () => {
  expect([1, 2, 3].map((failures) => backoff(failures, 1, null))).toEqual([1_000, 2_000, 4_000]);
  expect(backoff(1, 0, null)).toBe(500);
  expect(backoff(50, 1, null)).toBe(300_000);
  expect(backoff(1, 1, 30)).toBe(30_000);
  expect(backoff(1, 1, 86_400)).toBe(300_000);
});

test('ids are UUIDv7 and sort by time', () => {
  const early = newId(Date.parse('2026-11-24T00:00:00Z'));
  const late = newId(Date.parse('2026-11-24T00:00:01Z'));
  expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(early < late).toBe(true);
  expect(Number.parseInt(early.replace('-', '').slice(0, 12), 16)).toBe(Date.parse('2026-11-24T00:00:00Z'));
});
