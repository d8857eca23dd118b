import { expect, test } from 'vitest';
import type { OpenShifts, Time, Visits } from '../../api/asking';
import type { Documents, Item } from '../types';
import { project } from '.';
import { asking } from './asking';

const MADE = Date.parse('2026-11-24T06:00:00Z');
const task = {
  id: 't',
  text: '바닥',
  photo: 'required',
  done_at: null,
  done_by: null,
  note: '',
  photo_ids: [],
};
const held = {
  'o/work': { member_id: 'm', shifts: [{ id: 's', confirm_by: 'later', confirmed_at: null }] },
  'o/open_shifts': {
    items: [
      { id: 'free', free: 1, mine: null },
      { id: 'full', free: 0, mine: null },
    ],
  },
  'o/visits': { items: [{ shift_id: 's', items: [task] }] },
  'o/time': {
    availability: { weekly: [], days: [] },
    wishes: [{ on_day: '2026-12-01', kind: 'off', weight: 1, note: '' }],
    leave: { balances: [], entries: [], requests: [] },
  },
};
const documents: Documents = Object.fromEntries(
  Object.entries(held).map(([name, data]) => [name, { name, version: '1', data, fetched_at: 0 }]),
);

function see(method: Item['method'], path: string, body: unknown = null, state: Item['state'] = 'waiting') {
  const item = {
    ...{ id: 'i', method, path: `/api/v1/orgs/o${path}`, body, subject: 'x', made_at: MADE, state },
    ...{ clock_offset_ms: 1_000, account_id: 'a', not_before: 0, attempts: 0 },
  } satisfies Item;
  const view = project(documents, [item], asking);
  return {
    work: view['o/work'] as (typeof held)['o/work'],
    open: (view['o/open_shifts'] as OpenShifts).items,
    task: (view['o/visits'] as Visits).items[0]?.items[0],
    time: view['o/time'] as Time,
  };
}

test('a claim shows as asked for, on a full shift as waiting, and when refused as nothing', () => {
  expect(see('PUT', '/shifts/free/claim', {}).open[0]).toMatchObject({ mine: 'requested', kept: 'i' });
  expect(see('PUT', '/shifts/full/claim', {}).open[1]).toMatchObject({ mine: 'standby' });
  expect(see('PUT', '/shifts/free/claim', {}, 'refused').open).toEqual(held['o/open_shifts'].items);
});

test('whether one comes shows at once', () => {
  expect(see('PUT', '/shifts/s/confirmation', {}).work.shifts).toMatchObject([
    { confirmed_at: '2026-11-24T06:00:01.000Z' },
  ]);
  expect(see('PUT', '/shifts/s/refusal', { reason: '병원' }).work.shifts).toMatchObject([{ declined: true }]);
});

test('a task is done when it was tapped, and a photo counts while it is only on this phone', () => {
  const body = { done_at: '2026-11-24T05:59:00Z' };
  expect(see('PUT', '/shifts/s/checks/t', body).task).toMatchObject({ ...body, kept: 'i' });
  expect(see('PUT', '/shifts/s/checks/t/photos/p').task?.photo_ids).toEqual(['p']);
});

test('availability, wishes and leave as they were said', () => {
  const weekly = [{ weekday: 0, begins: '09:00', ends: '18:00', kind: 'can', note: '' }];
  const said = see('PUT', '/members/m/availability', { weekly, days: [] }).time.availability;
  expect(said).toMatchObject({ weekly, kept: 'i' });
  expect(see('PUT', '/members/another/availability', { weekly, days: [] }).time.availability.weekly).toEqual(
    [],
  );
  expect(see('PUT', '/members/m/wishes/2026-12-01', { kind: 'work' }).time.wishes).toMatchObject([
    { on_day: '2026-12-01', kind: 'work', weight: 1 },
  ]);
  expect(see('DELETE', '/members/m/wishes/2026-12-01').time.wishes).toEqual([]);
  const leave = { id: 'l', kind: 'annual', from_on: '2026-12-01', until_on: '2026-12-02' };
  expect(see('POST', '/leave-requests', leave).time.leave.requests).toMatchObject([
    { ...leave, state: 'asked', kept: 'i' },
  ]);
});
