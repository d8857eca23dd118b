import { expect, test } from 'vitest';
import { isDone, metresBetween, minutesLate, nextShift, shiftOfNow } from './day';
import { overlap } from './plan';
import { finished, stretches } from './spells';

const shift = (id: string, from: string, to: string) => ({
  id,
  starts_at: `${from}:00Z`,
  ends_at: `${to}:00Z`,
});
const night = shift('night', '2026-11-23T22:00', '2026-11-24T07:00');
const day = shift('day', '2026-11-24T14:00', '2026-11-24T18:00');
const far = shift('far', '2026-11-26T14:00', '2026-11-26T18:00');
const all = [far, day, night];
const at = (moment: string) => Date.parse(`${moment}:00Z`);

test.each([
  ['2026-11-23T21:00', null, 'night'],
  ['2026-11-24T06:59', null, 'night'],
  ['2026-11-24T07:00', null, 'day'],
  ['2026-11-24T07:30', 'night', 'night'],
  ['2026-11-24T18:00', null, undefined],
])('at %s working on %s: %s', (now, working, expected) => {
  expect(shiftOfNow(all, at(now), working)?.id).toBe(expected);
});

test('who came and went is done with it, who left the shift before is not', () => {
  const spell = (from: string, to: string | null) => ({
    in_at: at(from),
    out_at: to === null ? null : at(to),
  });
  expect(isDone(day, [spell('2026-11-24T13:50', '2026-11-24T15:00')])).toBe(true);
  expect(isDone(day, [spell('2026-11-24T13:50', null)])).toBe(false);
  expect(isDone(day, [spell('2026-11-24T11:30', '2026-11-24T13:30')])).toBe(false);
  expect(isDone(day, [spell('2026-11-23T22:00', '2026-11-24T07:00')])).toBe(false);
});

test('the next one after this one', () => {
  expect(nextShift(all, at('2026-11-24T06:00'), night)?.id).toBe('day');
  expect(nextShift(all, at('2026-11-24T18:00'))?.id).toBe('far');
  expect(nextShift(all, at('2026-11-27T18:00'))).toBeNull();
});

test('late counts from the first whole minute', () => {
  expect(minutesLate(day, at('2026-11-24T13:00'))).toBe(0);
  expect(minutesLate(day, at('2026-11-24T14:00') + 59_000)).toBe(0);
  expect(minutesLate(day, at('2026-11-24T14:07'))).toBe(7);
});

test('shifts that touch do not overlap', () => {
  expect(overlap(night, shift('x', '2026-11-24T07:00', '2026-11-24T08:00'))).toBe(false);
  expect(overlap(night, shift('x', '2026-11-24T06:59', '2026-11-24T08:00'))).toBe(true);
});

test('from the City Hall of Seoul to Gwanghwamun', () => {
  const metres = metresBetween({ lat: 37.5663, lon: 126.9779 }, { lat: 37.5759, lon: 126.9769 });
  expect(metres).toBeGreaterThan(1_050);
  expect(metres).toBeLessThan(1_090);
});

test('who set out late for the next shift has it still before them', () => {
  const tap = (kind: 'in' | 'move' | 'out', moment: string) => ({ kind, believed_at: `${moment}:00Z` });
  const next = shift('next', '2026-11-24T10:15', '2026-11-24T13:00');
  const way = [tap('in', '2026-11-24T08:00'), tap('move', '2026-11-24T10:20')];
  expect(isDone(next, finished(stretches(way)))).toBe(false);
  const home = [...way, tap('in', '2026-11-24T10:40'), tap('out', '2026-11-24T13:00')];
  expect(isDone(next, finished(stretches(home)))).toBe(true);
});
