import { expect, test } from 'vitest';
import { addDays, dateAt, momentAt, mondayOf, spanOn, timeAt } from './zone';

test('a clock in Seoul is nine hours ahead all year', () => {
  expect(momentAt('2026-11-24', '06:00', 'Asia/Seoul').toISOString()).toBe('2026-11-23T21:00:00.000Z');
  expect(dateAt('2026-11-23T21:00:00Z', 'Asia/Seoul')).toBe('2026-11-24');
  expect(timeAt('2026-11-23T21:00:00Z', 'Asia/Seoul')).toBe('06:00');
});

test.each([
  ['before spring', '2026-03-28', '23:00', '2026-03-28T22:00:00.000Z'],
  ['skipped by spring', '2026-03-29', '02:30', '2026-03-29T01:30:00.000Z'],
  ['after spring', '2026-03-29', '03:00', '2026-03-29T01:00:00.000Z'],
  ['twice in autumn: the first', '2026-10-25', '02:30', '2026-10-25T00:30:00.000Z'],
  ['after autumn', '2026-10-25', '03:30', '2026-10-25T02:30:00.000Z'],
])('Berlin, %s', (_name, date, time, moment) => {
  expect(momentAt(date, time, 'Europe/Berlin').toISOString()).toBe(moment);
});

test('a night shift ends on the next morning', () => {
  const { starts_at, ends_at } = spanOn('2026-12-31', '22:00', '06:00', 'Asia/Seoul');
  expect(ends_at.getTime() - starts_at.getTime()).toBe(8 * 3_600_000);
});

test('a night shift over the spring change is an hour shorter', () => {
  const { starts_at, ends_at } = spanOn('2026-03-28', '22:00', '06:00', 'Europe/Berlin');
  expect(ends_at.getTime() - starts_at.getTime()).toBe(7 * 3_600_000);
});

test('weeks begin on Monday', () => {
  expect(mondayOf('2026-11-29')).toBe('2026-11-23');
  expect(mondayOf('2026-11-23')).toBe('2026-11-23');
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
});
