import { expect, test } from 'vitest';
import { daysOf, hoursAndMinutes, stretches, type Tap, worked } from './hours';

const at = (time: string) => `2026-11-24T${time}:00Z`;
const tap = (kind: Tap['kind'], time: string): Tap => ({ kind, believed_at: at(time) });
const hours = (ms: number) => ms / 3_600_000;

test('a day with a break', () => {
  const day = [
    tap('in', '06:00'),
    tap('break_start', '09:00'),
    tap('break_end', '09:30'),
    tap('out', '12:00'),
  ];
  expect(hours(worked(day, Date.parse(at('20:00'))))).toBe(5.5);
});

test('the order of arrival does not matter', () => {
  const day = [
    tap('out', '12:00'),
    tap('break_end', '09:30'),
    tap('in', '06:00'),
    tap('break_start', '09:00'),
  ];
  expect(hours(worked(day, Date.parse(at('20:00'))))).toBe(5.5);
});

test('an open stretch counts until now, an open break does not', () => {
  const open = [tap('in', '06:00'), tap('break_start', '08:00')];
  expect(hours(worked(open, Date.parse(at('09:00'))))).toBe(2);
});

test('going home during a break ends the break', () => {
  const day = [tap('in', '06:00'), tap('break_start', '08:00'), tap('out', '09:00')];
  expect(hours(worked(day, Date.parse(at('20:00'))))).toBe(2);
  expect(stretches(day)[0]?.breaks).toEqual([{ from: Date.parse(at('08:00')), to: Date.parse(at('09:00')) }]);
});

test('a second in changes nothing, an out alone counts for nothing', () => {
  const odd = [tap('out', '05:00'), tap('in', '06:00'), tap('in', '06:01'), tap('out', '07:00')];
  expect(stretches(odd)).toHaveLength(1);
  expect(hours(worked(odd, Date.parse(at('20:00'))))).toBe(1);
});

test('the way to the next site counts, and its end is the arrival', () => {
  const day = [tap('in', '08:00'), tap('move', '10:00'), tap('in', '10:30'), tap('out', '12:00')];
  expect(stretches(day).map(({ out_at, travel }) => [out_at !== null, travel])).toEqual([
    [true, false],
    [true, true],
    [true, false],
  ]);
  expect(hours(worked(day, Date.parse(at('13:00'))))).toBe(4);
  expect(stretches([...day.slice(0, 2), tap('in', '20:00')])).toHaveLength(2);
});

test('a night counts for the day it began, and so do its taps', () => {
  const midnight = Date.parse('2026-11-25T00:00:00Z');
  const night: Tap[] = [tap('in', '22:00'), { kind: 'out', believed_at: '2026-11-25T06:00:00Z' }];
  expect(hours(worked(night, midnight, midnight - 24 * 3_600_000, midnight))).toBe(8);
  expect(worked(night, midnight, midnight)).toBe(0);
  expect(daysOf(night).map(({ day_of }) => day_of < midnight)).toEqual([true, true]);
});

test('an out alone stands for its own day', () => {
  expect(daysOf([tap('out', '05:00'), tap('in', '06:00')]).map(({ at, day_of }) => at === day_of)).toEqual([
    true,
    true,
  ]);
});

test('hours and minutes', () => {
  expect(hoursAndMinutes(7 * 3_600_000 + 25 * 60_000 + 59_000)).toEqual({ hours: 7, minutes: 25 });
});
