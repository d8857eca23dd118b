import { expect, test } from 'vitest';
import type { Member, Shift, Site } from '../api/types';
import { clashOf, dayOf, draftsIn, openSeats, plannedMs, rowsByPerson, seatsLeft, shiftsOn } from './plan';

const SEOUL = 'Asia/Seoul';
const seat = (member_id: string) => ({ member_id, name: member_id, fixed: true, confirmed_at: null });
const shift = (
  id: string,
  from: string,
  to: string,
  members: string[] = [],
  more: Partial<Shift> = {},
): Shift => ({
  ...{ id, site_id: 'a', starts_at: `2026-11-${from}:00Z`, ends_at: `2026-11-${to}:00Z`, seats: 2, note: '' },
  ...{ state: 'draft', assigned: members.map((member_id) => seat(member_id)) },
  ...{ position_id: null, break_min: 0, open_by: null, series_id: null, occurrence: null },
  ...more,
});
const sites = new Map<string, Site>();
const morning = shift('morning', '23T21:00', '24T01:00', ['kim', 'lee']);
const noon = shift('noon', '24T01:00', '24T05:00', ['kim'], { state: 'published' });
const off = shift('off', '24T02:00', '24T03:00', ['lee'], { state: 'cancelled' });

test('the day is the one at the site', () => {
  expect(dayOf(morning, sites, SEOUL)).toBe('2026-11-24');
  expect(shiftsOn(['2026-11-24'], [noon, off, morning], sites, SEOUL).map(({ id }) => id)).toEqual([
    'morning',
    'noon',
  ]);
});

test('shifts that touch are no clash, cancelled ones neither', () => {
  const late = shift('late', '24T00:30', '24T02:00');
  expect(clashOf('kim', late, [morning, noon, off])?.id).toBe('morning');
  expect(clashOf('kim', noon, [morning, noon])).toBeNull();
  expect(clashOf('lee', shift('x', '24T02:00', '24T03:00'), [morning, off])).toBeNull();
});

test('publishing tells each person once', () => {
  expect(draftsIn([morning, shift('more', '25T01:00', '25T02:00', ['kim']), noon])).toEqual({
    drafts: 2,
    people: 2,
  });
});

test('seats', () => {
  expect([seatsLeft(morning), seatsLeft(noon), seatsLeft({ ...morning, seats: 1 })]).toEqual([0, 1, 0]);
  expect(openSeats([[morning, noon]])).toEqual([[noon]]);
});

test('planned hours', () => {
  expect(plannedMs('kim', [morning, noon])).toBe(8 * 3_600_000);
});

test('those who work this week come first, those who left not at all', () => {
  const member = (id: string, ended_at: string | null = null) => ({ id, name: id, ended_at }) as Member;
  const rows = rowsByPerson(
    [member('ahn'), member('kim'), member('gone', '2026-01-01T00:00:00Z')],
    [[morning]],
  );
  expect(rows.map(({ id }) => id)).toEqual(['kim', 'ahn']);
});
