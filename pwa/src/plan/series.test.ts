import { expect, test } from 'vitest';
import { freshRepeat, lawfulBreak, minutesBetween, repeatOf, rruleOf } from './series';

test('every weekday, in the order of the week', () => {
  const repeat = { how: 'weekly' as const, every: 1, days: ['FR' as const, 'MO' as const], nth: 1 };
  expect(rruleOf(repeat)).toBe('FREQ=WEEKLY;BYDAY=MO,FR');
  expect(rruleOf({ ...repeat, every: 2 })).toBe('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR');
});

test('the last Friday of the month', () => {
  const rrule = rruleOf({ how: 'monthly', every: 1, days: ['FR'], nth: -1 });
  expect(rrule).toBe('FREQ=MONTHLY;BYDAY=-1FR');
  expect(repeatOf(rrule)).toEqual({ how: 'monthly', every: 1, days: ['FR'], nth: -1 });
});

test('a date suggests its own weekday', () => {
  expect(freshRepeat('2026-11-24')).toEqual({ how: 'weekly', every: 1, days: ['TU'], nth: 4 });
});

test.each([
  'FREQ=DAILY',
  'FREQ=WEEKLY',
  'FREQ=MONTHLY;BYMONTHDAY=3',
  'FREQ=WEEKLY;BYDAY=MO;COUNT=3',
  'nonsense',
])('%s is kept as it is, not made into something else', (rrule) => expect(repeatOf(rrule)).toBeNull());

test('breaks follow article 54, over midnight too', () => {
  expect(minutesBetween('22:00', '06:00')).toBe(480);
  expect([239, 240, 479, 480].map(lawfulBreak)).toEqual([0, 30, 30, 60]);
});
